#include <gtest/gtest.h>

#include <type_traits>

#include "domain/domain_test_support.h"

namespace licet::domain {
namespace {

using test::at;
using test::doc;
using test::Firm;
using test::record;
using test::rule;

constexpr const char* kNoon = "2026-06-01T12:00:00Z";

TEST(Authorise, AllowsWhatIsLicensed) {
  const Firm firm = Firm().ready();
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk"), "");
  EXPECT_EQ(firm.ask(firm.lead("US-NY"), 4, "us-desk"), "");
}

TEST(Authorise, EveryJurisdictionOfANestedPlaceIsAsked) {
  Firm firm;
  firm.drop("l.us");
  firm.ready();
  EXPECT_EQ(firm.ask(firm.lead("US-NY"), 4, "us-desk"), "BLOCK BROKER_NOT_REGISTERED US US-NY US-LICENCE");
  EXPECT_EQ(firm.ask(firm.lead("US-NY"), 5, "us-desk"),
            "BLOCK BROKER_NOT_REGISTERED US US-NY US-LICENCE; BLOCK AGENT_NOT_IN_STATE US-NY US-NY NY-AGENT");
}

TEST(Authorise, TheLeadItselfIsCheckedFirstAndEveryReasonIsReported) {
  const Firm firm = Firm().ready();
  LeadFacts lead = firm.lead("GB");
  lead.screened = Screened::kStale;
  lead.lawful_basis = false;
  lead.open_duplicate = true;
  lead.contradicted = true;
  lead.refused = true;
  lead.erased = true;
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"),
            "NEEDS NOT_SCREENED; NEEDS LAWFUL_BASIS_MISSING; REVIEW POSSIBLE_DUPLICATE; "
            "REVIEW CONTRADICTORY; BLOCK REFUSED_BY_REVIEW; BLOCK ERASED");
  lead.screened = Screened::kHit;
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk").substr(0, 20), "REVIEW SCREENING_HIT");
  const LeadFacts nothing;
  EXPECT_EQ(firm.ask(nothing, 1, "uk-desk"),
            "REVIEW NO_JURISDICTION; NEEDS NOT_SCREENED; NEEDS LAWFUL_BASIS_MISSING; REVIEW NO_MARKET");
}

TEST(Authorise, PersonTeamEntityAndMembershipMustBeInForce) {
  struct Case {
    const char* key;
    const char* reason;
  };
  for (const Case& c : {Case{"p.1", "PERSON_ENDED"},
                        {"m.uk-desk.1", "NOT_IN_TEAM"},
                        {"uk-desk", "TEAM_ENDED"},
                        {"e.uk", "ENTITY_ENDED"}}) {
    for (const char* change :
         {R"({"status":"suspended"})", R"({"status":"ended"})", R"({"from":"2026-06-02"})", R"({"to":"2026-05-31"})"}) {
      Firm firm;
      test::merge(firm.at_key(c.key), change);
      firm.ready();
      EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk"), std::string("BLOCK ") + c.reason + " UK GB")
          << c.key << change;
    }
  }
}

TEST(Authorise, AStrangerOrANonMemberGetsNothing) {
  const Firm firm = Firm().ready();
  EXPECT_EQ(firm.ask(firm.lead("GB"), 3, "uk-desk"), "BLOCK NOT_IN_TEAM UK GB");
  EXPECT_EQ(firm.ask(firm.lead("GB"), 9, "uk-desk"), "BLOCK PERSON_UNKNOWN");
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "no-such-team"), "BLOCK NOT_IN_TEAM; BLOCK NO_UK_PERMISSION UK GB UK-LICENCE");
  EXPECT_EQ(firm.ask(firm.lead("GB"), 4, "us-desk"),
            "BLOCK TEAM_NOT_IN_MARKET; BLOCK NO_UK_PERMISSION UK GB UK-LICENCE");
}

TEST(Authorise, APersonWithoutAnEntityOrOfAnEndedOneIsRefused) {
  Firm firm;
  firm.at_key("p.1")["entity"] = json::Value();
  firm.records.push_back(record("e.old", "entity", R"({"name":"Old","home":"GB","to":"2026-05-31"})"));
  firm.at_key("p.2")["entity"] = "e.old";
  firm.ready();
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk"), "BLOCK ENTITY_ENDED UK GB");
  EXPECT_EQ(firm.ask(firm.lead("GB"), 2, "uk-desk"), "BLOCK ENTITY_ENDED UK GB");
}

TEST(Authorise, ATeamOfAMarketServesWhatLiesBelowIt) {
  Firm firm;
  firm.at_key("us-desk")["markets"] = doc(R"(["federal"])");
  firm.ready();
  EXPECT_EQ(firm.ask(firm.lead("US-NY"), 4, "us-desk"), "BLOCK TEAM_NOT_IN_MARKET");
}

TEST(Authorise, DatesAreInclusiveInTheRegulatorsZoneToTheMicrosecond) {
  Firm firm;
  firm.at_key("l.uk")["from"] = "2026-06-10";
  firm.at_key("l.uk")["to"] = "2026-06-20";
  firm.at_key("l.us-ny")["from"] = "2026-06-10";
  firm.at_key("l.us-ny")["to"] = "2026-06-20";
  firm.ready();
  const auto uk = [&](Instant when) { return firm.ask(firm.lead("GB"), 1, "uk-desk", when); };
  const auto ny = [&](Instant when) { return firm.ask(firm.lead("US-NY"), 4, "us-desk", when); };
  const std::string no_uk = "BLOCK NO_UK_PERMISSION UK GB UK-LICENCE";
  const std::string no_ny = "BLOCK FIRM_NOT_IN_STATE US-NY US-NY NY-LICENCE";
  // British summer time is UTC+1, New York is UTC-4.
  EXPECT_EQ(uk(Instant{at("2026-06-09T23:00:00Z").us - 1}), no_uk);
  EXPECT_EQ(uk(at("2026-06-09T23:00:00Z")), "");
  EXPECT_EQ(uk(Instant{at("2026-06-20T23:00:00Z").us - 1}), "");
  EXPECT_EQ(uk(at("2026-06-20T23:00:00Z")), no_uk);
  EXPECT_EQ(ny(Instant{at("2026-06-10T04:00:00Z").us - 1}), no_ny);
  EXPECT_EQ(ny(at("2026-06-10T04:00:00Z")), "");
  EXPECT_EQ(ny(Instant{at("2026-06-21T04:00:00Z").us - 1}), "");
  EXPECT_EQ(ny(at("2026-06-21T04:00:00Z")), no_ny);
}

TEST(Authorise, AMomentOutsideTheZoneDataIsNotGuessed) {
  const Firm firm = Firm().ready();
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk", at("2028-01-01T00:00:00Z")), "NEEDS DATE_UNCOVERED UK GB");
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk", Instant{at("2028-01-01T00:00:00Z").us - 1}), "");
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk", Instant{at("2024-01-01T00:00:00Z").us - 1}),
            "NEEDS DATE_UNCOVERED UK GB");
}

TEST(Authorise, RulesHoldOnTheirDatesOnly) {
  Firm firm;
  firm.add_rule("UK", rule("UK-BAN", "R23", "BANNED", R"({"verdict":"BLOCK"})",
                           R"({"valid_from":"2026-06-10","valid_to":"2026-06-20"})"));
  firm.add_rule("UK", rule("UK-OLD", "R23", "DORMANT_BAN", R"({"verdict":"BLOCK"})", R"({"status":"dormant"})"));
  firm.add_rule("UK", rule("UK-WAIVED", "R23", "WAIVED_BAN", R"({"verdict":"BLOCK"})",
                           R"({"status":"waived","waived_until":"2026-06-30"})"));
  firm.ready();
  const auto uk = [&](const char* when) { return firm.ask(firm.lead("GB"), 1, "uk-desk", at(when)); };
  EXPECT_EQ(uk("2026-06-09T22:59:59.999999Z"), "");
  EXPECT_EQ(uk("2026-06-09T23:00:00Z"), "BLOCK BANNED UK GB UK-BAN");
  EXPECT_EQ(uk("2026-06-20T22:59:59.999999Z"), "BLOCK BANNED UK GB UK-BAN");
  EXPECT_EQ(uk("2026-06-20T23:00:00Z"), "");
  EXPECT_EQ(uk("2026-06-30T22:59:59.999999Z"), "");
  EXPECT_EQ(uk("2026-06-30T23:00:00Z"), "BLOCK WAIVED_BAN UK GB UK-WAIVED");
}

TEST(Authorise, APackWithoutAPermittingRuleGoesToReview) {
  Firm firm;
  firm.rules_of("UK").clear();
  firm.ready();
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk"), "REVIEW NO_PERMITTING_RULE UK GB");
  firm.add_rule("UK", rule("UK-LICENCE", "R03", "NO_UK_PERMISSION", R"({"kinds":["licence"]})",
                           R"({"applies_to":{"client_type":["professional"]}})"));
  firm.ready();
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk"), "REVIEW NO_PERMITTING_RULE UK GB");
}

TEST(Authorise, AHouseRuleDemandsAndNeverPermits) {
  Firm firm;
  firm.rules_of("UK").clear();
  firm.top("house_rules")
      .as_array()
      .push_back(
          rule("H-1", "R03", "HOUSE_LICENCE", R"({"kinds":["licence"]})", R"({"status":"house","packs":["*"]})"));
  firm.top("house_rules")
      .as_array()
      .push_back(rule("H-2", "R24", "HOUSE_REGISTRATION", R"({"kinds":["registration"]})",
                      R"({"status":"house","packs":["US"]})"));
  firm.ready();
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk"), "REVIEW NO_PERMITTING_RULE UK GB");
  EXPECT_EQ(firm.ask(firm.lead("US-NY"), 4, "us-desk"), "BLOCK HOUSE_REGISTRATION US US-NY H-2");
}

TEST(Authorise, AnUnverifiedPermissionCountsOnlyWhileItIsConfirmed) {
  Firm firm;
  firm.rule_of("UK", "UK-LICENCE").as_object()["status"] = "unverified";
  firm.ready();
  const std::string unconfirmed = "REVIEW RULE_UNCONFIRMED UK GB UK-LICENCE";
  const auto uk = [&](Instant when) { return firm.ask(firm.lead("GB"), 1, "uk-desk", when); };
  EXPECT_EQ(uk(at(kNoon)), unconfirmed);
  const crypto::Digest digest = firm.policy.rules()[*firm.policy.rule_index("UK-LICENCE")].digest;
  firm.confirmations = {{"UK-LICENCE", digest, at("2026-07-01T00:00:00Z")}};
  firm.ready();
  EXPECT_EQ(uk(at(kNoon)), "");
  EXPECT_EQ(uk(Instant{at("2026-07-01T00:00:00Z").us - 1}), "");
  EXPECT_EQ(uk(at("2026-07-01T00:00:00Z")), unconfirmed) << "it counts strictly before its end";
  firm.confirmations.clear();
  firm.ready();
  EXPECT_EQ(uk(at(kNoon)), unconfirmed) << "revoked";
  firm.confirmations = {{"UK-LICENCE", digest, at("2026-07-01T00:00:00Z")}};
  firm.rule_of("UK", "UK-LICENCE").as_object()["title"] = "Another text";
  firm.ready();
  EXPECT_EQ(uk(at(kNoon)), unconfirmed) << "counsel confirmed another text";
  firm.drop("l.uk");
  firm.ready();
  EXPECT_EQ(uk(at(kNoon)), "BLOCK NO_UK_PERMISSION UK GB UK-LICENCE") << "an unverified demand still blocks";
}

TEST(Authorise, AnUnverifiedProhibitionAndRegistrationBlock) {
  Firm firm;
  firm.add_rule("UK", rule("UK-BAN", "R23", "BANNED", R"({"verdict":"BLOCK"})", R"({"status":"unverified"})"));
  firm.rule_of("US-NY", "NY-AGENT").as_object()["status"] = "unverified";
  firm.ready();
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk"), "BLOCK BANNED UK GB UK-BAN");
  EXPECT_EQ(firm.ask(firm.lead("US-NY"), 5, "us-desk"), "BLOCK AGENT_NOT_IN_STATE US-NY US-NY NY-AGENT");
  EXPECT_EQ(firm.ask(firm.lead("US-NY"), 4, "us-desk"), "") << "a registration needs no confirmation";
}

TEST(Authorise, CoverageByPlaceActivityProductAndClientType) {
  const std::string no = "BLOCK NO_UK_PERMISSION UK GB UK-LICENCE";
  const auto with = [](const char* cover, auto change) {
    Firm firm;
    test::merge(firm.at_key("l.uk"), cover);
    firm.ready();
    LeadFacts lead = firm.lead("GB");
    change(firm, lead);
    return firm.ask(lead, 1, "uk-desk");
  };
  const auto nothing = [](const Firm&, LeadFacts&) {};
  const auto funds = [](const Firm& firm, LeadFacts& lead) { lead.product = firm.symbol("funds"); };
  const auto strange = [](const Firm&, LeadFacts& lead) { lead.product = Symbol::kUnknownCode; };
  EXPECT_EQ(with(R"({"places":["GB"]})", nothing), "");
  EXPECT_EQ(with(R"({"places":["US-NY"]})", nothing), no);
  EXPECT_EQ(with(R"({"places":["XX"]})", nothing), no) << "a code nobody knows covers nothing";
  EXPECT_EQ(with(R"({"activities":["brokerage"]})", nothing), "") << "no product: the default activity";
  EXPECT_EQ(with(R"({"activities":["brokerage"]})", funds), no);
  EXPECT_EQ(with(R"({"activities":null})", strange), "");
  EXPECT_EQ(with(R"({"activities":["brokerage","unheard"]})", strange), no)
      << "unknown matches nothing, not even unknown";
  EXPECT_EQ(with(R"({"products":["funds"]})", funds), "");
  EXPECT_EQ(with(R"({"products":["bonds"]})", funds), no);
  EXPECT_EQ(with(R"({"products":["bonds"]})", nothing), "NEEDS PRODUCT_MISSING UK GB UK-LICENCE");
  EXPECT_EQ(with(R"({"client_types":["retail"]})", nothing), "") << "an unknown type counts as the strictest";
  EXPECT_EQ(with(R"({"client_types":["professional"]})", nothing), no);
  EXPECT_EQ(with(R"({"status":"suspended"})", nothing), no);
}

TEST(Authorise, AnotherPermissionThatNeedsNoProductSuffices) {
  Firm firm;
  firm.at_key("l.uk")["products"] = doc(R"(["bonds"])");
  firm.records.push_back(record("l.uk-2", "exemption", R"({"entity":"e.uk","pack":"UK"})"));
  firm.ready();
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk"), "");
  firm.at_key("l.uk-2")["kind"] = "passport";
  firm.ready();
  EXPECT_EQ(firm.ask(firm.lead("GB"), 1, "uk-desk"), "NEEDS PRODUCT_MISSING UK GB UK-LICENCE")
      << "the rule takes no passports";
}

TEST(Authorise, AClaimedClientTypeTightensAndNeverLoosens) {
  Firm firm;
  firm.add_rule("UK", rule("UK-RETAIL", "R23", "NOT_FOR_RETAIL", R"({"verdict":"BLOCK"})",
                           R"({"applies_to":{"client_type":["retail"]}})"));
  firm.add_rule("UK", rule("UK-PRO", "R23", "PRO_REVIEW", R"({"verdict":"REVIEW"})",
                           R"({"applies_to":{"client_type":["professional"]}})"));
  firm.ready();
  LeadFacts lead = firm.lead("GB");
  const std::string retail = "BLOCK NOT_FOR_RETAIL UK GB UK-RETAIL", pro = "REVIEW PRO_REVIEW UK GB UK-PRO";
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), retail);
  lead.client_type = firm.symbol("professional");
  lead.client_type_basis = Basis::kClaimed;
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), retail + "; " + pro);
  lead.client_type_basis = Basis::kClassified;
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), pro);
  lead.client_type_basis = Basis::kUnknown;
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), retail) << "a type without a basis is unknown";
  lead.client_type_basis = Basis::kClassified;
  lead.client_type = Symbol::kUnknownCode;
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), retail) << "a type outside the vocabulary escapes nothing";
  lead.client_type = firm.symbol("bonds");
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), retail) << "nor does a known code that is no client type";
}

TEST(Authorise, AClaimMustBeCoveredBesideTheStrictestType) {
  Firm firm;
  firm.at_key("l.uk")["client_types"] = doc(R"(["retail"])");
  firm.ready();
  LeadFacts lead = firm.lead("GB");
  lead.client_type = firm.symbol("professional");
  lead.client_type_basis = Basis::kClaimed;
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "BLOCK NO_UK_PERMISSION UK GB UK-LICENCE");
  firm.at_key("l.uk")["client_types"] = doc(R"(["professional"])");
  firm.ready();
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "BLOCK NO_UK_PERMISSION UK GB UK-LICENCE");
  lead.client_type_basis = Basis::kClassified;
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "");
}

TEST(Authorise, AMissingFactNeverPermits) {
  Firm firm;
  firm.add_rule("UK", rule("UK-FUNDS", "R23", "FUNDS_BANNED", R"({"verdict":"BLOCK"})",
                           R"({"applies_to":{"product":["funds"]}})"));
  firm.add_rule("UK", rule("UK-UNKNOWN", "R28", "LOOK_AT_IT", R"({"verdict":"REVIEW"})",
                           R"({"applies_to":{"source":["list"]}})"));
  firm.ready();
  LeadFacts lead = firm.lead("GB");
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "NEEDS FUNDS_BANNED UK GB UK-FUNDS");
  lead.source = Symbol::kNone;
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "NEEDS FUNDS_BANNED UK GB UK-FUNDS; REVIEW LOOK_AT_IT UK GB UK-UNKNOWN");
  lead.product = Symbol::kUnknownCode;
  lead.source = Symbol::kUnknownCode;
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "BLOCK NO_UK_PERMISSION UK GB UK-LICENCE; NEEDS FUNDS_BANNED UK GB UK-FUNDS")
      << "an unknown product may be any of them, an unknown source is none of the listed ones";
  lead.product = firm.symbol("bonds");
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "");
}

TEST(Authorise, AnUncertainPermittingRuleNeedsTheFact) {
  Firm firm;
  firm.rule_of("UK", "UK-LICENCE").as_object()["applies_to"] = doc(R"({"product":["bonds"]})");
  firm.ready();
  LeadFacts lead = firm.lead("GB");
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "NEEDS NO_UK_PERMISSION UK GB UK-LICENCE");
  lead.product = firm.symbol("funds");
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "REVIEW NO_PERMITTING_RULE UK GB");
  lead.product = firm.symbol("bonds");
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "");
}

TEST(Authorise, PairsThePolicyDoesNotKnowAndPairsThatAreMissingGoToReview) {
  const Firm firm = Firm().ready();
  LeadFacts lead = firm.lead("US-NY");
  lead.jurisdictions.clear();
  lead.jurisdictions.push_back({firm.symbol("US-NY"), firm.symbol("US-NY")});
  EXPECT_EQ(firm.ask(lead, 4, "us-desk"), "REVIEW NO_JURISDICTION US US-NY");
  lead = firm.lead("GB");
  lead.jurisdictions.push_back({Symbol::kUnknownCode, Symbol::kUnknownCode});
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "REVIEW NO_PACK ? ?");
  lead = firm.lead("GB");
  lead.jurisdictions.push_back({firm.symbol("US"), firm.symbol("GB")});
  lead.market = firm.symbol("uk");
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "REVIEW NO_PACK US GB") << "no pack lists this pair";
}

// A licence without an end, under a law that ends it with the year: it holds in the year in which it began.
TEST(Authorise, WhatEndsWithTheCalendarYearHoldsInTheYearInWhichItBegan) {
  const auto ask = [](const char* from, const char* when) {
    Firm firm;
    firm.rule_of("UK", "UK-LICENCE").as_object()["effect"].as_object()["ends"] = "calendar_year";
    if (from != nullptr) firm.at_key("l.uk")["from"] = from;
    firm.ready();
    return firm.ask(firm.lead("GB"), 1, "uk-desk", at(when));
  };
  EXPECT_EQ(ask("2026-01-01", "2026-12-31T23:59:59Z"), "");
  EXPECT_NE(ask("2026-01-01", "2027-01-01T00:00:00Z"), "");
  EXPECT_NE(ask("2025-01-01", kNoon), "") << "of the year before, though it names no end";
  EXPECT_NE(ask(nullptr, kNoon), "") << "nobody knows when it began";
}

TEST(Authorise, MoreJurisdictionsThanFitInline) {
  const Firm firm = Firm().ready();
  LeadFacts lead = firm.lead("GB");
  lead.jurisdictions.push_back(lead.jurisdictions[0]);
  EXPECT_EQ(firm.ask(lead, 1, "uk-desk"), "") << "the same pair twice is one pair";
  for (std::uint32_t i = 1'000'000; i < 1'000'040; ++i) lead.jurisdictions.push_back({firm.symbol("UK"), Symbol{i}});
  const Decision decision = authorise(firm.policy, firm.view, lead, firm.candidate(1, "uk-desk"), at(kNoon)).decision();
  EXPECT_EQ(decision.reasons.size(), 40U);
  EXPECT_EQ(decision.verdict, Verdict::kReview);
}

TEST(Permit, OnlyWhenAllowedAndForExactlyThatLeadAndPerson) {
  const Firm firm = Firm().ready();
  const auto ask = [&](const LeadFacts& lead, std::uint8_t person) {
    return authorise(firm.policy, firm.view, lead, firm.candidate(person, "uk-desk"), at(kNoon)).permit(firm.view);
  };
  SeededRandom random(3);
  LeadFacts lead = firm.lead("GB");
  EXPECT_FALSE(ask(lead, 1).has_value()) << "of facts that name no lead";
  lead.id = LeadId::make(random);
  const auto permit = ask(lead, 1);
  ASSERT_TRUE(permit.has_value());
  EXPECT_EQ(permit->lead(), lead.id);
  EXPECT_EQ(permit->person(), test::person(1));
  EXPECT_EQ(permit->team(), "uk-desk");
  EXPECT_EQ(permit->entity(), "e.uk");
  EXPECT_EQ(permit->at(), at(kNoon));
  EXPECT_FALSE(ask(lead, 3).has_value());
  lead.screened = Screened::kNot;
  EXPECT_FALSE(ask(lead, 1).has_value());
}

TEST(PermitDeathTest, OfAnotherRegisterIsAProgrammerError) {
  Firm firm;
  firm.ready();
  Authorisation yes = authorise(firm.policy, firm.view, firm.lead("GB"), firm.candidate(1, "uk-desk"), at(kNoon));
  firm.drop("m.uk-desk.2");
  firm.ready();
  EXPECT_DEATH((void)std::move(yes).permit(firm.view), "register_digest_");
}

static_assert(!std::is_copy_constructible_v<AssignmentPermit> && !std::is_default_constructible_v<AssignmentPermit>);
static_assert(!std::is_constructible_v<AssignmentPermit, LeadId, PersonId, std::string, std::string, Instant>);
static_assert(!std::is_copy_constructible_v<Authorisation> && !std::is_default_constructible_v<Authorisation>);

}  // namespace
}  // namespace licet::domain
