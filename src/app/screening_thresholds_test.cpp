#include "app/screening_thresholds.h"

#include <gtest/gtest.h>

#include "screening/engine.h"

namespace licet::app {
namespace {

/// The `screening` of a firm file as a policy document; problems go to `problems`.
json::Value read(const std::string& text, yaml::Problems& problems) {
  json::Object out;
  const auto document = yaml::parse(text, "firm.yaml", problems);
  if (document) {
    yaml::MapReader root(*document, problems);
    read_thresholds(root, {"eu", "un"}, out);
  }
  return json::Object{{"screening", std::move(out)}};
}
json::Value sound(const std::string& text) {
  yaml::Problems problems;
  json::Value out = read(text, problems);
  EXPECT_TRUE(problems.empty()) << problems.status().error().text;
  return out;
}
std::string problem(const std::string& text) {
  yaml::Problems problems;
  read(text, problems);
  return problems.empty() ? "none" : problems.status().error().text;
}

constexpr const char* kPolicy = R"(
thresholds: {person: 8600}
overrides:
  - {list: eu, person: 9200}
  - {source: fair, company: 9000}
  - {list: eu, source: fair, weak_alias: 9900}
)";

TEST(ScreeningThresholds, WithoutAnyTheShippedOnesHold) {
  EXPECT_EQ(thresholds_of(sound("{}"), {"fair", "", ""}), screening::ThresholdSet());
  EXPECT_EQ(thresholds_of(json::Value(json::Object{}), {}), screening::ThresholdSet());
}

TEST(ScreeningThresholds, ByListAndBySource) {
  const json::Value policy = sound(kPolicy);
  const auto fair = thresholds_of(policy, {"fair", "", ""}), web = thresholds_of(policy, {"web", "", ""});
  EXPECT_EQ(web.general.person, 8'600U);
  EXPECT_EQ(web.general.company, screening::Thresholds{}.company);
  EXPECT_EQ(web.of("eu").person, 9'200U);
  EXPECT_EQ(web.of("un").person, 8'600U);
  EXPECT_EQ(web.segment, "");
  EXPECT_EQ(fair.segment, "source fair");
  EXPECT_EQ(fair.general.company, 9'000U);
  EXPECT_EQ(fair.of("eu").company, 9'000U);
  EXPECT_EQ(fair.of("eu").person, 9'200U);
  EXPECT_EQ(fair.of("eu").weak_alias, 9'900U);
  EXPECT_EQ(fair.of("un").weak_alias, screening::Thresholds{}.weak_alias);
}

constexpr const char* kByType = R"(
thresholds: {person: 8800}
overrides:
  - {client_type: professional, person: 9200}
  - {client_type: retail, person: 8500}
  - {market: uk, person: 9000}
  - {list: eu, market: de, person: 8000}
)";
std::uint32_t person(const json::Value& policy, const Segment& segment, std::string_view list = "un") {
  return thresholds_of(policy, segment).of(list).person;
}

TEST(ScreeningThresholds, ByClientTypeAndMarketTheStrictestOfSeveral) {
  const json::Value policy = sound(kByType);
  EXPECT_EQ(person(policy, {"web", "professional", "fr"}), 9'200U) << "one override alone may loosen";
  EXPECT_EQ(person(policy, {"web", "professional", "uk"}), 9'000U) << "of two the stricter";
  EXPECT_EQ(person(policy, {"web", "retail", "uk"}), 8'500U);
  EXPECT_EQ(person(policy, {"web", "eligible", "fr"}), 8'800U) << "nothing is said of it";
  EXPECT_EQ(person(policy, {"web", "professional", "de"}), 9'200U);
  EXPECT_EQ(person(policy, {"web", "professional", "de"}, "eu"), 8'000U);
  EXPECT_EQ(thresholds_of(policy, {"web", "professional", "uk"}).segment, "client type professional, market uk");
}

TEST(ScreeningThresholds, WhatIsNotKnownNeverLoosens) {
  const json::Value policy = sound(kByType);
  EXPECT_EQ(person(policy, {"web", "", "fr"}), 8'500U) << "it may be retail";
  EXPECT_EQ(person(policy, {"web", "professional", ""}), 9'000U) << "it may be in uk";
  EXPECT_EQ(person(policy, {"web", "professional", ""}, "eu"), 8'000U) << "or in de";
  EXPECT_EQ(person(policy, {"web", "", ""}, "eu"), 8'000U);
  EXPECT_EQ(thresholds_of(policy, {"web", "", "fr"}).segment, "client type not known");
  // Overrides that only loosen leave who is unknown at what holds for everybody.
  EXPECT_EQ(person(sound("overrides: [{market: uk, person: 9900}]"), {"web", "", ""}), 8'800U);
  // Whatever is not known of a lead: no threshold is higher than that of a lead of which it is known.
  const std::vector<std::string> types{"professional", "retail", "eligible"}, markets{"uk", "de", "fr"};
  for (const std::string& type : types)
    for (const std::string& market : markets)
      for (const char* list : {"eu", "un"}) {
        const std::uint32_t known = person(policy, {"web", type, market}, list);
        EXPECT_LE(person(policy, {"web", "", market}, list), known);
        EXPECT_LE(person(policy, {"web", type, ""}, list), known);
        EXPECT_LE(person(policy, {"web", "", ""}, list), known);
        EXPECT_LE(person(policy, {}, list), known);
      }
}

TEST(ScreeningThresholds, WhoWasComparedMoreLooselyIsKnown) {
  const json::Value policy = sound(kByType);
  const auto engine = [&](const Segment& segment) { return screening::engine_digest(thresholds_of(policy, segment)); };
  const Segment uk{"web", "professional", "uk"}, fr{"web", "professional", "fr"}, unknown{"web", "", ""};
  EXPECT_TRUE(compared_more_loosely(policy, uk, engine(fr)));
  EXPECT_FALSE(compared_more_loosely(policy, fr, engine(uk)));
  EXPECT_FALSE(compared_more_loosely(policy, fr, engine(fr)));
  for (const Segment& segment : {uk, fr}) {
    EXPECT_FALSE(compared_more_loosely(policy, segment, engine(unknown)));
    EXPECT_TRUE(compared_more_loosely(policy, unknown, engine(segment)));
    EXPECT_FALSE(compared_more_loosely(policy, segment, "sha256:of another engine"));
  }
}

TEST(ScreeningThresholds, ThePolicySaysThemInLines) {
  EXPECT_EQ(threshold_lines(sound(kPolicy)),
            (std::vector<std::string>{"for everybody: person 86 %, company 85 %, weak_alias 95 %, corroborated 80 %, "
                                      "contradicted 93 %",
                                      "list eu: person 92 %", "source fair: company 90 %",
                                      "list eu, source fair: weak_alias 99 %"}));
}

TEST(ScreeningThresholds, OnesThatFindNobodyAreRefused) {
  EXPECT_NE(problem("thresholds: {person: 10001}").find("10000"), std::string::npos);
  EXPECT_NE(problem("thresholds: {person: 6999}").find("7000"), std::string::npos);
  EXPECT_NE(problem("thresholds: {persons: 8800}").find("persons"), std::string::npos);
  EXPECT_NE(problem("overrides: [{list: ofac, person: 8800}]").find("'ofac' is none of the lists"), std::string::npos);
  EXPECT_NE(problem("overrides: [{person: 8800}]").find("say which"), std::string::npos);
  EXPECT_NE(problem("overrides: [{list: eu}]").find("changes nothing"), std::string::npos);
  EXPECT_EQ(problem("thresholds: {person: 10000, corroborated: 7000}"), "none");
}

TEST(ScreeningThresholds, WhatIsLoosenedIsSaidInWords) {
  const json::Value policy = sound(kPolicy);
  EXPECT_EQ(loosened_thresholds(&policy, policy), std::vector<std::string>());
  // Lower ones find more.
  EXPECT_EQ(loosened_thresholds(nullptr, sound("thresholds: {person: 8600}")), std::vector<std::string>());
  EXPECT_EQ(
      loosened_thresholds(nullptr, policy),
      (std::vector<std::string>{
          "threshold person from 88 % to 92 %: more names of persons of the list eu will pass unseen",
          "threshold company from 85 % to 90 %: more names of companies will pass unseen, for leads of fair",
          "threshold weak_alias from 95 % to 99 %: more weak aliases of the list eu will pass unseen, for leads of "
          "fair"}));
  EXPECT_EQ(loosened_thresholds(nullptr, sound("overrides: [{client_type: retail, market: uk, person: 9000}]")),
            (std::vector<std::string>{"threshold person from 88 % to 90 %: more names of persons will pass unseen, for "
                                      "leads of client type retail, of market uk"}));
  const json::Value back = sound("thresholds: {person: 8805}");
  EXPECT_EQ(
      loosened_thresholds(&policy, back),
      (std::vector<std::string>{"threshold person from 86 % to 88.05 %: more names of persons will pass unseen"}));
}

TEST(ScreeningThresholds, TheLeastAreNoHigherThanAnybodys) {
  const json::Value policy = sound(R"(
thresholds: {person: 8600, corroborated: 8100}
overrides:
  - {list: eu, person: 9200}
  - {source: fair, company: 8000, weak_alias: 9900}
  - {source: web, person: 8900}
  - {list: eu, source: web, person: 7500, corroborated: 7200}
)");
  const auto least = thresholds_of(policy, {});
  EXPECT_EQ(least.general.person, 8'600U);
  EXPECT_EQ(least.general.company, 8'000U);
  EXPECT_EQ(least.general.weak_alias, screening::Thresholds{}.weak_alias);
  EXPECT_EQ(least.of("eu").person, 7'500U);
  EXPECT_EQ(least.of("eu").corroborated, 7'200U);
  EXPECT_EQ(least.of("un").person, 8'600U);
  EXPECT_EQ(least.of("un").corroborated, 8'100U);
  for (const char* source : {"", "fair", "web", "else"})
    for (const char* list : {"eu", "un"})
      for (const auto& [name, cut] : screening::kThresholdNames)
        EXPECT_LE(least.of(list).*cut, thresholds_of(policy, {source, "retail", "uk"}).of(list).*cut)
            << source << list << name;
}

}  // namespace
}  // namespace licet::app
