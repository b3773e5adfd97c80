// What the facts beside the name do to a screening: which names become hits, in which order, and what is recorded.
#include <gtest/gtest.h>

#include <algorithm>

#include "screening/list_document.h"
#include "screening/list_text.h"
#include "screening/matcher.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

Entry person(std::string id, std::vector<ListName> names, std::string_view born = "") {
  Entry entry;
  entry.entry_id = std::move(id);
  entry.type = EntryType::kPerson;
  entry.names = std::move(names);
  if (!born.empty()) entry.births = {*birth_of_iso(born)};
  entry.countries = {{"HR", CountryRole::kNationality}};
  return entry;
}
ListName strong(std::string name) { return {std::move(name), NameKind::kPrimary, Strength::kStrong, {}}; }
ListName weak(std::string name) { return {std::move(name), NameKind::kAka, Strength::kWeak, {}}; }

std::shared_ptr<const List> list_of(std::string kind, std::vector<Entry> entries) {
  List list;
  list.kind = std::move(kind);
  list.as_of = Instant{1'700'000'000'000'000};
  list.entries = std::move(entries);
  seal_list(list);
  return std::make_shared<const List>(std::move(list));
}
std::shared_ptr<const ListIndex> index_of(std::vector<Entry> entries) {
  return *ListIndex::build({list_of("demo", std::move(entries))});
}

Query asked(std::string name, std::string_view born = "", std::string country = "") {
  Query query;
  query.full_name = std::move(name);
  if (!born.empty()) query.birth = *birth_of_iso(born);
  if (!country.empty()) query.countries = {std::move(country)};
  return query;
}

/// The score of the one hit; 0 without.
std::uint32_t hit_score(const ListIndex& index, const Query& query, const ThresholdSet& thresholds) {
  const Screening got = *index.screen(query, thresholds);
  return got.hits.empty() ? 0 : got.hits.front().score;
}

Thresholds only(std::uint32_t person, std::uint32_t corroborated, std::uint32_t contradicted) {
  Thresholds cuts;
  cuts.person = person;
  cuts.corroborated = corroborated;
  cuts.contradicted = contradicted;
  return cuts;
}

TEST(Evidence, ThresholdsByEvidence) {
  const auto index = index_of({person("7", {strong("KALE, Mirko Jan")}, "1965-03-24")});
  const std::string name = "Mirco Kale";
  const std::uint32_t score = hit_score(*index, asked(name), only(1, 1, 1));
  ASSERT_GT(score, 2U);
  ASSERT_LT(score, kFull);
  const std::string_view same = "1965-03-24", other = "1991-07-02";
  // Confirmed: from `corroborated` on, whatever the others are.
  EXPECT_EQ(hit_score(*index, asked(name, same), only(score + 1, score, kFull)), score);
  EXPECT_EQ(hit_score(*index, asked(name, same), only(score + 1, score + 1, kFull)), 0U);
  EXPECT_EQ(hit_score(*index, asked(name), only(score + 1, score, kFull)), 0U);
  // `corroborated` never asks more than the ordinary threshold.
  EXPECT_EQ(hit_score(*index, asked(name, same), only(score, score + 1, kFull)), score);
  // Contradicted: from `contradicted` on, and never less than the ordinary one.
  EXPECT_EQ(hit_score(*index, asked(name, other), only(score, 1, score)), score);
  EXPECT_EQ(hit_score(*index, asked(name, other), only(score, 1, score + 1)), 0U);
  EXPECT_EQ(hit_score(*index, asked(name, other), only(score + 1, 1, 1)), 0U);
  // An exact name is a hit whatever speaks against it.
  EXPECT_EQ(hit_score(*index, asked("Mirko Jan Kale", other), only(kFull, kFull, 0xFFFF'FFFF)), kFull);
}

TEST(Evidence, WeakAliases) {
  const auto index = index_of({person("7", {weak("MIRKO")}, "1965-03-24")});
  const std::uint32_t score = hit_score(*index, asked("Mirco"), [] {
    Thresholds low = only(1, 1, 1);
    low.weak_alias = 1;
    return low;
  }());
  ASSERT_LT(score, Thresholds{}.weak_alias);
  const Thresholds cuts = only(score, score, kFull);
  EXPECT_EQ(hit_score(*index, asked("Mirco"), cuts), 0U);
  EXPECT_EQ(hit_score(*index, asked("Mirco", "1965-03-24"), cuts), score);
  EXPECT_EQ(hit_score(*index, asked("Mirco", "1991"), cuts), 0U);
  EXPECT_EQ(hit_score(*index, asked("Mirko"), cuts), kFull);
}

TEST(Evidence, ListsHaveThresholdsOfTheirOwn) {
  const auto entry = [] { return person("7", {strong("KALE, Mirko Jan")}); };
  const auto index = *ListIndex::build({list_of("loose", {entry()}), list_of("strict", {entry()})});
  ThresholdSet cuts = only(9'990, 9'990, 9'990);
  cuts.lists = {{"loose", only(5'000, 5'000, 5'000)}};
  const Screening got = *index->screen(asked("Mirco Kale"), cuts);
  ASSERT_EQ(got.hits.size(), 1U);
  EXPECT_EQ(got.hits[0].list, "loose");
  EXPECT_EQ(index->screen(asked("Mirko Jan Kale"), cuts)->hits.size(), 2U);
}

TEST(Evidence, OrderOfHits) {
  // Four entries of one score: most evidence first, then the rarest name, then list and entry.
  const auto index = index_of({person("1", {strong("SMITH, John")}), person("2", {strong("SMITH, John")}),
                               person("3", {strong("SMITH, John")}, "1965-03-24"),
                               person("4", {strong("OSTROVSKY-KALE, Mirko")}), person("5", {strong("DOE, John")})});
  const Screening got = *index->screen(asked("John Smith", "1965-03-24"), Thresholds{});
  ASSERT_EQ(got.hits.size(), 3U);
  EXPECT_EQ(got.hits[0].entry_id, "3");
  EXPECT_EQ(got.hits[0].corroboration.verdict, Verdict::kConfirmed);
  EXPECT_EQ(got.hits[1].entry_id, "1");
  EXPECT_EQ(got.hits[1].corroboration.verdict, Verdict::kNeutral);
  EXPECT_EQ(got.hits[2].entry_id, "2");
  Query both = asked("John Smith");
  both.first_name = "Mirko";
  both.last_name = "Ostrovsky Kale";
  const Screening ranked = *index->screen(both, Thresholds{});
  ASSERT_EQ(ranked.hits.size(), 4U);
  EXPECT_EQ(ranked.hits[0].score, ranked.hits[3].score);
  EXPECT_EQ(ranked.hits[0].entry_id, "4");  // five names: John in four of them, Smith in three
  EXPECT_GT(ranked.hits[0].rarity, ranked.hits[1].rarity);
  EXPECT_EQ(ranked.hits[1].rarity, 32U + 73U);  // log2(5/4) and log2(5/3)
}

TEST(Evidence, IsRecordedApart) {
  const auto index = index_of({person("7", {strong("KALE, Mirko Jan")}, "1965-03-24")});
  ThresholdSet cuts = Thresholds{};
  cuts.lists = {{"demo", only(8'000, 7'000, 9'000)}};
  cuts.segment = "institutional";
  const Screening got = *index->screen(asked("Mirco Jan Kale", "1965-03-24", "DE"), cuts);
  ASSERT_EQ(got.hits.size(), 1U);
  ASSERT_EQ(got.hits[0].corroboration.facts.size(), 2U);
  const json::Value clear = clear_json(got), sealed = sealed_json(got);
  EXPECT_TRUE(json::check_profile(clear));
  EXPECT_TRUE(json::check_profile(sealed));
  const std::string clear_text = json::canonical(clear);
  EXPECT_NE(clear_text.find(R"("evidence":"confirmed","evidence_points":2700)"), std::string::npos) << clear_text;
  for (const char* personal : {"1965", "DE", "HR"}) EXPECT_EQ(clear_text.find(personal), std::string::npos) << personal;
  const auto again = screening_from_json(clear, sealed);
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(*again, got);
  const auto erased = screening_from_json(clear, json::Value());
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased->hits[0].corroboration.verdict, Verdict::kConfirmed);
  EXPECT_TRUE(erased->hits[0].corroboration.facts.empty());
  json::Value forged = clear;
  forged.as_object().at("hits").as_array()[0].as_object().at("evidence_points") = 2'701;
  EXPECT_FALSE(screening_from_json(forged, sealed));
  forged.as_object().at("hits").as_array()[0].as_object().at("evidence") = "likely";
  EXPECT_FALSE(screening_from_json(forged, json::Value()));
}

TEST(Evidence, IsExplained) {
  const auto index = index_of({person("7", {strong("KALE, Mirko Jan")}, "1965-03-24")});
  const auto explained = [&](const Query& query) {
    std::string text;
    for (const std::string& line : explain(*index->screen(query, Thresholds{}))) text += line + '\n';
    return text;
  };
  const std::string confirmed = explained(asked("Mirko Jan Kale", "1965-03-24", "DE"));
  EXPECT_NE(confirmed.find("evidence beside the name: confirmed (+27.0), so that less of a name is enough"),
            std::string::npos)
      << confirmed;
  EXPECT_NE(confirmed.find("agrees with 1965-03-24, +30.0"), std::string::npos) << confirmed;
  EXPECT_NE(confirmed.find("is not HR (nationality), -3.0"), std::string::npos) << confirmed;
  EXPECT_NE(explained(asked("Mirko Jan Kale")).find("none, neither side says more"), std::string::npos);
  EXPECT_NE(explained(asked("Mirko Jan Kale", "1991")).find("contradicted (-40.0), so that more"), std::string::npos);
}

}  // namespace
}  // namespace licet::screening
