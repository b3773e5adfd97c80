#include "screening/firm_csv.h"

#include <gtest/gtest.h>

#include "screening/list_samples.h"
#include "screening/read_test.h"

namespace licet::screening {
namespace {

using testing::entry_of;
using testing::error_of;
using testing::read_one;
using testing::with;

TEST(FirmCsv, ColumnsInAnyOrder) {
  const auto got = read_one("firm", testing::firm_sample());
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(got->list.as_of, kAsOfUnknown);
  ASSERT_EQ(got->list.entries.size(), 3U);
  const Entry& person = *entry_of(*got, "F-1");
  EXPECT_EQ(person.type, EntryType::kPerson);
  ASSERT_EQ(person.names.size(), 4U);
  EXPECT_EQ(person.names[0].full, "Mirko Ostrovsky");
  EXPECT_EQ(person.names[3].strength, Strength::kWeak);
  EXPECT_EQ(format_date(person.births[0].to), "1966-09-30");
  EXPECT_EQ(person.countries, (std::vector<ListCountry>{{"HR", CountryRole::kNationality}}));
  EXPECT_EQ(person.ids, (std::vector<ListId>{{"other", "77"}, {"passport", "X1", "HR"}}));
  EXPECT_EQ(person.remarks, "left owing fees, twice");
  EXPECT_EQ(person.programmes, (std::vector<std::string>{"do_not_approach", "pep"}));
  EXPECT_EQ(entry_of(*got, "F-2")->countries[0].role, CountryRole::kRegistration);
  EXPECT_EQ(entry_of(*got, "F-3")->type, EntryType::kUnknown);
}

TEST(FirmCsv, TwoColumnsAreEnoughAndThatReasonsAreMissingIsSaid) {
  const auto got = read_one("firm", "ID,Name\n1,Ann Bell\n");
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(got->list.entries[0].names[0].full, "Ann Bell");
  ASSERT_EQ(got->report.notes.size(), 1U);
  EXPECT_EQ(got->report.notes[0].substr(0, 24), "1 entries have no reason");
  EXPECT_TRUE(read_one("firm", "ID,Name,Reason\n1,Ann Bell,owes\n")->report.notes.empty());
}

TEST(FirmCsv, ErrorsSayWhatIsExpected) {
  const std::string text = testing::firm_sample();
  EXPECT_EQ(
      error_of(read_one("firm", with(text, "weak_aliases", "week_aliases"))),
      "list:1:22: no such column: 'week_aliases'; the columns of the firm's own list are id, type, name, aliases, "
      "weak_aliases, birth_date, country, ids, category, reason");
  EXPECT_EQ(error_of(read_one("firm", with(text, "name,id", "nom,id"))).substr(0, 33),
            "list:1:1: no such column: 'nom'; ");
  EXPECT_EQ(error_of(read_one("firm", with(text, "F-2", "F-1"))).substr(0, 33), "list:3:14: the same id a second t");
  EXPECT_EQ(error_of(read_one("firm", with(text, "F-2", ""))).substr(0, 30), "list:3:14: a row without an id");
  EXPECT_EQ(error_of(read_one("firm", with(text, "Harbour Nine", ""))).substr(0, 30), "list:3:1: a row without a name");
  EXPECT_EQ(error_of(read_one("firm", with(text, ",entity", ",firm"))).substr(0, 23), "list:3:18: unknown type");
  EXPECT_EQ(error_of(read_one("firm", with(text, "1966-09", "September"))).substr(0, 18), "list:2:56: no date");
  EXPECT_EQ(error_of(read_one("firm", with(text, "Syria", "Atlantis"))).substr(0, 26), "list:3:28: unknown country");
  EXPECT_EQ(error_of(read_one("firm", with(text, ",owes", ","))).substr(0, 33), "list:3:50: a row without a reason");
  EXPECT_NE(error_of(read_one("firm", "id,reason,type\n1,owes,person\n")).find("the column 'name' is missing"),
            std::string::npos);
}

}  // namespace
}  // namespace licet::screening
