#include "domain/decision_json.h"

#include <gtest/gtest.h>

#include "domain/domain_test_support.h"

namespace licet::domain {
namespace {

using test::at;
using test::doc;
using test::Firm;

constexpr const char* kNoon = "2026-06-01T12:00:00Z";

void expect_again(const Firm& firm, const json::Value& record) {
  ASSERT_TRUE(json::check_profile(record, 5)) << json::canonical(record);
  const auto again = decide_again(firm.policy, firm.view, doc(json::canonical(record)));
  ASSERT_TRUE(again) << again.error().to_string();
  EXPECT_EQ(json::canonical(*again), json::canonical(record));
}

TEST(DecisionJson, ADecisionSaysOnlyWhatApplies) {
  const Firm firm = Firm().ready();
  EXPECT_EQ(json::canonical(decision_record(firm.policy, Decision())), R"({"engine":2,"verdict":"ALLOW"})");
  const auto no =
      authorise(firm.policy, firm.view, firm.lead("US-NY"), firm.candidate(5, "us-desk"), at(kNoon)).decision();
  EXPECT_EQ(json::canonical(decision_record(firm.policy, no)),
            R"({"engine":2,"reasons":[{"code":"AGENT_NOT_IN_STATE","pack":"US-NY","place":"US-NY","rule":"NY-AGENT",)"
            R"("verdict":"BLOCK"}],"verdict":"BLOCK"})");
}

TEST(DecisionJson, ARoutingNamesEveryCandidateAndEachReasonOnce) {
  const Firm firm = Firm().ready();
  const LeadFacts lead = firm.lead("US-NY");
  RotationState rotation;
  rotation.open_leads = {{test::person(1), 7}, {test::person(4), 2}};
  rotation.last = {{"uk-desk", test::person(1)}, {"us-desk", test::person(5)}};
  const Routing routing = route(firm.policy, firm.view, lead, rotation, at(kNoon));
  const json::Value record = routing_record(firm.policy, firm.view, lead, rotation, routing, at(kNoon));
  EXPECT_EQ(
      json::canonical(record),
      R"({"at":1780315200000000,"candidates":[[")" + test::person_id(4) + R"(",0],[")" + test::person_id(5) +
          R"(",0,0]],"chosen":0,"engine":2,"gate":"route","lead":{"jurisdictions":["US:US-NY","US-NY:US-NY"],)"
          R"("lawful_basis":true,"screened":"clear","source":"website"},"market":"ny","outcome":"assigned",)"
          R"("reasons":[{"code":"AGENT_NOT_IN_STATE","pack":"US-NY","place":"US-NY","rule":"NY-AGENT","verdict":"BLOCK"}],)"
          R"("rotation":{"last":[["us-desk",")" +
          test::person_id(5) + R"("]],"load":[[")" + test::person_id(4) +
          R"(",2]]},"route":"us","teams":["us-desk"],"turn":true})")
      << "of the rotation only what concerns the candidates";
  expect_again(firm, record);
}

TEST(DecisionJson, UnknownCodesReplayAsUnknown) {
  const Firm firm = Firm().ready();
  LeadFacts lead = firm.lead("GB");
  lead.product = lead.client_type = lead.source = lead.language = Symbol::kUnknownCode;
  lead.client_type_basis = Basis::kClassified;
  lead.jurisdictions.push_back({Symbol::kUnknownCode, Symbol::kNone});
  const Candidate candidate = firm.candidate(1, "uk-desk");
  const auto answer = authorise(firm.policy, firm.view, lead, candidate, at(kNoon));
  const json::Value record = authorise_record(firm.policy, firm.view, lead, candidate, answer.decision(), at(kNoon));
  EXPECT_EQ(record.find("lead")->string_or("product", ""), "?");
  expect_again(firm, record);
}

TEST(DecisionJson, APersonOutsideTheRegisterReplays) {
  const Firm firm = Firm().ready();
  const Candidate nobody{kNoRule, kNoRule};
  const auto answer = authorise(firm.policy, firm.view, firm.lead("GB"), nobody, at(kNoon));
  expect_again(firm, authorise_record(firm.policy, firm.view, firm.lead("GB"), nobody, answer.decision(), at(kNoon)));
}

TEST(DecisionJson, ATagReplaysAndKeepsNoForeignText) {
  const Firm firm = Firm().ready();
  std::vector<Evidence> evidence(3);
  evidence[0] = {firm.symbol("address"), firm.symbol("US-NY"), *parse_date("2026-05-01"), "US-NY"};
  evidence[1] = {firm.symbol("kyc"), Symbol::kUnknownCode, *parse_date("2026-05-02"), "12 Private Street"};
  evidence[2] = {Symbol::kUnknownCode, Symbol::kNone, Date{}, ""};
  const TagResult result = tag(firm.policy, evidence, at(kNoon));
  const json::Value record = tag_record(firm.policy, evidence, result, at(kNoon));
  EXPECT_EQ(json::canonical(record).find("Private"), std::string::npos);
  expect_again(firm, record);
  EXPECT_EQ(json::canonical(*record.find("evidence")),
            R"([["address","US-NY","2026-05-01"],["kyc","","2026-05-02"],["?","","1970-01-01"]])");
}

TEST(DecisionJson, InputsReadBackAsTheyWere) {
  const Firm firm = Firm().ready();
  LeadFacts lead = firm.lead("US-NY");
  lead.client_type = firm.symbol("professional");
  lead.client_type_basis = Basis::kClaimed;
  lead.open_duplicate = lead.contradicted = lead.refused = lead.erased = true;
  lead.screened = Screened::kStale;
  const auto back = lead_from_json(firm.policy, lead_to_json(firm.policy, lead));
  ASSERT_TRUE(back);
  EXPECT_EQ(json::canonical(lead_to_json(firm.policy, *back)), json::canonical(lead_to_json(firm.policy, lead)));
  EXPECT_EQ(back->client_type_basis, Basis::kClaimed);
  EXPECT_EQ(back->screened, Screened::kStale);
  EXPECT_TRUE(back->erased && back->refused && back->contradicted && back->open_duplicate && back->lawful_basis);
  RotationState rotation;
  rotation.last["uk-desk"] = test::person(1);
  rotation.open_leads[test::person(2)] = 5;
  rotation.sticky = test::person(3);
  const auto rotation_back = rotation_from_json(rotation_to_json(rotation));
  ASSERT_TRUE(rotation_back);
  EXPECT_EQ(*rotation_back, rotation);
}

TEST(DecisionJson, ADamagedRecordIsRefusedWithItsMember) {
  const Firm firm = Firm().ready();
  const auto again = [&](const char* text) {
    const auto result = decide_again(firm.policy, firm.view, doc(text));
    return result ? std::string("decided") : result.error().to_string();
  };
  EXPECT_EQ(again(R"({"at":1,"engine":2,"gate":"tag"})"), "decided");
  EXPECT_NE(again(R"({"engine":2,"gate":"tag"})").find("'at'"), std::string::npos);
  EXPECT_NE(again(R"({"at":1,"engine":3,"gate":"tag"})").find("engine 3"), std::string::npos);
  EXPECT_NE(again(R"({"at":1,"engine":2,"gate":"guess"})").find("guess"), std::string::npos);
  EXPECT_NE(again(R"({"at":1,"engine":2,"gate":"route"})").find("lead"), std::string::npos);
  EXPECT_NE(again(R"({"at":1,"engine":2,"gate":"route","lead":{"screened":"maybe"}})").find("lead.screened"),
            std::string::npos);
  EXPECT_NE(again(R"({"at":1,"engine":2,"gate":"route","lead":{"height":1}})").find("height"), std::string::npos);
  EXPECT_NE(again(R"({"at":1,"engine":2,"gate":"tag","evidence":[["address"]]})").find("3 items"), std::string::npos);
  EXPECT_NE(
      again(R"({"at":1,"engine":2,"gate":"route","lead":{},"rotation":{"last":[["a","b"]]}})").find("rotation.last"),
      std::string::npos);
}

}  // namespace
}  // namespace licet::domain
