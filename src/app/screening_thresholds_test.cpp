#include "app/screening_thresholds.h"

#include <gtest/gtest.h>

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
  EXPECT_EQ(thresholds_of(sound("{}"), "fair"), screening::ThresholdSet());
  EXPECT_EQ(thresholds_of(json::Value(json::Object{}), ""), screening::ThresholdSet());
}

TEST(ScreeningThresholds, ByListAndBySource) {
  const json::Value policy = sound(kPolicy);
  const auto anyone = thresholds_of(policy, ""), fair = thresholds_of(policy, "fair"),
             web = thresholds_of(policy, "web");
  EXPECT_EQ(anyone.general.person, 8'600U);
  EXPECT_EQ(anyone.general.company, screening::Thresholds{}.company);
  EXPECT_EQ(anyone.of("eu").person, 9'200U);
  EXPECT_EQ(anyone.of("un").person, 8'600U);
  EXPECT_EQ(anyone.segment, "");
  EXPECT_EQ(web, anyone);
  EXPECT_EQ(fair.segment, "fair");
  EXPECT_EQ(fair.general.company, 9'000U);
  EXPECT_EQ(fair.of("eu").company, 9'000U);
  EXPECT_EQ(fair.of("eu").person, 9'200U);
  EXPECT_EQ(fair.of("eu").weak_alias, 9'900U);
  EXPECT_EQ(fair.of("un").weak_alias, screening::Thresholds{}.weak_alias);
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
  const auto least = least_thresholds(policy);
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
        EXPECT_LE(least.of(list).*cut, thresholds_of(policy, source).of(list).*cut) << source << list << name;
  EXPECT_EQ(least_thresholds(json::Value(json::Object{})), screening::ThresholdSet());
}

}  // namespace
}  // namespace licet::app
