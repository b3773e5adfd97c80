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
  const Alignment got = person("Mirko Adam Ostrovsko", "OSTROVSKY, Mirko");
  ASSERT_EQ(got.parts.size(), 3U);
  EXPECT_EQ(got.parts[0].relation, Relation::kExact);
  EXPECT_EQ(got.parts[1].relation, Relation::kExtra);
  EXPECT_EQ(got.parts[2].relation, Relation::kFuzzy);
  EXPECT_EQ(got.parts[2].list_token, "ostrovsky");
  EXPECT_EQ(sum_of(got), got.score);
  EXPECT_EQ(person("Mirko Ostrovsky", "OSTROVSKY, Mirko Jan").parts.back().relation, Relation::kMissing);
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

TEST(Align, TwoWordsToSpareContradictEachOther) {
  EXPECT_LT(person("Hans O Friedrich", "FRIEDRICH, Hans Joachim").score, 7'000U);
  EXPECT_LT(person("William G Frost", "FROST, William W").score, 7'000U);
  EXPECT_LT(person("Sergey Ivanovich Lavrov", "LAVROV, Sergey Viktorovich").score, 7'000U);
  const Alignment got = person("Michelle Obama", "OBAMA, Barack");
  EXPECT_EQ(got.score, 5'000U);
  EXPECT_EQ(std::count_if(got.parts.begin(), got.parts.end(),
                          [](const Part& part) { return part.relation == Relation::kConflict; }),
            2);
  EXPECT_GT(person("Sergey Lavrov", "LAVROV, Sergey Viktorovich").score, 8'800U) << "one side has none to spare";
}

TEST(Align, FormsOfAGivenName) {
  const Alignment got = person("Bill Frost", "FROST, William");
  EXPECT_EQ(got.parts[0].relation, Relation::kName);
  EXPECT_GT(got.score, 8'800U);
  EXPECT_GT(person("Youssef Karim", "KARIM, Joseph").score, 8'800U);
  EXPECT_LT(person("Boris Frost", "FROST, William").score, 7'000U);
}

TEST(Align, SoundsAlike) {
  EXPECT_EQ(person("Khadafi Muamar", "QADAFI, Muamar").parts[0].relation, Relation::kPhonetic);
  EXPECT_GT(person("Xi Jinping", "SHI, Jinping").score, 8'800U);
}

TEST(Align, LegalFormsByWhatTheyAre) {
  EXPECT_EQ(company("OAO Gazprom", "Open Joint Stock Company Gazprom").score, kFull);
  EXPECT_EQ(company("Siemens Aktiengesellschaft", "Siemens AG").score, kFull);
  EXPECT_GT(company("Iskusstvo Krasoty", "LIMITED LIABILITY COMPANY ISKUSSTVO KRASOTY").score, 9'000U);
  EXPECT_LT(company("Harbour AG", "Harbour GmbH").score, company("Harbour", "Harbour GmbH").score);
  EXPECT_GT(company("Homs Refinery Corporation", "The Homs Refinery Company").score, 9'000U)
      << "a company is any of them";
}

TEST(Align, Acronyms) {
  const Alignment got = company("PLA", "People's Liberation Army");
  EXPECT_EQ(got.score, kAcronymSimilarity);
  EXPECT_EQ(got.parts[0].relation, Relation::kAcronym);
  EXPECT_EQ(got.parts[0].list_token, "peoples liberation army");
  EXPECT_EQ(sum_of(got), got.score);
  EXPECT_EQ(company("People's Liberation Army", "PLA").score, kAcronymSimilarity);
  EXPECT_EQ(company("PLB", "People's Liberation Army").score, 0U);
}

TEST(Align, NumberWords) {
  EXPECT_EQ(company("Brigade Forty-Four", "Brigade 44").score, kFull);
  EXPECT_EQ(company("First International Bank", "1st Int'l Bank").score, kFull);
  EXPECT_EQ(company("Harbour Fund II", "Harbour Fund 2").score, kFull);
  EXPECT_LT(company("Harbour Fund VII", "Harbour Fund VIII").score, 8'500U);
}

TEST(Align, HanNamesByTheirCharacters) {
  EXPECT_EQ(person("陈明国", "陳明國").score, kFull) << "traditional and simplified forms";
  EXPECT_LT(person("郭晨明", "郭陈明").score, 7'000U) << "chen and chen";
  EXPECT_EQ(person("郭晨明", "Guo Chen Ming").score, kFull) << "as far as a romanisation tells";
  EXPECT_LT(person("周成", "CHEN, Zhu").score, 5'000U) << "another syllable is no misspelling";
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
  const auto all_of = [](const NormalName& name) {
    std::string out;
    for (const Token& token : name.tokens) out += token.text;
    return out;
  };
  std::string expected = all_of(*query);
  std::sort(asked.begin(), asked.end());
  std::sort(expected.begin(), expected.end());
  RC_ASSERT(asked == expected);
  expected = all_of(*listed);
  std::sort(found.begin(), found.end());
  std::sort(expected.begin(), expected.end());
  RC_ASSERT(found == expected);
}

}  // namespace
}  // namespace licet::screening
