#include "screening/uk_csv.h"

#include <gtest/gtest.h>

#include <random>

#include "screening/list_document.h"
#include "screening/list_samples.h"
#include "screening/read_test.h"
#include "screening/test_data.h"

namespace licet::screening {
namespace {

using testing::entry_of;
using testing::error_of;
using testing::read_one;
using testing::with;

ReadList sample() {
  auto got = read_one("uk", testing::uk_sample());
  LICET_INVARIANT(got.has_value());
  return std::move(*got);
}

TEST(UkCsv, RowsOfAPersonBecomeOneEntry) {
  const ReadList read = sample();
  ASSERT_EQ(read.list.entries.size(), 3U);
  EXPECT_EQ(as_of_text(read.list.as_of), "2026-08-22T00:00:00Z");
  const Entry& person = *entry_of(read, "INV0001");
  EXPECT_EQ(person.type, EntryType::kPerson);
  ASSERT_EQ(person.names.size(), 3U) << "the name in its own script stands in two rows";
  EXPECT_EQ(person.names[0].full, "Mirko Ivanovich OSTROVSKY-KALE");
  EXPECT_EQ(person.names[0].kind, NameKind::kPrimary);
  EXPECT_EQ(person.names[0].parts, (NameParts{"OSTROVSKY-KALE", "Mirko", "Ivanovich", ""}));
  EXPECT_EQ(person.names[1].full, "Kale");
  EXPECT_EQ(person.names[1].kind, NameKind::kAka);
  EXPECT_EQ(person.names[1].strength, Strength::kWeak);
  EXPECT_EQ(person.names[2].full, "Мирко Островский");
  EXPECT_EQ(person.names[2].kind, NameKind::kOriginal);
  ASSERT_EQ(person.births.size(), 2U);
  EXPECT_EQ(format_date(person.births[0].from), "1966-09-08");
  EXPECT_EQ(format_date(person.births[1].to), "1967-12-31");
  EXPECT_EQ(person.countries, (std::vector<ListCountry>{{"IR", CountryRole::kBirth},
                                                        {"KP", CountryRole::kResidence},
                                                        {"RU", CountryRole::kNationality},
                                                        {"SY", CountryRole::kNationality}}));
  EXPECT_EQ(person.ids, (std::vector<ListId>{{"passport", "X123"}, {"passport", "Y456"}}));
  EXPECT_EQ(person.gender, Gender::kMale);
  EXPECT_EQ(person.title, "Minister, of Inventions");
  EXPECT_EQ(format_date(*person.listed_on), "2022-03-14") << "the first of two";
  ASSERT_EQ(person.addresses.size(), 1U);
  EXPECT_EQ(person.addresses[0].city, "Port");
  EXPECT_EQ(person.programmes.size(), 1U);
}

TEST(UkCsv, CompaniesAndShips) {
  const ReadList read = sample();
  const Entry& company = *entry_of(read, "INV0002");
  EXPECT_EQ(company.type, EntryType::kEntity);
  EXPECT_EQ(company.names[0].parts, NameParts{});
  EXPECT_EQ(company.ids, (std::vector<ListId>{{"email", "harbour@nine.example"}, {"registration", "HRB 7"}}));
  const Entry& ship = *entry_of(read, "INV0003");
  EXPECT_EQ(ship.type, EntryType::kVessel);
  EXPECT_EQ(ship.ids, (std::vector<ListId>{{"imo", "9999993"}}));
  EXPECT_EQ(ship.countries, (std::vector<ListCountry>{{"PA", CountryRole::kFlag}}));
  EXPECT_EQ(read.report.persons, 1U);
  EXPECT_EQ(read.report.weak_names, 1U);
}

TEST(UkCsv, TheOrderOfRowsDoesNotMatter) {
  const std::string text = testing::uk_sample();
  // Rows end where a line begins with a comma: the first column of all but one row is empty.
  const std::size_t ship = text.find(",\"INV0003\""), head = text.find("\"01/05/2025\"");
  const std::string moved = text.substr(0, head) + text.substr(ship) + text.substr(head, ship - head);
  const auto got = read_one("uk", moved);
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(got->list.digest, sample().list.digest);
  EXPECT_NE(got->list.source_digest, sample().list.source_digest);
}

TEST(UkCsv, ErrorsNameThePlace) {
  const std::string text = testing::uk_sample();
  EXPECT_EQ(error_of(read_one("uk", with(text, "22-Aug-2026", "soon"))).substr(0, 24), "list:1:1: the first line");
  EXPECT_EQ(error_of(read_one("uk", with(text, "Name 6", "Name 7"))).substr(0, 88),
            "list:2:1: this is not the UK Sanctions List as CSV (58 columns): the column 'Name 6' is ");
  EXPECT_NE(error_of(read_one("uk", with(text, "Name 6,", "Name 5,"))).find("stands here twice"), std::string::npos);
  EXPECT_NE(error_of(read_one("uk", with(text, "\"Individual\"", "\"Spirit\""))).find("list:4:"), std::string::npos)
      << "the cell, which stands on the row's second line";
  EXPECT_NE(error_of(read_one("uk", with(text, "\"ALias\"", "\"Nick\""))).find("unknown type of name"),
            std::string::npos);
  EXPECT_NE(error_of(read_one("uk", with(text, "Low quality a.k.a", "so so"))).find("strength"), std::string::npos);
  EXPECT_NE(error_of(read_one("uk", with(text, "\"INV0002\"", ""))).find("without an id"), std::string::npos);
  EXPECT_NE(error_of(read_one("uk", with(text, "INV0002", "INV0001"))).find("says another type"), std::string::npos);
  EXPECT_NE(error_of(read_one("uk", with(text, "\"SLOW HERON\"", ""))).find("entry INV0003 has no name"),
            std::string::npos);
  EXPECT_NE(error_of(read_one("uk", text + "x,y\n")).find("2 columns where the headings are 58"), std::string::npos);
}

TEST(UkCsv, AColumnMoreIsANoteAndADateThatIsNoneIsKept) {
  std::string text = testing::uk_sample();
  std::string wide;
  std::size_t line = 0;
  // A quote is open inside the two cells that hold a line break.
  for (std::size_t at = 0, quotes = 0; at < text.size(); ++at) {
    quotes += text[at] == '"' ? 1 : 0;
    if (text[at] == '\n' && quotes % 2 == 0 && line++ > 0) wide += line == 2 ? ",Shoe size" : ",";
    wide += text[at];
  }
  const auto got = read_one("uk", with(wide, "08/09/1966", "about 1966"));
  ASSERT_TRUE(got) << error_of(got);
  ASSERT_EQ(got->report.notes.size(), 2U);
  EXPECT_EQ(got->report.notes[0], "1 columns are not known to this release and were not read ('Shoe size')");
  EXPECT_EQ(got->report.notes[1], "1 dates of birth could not be read and are kept as text (INV0001)");
  const Entry& person = *entry_of(*got, "INV0001");
  EXPECT_EQ(person.births.size(), 1U);
  EXPECT_NE(std::find(person.details.begin(), person.details.end(),
                      std::pair<std::string, std::string>("birth_text", "about 1966")),
            person.details.end());
}

TEST(UkConList, IsReadByGroup) {
  const auto got = read_one("uk-conlist", testing::conlist_sample());
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(as_of_text(got->list.as_of), "2026-01-27T00:00:00Z");
  ASSERT_EQ(got->list.entries.size(), 1U);
  const Entry& entry = got->list.entries[0];
  EXPECT_EQ(entry.entry_id, "70001");
  ASSERT_EQ(entry.names.size(), 2U);
  EXPECT_EQ(entry.names[0].full, "Lucinda VANTERPOOL");
  EXPECT_EQ(entry.names[1].kind, NameKind::kFka);
  EXPECT_EQ(entry.names[1].strength, Strength::kWeak);
  EXPECT_EQ(format_date(entry.births[0].from), "1971-04-01");
  EXPECT_EQ(entry.countries[0].code, "BZ");
  EXPECT_EQ(format_date(*entry.listed_on), "2020-02-01");
}

TEST(UkCsv, TheRealListReadsWithThePublishedCount) {
  const auto data = testing::test_data();
  if (!data) GTEST_SKIP() << "no test data";
  const auto path = *data / "uk" / "UK-Sanctions-List_reconstructed_2026-08-22.csv";
  const std::string bytes = testing::read_file(path);
  const auto got = read_one("uk", bytes);
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(got->list.entries.size(), 6'349U);
  EXPECT_EQ(got->report.persons, 4'036U);
  EXPECT_TRUE(got->report.notes.empty()) << got->report.notes.front();
  EXPECT_GE(got->list.entries.size(), find_list_kind("uk")->entries_least);
  for (const Entry& entry : got->list.entries) {
    ASSERT_FALSE(entry.names.empty() || entry.names[0].full.empty()) << entry.entry_id;
    ASSERT_TRUE(entry.listed_on) << entry.entry_id;
  }
  // Read by hand in the file.
  const Entry& sister = *entry_of(*got, "RUS0804");
  EXPECT_EQ(sister.names[0].full, "Liliya Arkadyevna ROTENBERG");
  EXPECT_EQ(sister.names[0].parts, (NameParts{"ROTENBERG", "Liliya", "Arkadyevna", ""}));
  EXPECT_EQ(format_date(*sister.listed_on), "2022-03-15");
  const Entry& exchange = *entry_of(*got, "AFG0001");
  EXPECT_EQ(exchange.names[0].full, "HAJI KHAIRULLAH HAJI SATTAR MONEY EXCHANGE");
  EXPECT_EQ(exchange.type, EntryType::kEntity);
  EXPECT_NE(std::find(exchange.countries.begin(), exchange.countries.end(), ListCountry{"AF", CountryRole::kResidence}),
            exchange.countries.end());
  const Entry& russian = *entry_of(*got, "RUS0251");
  EXPECT_EQ(russian.names[0].full, "Vladimir Vladimirovich PUTIN");
  EXPECT_EQ(russian.addresses[0].city, "Moscow");
  EXPECT_EQ(russian.names.back().kind, NameKind::kOriginal);

  std::mt19937 random(7);
  const auto pieces = testing::read_in_pieces("uk", {{"list", bytes}}, [&] { return 1 + random() % 5'000; });
  ASSERT_TRUE(pieces);
  EXPECT_EQ(pieces->list.digest, got->list.digest);
  const auto again = list_from_document(list_to_document(got->list));
  ASSERT_TRUE(again) << again.error().to_string();
  EXPECT_EQ(again->entries, got->list.entries);
}

}  // namespace
}  // namespace licet::screening
