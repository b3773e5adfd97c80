// The example firm, whole: it loads, compiles, and gives every seed case its answer on facts made by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "app/firm_check.h"
#include "app/firm_reader.h"
#include "app/pack_text.h"
#include "domain/gates.h"

namespace licet::app {
namespace {

using domain::LeadFacts;
using domain::ReasonCode;
using domain::Routing;
using domain::Symbol;
using Outcome = domain::Routing::Outcome;

const std::string kFirm = std::string(LICET_SOURCE_DIR) + "/firms/meridian/firm.yaml";
const std::string kPacks = std::string(LICET_SOURCE_DIR) + "/packs";

/// Loaded once: nothing changes it.
struct Meridian {
  FirmBundle bundle;
  CheckedFirm checked;
};
const Meridian& meridian() {
  static const Meridian firm = [] {
    auto bundle = load_firm(kFirm, kPacks);
    if (!bundle) ADD_FAILURE() << bundle.error().to_string();
    auto checked = check_firm(bundle.value());
    if (!checked) ADD_FAILURE() << checked.error().to_string();
    return Meridian{std::move(bundle.value()), std::move(checked.value())};
  }();
  return firm;
}

class MeridianTest : public testing::Test {
 protected:
  const domain::Policy& policy() const { return *meridian().checked.policy; }
  const domain::RegisterView& view() const { return *meridian().checked.view; }
  Symbol symbol(std::string_view code) const { return policy().symbols().find(code); }
  PersonId person(std::string_view handle) const { return meridian().checked.provisional_ids.find(handle)->second; }

  /// Evidence of today: kind and place.
  domain::TagResult tag(const std::vector<std::pair<std::string, std::string>>& evidence) const {
    std::vector<domain::Evidence> list;
    for (const auto& [kind, place] : evidence) {
      domain::Evidence one;
      one.kind = symbol(kind);
      one.place = symbol(place);
      one.place_text = place;
      one.observed = from_ymd(2026, 11, 22);
      list.push_back(one);
    }
    return domain::tag(policy(), list, at_);
  }

  /// A screened lead with a lawful basis that wants to trade.
  LeadFacts lead(const std::vector<std::pair<std::string, std::string>>& evidence) const {
    LeadFacts facts;
    facts.jurisdictions = tag(evidence).jurisdictions;
    facts.client_type = symbol("retail");
    facts.client_type_basis = domain::Basis::kClaimed;
    facts.product = symbol("brokerage");
    facts.source = symbol("website");
    facts.language = symbol("en");
    facts.screened = domain::Screened::kClear;
    facts.lawful_basis = true;
    return facts;
  }
  LeadFacts at_address(const std::string& place) const { return lead({{"address", place}}); }

  Routing route(const LeadFacts& facts) const { return domain::route(policy(), view(), facts, rotation_, at_); }
  std::string market(const Routing& routing) const {
    return std::string(policy().symbols().text(routing.market.market));
  }
  std::string team(const Routing& routing) const {
    return routing.chosen ? view().teams()[routing.candidates[*routing.chosen].candidate.team].key : "";
  }
  /// Reason texts of all candidates, each once.
  std::vector<std::string> reasons(const Routing& routing) const {
    std::vector<std::string> out;
    for (const auto& candidate : routing.candidates) {
      for (const auto& reason : candidate.licence.reasons)
        out.emplace_back(reason.engine_code == ReasonCode::kRule ? policy().symbols().text(reason.code)
                                                                 : domain::reason_name(reason.engine_code));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }
  bool has(const Routing& routing, const std::string& reason) const {
    const auto all = reasons(routing);
    return std::find(all.begin(), all.end(), reason) != all.end();
  }
  void fill_eu_desk() {
    rotation_.open_leads[person("n.obriain")] = 2;
    rotation_.open_leads[person("j.vandermolen")] = 2;
  }

  domain::RotationState rotation_;
  Instant at_ = *parse_instant("2026-11-25T10:00:00Z");  // a Wednesday
};

TEST_F(MeridianTest, LondonGoesToTheUkDesk) {
  const Routing routing = route(at_address("GB"));
  EXPECT_EQ(routing.outcome, Outcome::kAssigned);
  EXPECT_EQ(market(routing), "uk");
  EXPECT_EQ(team(routing), "uk-desk");
}

TEST_F(MeridianTest, BerlinGoesToTheEuDesk) {
  const Routing routing = route(at_address("DE"));
  EXPECT_EQ(market(routing), "eu-passported");
  EXPECT_EQ(team(routing), "eu-desk");
}

TEST_F(MeridianTest, BerlinWaitsWhenTheEuDeskIsFullThoughTheUkReserveIsIdle) {
  fill_eu_desk();
  const Routing routing = route(at_address("DE"));
  EXPECT_EQ(routing.outcome, Outcome::kNobodyAvailable);
  for (const auto& candidate : routing.candidates) {
    EXPECT_EQ(view().teams()[candidate.candidate.team].key, "eu-desk");
    if (candidate.licence.allowed()) {
      EXPECT_EQ(candidate.unavailable[0], ReasonCode::kCeilingReached);
    }
  }
  // Asked outright, the idle one is refused by the law and not by the routing.
  domain::LeadFacts facts = at_address("DE");
  facts.market = symbol("eu-passported");
  const auto reserve = view().team_index(symbol("uk-reserve"));
  const auto idle = view().person_index(person("t.harrowgate"));
  ASSERT_TRUE(reserve && idle);
  const auto answer = domain::authorise(policy(), view(), facts, {*idle, *reserve}, at_);
  EXPECT_EQ(answer.decision().verdict, domain::Verdict::kBlock);
}

TEST_F(MeridianTest, TheSuspendedRegistrationOfTheEuDeskNeverPermits) {
  fill_eu_desk();
  const Routing routing = route(at_address("FR"));
  EXPECT_EQ(routing.outcome, Outcome::kNobodyAvailable);
  EXPECT_TRUE(has(routing, "NO_PERSONAL_AUTHORISATION"));
}

TEST_F(MeridianTest, ItalyHasNoPassport) {
  const Routing routing = route(at_address("IT"));
  EXPECT_EQ(market(routing), "eu-passported");
  EXPECT_EQ(routing.outcome, Outcome::kNobodyLicensed);
  EXPECT_TRUE(has(routing, "NO_PASSPORT_FOR_HOST_STATE"));
}

TEST_F(MeridianTest, TheFrenchPassportDoesNotCoverAdvice) {
  LeadFacts facts = at_address("FR");
  EXPECT_EQ(team(route(facts)), "eu-desk");
  facts.product = symbol("advice");
  EXPECT_EQ(route(facts).outcome, Outcome::kNobodyLicensed);
}

TEST_F(MeridianTest, SpainWaitsForCounselAndTheNetherlandsDoNot) {
  const Routing spain = route(at_address("ES"));
  EXPECT_EQ(spain.outcome, Outcome::kUnconfirmed);
  EXPECT_TRUE(has(spain, "RULE_UNCONFIRMED"));
  EXPECT_EQ(team(route(at_address("NL"))), "eu-desk");
  at_ = *parse_instant("2036-01-01T00:00:00Z");  // the invented opinion has run out
  EXPECT_EQ(route(at_address("NL")).outcome, Outcome::kUnconfirmed);
}

TEST_F(MeridianTest, DubaiHasThreeAnswers) {
  const Routing difc = route(at_address("AE-DIFC"));
  EXPECT_EQ(market(difc), "difc");
  EXPECT_EQ(team(difc), "difc-desk");

  const Routing onshore = route(at_address("AE-DU"));
  EXPECT_EQ(market(onshore), "uae-onshore");
  EXPECT_EQ(onshore.outcome, Outcome::kNobodyLicensed);
  EXPECT_TRUE(has(onshore, "NO_ONSHORE_PROMOTION_LICENCE"));

  const Routing both = route(lead({{"address", "AE-DU"}, {"communication", "AE-DIFC"}}));
  EXPECT_EQ(both.outcome, Outcome::kNoMarket);
  EXPECT_EQ(both.market.problem, ReasonCode::kMarketAmbiguous);
}

TEST_F(MeridianTest, AddressesFallIntoTheFreeZones) {
  const auto place = [&](std::string_view subdivision, std::string_view line) {
    return domain::resolve_place(policy(), "AE", subdivision, {line});
  };
  EXPECT_EQ(place("AE-DU", "Level 4, Sample House, DIFC"), "AE-DIFC");
  EXPECT_EQ(place("", "Dubai International Financial Centre"), "AE-DIFC");
  EXPECT_EQ(place("AE-AZ", "Sample Tower, ADGM"), "AE-ADGM");
  EXPECT_EQ(place("AE-AZ", "Sample Tower, ADGM Square"), "") << "or a square beside it";
  EXPECT_EQ(place("AE-DU", "Opposite DIFC gate near mall"), "");
  EXPECT_EQ(place("AE-DU", "12 Difcult Street"), "AE-DU");
  EXPECT_EQ(domain::resolve_place(policy(), "GB", "", {"DIFC House, London"}), "GB");
  EXPECT_EQ(domain::resolve_place(policy(), "GB", "GB-LND", {}), "GB");
}

TEST_F(MeridianTest, TheOtherFreeZoneIsNotOnshore) {
  const Routing routing = route(at_address("AE-ADGM"));
  EXPECT_EQ(routing.outcome, Outcome::kNoMarket);
  EXPECT_EQ(routing.market.problem, ReasonCode::kNoMarket);
}

TEST_F(MeridianTest, FloridaFindsNobodyLicensed) {
  const Routing routing = route(at_address("US-FL"));
  EXPECT_EQ(market(routing), "us-other");
  EXPECT_EQ(routing.outcome, Outcome::kNobodyLicensed);
  EXPECT_TRUE(has(routing, "FIRM_NOT_REGISTERED_IN_STATE"));
  EXPECT_TRUE(has(routing, "AGENT_NOT_REGISTERED_IN_STATE"));
}

TEST_F(MeridianTest, NewYorkRetailAndInstitutionalGoToDifferentMarkets) {
  LeadFacts facts = at_address("US-NY");
  EXPECT_EQ(market(route(facts)), "ny");
  EXPECT_EQ(team(route(facts)), "ny-desk");
  facts.client_type = symbol("institutional");
  EXPECT_EQ(market(route(facts)), "ny") << "a claim does not loosen";
  facts.client_type_basis = domain::Basis::kClassified;
  EXPECT_EQ(market(route(facts)), "federal-regulated");
  EXPECT_EQ(team(route(facts)), "us-federal-desk");
}

TEST_F(MeridianTest, TheLapsedRegistrationInNewYorkGetsNothing) {
  const Routing routing = route(at_address("US-NY"));
  ASSERT_EQ(routing.candidates.size(), 2U);
  for (const auto& candidate : routing.candidates)
    EXPECT_EQ(candidate.licence.allowed(), view().people()[candidate.candidate.person].id == person("m.castellano"));
  at_ = *parse_instant("2026-01-01T04:59:59Z");  // still 31 December in New York
  int allowed = 0;
  for (const auto& candidate : route(at_address("US-NY")).candidates) allowed += candidate.licence.allowed() ? 1 : 0;
  EXPECT_EQ(allowed, 2);
}

TEST_F(MeridianTest, EachUsStateHasItsDesk) {
  EXPECT_EQ(team(route(at_address("US-CA"))), "ca-desk");
  EXPECT_EQ(team(route(at_address("US-TX"))), "tx-desk");
  EXPECT_EQ(team(route(at_address("US-MA"))), "ma-desk");
  EXPECT_TRUE(tag({{"address", "US-WA"}}).jurisdictions.empty());
  EXPECT_EQ(tag({{"address", "US-WA"}}).decision.reasons[0].engine_code, ReasonCode::kNoPack);
  EXPECT_EQ(tag({{"address", "US"}}).decision.reasons[0].engine_code, ReasonCode::kSubdivisionMissing);
}

TEST_F(MeridianTest, CaymanGoesToReview) {
  const Routing routing = route(at_address("KY"));
  EXPECT_EQ(market(routing), "offshore");
  EXPECT_EQ(routing.outcome, Outcome::kUnconfirmed);
  EXPECT_TRUE(has(routing, "NO_PACK_FOR_JURISDICTION"));
}

TEST_F(MeridianTest, SwitzerlandAsksForTheLanguageAndTheCommittee) {
  LeadFacts facts = at_address("CH");
  facts.language = symbol("it");
  const Routing italian = route(facts);
  ASSERT_TRUE(italian.chosen);
  EXPECT_EQ(view().people()[italian.candidates[*italian.chosen].candidate.person].id, person("l.bianchi"));
  facts.language = symbol("rm");
  EXPECT_EQ(route(facts).outcome, Outcome::kNobodyAvailable);
  facts.language = symbol("en");
  facts.product = symbol("structured_notes");
  EXPECT_TRUE(has(route(facts), "PRODUCT_NEEDS_COMMITTEE"));
}

TEST_F(MeridianTest, ProductRulesReadTheFirmsProductsByClass) {
  LeadFacts facts = at_address("GB");
  facts.product = symbol("private_credit");
  EXPECT_TRUE(has(route(facts), "PRODUCT_NOT_FOR_RETAIL"));
  facts.product = symbol("bonds");
  EXPECT_EQ(route(facts).outcome, Outcome::kAssigned);
  LeadFacts onshore = at_address("AE");
  onshore.product = symbol("funds");
  EXPECT_TRUE(has(route(onshore), "FOREIGN_FUND_NOT_FOR_RETAIL"));
}

TEST_F(MeridianTest, EvidenceOfPlace) {
  EXPECT_EQ(tag({{"address", "GB"}}).confidence, 80);
  EXPECT_EQ(tag({{"kyc_residence", "DE"}}).confidence, 90);
  EXPECT_FALSE(tag({{"intent", "CH"}}).jurisdictions.empty());
  // Intent never outranks an address.
  EXPECT_EQ(tag({{"intent", "CH"}, {"address", "GB"}}).jurisdictions, tag({{"address", "GB"}}).jurisdictions);
  EXPECT_EQ(tag({{"kyc_residence", "DE"}, {"address", "FR"}}).decision.reasons[0].engine_code,
            ReasonCode::kContradictory);
  // A phone number from elsewhere leaves an address standing and makes an intent doubtful.
  EXPECT_FALSE(tag({{"address", "GB"}, {"phone", "FR"}}).jurisdictions.empty());
  EXPECT_EQ(tag({{"intent", "GB"}, {"phone", "FR"}}).decision.reasons[0].engine_code, ReasonCode::kLowConfidence);
}

TEST_F(MeridianTest, NobodyIsRoutedForAnUnscreenedLead) {
  LeadFacts facts = at_address("GB");
  facts.screened = domain::Screened::kNot;
  EXPECT_EQ(route(facts).outcome, Outcome::kHeld);
}

TEST_F(MeridianTest, TheDeskThatIsNotYetRegisteredWaits) {
  const Routing routing = route(at_address("AE-DIFC"));
  for (const auto& candidate : routing.candidates)
    EXPECT_EQ(candidate.licence.allowed(), view().people()[candidate.candidate.person].id == person("y.haddad"));
}

TEST_F(MeridianTest, DocumentsCarryNoPersonalData) {
  const std::string reg =
      json::canonical(meridian().bundle.register_document(meridian().checked.provisional_ids).document);
  const std::string policy_text = json::canonical(meridian().bundle.policy_document);
  for (const FirmPerson& one : meridian().bundle.people) {
    for (const std::string* text : {&reg, &policy_text}) {
      EXPECT_EQ(text->find(one.handle + "\""), std::string::npos) << one.handle;
      EXPECT_EQ(text->find(one.name), std::string::npos) << one.name;
    }
  }
}

TEST_F(MeridianTest, EveryPackRuleSaysWhereItComesFrom) {
  for (const json::Value& pack : meridian().bundle.policy_document.find("packs")->as_array()) {
    for (const json::Value& rule : pack.find("rules")->as_array()) {
      EXPECT_FALSE(rule.find("facts")->as_array().empty()) << json::canonical(rule);
      const bool checked = rule.string_or("status", "") == "verified";
      EXPECT_EQ(rule.find("checked_on")->is_string() || !checked, true) << json::canonical(rule);
    }
  }
}

/// The bases of every R04 rule of the packs whose status is verified, as "RULE type: bases", besides the default.
std::vector<std::string> verified_bases(const FirmBundle& firm) {
  std::vector<std::string> out;
  for (const json::Value& pack : firm.policy_document.find("packs")->as_array())
    for (const json::Value& rule : pack.find("rules")->as_array()) {
      if (rule.string_or("shape", "") != "R04" || rule.string_or("status", "") != "verified") continue;
      for (const json::Value& type : rule.find("effect")->find("types")->as_array()) {
        std::string line = std::string(rule.string_or("id", "")) + " " + std::string(type.string_or("id", "")) + ":";
        std::set<std::string> bases;
        for (const json::Value& basis : type.find("bases")->as_array()) bases.insert(basis.as_string());
        for (const std::string& basis : bases) line += " " + basis;
        out.push_back(std::move(line));
      }
    }
  std::sort(out.begin(), out.end());
  return out;
}

// Each line is what the cited fact says; a new basis needs a fact that states it.
TEST_F(MeridianTest, AVerifiedClassificationRestsOnBasesThatItsFactStates) {
  EXPECT_EQ(verified_bases(meridian().bundle), (std::vector<std::string>{
                                                   "ADGM-CLIENT-TYPES market_counterparty: deemed",
                                                   "ADGM-CLIENT-TYPES professional: assessed deemed service_based",
                                                   "ADGM-CLIENT-TYPES retail: default opted_in",
                                                   "AE-CLIENT-TYPES professional_investor: assessed per_se",
                                                   "AE-CLIENT-TYPES retail: default",
                                                   "CH-CLIENT-TYPES institutional: per_se",
                                                   "CH-CLIENT-TYPES professional: opted_out per_se",
                                                   "CH-CLIENT-TYPES retail: default opted_in",
                                                   "DIFC-CLIENT-TYPES market_counterparty: deemed",
                                                   "DIFC-CLIENT-TYPES professional: assessed deemed service_based",
                                                   "DIFC-CLIENT-TYPES retail: default",
                                                   "EU-CLIENT-TYPES eligible_counterparty: per_se",
                                                   "EU-CLIENT-TYPES professional: elective per_se",
                                                   "EU-CLIENT-TYPES retail: default",
                                                   "UK-CLIENT-TYPES eligible_counterparty: per_se",
                                                   "UK-CLIENT-TYPES professional: elective per_se",
                                                   "UK-CLIENT-TYPES retail: default",
                                                   "US-CLIENT-TYPES accredited: assessed",
                                                   "US-CLIENT-TYPES retail: default",
                                               }));
}

/// The example firm with some texts of its file replaced.
struct ChangedFirm {
  explicit ChangedFirm(const std::vector<std::pair<std::string, std::string>>& changes) {
    auto bundle = load_firm(kFirm, kPacks, [&](const std::string& path, yaml::Problems& problems) {
      std::ifstream in(path, std::ios::binary);
      std::ostringstream text;
      text << in.rdbuf();
      std::string out = text.str();
      if (path == kFirm)
        for (const auto& [old, by] : changes) {
          const std::size_t at = out.find(old);
          EXPECT_NE(at, std::string::npos) << old;
          if (at != std::string::npos) out.replace(at, old.size(), by);
        }
      return yaml::parse(out, path, problems);
    });
    if (!bundle) throw std::runtime_error(bundle.error().to_string());
    auto compiled = check_firm(*bundle);
    if (!compiled) throw std::runtime_error(compiled.error().to_string());
    checked = std::move(*compiled);
  }
  /// Reasons against this person for a client of this place.
  std::set<std::string> against(const std::string& place, const std::string& handle, const std::string& team) const {
    const domain::Policy& policy = *checked.policy;
    const auto symbol = [&](std::string_view code) { return policy.symbols().find(code); };
    domain::Evidence evidence;
    evidence.kind = symbol("address");
    evidence.place = symbol(place);
    evidence.place_text = place;
    evidence.observed = from_ymd(2026, 11, 22);
    const Instant at = *parse_instant("2026-11-25T10:00:00Z");
    LeadFacts facts;
    facts.jurisdictions = domain::tag(policy, {evidence}, at).jurisdictions;
    facts.product = symbol("brokerage");
    facts.screened = domain::Screened::kClear;
    facts.lawful_basis = true;
    facts.market = domain::market_of(policy, facts).market;
    const domain::Candidate candidate{checked.view->person_index(checked.provisional_ids.at(handle)).value(),
                                      checked.view->team_index(std::string_view(team)).value()};
    const domain::Decision decision = domain::authorise(policy, *checked.view, facts, candidate, at).decision();
    std::set<std::string> out;
    for (const auto& reason : decision.reasons)
      out.emplace(reason.engine_code == ReasonCode::kRule ? policy.symbols().text(reason.code)
                                                          : domain::reason_name(reason.engine_code));
    return out;
  }
  CheckedFirm checked;
};

using Against = std::set<std::string>;

TEST(MeridianChanged, OneDocumentedEnquiryOpensNoJurisdiction) {
  const std::pair<std::string, std::string> licence = {
      "    licences:\n      - {id: difc-dfsa,",
      "    exemptions:\n      - {id: ae-one, pack: AE, from: 2021-09-12, "
      "reference: One enquiry, evidence: Their letter}\n"
      "    licences:\n      - {id: difc-dfsa,"};
  const std::pair<std::string, std::string> desk = {"entity: mer-difc, markets: [difc], rule",
                                                    "entity: mer-difc, markets: [difc, uae-onshore], rule"};
  const Against against = ChangedFirm({licence, desk}).against("AE-DU", "y.haddad", "difc-desk");
  EXPECT_TRUE(against.contains("NO_ONSHORE_PROMOTION_LICENCE"));
}

TEST(MeridianChanged, TheOnshoreLicenceCountsOnlyOnceItsRuleIsConfirmed) {
  const ChangedFirm firm(
      {{"    licences:\n      - {id: difc-dfsa,",
        "    licences:\n      - {id: ae-cma, pack: AE, from: 2021-09-12, reference: Invented}\n      - {id: "
        "difc-dfsa,"},
       {"entity: mer-difc, markets: [difc], rule", "entity: mer-difc, markets: [difc, uae-onshore], rule"}});
  EXPECT_EQ(firm.against("AE-DU", "y.haddad", "difc-desk"), Against{"RULE_UNCONFIRMED"});
}

TEST(MeridianChanged, ASwissInstitutionServesNobodyOnAnExemption) {
  const std::string licence =
      "    licences:\n      - {id: ch-finma, pack: CH, from: 2020-03-01, reference: Securities firm (invented)}";
  const std::string exemption =
      "    exemptions:\n      - {id: ch-none, pack: CH, from: 2020-03-01, reference: None, evidence: Cross-border "
      "only}";
  EXPECT_EQ(ChangedFirm({}).against("CH", "l.bianchi", "ch-desk"), Against{});
  EXPECT_EQ(ChangedFirm({{licence, exemption}}).against("CH", "l.bianchi", "ch-desk"), Against{"NO_SWISS_LICENCE"});
  // A foreign one may, and then its advisers are in the register, each of them.
  const std::pair<std::string, std::string> abroad = {"name: Meridian Switzerland AG\n    home: CH",
                                                      "name: Meridian Switzerland AG\n    home: LI"};
  EXPECT_EQ(ChangedFirm({{licence, exemption}, abroad}).against("CH", "l.bianchi", "ch-desk"), Against{});
  const std::pair<std::string, std::string> unregistered = {
      "      - {pack: CH, from: 2020-03-01, reference: Adviser register (invented)}",
      "      - {pack: CH, to: 2020-03-01, reference: Adviser register (invented)}"};
  EXPECT_TRUE(ChangedFirm({{licence, exemption}, abroad, unregistered})
                  .against("CH", "l.bianchi", "ch-desk")
                  .contains("ADVISER_NOT_REGISTERED"));
}

TEST_F(MeridianTest, ConfirmationsSayThatTheyAreInvented) {
  ASSERT_FALSE(meridian().bundle.confirmations.empty());
  for (const ConfirmationSeed& one : meridian().bundle.confirmations) {
    EXPECT_TRUE(one.invented);
    EXPECT_NE(one.opinion.find("Invented"), std::string::npos);
  }
}

TEST_F(MeridianTest, SummaryAndRuleReadWell) {
  const std::string summary = render_policy_summary(policy());
  EXPECT_NE(summary.find("Policy of Meridian Group (invented)"), std::string::npos) << summary;
  EXPECT_NE(summary.find("takes leads in US, institutional, proven by a classification"), std::string::npos) << summary;
  const json::Value* rule = find_rule(policy(), "UK-LICENCE");
  ASSERT_NE(rule, nullptr);
  const std::string text = render_rule(*rule, policy().rules()[*policy().rule_index("UK-LICENCE")].digest);
  for (const char* part :
       {"status    verified, checked on 2026-11-22", "FSMA 2000 ss.19", "https://legislation.gov.uk", "UK-02"})
    EXPECT_NE(text.find(part), std::string::npos) << text;
  EXPECT_EQ(find_rule(policy(), "UK-NOTHING"), nullptr);
}

}  // namespace
}  // namespace licet::app
