// The golden corpus: decisions of each engine with their inputs, compared byte for byte. A difference means that the
// engine behaves differently: raise domain::kEngine and write a new corpus beside the old one. LICET_WRITE_GOLDEN=1
// writes the corpus of this engine.
//
// A file is {"cases":[{"name","record"}...],"confirmations":[...],"policy":{...},"register":{...}}; each record is a
// decision with the inputs it was taken on, which `decide_again` takes again.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "domain/decision_json.h"
#include "domain/domain_test_support.h"

namespace licet::domain {
namespace {

using test::at;
using test::doc;
using test::Firm;
using test::record;
using test::rule;

const std::string kFolder = std::string(LICET_SOURCE_DIR) + "/tests/golden/engine" + std::to_string(kEngine);
constexpr const char* kNoon = "2026-06-01T12:00:00Z";

bool writing() {
  const char* text = std::getenv("LICET_WRITE_GOLDEN");
  return text != nullptr && std::string_view(text) == "1";
}

/// One firm and the decisions taken in it.
class Scenario {
 public:
  Scenario(std::string name, Firm firm) : name_(std::move(name)), firm_(std::move(firm)) { firm_.ready(); }

  const Firm& firm() const { return firm_; }

  void authorise(const char* name, const LeadFacts& lead, std::uint8_t person, const char* team,
                 const char* when = kNoon) {
    const Candidate candidate = firm_.candidate(person, team);
    const Authorisation answer = domain::authorise(firm_.policy, firm_.view, lead, candidate, at(when));
    add(name, authorise_record(firm_.policy, firm_.view, lead, candidate, answer.decision(), at(when)));
  }
  void route(const char* name, const LeadFacts& lead, const RotationState& rotation = {}, const char* when = kNoon) {
    const Routing routing = domain::route(firm_.policy, firm_.view, lead, rotation, at(when));
    add(name, routing_record(firm_.policy, firm_.view, lead, rotation, routing, at(when)));
  }
  void tag(const char* name, std::initializer_list<std::array<const char*, 3>> items, const char* when = kNoon) {
    std::vector<Evidence> evidence;
    for (const auto& [kind, place, observed] : items) {
      const Symbol code = firm_.symbol(place);
      evidence.push_back({firm_.symbol(kind), firm_.policy.place(code) == nullptr ? Symbol::kUnknownCode : code,
                          *parse_date(observed), place});
    }
    add(name, tag_record(firm_.policy, evidence, domain::tag(firm_.policy, evidence, at(when)), at(when)));
  }

  void write() const {
    json::Array confirmations;
    for (const Confirmation& one : firm_.confirmations)
      confirmations.emplace_back(json::Array{one.rule_id, crypto::digest_text(one.rule_digest), one.until.us});
    const json::Object file{{"cases", cases_},
                            {"confirmations", std::move(confirmations)},
                            {"policy", firm_.policy_document},
                            {"register", test::register_of(firm_.records)}};
    std::filesystem::create_directories(kFolder);
    std::ofstream(kFolder + "/" + name_ + ".json", std::ios::binary) << json::canonical(file) << '\n';
  }

 private:
  void add(const char* name, json::Value record) {
    cases_.push_back(json::Object{{"name", name}, {"record", std::move(record)}});
  }

  std::string name_;
  Firm firm_;
  json::Array cases_;
};

Scenario people() {
  Firm firm;
  firm.at_key("p.2")["status"] = "ended";
  firm.at_key("m.us-desk.5")["to"] = "2026-05-31";
  firm.at_key("uk-reserve")["status"] = "suspended";
  firm.records.push_back(record("e.old", "entity", R"({"name":"Old","home":"GB","to":"2026-05-31"})"));
  firm.records.push_back(test::person_record("p.6", 6, "e.old", "Europe/London"));
  firm.records.push_back(test::member_record("uk-desk", 6));
  Scenario s("people", std::move(firm));
  const LeadFacts uk = s.firm().lead("GB"), ny = s.firm().lead("US-NY");
  s.authorise("allowed", uk, 1, "uk-desk");
  s.authorise("allowed in a nested jurisdiction", ny, 4, "us-desk");
  s.authorise("person ended", uk, 2, "uk-desk");
  s.authorise("team suspended", uk, 3, "uk-reserve");
  s.authorise("membership over, no registration", ny, 5, "us-desk");
  s.authorise("entity ended", uk, 6, "uk-desk");
  s.authorise("not a member", uk, 4, "uk-desk");
  s.authorise("team of another market", uk, 4, "us-desk");
  s.authorise("nobody", uk, 99, "uk-desk");
  s.authorise("no team", uk, 1, "no-team");
  s.authorise("moment outside the zone data", uk, 1, "uk-desk", "2029-01-01T00:00:00Z");
  return s;
}

Scenario lead_itself() {
  Scenario s("lead", Firm());
  const Firm& firm = s.firm();
  const auto with = [&](const char* name, auto change) {
    LeadFacts lead = firm.lead("GB");
    change(lead);
    s.authorise(name, lead, 1, "uk-desk");
    s.route(name, lead);
  };
  with("nothing against it", [](LeadFacts&) {});
  with("not screened", [](LeadFacts& l) { l.screened = Screened::kNot; });
  with("stale list", [](LeadFacts& l) { l.screened = Screened::kStale; });
  with("screening hit", [](LeadFacts& l) { l.screened = Screened::kHit; });
  with("no lawful basis", [](LeadFacts& l) { l.lawful_basis = false; });
  with("possible duplicate", [](LeadFacts& l) { l.open_duplicate = true; });
  with("contradicted by its source", [](LeadFacts& l) { l.contradicted = true; });
  with("erased", [](LeadFacts& l) { l.erased = true; });
  with("refused by a reviewer", [](LeadFacts& l) { l.refused = true; });
  with("no jurisdiction", [](LeadFacts& l) { l.jurisdictions.clear(); });
  with("a pair no pack has", [&](LeadFacts& l) {
    l.jurisdictions.push_back({Symbol::kUnknownCode, Symbol::kUnknownCode});
  });
  with("two markets", [&](LeadFacts& l) { l.jurisdictions.push_back({firm.symbol("AE"), firm.symbol("AE")}); });
  with("a set that lacks a pair", [&](LeadFacts& l) {
    l.jurisdictions.clear();
    l.jurisdictions.push_back({firm.symbol("US-NY"), firm.symbol("US-NY")});
  });
  with("everything at once", [](LeadFacts& l) {
    l = LeadFacts();
    l.open_duplicate = l.erased = true;
    l.screened = Screened::kHit;
  });
  return s;
}

Scenario rules() {
  Firm firm;
  firm.top("packs").as_array()[0].as_object()["rules"] =
      json::Array{rule("AE-LICENCE", "R03", "NO_AE_LICENCE", R"({"kinds":["licence"]})", R"({"status":"unverified"})")};
  firm.records.push_back(
      record("l.ae", "licence", R"({"entity":"e.uk","pack":"AE","client_types":["retail","professional"]})"));
  firm.at_key("uk-desk")["markets"] = doc(R"(["gulf","uk"])");
  firm.at_key("l.uk")["products"] = doc(R"(["bonds"])");
  firm.add_rule("UK", rule("UK-RETAIL-FUNDS", "R23", "FUNDS_NOT_FOR_RETAIL", R"({"verdict":"BLOCK"})",
                           R"({"applies_to":{"client_type":["retail"],"product":["funds"]}})"));
  firm.add_rule(
      "UK", rule("UK-LISTS", "R28", "BOUGHT_LIST", R"({"verdict":"REVIEW"})", R"({"applies_to":{"source":["list"]}})"));
  firm.add_rule(
      "UK",
      rule(
          "UK-SUMMER", "R23", "SUMMER_ONLY", R"({"verdict":"NEEDS"})",
          R"({"valid_from":"2026-07-01","valid_to":"2026-07-31","applies_to":{"not":{"client_type":["institutional"]}}})"));
  firm.top("house_rules")
      .as_array()
      .push_back(rule("HOUSE-PRO", "R23", "PRO_LOOKED_AT", R"({"verdict":"REVIEW"})",
                      R"({"status":"house","packs":["*"],"applies_to":{"client_type":["professional"]}})"));
  Scenario s("rules", std::move(firm));
  const Firm& f = s.firm();
  LeadFacts lead = f.lead("GB");
  s.authorise("product missing", lead, 1, "uk-desk");
  lead.product = f.symbol("bonds");
  s.authorise("product covered", lead, 1, "uk-desk");
  lead.product = f.symbol("funds");
  s.authorise("product banned and not covered", lead, 1, "uk-desk");
  lead.product = Symbol::kUnknownCode;
  s.authorise("product unknown", lead, 1, "uk-desk");
  lead.product = f.symbol("bonds");
  lead.source = f.symbol("list");
  s.authorise("a source to look at", lead, 1, "uk-desk");
  lead.source = Symbol::kNone;
  s.authorise("no source", lead, 1, "uk-desk");
  lead.source = f.symbol("website");
  s.authorise("last microsecond before a rule", lead, 1, "uk-desk", "2026-06-30T22:59:59.999999Z");
  s.authorise("first moment of a rule", lead, 1, "uk-desk", "2026-06-30T23:00:00Z");
  s.authorise("last microsecond of a rule", lead, 1, "uk-desk", "2026-07-31T22:59:59.999999Z");
  s.authorise("first moment after a rule", lead, 1, "uk-desk", "2026-07-31T23:00:00Z");
  for (const Basis basis : {Basis::kUnknown, Basis::kClaimed, Basis::kClassified}) {
    lead.client_type = f.symbol("professional");
    lead.client_type_basis = basis;
    s.authorise("professional on each basis", lead, 1, "uk-desk");
  }
  const auto judged = [&](const char* name, std::initializer_list<const char*> ids) {
    lead.settled.clear();
    for (const char* id : ids) lead.settled.push_back(f.policy.rules()[*f.policy.rule_index(id)].digest);
    s.authorise(name, lead, 1, "uk-desk");
    s.route(name, lead);
  };
  lead.source = f.symbol("list");
  judged("one of two rules judged", {"HOUSE-PRO"});
  judged("both rules judged", {"HOUSE-PRO", "UK-LISTS"});
  lead.product = f.symbol("funds");
  lead.client_type_basis = Basis::kUnknown;
  judged("nobody judges away what forbids", {"HOUSE-PRO", "UK-LISTS", "UK-RETAIL-FUNDS"});
  LeadFacts gulf = f.lead("AE-DU");
  s.authorise("unconfirmed rule", gulf, 1, "uk-desk");
  s.route("no route for the market", gulf);
  s.authorise("no permitting rule", f.lead("AE-DIFC"), 1, "uk-desk");
  return s;
}

Scenario confirmed() {
  Firm firm;
  firm.rule_of("UK", "UK-LICENCE").as_object()["status"] = "unverified";
  firm.rule_of("US", "US-LICENCE").as_object()["status"] = "unverified";
  firm.ready();
  const auto digest = [&](const char* id) { return firm.policy.rules()[*firm.policy.rule_index(id)].digest; };
  firm.confirmations = {{"UK-LICENCE", digest("UK-LICENCE"), at("2026-07-01T00:00:00Z")},
                        {"US-LICENCE", digest("UK-LICENCE"), at("2026-07-01T00:00:00Z")}};
  Scenario s("confirmed", std::move(firm));
  s.authorise("confirmed", s.firm().lead("GB"), 1, "uk-desk");
  s.authorise("last microsecond", s.firm().lead("GB"), 1, "uk-desk", "2026-06-30T23:59:59.999999Z");
  s.authorise("ended", s.firm().lead("GB"), 1, "uk-desk", "2026-07-01T00:00:00Z");
  s.authorise("another text", s.firm().lead("US-NY"), 4, "us-desk");
  s.route("unconfirmed", s.firm().lead("US-NY"));
  return s;
}

Scenario calendar_year() {
  Firm firm;
  firm.rule_of("UK", "UK-LICENCE").as_object()["effect"].as_object()["ends"] = "calendar_year";
  firm.at_key("l.uk")["from"] = "2026-01-01";
  Scenario s("calendar_year", std::move(firm));
  s.authorise("in its year", s.firm().lead("GB"), 1, "uk-desk");
  s.authorise("last microsecond of its year", s.firm().lead("GB"), 1, "uk-desk", "2026-12-31T23:59:59.999999Z");
  s.authorise("after its year", s.firm().lead("GB"), 1, "uk-desk", "2027-01-01T00:00:00Z");
  return s;
}

Scenario routing() {
  Firm firm;
  firm.at_key("us-desk")["languages_required"] = true;
  firm.at_key("p.4")["languages"] = doc(R"(["en"])");
  firm.at_key("l.uk")["to"] = "2026-12-31";
  firm.at_key("p.1")["ceiling"] = 2;
  firm.at_key("p.2")["hours"] = doc(R"({"mon":["09:00-17:30"]})");
  firm.at_key("p.3")["availability"] = "paused";
  firm.records.push_back(
      record("v.1", "leave", R"({"from":"2026-06-03","to":"2026-06-03","person":")" + test::person_id(1) + "\"}"));
  Scenario s("routing", std::move(firm));
  const Firm& f = s.firm();
  const LeadFacts uk = f.lead("GB");
  LeadFacts ny = f.lead("US-NY");
  RotationState rotation;
  s.route("first turn", uk);
  rotation.last["uk-desk"] = test::person(1);
  s.route("next turn", uk, rotation);
  rotation.sticky = test::person(1);
  s.route("sticky owner", uk, rotation);
  rotation = {};
  rotation.open_leads[test::person(1)] = 2;
  s.route("ceiling reached", uk, rotation);
  s.route("nobody available", uk, rotation, "2026-06-01T20:00:00Z");
  s.route("on leave", uk, {}, "2026-06-03T12:00:00Z");
  s.route("registered person only", ny);
  ny.language = f.symbol("es");
  s.route("language nobody licensed speaks", ny);
  ny.language = f.symbol("en");
  s.route("language spoken", ny);
  ny.client_type = f.symbol("institutional");
  ny.client_type_basis = Basis::kClaimed;
  s.route("institutional claimed", ny);
  ny.client_type_basis = Basis::kClassified;
  s.route("institutional classified", ny);
  s.route("nobody licensed any more", uk, {}, "2027-01-01T12:00:00Z");
  s.route("moment outside the zone data", uk, {}, "2029-01-01T00:00:00Z");
  return s;
}

Scenario tagging() {
  Scenario s("tagging", Firm());
  s.tag("nothing", {});
  s.tag("address", {{"address", "GB", "2026-05-01"}});
  s.tag("kyc residence", {{"kyc", "US-NY", "2026-05-01"}});
  s.tag("intent", {{"intent", "AE-DU", "2026-05-01"}});
  s.tag("intent beside an address", {{"intent", "AE-DU", "2026-05-01"}, {"address", "GB", "2026-05-01"}});
  s.tag("contradictory", {{"address", "GB", "2026-05-01"}, {"kyc", "US-NY", "2026-05-01"}});
  s.tag("nested", {{"address", "US-NY", "2026-05-01"}, {"kyc", "US", "2026-05-01"}});
  s.tag("resident met in a zone", {{"address", "AE-DU", "2026-05-01"}, {"meeting", "AE-DIFC", "2026-05-01"}});
  s.tag("zone", {{"address", "AE-DIFC", "2026-05-01"}});
  s.tag("zone and its country", {{"address", "AE-DIFC", "2026-05-01"}, {"kyc", "AE", "2026-05-01"}});
  s.tag("zone, met in its country", {{"address", "AE-DIFC", "2026-05-01"}, {"meeting", "AE", "2026-05-01"}});
  s.tag("state missing", {{"address", "US", "2026-05-01"}});
  s.tag("no pack", {{"address", "KY", "2026-05-01"}});
  s.tag("low confidence", {{"intent", "GB", "2026-05-01"}, {"phone", "AE", "2026-05-01"}});
  s.tag("stale", {{"address", "GB", "2025-05-31"}});
  s.tag("unknown kind", {{"horoscope", "GB", "2026-05-01"}});
  return s;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

/// Every reason code and outcome that the records of a file mention.
void note_codes(const json::Value& record, std::set<std::string>& codes, std::set<std::string>& outcomes) {
  if (const json::Value* reasons = record.find("reasons"))
    for (const json::Value& reason : reasons->as_array()) codes.emplace(reason.string_or("code", ""));
  if (record.find("problem") != nullptr) codes.emplace(record.string_or("problem", ""));
  if (record.string_or("outcome", "") == "no_route") codes.insert("NO_ROUTE");
  outcomes.emplace(record.string_or("outcome", record.string_or("verdict", "")));
}

TEST(GoldenDecisions, AreTakenAgainByteForByte) {
  if (writing())
    for (const Scenario& scenario :
         {people(), lead_itself(), rules(), confirmed(), calendar_year(), routing(), tagging()})
      scenario.write();
  std::set<std::string> codes, outcomes;
  std::size_t decisions = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    SCOPED_TRACE(entry.path().filename().string());
    const auto file = json::parse(bytes_of(entry.path()), {json::Profile::kEntry, 24, std::size_t{64} << 20U});
    ASSERT_TRUE(file) << file.error().to_string();
    const auto policy = Policy::compile(*file->find("policy"));
    ASSERT_TRUE(policy) << policy.error().to_string();
    std::vector<Confirmation> confirmations;
    for (const json::Value& one : file->find("confirmations")->as_array())
      confirmations.push_back({one.as_array()[0].as_string(), *crypto::parse_digest_text(one.as_array()[1].as_string()),
                               Instant{one.as_array()[2].as_int()}});
    const auto view = RegisterView::compile(*policy, *file->find("register"), confirmations);
    ASSERT_TRUE(view) << view.error().to_string();
    for (const json::Value& one : file->find("cases")->as_array()) {
      const json::Value& recorded = *one.find("record");
      const auto again = decide_again(*policy, *view, recorded);
      ASSERT_TRUE(again) << one.string_or("name", "") << ": " << again.error().to_string();
      EXPECT_EQ(json::canonical(*again), json::canonical(recorded)) << one.string_or("name", "");
      note_codes(recorded, codes, outcomes);
      ++decisions;
    }
  }
  EXPECT_GT(decisions, 80U);
  for (std::size_t i = 1; i < kReasonCodes; ++i)
    EXPECT_EQ(codes.count(std::string(reason_name(static_cast<ReasonCode>(i)))), 1U)
        << "no golden decision has the reason " << reason_name(static_cast<ReasonCode>(i));
  for (const char* outcome : {"ALLOW", "NEEDS", "REVIEW", "BLOCK", "assigned", "nobody_licensed", "nobody_available",
                              "unconfirmed", "no_route", "no_market", "held"})
    EXPECT_EQ(outcomes.count(outcome), 1U) << outcome;
}

TEST(GoldenDecisions, AChangedFactIsNoticed) {
  const auto file =
      json::parse(bytes_of(kFolder + "/people.json"), {json::Profile::kEntry, 24, std::size_t{64} << 20U});
  ASSERT_TRUE(file);
  const auto policy = Policy::compile(*file->find("policy"));
  const auto view = RegisterView::compile(*policy, *file->find("register"), {});
  json::Value recorded = *file->find("cases")->as_array()[0].find("record");
  recorded.as_object()["lead"].as_object()["erased"] = true;
  EXPECT_NE(json::canonical(*decide_again(*policy, *view, recorded)), json::canonical(recorded));
}

}  // namespace
}  // namespace licet::domain
