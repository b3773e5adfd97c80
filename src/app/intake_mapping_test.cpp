#include "app/intake_mapping.h"

#include <gtest/gtest.h>

#include "app/yaml_problems.h"

namespace licet::app::intake {
namespace {

using Columns = std::vector<std::string>;

std::string described(const Columns& columns, const MapFile& map = {}) {
  const auto mapping = Mapping::make(columns, map);
  return mapping ? mapping->describe() : "! " + mapping.error().to_string();
}

/// A map file from its text; every problem into `problems`.
MapFile map_of(std::string_view text, std::string* said = nullptr) {
  yaml::Problems problems;
  const auto document = yaml::parse(text, "map.yaml", problems);
  MapFile map;
  if (document) map = read_map(*document, problems);
  if (said == nullptr) {
    EXPECT_EQ(problems.to_string(), "");
  } else {
    *said = problems.to_string();
  }
  return map;
}

TEST(IntakeMapping, EveryCanonicalNameIsKnown) {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    EXPECT_EQ(field_by_name(field_name(field)), field);
    const auto mapping = Mapping::make({"x", "E-Mail 2", std::string(field_name(field)), "Company"});
    ASSERT_TRUE(mapping || field == Field::kCompany) << field_name(field);
    if (mapping) {
      EXPECT_EQ(mapping->column_of(field), 2U) << field_name(field);
    }
  }
  EXPECT_EQ(field_by_name("nonsense"), std::nullopt);
}

TEST(IntakeMapping, HeadingsInAnySpellingAndOrder) {
  EXPECT_EQ(described({"Prospect Type", "ZIP", "Surname", " first_NAME ", "E-mail", "DOB", "Given"}),
            "'E-mail' is email, 'first_NAME' is first_name, 'Surname' is last_name, 'ZIP' is postal_code, 'DOB' is "
            "birth_date, 'Prospect Type' is prospect_type");
  EXPECT_EQ(described({"\xEF\xBB\xBF"
                       "Email\xC2\xA0",
                       "Post\xE2\x80\x8B Code"}),
            "'Email' is email, 'Post Code' is postal_code");
}

TEST(IntakeMapping, ExportsOfCommonSystems) {
  // A contacts export and a leads export of two CRMs, and a lead form of a social network.
  EXPECT_EQ(
      described({"Record ID", "First Name", "Last Name", "Email", "Phone Number", "Mobile Phone Number", "Job Title",
                 "Company Name", "Associated Company", "Lead Status", "Contact owner", "Create Date", "City",
                 "State/Region", "Postal Code", "Country/Region", "Original Source"}),
      "'Email' is email, 'First Name' is first_name, 'Last Name' is last_name, 'Company Name' is company, 'Phone "
      "Number' is phone, 'Mobile Phone Number' is mobile_phone, 'City' is city, 'State/Region' is state, 'Postal Code' "
      "is postal_code, 'Country/Region' is country, 'Record ID' is source_id, 'Create Date' is created_at");
  EXPECT_EQ(described({"Id",         "IsDeleted", "MasterRecordId", "LastName",    "FirstName",
                       "Name",       "Company",   "Street",         "City",        "State",
                       "PostalCode", "Country",   "Address",        "Phone",       "MobilePhone",
                       "Fax",        "Email",     "LeadSource",     "CreatedDate", "LastModifiedDate"}),
            "'Email' is email, 'FirstName' is first_name, 'LastName' is last_name, 'Name' is full_name, 'Company' is "
            "company, "
            "'Phone' is phone, 'MobilePhone' is mobile_phone, 'Street' is street, 'City' is city, 'State' is state, "
            "'PostalCode' is postal_code, 'Country' is country, 'Id' is source_id, 'CreatedDate' is created_at");
  EXPECT_EQ(
      described({"id", "created_time", "campaign_id", "campaign_name", "platform", "full_name", "email", "phone_number",
                 "country", "post_code", "date_of_birth"}),
      "'email' is email, 'full_name' is full_name, 'phone_number' is phone, 'post_code' is postal_code, 'country' is "
      "country, 'date_of_birth' is birth_date, 'id' is source_id, 'campaign_name' is campaign, 'created_time' is "
      "created_at");
}

TEST(IntakeMapping, FallbacksGiveWay) {
  EXPECT_EQ(described({"Work Email"}), "'Work Email' is email");
  EXPECT_EQ(described({"Work Email", "Email"}), "'Email' is email");
  EXPECT_EQ(
      described({"Work Email", "Personal Email"}),
      "! the columns 'Work Email' and 'Personal Email' both mean email; say which one in a map file (--map): columns: "
      "{\"Personal Email\": ignore}");
}

TEST(IntakeMapping, TwoColumnsForOneField) {
  EXPECT_EQ(described({"E-mail", "Company", "Email Address"}),
            "! the columns 'E-mail' and 'Email Address' both mean email; say which one in a map file (--map): columns: "
            "{\"Email Address\": ignore}");
  EXPECT_EQ(described({"Email", "email"}).substr(0, 50), "! the columns 'Email' and 'email' both mean email;");
}

TEST(IntakeMapping, NoHeader) {
  const std::string said = described({"pat@example.com", "Pat", "Miller", "London"});
  EXPECT_EQ(said.substr(0, 104),
            "! no column is known in the first row: 'pat@example.com', 'Pat', 'Miller', 'London'. A header row is nee");
  EXPECT_NE(said.find("email, first_name"), std::string::npos);
  EXPECT_NE(said.find("--map"), std::string::npos);
  EXPECT_EQ(described({"Country", "City"}),
            "! no column says who the lead is (email, phone, a name or company); known are only: 'City' is city, "
            "'Country' is "
            "country. Say in a map file (--map) which column is which");
}

TEST(IntakeMapping, UnknownColumnsAreKeptAndNamedOnce) {
  const auto mapping = Mapping::make({"Email", "Notes", "", "Notes", "Score "});
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->columns(), (Columns{"Email", "Notes", "column 3", "Notes (2)", "Score"}));
  EXPECT_EQ(mapping->unmapped(), (Columns{"Notes", "column 3", "Notes (2)", "Score"}));
}

TEST(IntakeMapping, MapFilesSpeakFirst) {
  const MapFile map = map_of(
      "columns: {\"Contact\": email, \"Email\": ignore, \"wohnort\": city}\n"
      "defaults: {lawful_basis: consent, country: GB}\n"
      "values: {prospect_type: {HNW: retail, \"Inst.\": per_se_professional}}\n"
      "utc_offset: \"-03:30\"\n");
  EXPECT_EQ(map.utc_offset_minutes, -210);
  const auto mapping = Mapping::make({"Email", "Contact", "Wohnort", "Prospect Type", "Country"}, map);
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->describe(),
            "'Contact' is email, 'Wohnort' is city, 'Country' is country, 'Prospect Type' is prospect_type");
  const std::vector<std::string_view> fields{"x", "pat@example.com", " Bern ", "hnw", ""};
  EXPECT_EQ(mapping->cell(Field::kEmail, fields), "pat@example.com");
  EXPECT_EQ(mapping->cell(Field::kCity, fields), "Bern");
  EXPECT_EQ(mapping->cell(Field::kProspectType, fields), "retail");
  EXPECT_EQ(mapping->cell(Field::kCountry, fields), "GB");
  EXPECT_EQ(mapping->cell(Field::kLawfulBasis, fields), "consent");
  EXPECT_EQ(mapping->cell(Field::kProduct, fields), "");
  EXPECT_EQ(mapping->label(Field::kCity), "Wohnort");
  EXPECT_EQ(mapping->label(Field::kLawfulBasis), "lawful_basis");
}

TEST(IntakeMapping, MapFilesThatDoNotFit) {
  EXPECT_EQ(described({"Email", "Phone"}, map_of("columns: {\"Phonee\": phone}")),
            "! the map file names the column 'Phonee', which the file does not have; did you mean 'Phone'?");
  EXPECT_EQ(described({"Email", "A", "B"}, map_of("columns: {A: phone, B: phone}")),
            "! the map file says that both 'A' and 'B' are phone; keep one");
  EXPECT_EQ(described({"Email", "A"}, map_of("columns: {A: phone, a: city}")),
            "! the map file names the column 'A' twice; remove one");
}

TEST(IntakeMapping, MapFileProblems) {
  std::string said;
  map_of(
      "columns: {A: emial, B: [x]}\ncolums: {}\ndefaults: {lawfulbasis: x}\n"
      "values: {product: {\"a b\": x, \"A-B\": y}, phone: 3}\nutc_offset: \"+1\"\n",
      &said);
  EXPECT_EQ(
      said,
      "map.yaml:1:14: columns.A: 'emial' is no field; did you mean 'email'?\n"
      "map.yaml:1:24: columns.B: must be a text, this is a list\n"
      "map.yaml:2:1: unknown key 'colums'; known are: columns, defaults, values, utc_offset\n"
      "map.yaml:3:25: defaults.lawfulbasis: 'lawfulbasis' is no field; did you mean 'lawful_basis'?\n"
      "map.yaml:4:37: values.product.A-B: another line says the same value, case, spaces and punctuation aside; remove "
      "one\n"
      "map.yaml:4:48: values.phone: must be a mapping (key: value), this is a single value\n"
      "map.yaml:5:13: utc_offset: must be an offset from UTC as \"+01:00\", not '+1'");
  EXPECT_FALSE(read_map_file("/nonexistent.yaml"));
}

}  // namespace
}  // namespace licet::app::intake
