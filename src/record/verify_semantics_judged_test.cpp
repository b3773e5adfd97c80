// Level 4, the rules about what two people judged for one lead: it rests on their case, and on the facts they looked
// at.
#include <gtest/gtest.h>

#include "record/event_make.h"
#include "record/test_script.h"

namespace licet::record {
namespace {

using testing::Codes;
using testing::digest_of;
using testing::routed_to;
using testing::SampleIds;
using testing::Script;

const SettledRules kRules = {{"GB-LOOK", digest_of("rule")}};

/// The lead of a script: retail, asks for fx, of GB.
json::Value as_it_is() { return judged_facts_json({"GB:GB", "retail", "fx", false}); }

/// What a second person approves: the rules by name, and what was seen of them.
json::Object settles(const std::string& named, const SettledRules& seen = kRules,
                     const json::Value& about = as_it_is()) {
  return {{"rule", named}, {"rules_seen", judgement_digest(seen, about)}};
}

/// A case on the lead whose decision is `decided`, and its approval in a body that goes on with the event.
Script& approved(Script& script, json::Object decided, bool waits = true, bool author_approves = false,
                 const char* outcome = "release") {
  const SampleIds& ids = script.ids;
  script.body(case_opened(ids.review, ids.lead, "uk", {"rule_review"}, script.now()));
  script.command("review claim", ids.author).add(case_claimed(ids.review, ids.author)).done();
  script.propose(case_decided(ids.review, outcome, std::move(decided), ids.author, waits));
  const PersonId& second = author_approves ? ids.author : ids.approver;
  script.command("review approve", second);
  if (waits) script.add(case_approved(ids.review, second, true, script.proposal));
  return script;
}

Codes settled(json::Object decided, const SettledRules& rules, const json::Value& about, bool waits = true,
              bool author_approves = false, const char* outcome = "release") {
  Script script;
  const SampleIds& ids = script.ids;
  const PersonId& second = author_approves ? ids.author : ids.approver;
  approved(script, std::move(decided), waits, author_approves, outcome)
      .add(rules_settled(ids.lead, rules, about, ids.author, second))
      .done();
  return script.codes();
}

TEST(SemanticsOfJudgements, RestOnACaseThatASecondPersonApproved) {
  EXPECT_EQ(settled(settles("GB-LOOK"), kRules, as_it_is()), Codes());
  const Codes alone = {"lifted_alone"};
  EXPECT_EQ(settled(settles("GB-OTHER"), kRules, as_it_is()), alone) << "another rule than approved";
  EXPECT_EQ(settled(json::Object{{"rule", "GB-LOOK"}}, kRules, as_it_is()), alone) << "nothing was seen of it";
  const SettledRules other_text = {{"GB-LOOK", digest_of("another text")}};
  EXPECT_EQ(settled(settles("GB-LOOK"), other_text, as_it_is()), alone) << "its name with another text";
  SettledRules more = kRules;
  more.emplace("GB-MORE", digest_of("more"));
  EXPECT_EQ(settled(settles("GB-LOOK"), more, as_it_is()), alone) << "one more than approved";
  EXPECT_EQ(settled(settles("GB-LOOK"), kRules, as_it_is(), true, false, "refuse"), alone) << "the committee said no";
  EXPECT_EQ(settled(settles("GB-LOOK"), kRules, as_it_is(), false), (Codes{"decided_alone", "lifted_alone"}));
  EXPECT_EQ(settled(settles("GB-LOOK"), kRules, as_it_is(), true, true), Codes{"four_eyes"});
}

TEST(SemanticsOfJudgements, AreAboutTheLeadAsTheRecordHasItAndAsItWasSeen) {
  for (const json::Value& about :
       {judged_facts_json({"GB:GB", "retail", "bonds", false}), judged_facts_json({"GB:GB", "retail", "fx", true}),
        judged_facts_json({"", "retail", "fx", false})}) {
    EXPECT_EQ(settled(settles("GB-LOOK", kRules, about), kRules, about), Codes{"judged"});
    EXPECT_EQ(settled(settles("GB-LOOK", kRules, about), kRules, as_it_is()), Codes{"lifted_alone"})
        << "the lead changed between the look and the approval";
  }
}

TEST(SemanticsOfJudgements, NameEachRuleOnceInOrder) {
  EXPECT_TRUE(settled(settles("", {}), {}, as_it_is()).count("judged")) << "of no rule";
  const json::Value about = judged_facts_json({"GB:GB US:US-NY US-NY:US-NY", "retail", "fx", false});
  EXPECT_EQ(json::canonical(*about.find("jurisdictions")), R"(["GB:GB","US:US-NY","US-NY:US-NY"])");
  SettledRules two = kRules;
  two.emplace("GB-MORE", digest_of("more"));
  EXPECT_EQ(settled(settles("GB-LOOK,GB-MORE", two), two, as_it_is()), Codes());
  // As nobody's program of ours would write it: the same id twice, of which only the last is in the approved digest.
  const auto forged = [](const json::Array& rules, const std::string& named, const SettledRules& seen) {
    Script script;
    const SampleIds& ids = script.ids;
    approved(script, settles(named, seen))
        .add(make_event_("rules_settled", {{"lead", ids.lead.str()},
                                           {"rules", rules},
                                           {"about", as_it_is()},
                                           {"by", ids.author.str()},
                                           {"approved_by", ids.approver.str()}}))
        .done();
    return script.codes();
  };
  const std::string a = digest_of("a"), b = digest_of("b");
  const auto pair = [](const char* id, const std::string& digest) { return json::Array{id, digest}; };
  EXPECT_EQ(forged({pair("A", a), pair("B", b)}, "A,B", {{"A", a}, {"B", b}}), Codes());
  EXPECT_EQ(forged({pair("A", a), pair("A", b)}, "A,A", {{"A", b}}), Codes{"judged"});
  EXPECT_EQ(forged({pair("B", b), pair("A", a)}, "B,A", {{"A", a}, {"B", b}}), Codes{"judged"});
}

/// A decision that says it rests on `rule`, after the rule was settled, and after what `then` adds.
template <typename... Events>
Codes decided_on(const json::Value& settled, const std::string& type, const Events&... then) {
  Script script;
  const SampleIds& ids = script.ids;
  approved(script, settles("GB-LOOK"))
      .add(rules_settled(ids.lead, kRules, as_it_is(), ids.author, ids.approver))
      .done();
  (script.command("lead classify", ids.author).add(then(ids)).done(), ...);
  json::Value decision = routed_to(ids.rep, "desk", false);
  json::Object facts{{"jurisdictions", json::Array{"GB:GB"}},
                     {"client_type", type},
                     {"product", "fx"},
                     {"source", "web_form"},
                     {"language", "en"},
                     {"settled", settled}};
  decision.as_object()["lead"] = std::move(facts);
  script.body(lead_routed(ids.lead, "uk", decision, script.now()));
  return script.codes();
}

TEST(SemanticsOfJudgements, ADecisionRestsOnNoOtherAndOnNoneThatIsOver) {
  const std::string rule = digest_of("rule");
  const auto list = [](const std::string& one) { return json::Value(json::Array{one}); };
  EXPECT_EQ(decided_on(list(rule), "retail"), Codes());
  const Codes other = {"decision_inputs"};
  EXPECT_EQ(decided_on(list(digest_of("another text")), "retail"), other);
  EXPECT_EQ(decided_on(list(""), "retail"), other);
  EXPECT_EQ(decided_on(list(rule + " " + rule), "retail"), other) << "two in one";
  EXPECT_EQ(decided_on(list(rule.substr(5)), "retail"), other) << "a part of a digest";
  EXPECT_EQ(decided_on(json::Value(json::Array{rule, 5}), "retail"), other);
  EXPECT_EQ(decided_on(json::Value(rule), "retail"), other) << "no list";
  const auto classified = [](const SampleIds& ids) {
    return lead_classified(ids.lead, "professional", "assessed", digest_of("x"), ids.author);
  };
  EXPECT_EQ(decided_on(list(rule), "professional", classified), other) << "judged was a claim of retail";
  const auto refused = [](const SampleIds& ids) { return refusal_set(ids.lead, "standing", ids.author, PersonId()); };
  EXPECT_TRUE(decided_on(list(rule), "retail", refused).count("decision_inputs")) << "a refusal takes it back";
}

}  // namespace
}  // namespace licet::record
