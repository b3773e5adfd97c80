#include <gtest/gtest.h>

#include "domain/domain_test_support.h"

namespace licet::domain {
namespace {

using test::at;
using test::doc;
using test::Firm;
using test::person;
using test::record;
using Outcome = Routing::Outcome;

Routing routed(const Firm& firm, const LeadFacts& lead, const RotationState& rotation = {},
               const char* when = "2026-06-01T12:00:00Z") {
  return route(firm.policy, firm.view, lead, rotation, at(when));
}

/// The chosen person and team, or "-".
std::string chosen(const Firm& firm, const Routing& routing) {
  if (!routing.chosen) return "-";
  const Candidate& c = routing.candidates[*routing.chosen].candidate;
  return firm.view.people()[c.person].key + "@" + firm.view.teams()[c.team].key;
}

std::string unavailable(const CandidateOutcome& candidate) {
  std::string out;
  for (const ReasonCode code : candidate.unavailable) out += (out.empty() ? "" : " ") + std::string(reason_name(code));
  return out;
}

TEST(Market, ExactlyOneMustAccept) {
  const Firm firm = Firm().ready();
  EXPECT_EQ(market_of(firm.policy, firm.lead("GB")).market, firm.symbol("uk"));
  EXPECT_EQ(market_of(firm.policy, firm.lead("AE")).market, firm.symbol("gulf"));
  EXPECT_EQ(market_of(firm.policy, LeadFacts()).problem, ReasonCode::kNoMarket);
  LeadFacts both = firm.lead("GB");
  for (const Jurisdiction& j : firm.lead("AE").jurisdictions) both.jurisdictions.push_back(j);
  EXPECT_EQ(market_of(firm.policy, both).problem, ReasonCode::kMarketAmbiguous);
  LeadFacts us = firm.lead("GB");
  for (const Jurisdiction& j : firm.lead("US-NY").jurisdictions) us.jurisdictions.push_back(j);
  EXPECT_EQ(market_of(firm.policy, us).market, firm.symbol("ny")) << "none_of keeps it out of the UK's market";
}

TEST(Market, OnlyAClassificationProves) {
  const Firm firm = Firm().ready();
  LeadFacts lead = firm.lead("US-NY");
  EXPECT_EQ(market_of(firm.policy, lead).market, firm.symbol("ny"));
  lead.client_type = firm.symbol("institutional");
  lead.client_type_basis = Basis::kClaimed;
  EXPECT_EQ(market_of(firm.policy, lead).market, firm.symbol("ny")) << "a claim nobody accepts is no claim";
  lead.client_type_basis = Basis::kClassified;
  EXPECT_EQ(market_of(firm.policy, lead).market, firm.symbol("federal"));
}

TEST(Market, AClaimCountsWhereProofIsNotAsked) {
  Firm firm;
  firm.top("markets").as_array()[4].as_object()["accepts"] =
      doc(R"([{"any_of":["US"],"client_types":["institutional"]}])");
  firm.ready();
  LeadFacts lead = firm.lead("US-NY");
  lead.client_type = firm.symbol("institutional");
  lead.client_type_basis = Basis::kClaimed;
  EXPECT_EQ(market_of(firm.policy, lead).market, firm.symbol("federal"));
}

TEST(Route, RoundRobinGoesOnAfterTheLast) {
  const Firm firm = Firm().ready();
  const LeadFacts lead = firm.lead("GB");
  EXPECT_EQ(chosen(firm, routed(firm, lead)), "p.1@uk-desk");
  RotationState rotation;
  rotation.last["uk-desk"] = person(1);
  const Routing second = routed(firm, lead, rotation);
  EXPECT_EQ(chosen(firm, second), "p.2@uk-desk");
  EXPECT_EQ(second.rotation_after, std::vector<PersonId>{person(2)});
  rotation.last["uk-desk"] = person(2);
  EXPECT_EQ(chosen(firm, routed(firm, lead, rotation)), "p.1@uk-desk");
  rotation.last["uk-desk"] = person(9);
  EXPECT_EQ(chosen(firm, routed(firm, lead, rotation)), "p.1@uk-desk") << "the last one may have left";
}

TEST(Route, TheNextTeamOnlyWhenTheFirstHasNobody) {
  Firm firm;
  firm.at_key("p.1")["availability"] = "paused";
  firm.ready();
  EXPECT_EQ(chosen(firm, routed(firm, firm.lead("GB"))), "p.2@uk-desk");
  firm.at_key("p.2")["ceiling"] = 3;
  firm.ready();
  RotationState rotation;
  rotation.open_leads[person(2)] = 3;
  const Routing overflow = routed(firm, firm.lead("GB"), rotation);
  EXPECT_EQ(chosen(firm, overflow), "p.3@uk-reserve");
  EXPECT_TRUE(overflow.rotation_after.empty()) << "that team does not take turns";
  EXPECT_EQ(unavailable(overflow.candidates[0]), "PAUSED");
  EXPECT_EQ(unavailable(overflow.candidates[1]), "CEILING_REACHED");
  rotation.open_leads[person(2)] = 2;
  EXPECT_EQ(chosen(firm, routed(firm, firm.lead("GB"), rotation)), "p.2@uk-desk");
}

TEST(Route, NeverOverflowsToTheUnlicensed) {
  Firm firm;
  firm.at_key("p.4")["availability"] = "paused";
  firm.ready();
  const Routing routing = routed(firm, firm.lead("US-NY"));
  EXPECT_EQ(routing.outcome, Outcome::kNobodyAvailable);
  EXPECT_FALSE(routing.chosen.has_value());
  EXPECT_FALSE(routing.authorisation.has_value());
  firm.drop("r.4");
  firm.ready();
  EXPECT_EQ(routed(firm, firm.lead("US-NY")).outcome, Outcome::kNobodyLicensed);
}

TEST(Route, WeightedAndLeastLoaded) {
  Firm firm;
  firm.at_key("uk-desk")["rule"] = "weighted";
  firm.at_key("p.2")["weight"] = 3;
  firm.ready();
  RotationState rotation;
  const auto next = [&] { return chosen(firm, routed(firm, firm.lead("GB"), rotation)); };
  EXPECT_EQ(next(), "p.1@uk-desk") << "a tie goes to the smaller id";
  rotation.open_leads = {{person(1), 1}, {person(2), 2}};
  EXPECT_EQ(next(), "p.2@uk-desk");
  rotation.open_leads = {{person(1), 1}, {person(2), 3}};
  EXPECT_EQ(next(), "p.1@uk-desk") << "1/1 and 3/3 are equal";
  rotation.open_leads = {{person(1), 1}, {person(2), 4}};
  EXPECT_EQ(next(), "p.1@uk-desk");
  firm.at_key("uk-desk")["rule"] = "least_loaded";
  firm.ready();
  rotation.open_leads = {{person(1), 2}, {person(2), 1}};
  EXPECT_EQ(next(), "p.2@uk-desk");
  rotation.open_leads = {{person(1), INT64_MAX}, {person(2), INT64_MAX}};
  EXPECT_EQ(next(), "p.1@uk-desk");
}

TEST(Route, AStickyOwnerComesFirstAndKeepsTheTurn) {
  Firm firm;
  firm.ready();
  RotationState rotation;
  rotation.sticky = person(3);
  const Routing routing = routed(firm, firm.lead("GB"), rotation);
  EXPECT_EQ(chosen(firm, routing), "p.3@uk-reserve");
  rotation.sticky = person(2);
  const Routing second = routed(firm, firm.lead("GB"), rotation);
  EXPECT_EQ(chosen(firm, second), "p.2@uk-desk");
  EXPECT_TRUE(second.rotation_after.empty());
  firm.at_key("p.2")["to"] = "2026-05-31";
  firm.ready();
  EXPECT_EQ(chosen(firm, routed(firm, firm.lead("GB"), rotation)), "p.1@uk-desk") << "not when no longer licensed";
}

TEST(Route, LeaveHoursAndLanguageAreThePersonsOwn) {
  Firm firm;
  firm.drop("m.us-desk.5");
  firm.at_key("us-desk")["languages_required"] = true;
  firm.at_key("p.4")["languages"] = doc(R"(["en"])");
  firm.at_key("p.4")["hours"] = doc(R"({"mon":["09:00-12:00","13:00-24:00"]})");
  firm.records.push_back(
      record("v.4", "leave", R"({"person":")" + test::person_id(4) + R"(","from":"2026-06-08","to":"2026-06-08"})"));
  firm.ready();
  LeadFacts lead = firm.lead("US-NY");
  lead.language = firm.symbol("en");
  const auto why = [&](const char* when) { return unavailable(routed(firm, lead, {}, when).candidates.at(0)); };
  // 2026-06-01 is a Monday; New York is UTC-4.
  EXPECT_EQ(why("2026-06-01T12:59:59.999999Z"), "OUTSIDE_HOURS");
  EXPECT_EQ(why("2026-06-01T13:00:00Z"), "");
  EXPECT_EQ(why("2026-06-01T16:00:00Z"), "OUTSIDE_HOURS");
  EXPECT_EQ(why("2026-06-02T03:59:59Z"), "") << "24:00 is the end of the local day";
  EXPECT_EQ(why("2026-06-02T13:00:00Z"), "OUTSIDE_HOURS") << "a day that is not named is a day off";
  EXPECT_EQ(why("2026-06-08T13:00:00Z"), "ON_LEAVE");
  EXPECT_EQ(why("2026-06-08T03:59:59Z"), "OUTSIDE_HOURS") << "still Sunday there";
  lead.language = firm.symbol("es");
  EXPECT_EQ(why("2026-06-01T13:00:00Z"), "LANGUAGE");
  lead.language = Symbol::kUnknownCode;
  EXPECT_EQ(why("2026-06-01T13:00:00Z"), "LANGUAGE");
  lead.language = Symbol::kNone;
  EXPECT_EQ(why("2026-06-01T13:00:00Z"), "");
}

TEST(Route, OutcomesOfALeadThatIsHeld) {
  Firm firm;
  firm.ready();
  LeadFacts lead = firm.lead("GB");
  lead.screened = Screened::kHit;
  EXPECT_EQ(routed(firm, lead).outcome, Outcome::kHeld);
  firm.rule_of("UK", "UK-LICENCE").as_object()["status"] = "unverified";
  firm.ready();
  EXPECT_EQ(routed(firm, lead).outcome, Outcome::kUnconfirmed);
  lead.screened = Screened::kClear;
  EXPECT_EQ(routed(firm, lead).outcome, Outcome::kUnconfirmed);
  firm.drop("l.uk");
  firm.ready();
  lead.screened = Screened::kHit;
  EXPECT_EQ(routed(firm, lead).outcome, Outcome::kNobodyLicensed);
}

TEST(Route, NoMarketAndNoRoute) {
  Firm firm;
  firm.ready();
  EXPECT_EQ(routed(firm, LeadFacts()).outcome, Outcome::kNoMarket);
  EXPECT_EQ(routed(firm, firm.lead("AE")).outcome, Outcome::kNoRoute);
  firm.top("routing").as_array()[0].as_object()["when"] = doc(R"({"market":["uk"],"product":["bonds"]})");
  firm.ready();
  LeadFacts lead = firm.lead("GB");
  EXPECT_EQ(routed(firm, lead).outcome, Outcome::kNoRoute) << "a missing attribute matches no list";
  lead.product = firm.symbol("bonds");
  EXPECT_EQ(routed(firm, lead).outcome, Outcome::kAssigned);
}

TEST(Route, TheMarketOfTheLeadIsComputedNotBelieved) {
  const Firm firm = Firm().ready();
  LeadFacts lead = firm.lead("US-NY");
  lead.market = firm.symbol("uk");
  const Routing routing = routed(firm, lead);
  EXPECT_EQ(routing.market.market, firm.symbol("ny"));
  EXPECT_EQ(chosen(firm, routing), "p.4@us-desk");
}

TEST(Route, APersonInTwoTeamsIsACandidateTwiceButOncePerTeam) {
  Firm firm;
  firm.records.push_back(test::member_record("uk-reserve", 1));
  json::Value again = test::member_record("uk-desk", 1, R"({"from":"2026-01-01"})");
  again.as_object()["key"] = "m.uk-desk.1b";
  firm.records.push_back(again);
  firm.ready();
  EXPECT_EQ(routed(firm, firm.lead("GB")).candidates.size(), 4U);
}

}  // namespace
}  // namespace licet::domain
