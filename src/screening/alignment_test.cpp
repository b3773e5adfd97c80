#include "screening/alignment.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "screening/similarity.h"

namespace licet::screening {
namespace {

Alignment person(std::string_view query, std::string_view listed) {
  return align(*normalise(query, NameForm::kPerson), *normalise(listed, NameForm::kPerson));
}
Alignment company(std::string_view query, std::string_view listed) {
  return align(*normalise(query, NameForm::kOrganisation), *normalise(listed, NameForm::kOrganisation));
}
std::uint32_t sum_of(const Alignment& alignment) {
  std::uint32_t sum = 0;
  for (const Part& part : alignment.parts) sum += part.contribution;
  return sum;
}

TEST(Align, OrderIsFree) {
  EXPECT_EQ(person("Mirko Ostrovsky-Kale", "OSTROVSKY-KALE, Mirko").score, kFull);
  EXPECT_EQ(person("OSTROVSKY KALE MIRKO", "OSTROVSKY-KALE, Mirko").score, kFull);
}

TEST(Align, ExplainsEveryWord) {
  const Alignment got = person("Mirko Adam Ostrovski", "OSTROVSKY, Mirko Jan");
  ASSERT_EQ(got.parts.size(), 4U);
  EXPECT_EQ(got.parts[0].relation, Relation::kExact);
  EXPECT_EQ(got.parts[1].relation, Relation::kExtra);
  EXPECT_EQ(got.parts[2].relation, Relation::kFuzzy);
  EXPECT_EQ(got.parts[2].list_token, "ostrovsky");
  EXPECT_EQ(got.parts[3].relation, Relation::kMissing);
  EXPECT_EQ(got.parts[3].list_token, "jan");
  EXPECT_EQ(sum_of(got), got.score);
}

TEST(Align, MissingMiddleCostsLessThanMissingFamily) {
  const std::uint32_t middle = person("Ali Majid", "MAJID, Ali Hassan").score;
  const std::uint32_t family = person("Ali Hassan", "MAJID, Ali Hassan").score;
  EXPECT_GT(middle, family);
  EXPECT_GE(middle, 8'500U);
  EXPECT_LT(family, 8'500U);
}

TEST(Align, ConflictingMiddleNamesAreWorseThanNone) {
  EXPECT_LT(person("William G Smith", "SMITH, William W").score, person("William Smith", "SMITH, William").score);
  EXPECT_LT(person("William George Smith", "SMITH, William Walter").score, 8'500U);
}

TEST(Align, Initials) {
  const Alignment got = person("J Smith", "SMITH, John");
  EXPECT_EQ(got.parts[0].relation, Relation::kInitial);
  EXPECT_EQ(person("J S", "SMITH, John").score, 0U);  // initials alone say nothing
  EXPECT_EQ(person("J S", "J. S.").score, kFull);
}

TEST(Align, WordsWrittenTogether) {
  EXPECT_EQ(person("Alshanti Jamileh", "AL-SHANTI, Jamileh").parts[0].relation, Relation::kJoined);
  EXPECT_EQ(person("Alshanti Jamileh", "AL-SHANTI, Jamileh").score, kFull);
  EXPECT_EQ(person("Abd Allah Karim", "ABDALLAH, Karim").score, kFull);
  EXPECT_EQ(person("vladimirputin", "PUTIN, Vladimir").score, kFull);
  EXPECT_EQ(company("JSCARGUMENT", "JSC ARGUMENT").score, kFull);
}

TEST(Align, NumbersAreNotForgivenAndNeverDropped) {
  EXPECT_LT(company("Omega Corp", "11420 CORP.").score, 5'000U);
  EXPECT_EQ(company("11420 Corporation", "11420 CORP.").score, kFull);
  EXPECT_LT(company("Fund 12 LP", "FUND 13 LP").score, 8'500U);
}

TEST(Align, OneWordOfSeveralIsNoMatch) {
  EXPECT_LT(person("Muhammad", "HASSAN, Muhammad").score, 8'500U);
  EXPECT_LT(person("Putin", "PUTIN, Vladimir Vladimirovich").score, 8'500U);
  EXPECT_LT(company("Emma Daniels", "EMMA LLC").score, 8'500U);
}

TEST(Align, EmptyNamesScoreNothing) {
  EXPECT_EQ(person("", "PUTIN, Vladimir").score, 0U);
  EXPECT_EQ(person("Vladimir", "").score, 0U);
}

TEST(Related, OneEditInAShortWordTwoInALongOne) {
  EXPECT_GT(related("smith", "smyth"), 0U);
  EXPECT_EQ(related("smith", "smyht"), 0U);
  EXPECT_GT(related("ostrovsky", "ostrofski"), 0U);
  EXPECT_EQ(related("ali", "ala"), 0U);
  EXPECT_EQ(related("block7", "block8"), 0U);
}

rc::Gen<std::string> some_name() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "ali", "al", "shanti", "alshanti", "j", "s", "smith", "smyth", "john", "jon", "11420",
                          "muhammad", "mohammad", "mohamed", ",", "hassan", "hasan", "haji", "ltd", "trading")),
                      [](const std::vector<std::string>& parts) {
                        std::string out;
                        for (const std::string& part : parts) out += part + ' ';
                        return out.substr(0, 200);
                      });
}

RC_GTEST_PROP(Align, ContributionsSumToTheScoreWhichIsInRange, ()) {
  const NameForm form = *rc::gen::element(NameForm::kPerson, NameForm::kOrganisation);
  const auto query = normalise(*some_name(), form);
  const auto listed = normalise(*some_name(), form);
  RC_PRE(query.has_value() && listed.has_value());
  const Alignment got = align(*query, *listed);
  RC_ASSERT(got.score <= kFull);
  RC_ASSERT(sum_of(got) == got.score);
}

RC_GTEST_PROP(Align, TheSameNameIsFull, ()) {
  const NameForm form = *rc::gen::element(NameForm::kPerson, NameForm::kOrganisation);
  auto name = normalise(*some_name(), form);
  RC_PRE(name.has_value() && !name->tokens.empty());
  RC_ASSERT(align(*name, *name).score == kFull);
  NormalName turned = *name;
  std::rotate(turned.tokens.begin(), turned.tokens.begin() + 1, turned.tokens.end());
  RC_ASSERT(align(turned, *name).score == kFull);
}

RC_GTEST_PROP(Align, EveryWordAppearsOnce, ()) {
  const auto query = normalise(*some_name(), NameForm::kPerson);
  const auto listed = normalise(*some_name(), NameForm::kPerson);
  RC_PRE(query.has_value() && listed.has_value() && !query->tokens.empty() && !listed->tokens.empty());
  std::string asked;
  std::string found;
  for (const Part& part : align(*query, *listed).parts) {
    asked += part.query_token;
    found += part.list_token;
  }
  std::string expected = query->joined;
  std::sort(asked.begin(), asked.end());
  std::sort(expected.begin(), expected.end());
  RC_ASSERT(asked == expected);
  expected = listed->joined;
  std::sort(found.begin(), found.end());
  std::sort(expected.begin(), expected.end());
  RC_ASSERT(found == expected);
}

}  // namespace
}  // namespace licet::screening
