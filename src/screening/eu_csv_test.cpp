#include "screening/eu_csv.h"

#include "screening/eu_quality.h"

#include <gtest/gtest.h>

#include "screening/list_samples.h"
#include "screening/read_test.h"

namespace licet::screening {
namespace {

using testing::entry_of;
using testing::error_of;
using testing::read_one;
using testing::with;

TEST(EuCsv, RowsOfAPersonBecomeOneEntryUnderItsReferenceNumber) {
  const auto got = read_one("eu", testing::eu_sample());
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(as_of_text(got->list.as_of), "2026-05-01T00:00:00Z");
  ASSERT_EQ(got->list.entries.size(), 2U);
  const Entry* found = entry_of(*got, "EU.1.13");
  ASSERT_NE(found, nullptr);
  const Entry& person = *found;
  EXPECT_EQ(person.type, EntryType::kPerson);
  ASSERT_EQ(person.names.size(), 3U);
  EXPECT_EQ(person.names[0].full, "Mirko Ostrovsky; Kale") << "the first strong one in Latin letters";
  EXPECT_EQ(person.names[0].kind, NameKind::kPrimary);
  EXPECT_EQ(person.names[0].parts, (NameParts{"Ostrovsky Kale", "Mirko", "", ""}));
  EXPECT_EQ(person.names[1].full, "Kale");
  EXPECT_EQ(person.names[1].strength, Strength::kWeak);
  EXPECT_EQ(person.names[2].kind, NameKind::kOriginal);
  EXPECT_EQ(person.names[2].language, "RU");
  ASSERT_EQ(person.births.size(), 2U);
  EXPECT_EQ(format_date(person.births[0].from), "1965-01-01");
  EXPECT_EQ(format_date(person.births[0].to), "1967-12-31");
  EXPECT_TRUE(person.births[0].circa);
  EXPECT_EQ(format_date(person.births[1].from), "1966-09-08");
  EXPECT_FALSE(person.births[1].circa);
  EXPECT_EQ(person.countries, (std::vector<ListCountry>{{"IR", CountryRole::kBirth}})) << "00 is no country";
  EXPECT_EQ(person.ids, (std::vector<ListId>{{"passport", "X 123", "RU"}}));
  EXPECT_EQ(person.gender, Gender::kMale);
  EXPECT_EQ(person.remarks, "(INVENTED)");
  EXPECT_EQ(person.programmes, (std::vector<std::string>{"INV"}));
  EXPECT_EQ(format_date(*person.listed_on), "2022-03-15");
}

TEST(EuCsv, AnEntryWithoutReferenceNumberGoesByItsLogicalId) {
  const auto got = read_one("eu", testing::eu_sample());
  ASSERT_TRUE(got);
  const Entry* company = entry_of(*got, "14");
  ASSERT_NE(company, nullptr);
  EXPECT_EQ(company->type, EntryType::kEntity);
  EXPECT_EQ(company->names[0].full, "Harbour Nine Trading") << "a line break inside quotes";
  EXPECT_EQ(company->countries, (std::vector<ListCountry>{{"SY", CountryRole::kResidence}}));
}

TEST(EuCsv, LowQualityWithItsMisspellings) {
  for (const char* remark : {"Low quality alias", "low quality", "lo quality", "LOW QUALTIY a.k.a.", "low-quality",
                             "(Low qualiy alias)", "lowquality", "Name (low quality)"})
    EXPECT_TRUE(says_low_quality(remark)) << remark;
  for (const char* remark :
       {"", "good quality", "high quality alias", "quality", "low", "below equality", "previously listed"})
    EXPECT_FALSE(says_low_quality(remark)) << remark;
  const auto strong = read_one("eu", with(testing::eu_sample(), "Lo quality alias", "Good quality alias"));
  ASSERT_TRUE(strong);
  EXPECT_EQ(strong->report.weak_names, 0U);
}

TEST(EuCsv, AColumnThatSaysWhetherAnAliasIsStrongIsUsed) {
  std::vector<std::string_view> headings = testing::eu_headings();
  headings.push_back("NameAlias_Strong");
  const auto got = read_one("eu", testing::csv_of("", headings, ';',
                                                  {{{"Entity_LogicalId", "1"},
                                                    {"Entity_SubjectType", "person"},
                                                    {"NameAlias_WholeName", "Kale"},
                                                    {"NameAlias_Strong", "false"}}}));
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(got->list.entries[0].names[0].strength, Strength::kWeak);
  EXPECT_EQ(got->list.entries[0].names[0].kind, NameKind::kPrimary) << "its only one";
}

TEST(EuCsv, ErrorsNameThePlace) {
  const std::string text = testing::eu_sample();
  EXPECT_NE(error_of(read_one("eu", with(text, "Identification_Number", "Id_Number")))
                .find("'Identification_Number' is missing"),
            std::string::npos);
  EXPECT_NE(error_of(read_one("eu", with(text, "\"P\"", "\"X\""))).find("unknown type of subject"), std::string::npos);
  EXPECT_NE(error_of(read_one("eu", with(text, "\"13\"", ""))).find("list:2:"), std::string::npos);
  EXPECT_NE(error_of(read_one("eu", with(text, "\"EU.1.13\"", "\"EU.1.12\""))).find("do not go together"),
            std::string::npos);
  // A reference number that is another entry's logical id.
  const std::string moved = with(text, "\"14\"", "\"EU.1.13\"");
  EXPECT_NE(error_of(read_one("eu", moved)).find("two entries go by the id EU.1.13"), std::string::npos)
      << error_of(read_one("eu", moved));
}

}  // namespace
}  // namespace licet::screening
