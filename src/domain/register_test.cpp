#include "domain/register.h"

#include <gtest/gtest.h>

#include <functional>

#include "domain/domain_test_support.h"

namespace licet::domain {
namespace {

using test::at;
using test::doc;
using test::Firm;
using test::record;

/// What check_register finds after a change, one a line; the same without the checks that need both documents must
/// compile or not.
std::string problems(const std::function<void(Firm&)>& change) {
  Firm firm;
  change(firm);
  firm.policy = *Policy::compile(firm.policy_document);
  std::string out;
  for (const Error& error : check_register(firm.policy, test::register_of(firm.records)))
    out += error.to_string() + "\n";
  return out;
}

std::string with(const char* key, const char* member, const char* value) {
  return problems([&](Firm& firm) { firm.at_key(key)[member] = doc(value); });
}

TEST(Register, TheSmallFirmIsSound) {
  EXPECT_EQ(problems([](Firm&) {}), "");
  const Firm firm = Firm().ready();
  EXPECT_EQ(firm.view.people().size(), 5U);
  EXPECT_TRUE(std::is_sorted(firm.view.people().begin(), firm.view.people().end(),
                             [](const auto& a, const auto& b) { return a.id < b.id; }));
  EXPECT_EQ(firm.view.person_index(test::person(3)), 2U);
  EXPECT_FALSE(firm.view.person_index(test::person(77)).has_value());
  EXPECT_EQ(firm.view.team_index(firm.symbol("us-desk")), firm.view.team_index(std::string_view("us-desk")));
  EXPECT_FALSE(firm.view.team_index(Symbol::kUnknownCode).has_value());
  EXPECT_EQ(firm.view.teams_of(*firm.view.person_index(test::person(4))).size(), 1U);
}

TEST(Register, TheDigestCoversDocumentAndConfirmations) {
  Firm firm;
  const crypto::Digest plain = firm.ready().view.digest();
  EXPECT_EQ(firm.ready().view.digest(), plain);
  firm.confirmations = {{"UK-LICENCE", {}, at("2026-07-01T00:00:00Z")}, {"US-LICENCE", {}, at("2026-07-01T00:00:00Z")}};
  const crypto::Digest confirmed = firm.ready().view.digest();
  EXPECT_NE(confirmed, plain);
  std::swap(firm.confirmations[0], firm.confirmations[1]);
  EXPECT_EQ(firm.ready().view.digest(), confirmed) << "their order says nothing";
  firm.confirmations[0].until.us += 1;
  EXPECT_NE(firm.ready().view.digest(), confirmed);
  firm.confirmations.clear();
  firm.at_key("p.1")["weight"] = 2;
  EXPECT_NE(firm.ready().view.digest(), plain);
}

TEST(Register, TheLatestConfirmationOfARuleCounts) {
  Firm firm;
  firm.ready();
  const std::uint32_t rule = *firm.policy.rule_index("UK-LICENCE");
  const crypto::Digest digest = firm.policy.rules()[rule].digest;
  firm.confirmations = {{"UK-LICENCE", digest, at("2026-07-01T00:00:00Z")},
                        {"UK-LICENCE", digest, at("2026-06-01T00:00:00Z")},
                        {"NO-SUCH-RULE", digest, at("2027-01-01T00:00:00Z")}};
  firm.ready();
  EXPECT_TRUE(firm.view.confirmed(rule, at("2026-06-15T00:00:00Z")));
  EXPECT_FALSE(firm.view.confirmed(rule, at("2026-07-01T00:00:00Z")));
  EXPECT_FALSE(firm.view.confirmed(kNoRule, at("2026-06-15T00:00:00Z")));
}

TEST(RegisterProblems, NameTheRecordAndSayWhatToDo) {
  EXPECT_EQ(with("l.uk", "to", R"("2026-02-30")"), "records[l.uk].to: '2026-02-30' names a day that does not exist\n");
  EXPECT_EQ(
      problems([](Firm& firm) { test::merge(firm.at_key("l.uk"), R"({"from":"2026-02-02","to":"2026-02-01"})"); }),
      "records[l.uk].to: the record ends before it starts\n");
  EXPECT_EQ(with("l.uk", "entity", R"("e.gone")").substr(0, 75),
            "records[l.uk].entity: there is no entity 'e.gone' in the register\nrecords[u");
  EXPECT_EQ(with("m.uk-desk.1", "team", R"("gone")"),
            "records[m.uk-desk.1].team: there is no team 'gone' in the register\n");
  EXPECT_EQ(with("r.4", "person", ("\"" + test::person_id(99) + "\"").c_str()),
            "records[r.4].person: there is no person of this id in the register\n");
  EXPECT_EQ(with("p.1", "person", R"("pers_1")").substr(0, 71),
            "records[p.1].person: must be the id of a person, pers_...\nrecords[m.uk-");
  EXPECT_NE(with("p.2", "person", ("\"" + test::person_id(1) + "\"").c_str()).find("a second person record"),
            std::string::npos);
  EXPECT_NE(with("p.1", "zone", R"("Mars/Base")").find("not among the policy's zones"), std::string::npos);
  EXPECT_NE(with("p.1", "hours", R"({"mon":["9-17"]})").find("hours of a day like 09:00-17:30"), std::string::npos);
  EXPECT_NE(with("p.1", "hours", R"({"mon":["17:00-09:00"]})").find("hours of a day"), std::string::npos);
  EXPECT_NE(with("p.1", "hours", R"({"mon":["09:00-24:01"]})").find("hours of a day"), std::string::npos);
  EXPECT_NE(with("p.1", "hours", R"({"monday":[]})").find("unknown member 'monday'"), std::string::npos);
  EXPECT_NE(with("p.1", "weight", "0").find("from 1 to 1000"), std::string::npos);
  EXPECT_EQ(with("p.1", "weight", "1000"), "");
  EXPECT_NE(with("p.1", "weight", "1001").find("from 1 to 1000"), std::string::npos);
  EXPECT_NE(with("p.1", "languages", R"(["english"])").find("ISO 639-1"), std::string::npos);
  EXPECT_NE(with("uk-desk", "rule", R"("lottery")").find("must be one of 'round_robin', 'weighted', 'least_loaded'"),
            std::string::npos);
  EXPECT_NE(with("l.uk", "status", R"("lapsed")").find("must be one of 'active', 'suspended', 'ended'"),
            std::string::npos);
  EXPECT_NE(with("l.uk", "kind", R"("wish")").find("must be one of 'entity'"), std::string::npos);
}

TEST(RegisterProblems, LeaveNeedsItsDays) {
  EXPECT_NE(problems([](Firm& firm) {
              firm.records.push_back(
                  record("v.1", "leave", R"({"from":"2026-01-01","to":null,"person":")" + test::person_id(1) + "\"}"));
            }).find("first and its last day"),
            std::string::npos);
}

TEST(RegisterProblems, RecordsAreSortedByKeyEachOnce) {
  Firm firm;
  firm.ready();
  json::Value document = test::register_of(firm.records);
  std::swap(document.as_object()["records"].as_array()[0], document.as_object()["records"].as_array()[1]);
  EXPECT_NE(check_register(firm.policy, document).at(0).text.find("sorted by key"), std::string::npos);
  firm.records.push_back(firm.records.back());
  EXPECT_NE(check_register(firm.policy, test::register_of(firm.records)).at(0).text.find("each once"),
            std::string::npos);
}

TEST(RegisterProblems, CodesMustBeThePolicys) {
  EXPECT_NE(with("l.uk", "pack", R"("ZZ")").find("there is no pack 'ZZ' in the policy"), std::string::npos);
  EXPECT_NE(with("l.uk", "places", R"(["ZZ"])").find("no pack of the policy lists the place 'ZZ'"), std::string::npos);
  EXPECT_NE(with("l.uk", "products", R"(["bond"])").find("'bond' is none of the policy's products"), std::string::npos);
  EXPECT_NE(with("l.uk", "client_types", R"(["retial"])").find("'retial' is none of the policy's client_types"),
            std::string::npos);
  EXPECT_NE(with("uk-desk", "markets", R"(["moon"])").find("there is no market 'moon' in the policy"),
            std::string::npos);
}

TEST(RegisterProblems, EveryMarketOfATeamMustBeLicensed) {
  const std::string gulf = with("uk-desk", "markets", R"(["uk","gulf"])");
  EXPECT_NE(gulf.find("records[uk-desk].markets[1]: the market 'gulf' takes leads in AE, and the team's entity 'e.uk' "
                      "holds no active "
                      "licence, passport or exemption there"),
            std::string::npos)
      << gulf;
  EXPECT_NE(gulf.find("in DIFC,"), std::string::npos);
  EXPECT_NE(problems([](Firm& firm) { firm.drop("l.us-ny"); }).find("takes leads in US-NY:US-NY"), std::string::npos)
      << "a team that serves 'us' serves 'ny' below it";
  EXPECT_NE(with("l.uk", "status", R"("suspended")").find("the market 'uk' takes leads in UK"), std::string::npos);
  EXPECT_NE(with("l.us-ny", "places", R"(["GB"])").find("takes leads in US-NY:US-NY"), std::string::npos);
}

TEST(RegisterProblems, ARoutingRulesTeamMustExist) {
  EXPECT_NE(problems([](Firm& firm) {
              firm.top("routing").as_array()[0].as_object()["teams"] = json::Array{"ghosts"};
            }).find("the routing rule 'uk' names the team 'ghosts', which is not in the register"),
            std::string::npos);
}

TEST(RegisterProblems, NoRecordOfAnyFormCrashes) {
  const Firm sound = Firm().ready();
  const char* values[] = {"null", "1", "\"x\"", "[]", "{}", "[1]", "[{}]", "true", "\"2026-01-01\""};
  for (const json::Value& one : sound.records)
    for (const auto& [member, was] : one.as_object())
      for (const char* value : values)
        (void)problems([&](Firm& firm) { firm.at_key(one.string_or("key", ""))[member] = doc(value); });
  for (const char* value : values) {
    EXPECT_FALSE(check_register(sound.policy, doc(value)).empty());
    EXPECT_FALSE(
        check_register(sound.policy, json::Object{{"schema", "licet.register/1"}, {"records", json::Array{doc(value)}}})
            .empty());
  }
}

TEST(Register, AMarketForWhichNothingIsInForceIsNamed) {
  const auto idle = [](const char* member, const char* value, const char* on) {
    Firm firm;
    firm.at_key("l.uk")[member] = doc(value);
    firm.ready();
    std::string out;
    for (const Error& error : idle_markets(firm.policy, test::register_of(firm.records), *parse_date(on)))
      out += error.to_string() + "\n";
    return out;
  };
  EXPECT_EQ(idle("to", "\"2026-12-31\"", "2026-12-31"), "");
  EXPECT_NE(idle("to", "\"2026-12-31\"", "2027-01-01").find("in force on 2027-01-01"), std::string::npos);
  EXPECT_NE(idle("from", "\"2031-01-01\"", "2026-12-31").find("look at the dates"), std::string::npos);
  EXPECT_EQ(idle("from", "\"2031-01-01\"", "2031-01-01"), "");
}

}  // namespace
}  // namespace licet::domain
