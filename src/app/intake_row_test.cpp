#include "app/intake_row.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "app/csv_reader.h"
#include "app/csv_writer.h"
#include "app/intake_value.h"
#include "base/encode.h"

namespace licet::app::intake {
namespace {

const Date kToday = from_ymd(2026, 11, 22);

/// Reads `cells` (heading, value) as the only row of a file with just these columns.
Result<IntakeRow> row_of(const std::vector<std::pair<std::string, std::string>>& cells, const MapFile& map = {}) {
  std::vector<std::string> columns;
  std::vector<std::string_view> fields;
  for (const auto& [heading, value] : cells) {
    columns.push_back(heading);
    fields.push_back(value);
  }
  LICET_TRY(const Mapping mapping, Mapping::make(columns, map));
  return parse_row(mapping, fields, 7, kToday);
}

/// The canonical JSON, or why the row was refused.
std::string read(const std::vector<std::pair<std::string, std::string>>& cells, const MapFile& map = {}) {
  const auto row = row_of(cells, map);
  return row ? canonical_json(*row) : "! " + row.error().text;
}

/// The same with an e-mail address beside one cell.
std::string one(const std::string& heading, const std::string& value) {
  std::string text = read({{"email", "a@b.example"}, {heading, value}});
  for (const std::string email :
       {",\"email\":\"a@b.example\"", "\"email\":\"a@b.example\",", "\"email\":\"a@b.example\""}) {
    if (const std::size_t at = text.find(email); at != std::string::npos) return text.erase(at, email.size());
  }
  return text;
}

TEST(IntakeRow, EveryField) {
  EXPECT_EQ(
      read({{"Email", " Pat.Miller@EXAMPLE.com "},
            {"First Name", "Pat\xC2\xA0"},
            {"Surname", "Miller"},
            {"Company", "Example  Ltd"},
            {"Phone", "(212) 555-0123"},
            {"Street", "1 Main St"},
            {"City", "Albany"},
            {"State", "new york"},
            {"Zip", "12207"},
            {"Country", "USA"},
            {"DOB", "1980-02-03"},
            {"Sex", "F"},
            {"Citizenship", "USA; United Kingdom"},
            {"Passport No.", "zz 000 004"},
            {"National ID number", "000-00-0010 ; 7"},
            {"Prospect Type", "Per Se Professional"},
            {"Product", "FX-spot"},
            {"Lawful Basis", "Legitimate Interest"},
            {"Stated intent", "Switzerland"},
            {"KYC residence", "us-ny"},
            {"Workplace country", "UK"},
            {"Communication place", "AE-DU"},
            {"Language", "en-GB"},
            {"Lead ID", "l:1054000000000001"},
            {"Campaign", "Spring '26"},
            {"Created", "x"},
            {"Created At", "2026-03-01 09:14"}}),
      R"({"birth_date":"1980-02-03","campaign":"Spring '26","city":"Albany","communication_place":"AE-DU",)"
      R"("company":"Example Ltd","country":"US","created_at":"2026-03-01T09:14:00Z","email":"Pat.Miller@example.com",)"
      R"("first_name":"Pat","gender":"female","kyc_residence":"US-NY","language":"en","last_name":"Miller",)"
      R"("lawful_basis":"legitimate_interest","national_id":"000-00-0010;7","nationality":"US;GB",)"
      R"("passport":"zz 000 004","phone":"+12125550123","postal_code":"12207","product":"fx-spot",)"
      R"("prospect_type":"per_se_professional","source_id":"1054000000000001","stated_intent":"CH",)"
      R"("street":"1 Main St","subdivision":"US-NY","workplace_country":"GB"})");
}

TEST(IntakeRow, FactsOfThePersonAreReadOrRefused) {
  for (const char* neither : {"x", "Diverse", "not stated", "n/a", "", "unknown"})
    EXPECT_EQ(one("gender", neither), "{}") << neither;
  EXPECT_EQ(one("Geschlecht", "w"), R"({"gender":"female"})");
  EXPECT_EQ(
      one("gender", "perhaps"),
      "! column 'gender': 'perhaps' is no gender; write male or female, or leave it empty where neither is known");
  EXPECT_EQ(one("nationality", "FR/DE|fr"), R"({"nationality":"FR;DE"})");
  EXPECT_EQ(one("nationality", "stateless"), "{}");
  EXPECT_EQ(one("nationality", "FR; Atlantis"),
            "! column 'nationality': 'FR; Atlantis' is no country; write its name or its two-letter ISO code");
  EXPECT_EQ(one("passport", "none"), "{}");
  EXPECT_EQ(one("ID number", "1.05E+15"),
            "! column 'ID number': '1.05E+15' was turned into a rounded number by a spreadsheet; format the column as "
            "text and export again");
}

TEST(IntakeRow, RowsThatMeanTheSameAreTheSame) {
  const std::string first =
      read({{"Email", "pat@Example.com"}, {"State", "NY"}, {"Country", "US"}, {"Phone", "2125550123"}, {"Notes", "x"}});
  const std::string second = read({{"Mobile", "+1 212 555 0123"},
                                   {"country", "United States"},
                                   {"region", "New York "},
                                   {"e-mail", "pat@example.com"}});
  EXPECT_EQ(first, second);
}

TEST(IntakeRow, Names) {
  EXPECT_EQ(read({{"Full Name", "Pat Q. Miller"}}), R"({"first_name":"Pat Q.","last_name":"Miller"})");
  EXPECT_EQ(read({{"Full Name", "MILLER, Pat"}}), R"({"first_name":"Pat","last_name":"MILLER"})");
  EXPECT_EQ(read({{"Full Name", "Prince"}}), R"({"last_name":"Prince"})");
  EXPECT_EQ(read({{"Full Name", "Other"}, {"Last Name", "Null"}}), R"({"last_name":"Null"})");
}

TEST(IntakeRow, Email) {
  for (const char* good : {"a@b.example", "a+b.c_d'e@sub.b-c.example", "jörg@müller.example"}) {
    EXPECT_EQ(read({{"email", good}}), "{\"email\":\"" + std::string(good) + "\"}");
  }
  EXPECT_EQ(read({{"email", "mailto:a@b.example"}}), R"({"email":"a@b.example"})");
  for (const char* wrong : {"a", "a@b", "@b.example", "a@", "a@@b.example", "a b@c.example", "a@b..example",
                            ".a@b.example", "a..b@c.example", "a@-b.example", "a@b.example.", "a@1.2.3.4",
                            "a@b.example, c@d.example", "a@b.x", "<a@b.example>"}) {
    EXPECT_EQ(read({{"email", wrong}}),
              "! column 'email': '" + std::string(wrong) + "' is no e-mail address; write name@domain");
  }
  EXPECT_EQ(read({{"email", std::string(64, 'a') + "@b.example"}}).substr(0, 1), "{");
  EXPECT_EQ(read({{"email", std::string(65, 'a') + "@b.example"}}),
            "! column 'email': 'aaaaaaaaaaaaaaaaaaaa…' is no e-mail address; write name@domain");
  EXPECT_EQ(email_key("Pat@Example.com"), "pat@example.com");
}

TEST(IntakeRow, Phones) {
  EXPECT_EQ(one("Phone", "+44 7700 900123"), R"({"phone":"+447700900123"})");
  EXPECT_EQ(one("Phone", "n/a"), "{}");
  EXPECT_EQ(
      one("Phone", "4.47E+11"),
      "! column 'Phone': '4.47E+11' was turned into a rounded number by a spreadsheet; format the column as text and "
      "export again");
  const auto left_out = row_of({{"email", "a@b.example"}, {"Phone", "07700 900123"}});
  ASSERT_TRUE(left_out);
  EXPECT_EQ(left_out->phone, "");
  EXPECT_EQ(
      left_out->warnings,
      (std::vector<std::string>{"column 'Phone': the number was left out: it is a national number and the row names no "
                                "country to complete it; write it with +"}));
  EXPECT_EQ(read({{"Phone", "n/a"}, {"Mobile", "07700 900123"}, {"Country", "GB"}}),
            R"({"country":"GB","phone":"+447700900123"})");
  EXPECT_EQ(read({{"Phone", "+44 20 7946 0000"}, {"Mobile", "07700 900123"}, {"Country", "GB"}}),
            R"({"country":"GB","phone":"+442079460000"})");
}

TEST(IntakeRow, CountriesAndStates) {
  EXPECT_EQ(one("Country", "NO"), R"({"country":"NO"})");
  EXPECT_EQ(one("Country", "NA"), R"({"country":"NA"})");
  EXPECT_EQ(one("Country", "n/a"), "{}");
  EXPECT_EQ(one("Country", "Untied Kingdom"),
            "! column 'Country': 'Untied Kingdom' is no country; did you mean 'United Kingdom'?");
  EXPECT_EQ(one("Country", "Atlantis"),
            "! column 'Country': 'Atlantis' is no country; write its name or its two-letter ISO code");
  EXPECT_EQ(one("State", "New York"), R"({"state":"New York"})");
  EXPECT_EQ(one("State", "US-NY"), R"({"country":"US","subdivision":"US-NY"})");
  EXPECT_EQ(read({{"email", "a@b.example"}, {"State", "Tejas"}, {"Country", "US"}}),
            "! column 'State': 'Tejas' is no state, province or emirate of US; did you mean 'Texas'?");
  EXPECT_EQ(read({{"company", "x"}, {"State", "AE"}, {"Country", "US"}}),
            R"({"company":"x","country":"US","state":"AE"})");
  EXPECT_EQ(read({{"company", "x"}, {"State", "Bayern"}, {"Country", "DE"}}),
            R"({"company":"x","country":"DE","state":"Bayern"})");
  EXPECT_EQ(read({{"company", "x"}, {"State", "DE-BY"}, {"Country", "DE"}}),
            R"({"company":"x","country":"DE","subdivision":"DE-BY"})");
  EXPECT_EQ(one("kyc residence", "Nowhere"),
            "! column 'kyc residence': 'Nowhere' is no place; write a country, or a code such as US-NY");
}

TEST(IntakeRow, BirthDates) {
  EXPECT_EQ(one("DOB", "22/11/2026"), R"({"birth_date":"2026-11-22"})");
  EXPECT_EQ(one("DOB", "2026-11-23"), "! column 'DOB': '2026-11-23' is in the future; a date of birth is needed");
  EXPECT_EQ(one("DOB", "1900-01-01"), R"({"birth_date":"1900-01-01"})");
  EXPECT_EQ(one("DOB", "1899-12-31"),
            "! column 'DOB': '1899-12-31' is before 1900; correct the year or leave it empty");
  EXPECT_EQ(one("DOB", "03/04/1980"), "! column 'DOB': '03/04/1980' could be day/month or month/day; write YYYY-MM-DD");
}

TEST(IntakeRow, Codes) {
  EXPECT_EQ(one("product", "unknown"), "{}");
  EXPECT_EQ(one("product", "F/X"),
            "! column 'product': 'F/X' is no code; use letters, digits, _ - and . only, or translate it in a map file "
            "(--map, "
            "values)");
  EXPECT_EQ(one("stated_intent", "Open an account"), R"({"stated_intent":"open_an_account"})");
  EXPECT_EQ(one("stated_intent", "gb"), R"({"stated_intent":"GB"})");
  EXPECT_EQ(one("language", "German"), R"({"language":"de"})");
  EXPECT_EQ(one("language", "Klingon!"),
            "! column 'language': 'Klingon!' is no language; write its two-letter ISO code");
  EXPECT_EQ(one("Lead ID", "1.05E+15").substr(0, 46), "! column 'Lead ID': '1.05E+15' was turned into");
  EXPECT_EQ(one("Lead ID", "-"), "{}");
}

TEST(IntakeRow, EveryReasonAtOnceWithItsPlace) {
  const auto row = row_of({{"E-mail", "nobody"}, {"Country", "Atlantis"}, {"DOB", "soon"}});
  ASSERT_FALSE(row);
  EXPECT_EQ(row.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(row.error().where.line, 7U);
  EXPECT_EQ(row.error().where.field, "E-mail");
  EXPECT_EQ(
      row.error().text,
      "column 'E-mail': 'nobody' is no e-mail address; write name@domain; column 'Country': 'Atlantis' is no country; "
      "write its name or its two-letter ISO code; column 'DOB': 'soon' is not a date; write YYYY-MM-DD");
}

TEST(IntakeRow, RowsThatNameNobody) {
  EXPECT_EQ(read({{"email", " "}, {"City", "\xC2\xA0"}}), "! the row is empty");
  EXPECT_EQ(read({{"email", ""}, {"City", "Bern"}}),
            "! the row names nobody; an e-mail address, telephone number, name or company is needed");
  EXPECT_EQ(read({{"phone", "07700 900123"}, {"City", "Bern"}}).substr(0, 123),
            "! the row names nobody; an e-mail address, telephone number, name or company is needed; column 'phone': "
            "the number "
            "was left");
}

TEST(IntakeRow, LongCells) {
  EXPECT_EQ(one("City", std::string(1'024, 'x')), "{\"city\":\"" + std::string(1'024, 'x') + "\"}");
  EXPECT_EQ(one("City", std::string(1'025, 'x')),
            "! column 'City': 'xxxxxxxxxxxxxxxxxxxx…' is longer than 1024 bytes; shorten it");
}

TEST(IntakeRow, DefaultsAndOffsets) {
  MapFile map;
  map.defaults[Field::kLawfulBasis] = "consent";
  map.utc_offset_minutes = 60;
  EXPECT_EQ(read({{"email", "a@b.example"}, {"created_at", "2026-03-01 09:14"}}, map),
            R"({"created_at":"2026-03-01T08:14:00Z","email":"a@b.example","lawful_basis":"consent"})");
}

// A moment still to come would make evidence younger than anything can be.
TEST(IntakeRow, AMomentStillToComeIsRefused) {
  const auto at = [](const char* text) { return read({{"email", "a@b.example"}, {"created_at", text}}); };
  EXPECT_EQ(at("2026-11-24T00:00:00Z"),
            "! column 'created_at': '2026-11-24T00:00:00Z' is in the future; the moment at which the lead came in is "
            "needed, or nothing");
  EXPECT_NE(at("2036-01-01").find("is in the future"), std::string::npos);
  EXPECT_EQ(at("2026-11-23T12:00:00Z").find("!"), std::string::npos) << "tomorrow somewhere on earth";
}

TEST(IntakeRow, TheRawPayloadKeepsOrderAndBytes) {
  const auto mapping = Mapping::make({"Zeta", "Email", "Zeta"});
  ASSERT_TRUE(mapping);
  const std::vector<std::string_view> fields{" z ", "A@B.example", "say \"hi\"\n"};
  EXPECT_EQ(raw_json(*mapping, fields),
            "{\"Zeta\":\" z \",\"Email\":\"A@B.example\",\"Zeta (2)\":\"say \\\"hi\\\"\\n\"}");
}

/// Whatever stands in the cells: an answer, in valid UTF-8; and what was read is read again as itself.
RC_GTEST_PROP(IntakeRowProperty, CanonicalRowsAreStable, ()) {
  std::vector<std::string> columns;
  for (const auto name : field_names()) columns.emplace_back(name);
  const auto mapping = Mapping::make(columns);
  RC_ASSERT(mapping.has_value());
  const std::vector<std::string> samples{"",         "a@b.example",
                                         "Pat",      "GB",
                                         "US",       "NY",
                                         "New York", "+447700900123",
                                         "retail",   "1980-02-03",
                                         "n/a",      "US-NY",
                                         "é",        "2026-03-01T09:14:22Z",
                                         "en",       "\xC2\xA0x ",
                                         "United",   "4.47E+11",
                                         "07700",    "a, b"};
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < columns.size(); ++i) cells.push_back(*rc::gen::elementOf(samples));
  const std::vector<std::string_view> fields(cells.begin(), cells.end());
  const auto row = parse_row(*mapping, fields, 1, kToday);
  if (!row) {
    RC_ASSERT(is_utf8(row.error().text));
    RC_ASSERT(!row.error().text.empty());
    return;
  }
  // Written out under its own names and read back.
  const json::Value value = to_json(*row);
  std::vector<std::string> again(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) again[i] = std::string(value.string_or(columns[i], ""));
  if (!row->subdivision.empty()) again[static_cast<std::size_t>(Field::kState)] = row->subdivision;
  const std::vector<std::string_view> second(again.begin(), again.end());
  const auto reread = parse_row(*mapping, second, 1, kToday);
  RC_ASSERT(reread.has_value());
  RC_ASSERT(canonical_json(*reread) == canonical_json(*row));
}

/// The whole way from bytes: what the CSV writer wrote comes out as the same lead.
TEST(IntakeRow, FromTheFile) {
  const std::string text = "Name;E-mail;Land;Geburtsdatum\nM\xFCller, J\xF6rg;j@m.example;\xD6sterreich;3.2.1980\n";
  csv::TextSource source(text);
  auto reader = csv::Reader::open(source);
  ASSERT_TRUE(reader);
  const auto mapping = Mapping::make((*reader)->header().columns);
  ASSERT_TRUE(mapping);
  ASSERT_EQ((*reader)->next(), csv::Reader::Step::kRow);
  const auto row = parse_row(*mapping, (*reader)->row().fields, (*reader)->row().line, kToday);
  ASSERT_TRUE(row);
  EXPECT_EQ(
      canonical_json(*row),
      R"({"birth_date":"1980-02-03","country":"AT","email":"j@m.example","first_name":"Jörg","last_name":"Müller"})");
}

}  // namespace
}  // namespace licet::app::intake
