// Thresholds of the screening are the policy's: changed by two people, chosen by list, source, client type and market,
// and whoever comes under stricter ones is screened by them before anybody has the lead.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "access_world.h"
#include "app/decide.h"
#include "app/policy_commands.h"
#include "app/reading.h"
#include "app/rescreen.h"
#include "screening/engine.h"
#include "screening/screening.h"

namespace licet::app_test {
namespace {

constexpr const char* kHeading =
    "source_id,first_name,last_name,email,street,city,country,product,prospect_type,lawful_basis,language\n";
/// What nobody but the very name reaches.
const json::Object kLoose{
    {"person", 10'000}, {"corroborated", 10'000}, {"contradicted", 10'000}, {"weak_alias", 10'000}};

/// A lead of this source id and country, by a name that is listed but for a letter.
std::string row(const std::string& id, const std::string& country, const std::string& city,
                const std::string& client_type = "retail") {
  return id + ",Ambrose,Quillfeathr," + id + "@example.com,2 Pretend Row," + city + "," + country + ",funds," +
         client_type + ",consent,en\n";
}

class ThresholdCases : public ::testing::Test {
 protected:
  /// The example's policy with these thresholds and overrides.
  static json::Value policy(const json::Object& thresholds, const json::Array& overrides) {
    json::Object document = meridian().policy_document.as_object();
    json::Object screening = document.at("screening").as_object();
    if (!thresholds.empty()) screening["thresholds"] = json::Value(thresholds);
    if (!overrides.empty()) screening["overrides"] = json::Value(overrides);
    document["screening"] = json::Value(std::move(screening));
    return json::Value(std::move(document));
  }
  static json::Value loose(const char* of, const char* value) {
    json::Object out = kLoose;
    out.emplace(of, value);
    return json::Value(std::move(out));
  }
  void in_force(const json::Value& document) {
    const std::string digest = must(app::propose_policy(world_.deps(), world_.first(), document));
    must(app::approve_policy(world_.deps(), world_.second(), digest));
  }
  std::string screening(const std::string& id) {
    return std::string(world_.lead(world_.lead_of(id)).text("screening"));
  }
  std::string status(const std::string& id) { return std::string(world_.lead(world_.lead_of(id)).text("status")); }
  std::int64_t due(app::Due why) {
    const auto report = must(app::rescreen(world_.deps(), app::Access::system(), nullptr, {false, true}));
    const auto found = report.due.find(why);
    return found == report.due.end() ? 0 : found->second;
  }
  /// The result of the latest screening of a lead that names lists.
  json::Value result(const std::string& id) {
    const std::string lead = world_.lead_of(id).str();
    json::Value out;
    must(world_.store().entries(world_.first(), 0, [&](const app::StoredEntry& entry) {
      for (const record::Event& event : must(app::stored_body(entry)).events) {
        const json::Value fields(event.fields);
        if (event.type == "lead_screened" && fields.string_or("lead", "") == lead && fields.find("lists") != nullptr)
          out = *fields.find("result");
      }
      return true;
    }));
    return out;
  }

  AppWorld world_;
};

TEST_F(ThresholdCases, AChangeTakesTwoPeopleAndScreensTheBookAgain) {
  in_force(policy(kLoose, {}));
  world_.import(kHeading + row("H-1", "GB", "London"));
  ASSERT_EQ(status("H-1"), "assigned");
  const json::Value stricter = policy({{"person", 8'600}}, {});
  const std::string digest = must(app::propose_policy(world_.deps(), world_.first(), stricter));
  EXPECT_EQ(due(app::Due::kEngine), 0) << "a proposal changes nothing";
  EXPECT_FALSE(app::approve_policy(world_.deps(), world_.first(), digest)) << "its author is no second person";
  EXPECT_EQ(due(app::Due::kEngine), 0);
  must(app::approve_policy(world_.deps(), world_.second(), digest));
  EXPECT_EQ(due(app::Due::kEngine), 1);
  EXPECT_EQ(world_.job("rescreen").hits, 1);
  EXPECT_EQ(screening("H-1"), "hit");
  EXPECT_EQ(status("H-1"), "review");
  EXPECT_EQ(due(app::Due::kEngine), 0);
  world_.expect_sound();
}

TEST_F(ThresholdCases, AHitSaysWhatItsThresholdWasChosenBy) {
  in_force(policy(
      {}, {json::Object{{"market", "uk"}, {"person", 8'200}}, json::Object{{"list", "ofac-sdn"}, {"person", 8'400}}}));
  world_.import(kHeading + row("H-1", "GB", "London") + row("H-2", "CH", "Zug"));
  const auto said = [&](const std::string& id) {
    std::string out;
    for (const std::string& line : screening::explain(must(screening::screening_from_json(result(id), json::Value()))))
      if (line.find("threshold") != std::string::npos) out += line;
    return out;
  };
  EXPECT_EQ(said("H-1"), "    threshold 82.0 %: list ofac-sdn, market uk");
  EXPECT_EQ(said("H-2"), "    threshold 84.0 %: list ofac-sdn");
  world_.expect_sound();
}

TEST_F(ThresholdCases, WhatIsNotKnownOrOnlyClaimedLoosensNothing) {
  in_force(policy({}, {loose("market", "uk"), loose("client_type", "professional")}));
  world_.import(kHeading + row("H-1", "GB", "London") + row("H-2", "CH", "Zug") + row("H-3", "", "") +
                row("H-4", "CH", "Zug", "professional"));
  EXPECT_EQ(screening("H-1"), "clear") << "the market that takes it has other thresholds";
  EXPECT_EQ(screening("H-2"), "hit");
  EXPECT_EQ(screening("H-3"), "hit") << "no market is known";
  EXPECT_EQ(screening("H-4"), "hit") << "a source says professional";
  world_.expect_sound();
}

TEST_F(ThresholdCases, WhoComesUnderAStricterMarketIsScreenedFirst) {
  in_force(policy({}, {loose("market", "uk")}));
  world_.import(kHeading + row("H-1", "GB", "London") +
                "H-2,Nadia,Clearwater,n@example.com,2 Pretend Row,London,GB,funds,retail,consent,en\n");
  ASSERT_EQ(status("H-1"), "assigned");
  ASSERT_EQ(status("H-2"), "assigned");
  const auto moves = [&](const std::string& id) {
    must(world_.store().execute(world_.first(), [&](app::Tx& tx) -> Status {
      LICET_TRY(app::LeadDraft draft, app::load_draft(tx, AppWorld::everything(), world_.lead_of(id)));
      for (record::EvidenceItem& evidence : draft.evidence) evidence.place = "CH";
      auto body = app::new_body(world_.deps(), world_.first(), "import");
      LICET_CHECK(app::decide(tx, world_.deps(), world_.state(), draft, app::Why::kChange, body)
                      .map([](const app::DecideOutcome&) {}));
      return app::append(tx, std::move(body));
    }));
  };
  for (const char* id : {"H-1", "H-2"}) {
    moves(id);
    EXPECT_EQ(status(id), "review") << id;
    EXPECT_EQ(screening(id), "stale") << id;
  }
  EXPECT_EQ(due(app::Due::kUnseen), 2);
  EXPECT_EQ(world_.job("rescreen").hits, 1);
  world_.job("retry_parked");
  EXPECT_EQ(screening("H-1"), "hit");
  EXPECT_EQ(status("H-1"), "review");
  EXPECT_EQ(screening("H-2"), "clear");
  EXPECT_EQ(status("H-2"), "assigned");
  EXPECT_EQ(world_.lead(world_.lead_of("H-2")).text("market"), "switzerland");
  world_.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
