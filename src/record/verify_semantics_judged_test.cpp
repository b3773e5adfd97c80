// Level 4, the rules about what two people judged for one lead: it rests on their case, and on the facts they looked
// at.
#include <gtest/gtest.h>

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

/// A case on the lead whose decision settles `named`; approved by `approver` in the same body as the event.
Codes settled(const std::string& named, const SettledRules& rules, const json::Value& about, bool waits = true,
              bool author_approves = false) {
  Script script;
  const SampleIds& ids = script.ids;
  script.body(case_opened(ids.review, ids.lead, "uk", {"rule_review"}, script.now()));
  script.command("review claim", ids.author).add(case_claimed(ids.review, ids.author)).done();
  script.propose(case_decided(ids.review, "release", json::Object{{"rule", named}}, ids.author, waits));
  const PersonId& second = author_approves ? ids.author : ids.approver;
  script.command("review approve", second);
  if (waits) script.add(case_approved(ids.review, second, true, script.proposal));
  script.add(rules_settled(ids.lead, rules, about, ids.author, second)).done();
  return script.codes();
}

TEST(SemanticsOfJudgements, RestOnACaseThatASecondPersonApproved) {
  EXPECT_EQ(settled("GB-LOOK", kRules, as_it_is()), Codes());
  EXPECT_EQ(settled("GB-OTHER", kRules, as_it_is()), Codes{"lifted_alone"}) << "another rule than approved";
  SettledRules more = kRules;
  more.emplace("GB-MORE", digest_of("more"));
  EXPECT_EQ(settled("GB-LOOK", more, as_it_is()), Codes{"lifted_alone"}) << "one more than approved";
  EXPECT_EQ(settled("GB-LOOK", kRules, as_it_is(), false), (Codes{"decided_alone", "lifted_alone"}));
  EXPECT_EQ(settled("GB-LOOK", kRules, as_it_is(), true, true), Codes{"four_eyes"});
}

TEST(SemanticsOfJudgements, AreAboutTheLeadAsTheRecordHasIt) {
  EXPECT_EQ(settled("GB-LOOK", kRules, judged_facts_json({"GB:GB", "retail", "bonds", false})), Codes{"judged"});
  EXPECT_EQ(settled("GB-LOOK", kRules, judged_facts_json({"GB:GB", "retail", "fx", true})), Codes{"judged"});
  EXPECT_EQ(settled("GB-LOOK", kRules, judged_facts_json({"", "retail", "fx", false})), Codes{"judged"});
}

/// A decision that says it rests on `rule`, after the rule was settled, and after what `then` adds.
template <typename... Events>
Codes decided_on(const std::string& rule, const std::string& type, const Events&... then) {
  Script script;
  const SampleIds& ids = script.ids;
  script.body(case_opened(ids.review, ids.lead, "uk", {"rule_review"}, script.now()));
  script.command("review claim", ids.author).add(case_claimed(ids.review, ids.author)).done();
  script.propose(case_decided(ids.review, "release", json::Object{{"rule", "GB-LOOK"}}, ids.author, true));
  script.command("review approve", ids.approver).add(case_approved(ids.review, ids.approver, true, script.proposal));
  script.add(rules_settled(ids.lead, kRules, as_it_is(), ids.author, ids.approver)).done();
  (script.command("lead classify", ids.author).add(then(ids)).done(), ...);
  json::Value decision = routed_to(ids.rep, "desk", false);
  json::Object facts{{"jurisdictions", json::Array{"GB:GB"}},
                     {"client_type", type},
                     {"product", "fx"},
                     {"source", "web_form"},
                     {"language", "en"},
                     {"settled", json::Array{rule}}};
  decision.as_object()["lead"] = std::move(facts);
  script.body(lead_routed(ids.lead, "uk", decision, script.now()));
  return script.codes();
}

TEST(SemanticsOfJudgements, ADecisionRestsOnNoOtherAndOnNoneThatIsOver) {
  EXPECT_EQ(decided_on(digest_of("rule"), "retail"), Codes());
  EXPECT_EQ(decided_on(digest_of("another text"), "retail"), Codes{"decision_inputs"});
  const auto classified = [](const SampleIds& ids) {
    return lead_classified(ids.lead, "professional", "assessed", digest_of("x"), ids.author);
  };
  EXPECT_EQ(decided_on(digest_of("rule"), "professional", classified), Codes{"decision_inputs"})
      << "judged was a claim of retail";
}

}  // namespace
}  // namespace licet::record
