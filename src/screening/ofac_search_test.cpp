#include "screening/ofac_search.h"

#include <gtest/gtest.h>

#include <numeric>

#include "base/id.h"
#include "screening/algorithm.h"
#include "screening/list_document.h"
#include "screening/perturb.h"
#include "screening/similarity.h"
#include "screening/test_data.h"

namespace licet::screening {
namespace {

std::shared_ptr<const ListIndex> small_index() {
  List list;
  list.kind = "demo";
  Entry person;
  person.entry_id = "7";
  person.type = EntryType::kPerson;
  person.names = {{"OSTROVSKY-KALE, Mirko Jan", NameKind::kPrimary, {}},
                  {"KALE, Mirko", NameKind::kAka, Strength::kWeak}};
  Entry company;
  company.entry_id = "9";
  company.type = EntryType::kEntity;
  company.names = {{"KALE MARITIME", NameKind::kPrimary, {}}};
  list.entries = {person, company};
  seal_list(list);
  return *ListIndex::build({std::make_shared<const List>(std::move(list))});
}

Query person(std::string name) {
  Query query;
  query.full_name = std::move(name);
  return query;
}

TEST(OfacSearch, AnswersWithTheBestNameOfEachEntryAndPartsThatSumUp) {
  const auto screener = make_screener(Algorithm::kOfac, small_index(), default_thresholds(Algorithm::kOfac));
  for (const char* name : {"Mirko Kale", "Mirko Kala", "Mirko Jan Ostrovski Kale", "Mirko Kaleb"}) {
    const Screening got = *screener->screen(person(name));
    EXPECT_EQ(got.algorithm, "ofac");
    EXPECT_EQ(got.status, ScreenStatus::kComplete);
    ASSERT_EQ(got.hits.size(), 1U) << name;
    EXPECT_EQ(got.hits[0].entry_id, "7");
    std::uint32_t sum = 0;
    for (const Part& part : got.hits[0].parts) sum += part.contribution;
    EXPECT_EQ(sum, got.hits[0].score);
  }
  EXPECT_EQ(screener->screen(person("Mirko Kale"))->hits[0].score, kFull);
  EXPECT_EQ(screener->screen(person("Tomas Weber"))->hits_total, 0U);
}

TEST(OfacSearch, WithoutAListOrANameClearsNobody) {
  EXPECT_EQ(make_screener(Algorithm::kOfac, nullptr, {})->screen(person("Mirko Kale"))->status, ScreenStatus::kNoList);
  const auto screener = make_screener(Algorithm::kOfac, small_index(), {});
  EXPECT_EQ(screener->screen(person("-")).error().code, ErrorCode::kBadInput);
  EXPECT_EQ(screener->screen(person("\xFF")).error().code, ErrorCode::kBadInput);
}

TEST(OfacSearch, IsChosenByName) {
  EXPECT_EQ(find_algorithm("ofac"), Algorithm::kOfac);
  EXPECT_EQ(find_algorithm("licet-v1"), Algorithm::kLicetV1);
  EXPECT_EQ(find_algorithm("logic-v2"), std::nullopt);
  for (const Algorithm one : {Algorithm::kLicetV1, Algorithm::kOfac})
    EXPECT_NE(algorithm_names().find(algorithm_name(one)), std::string_view::npos);
  EXPECT_EQ(make_screener(Algorithm::kLicetV1, small_index(), {})->screen(person("Mirko Kale"))->algorithm, "licet-v1");
}

/// What is left out without being compared could not have reached the score.
TEST(OfacSearch, LosesNothingAgainstComparingWithEveryName) {
  const auto folder = testing::test_data();
  if (!folder) GTEST_SKIP() << "no test data";
  const auto read = testing::read_ofac_folder(*folder / "ofac/2024");
  ASSERT_TRUE(read);
  std::vector<OfacName> names;
  for (const Entry& entry : read->list.entries)
    if (names.size() < 8'000) names.push_back(ofac_name(entry.names[0].full));
  const OfacNames index(names);
  SeededRandom random(4);
  std::size_t answers = 0;
  for (int i = 0; i < 60; ++i) {
    const auto operators = perturb_operators();
    std::string name = read->list.entries[random.next() % 8'000].names[0].full;
    if (std::string other = perturbed(operators[random.next() % operators.size()], name, true, random); !other.empty())
      name = std::move(other);
    const OfacName query = ofac_name(name);
    const auto least = static_cast<std::uint32_t>(5'000 + random.next() % 5'001);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> expected, got;
    for (std::uint32_t index_of = 0; index_of < names.size(); ++index_of)
      if (const OfacScore score = ofac_score(query, names[index_of]); score.score >= least)
        expected.emplace_back(index_of, score.score);
    for (const OfacNames::Found& found : index.search(query, least)) got.emplace_back(found.index, found.score.score);
    EXPECT_EQ(got, expected) << name << " from " << least;
    answers += got.size();
  }
  EXPECT_GT(answers, 100U);
}

}  // namespace
}  // namespace licet::screening
