// Level 4, the rules about what sources claim of a lead: it tightens and never loosens, and two persons settle the
// rest.
#include <gtest/gtest.h>

#include "record/test_script.h"
#include "record/verify_semantics.h"

namespace licet::record {
namespace {

using domain::ClaimMap;
using domain::Claims;
using testing::authorised;
using testing::Codes;
using testing::digest_of;
using testing::routed_to;
using testing::sample_assigned;
using testing::SampleIds;
using testing::Script;

/// The lead of a script is retail, asks for fx, and consented.
NewEvent says(const SampleIds& ids, const Claims& said) {
  return source_added(ids.lead, ids.subject, ids.source_event, "web_form", said, SourceId(), ids.at);
}
NewEvent counts(const SampleIds& ids, std::string_view client_type, std::string_view product,
                const ClaimMap& contradicts, const ClaimMap& outranked = {}) {
  return claims_set(ids.lead, client_type, product, contradicts, outranked, PersonId(), PersonId());
}

/// A script under a policy that is at hand, and its codes.
class Judged : public Script {
 public:
  Judged() {
    body(policy_proposed(digest(), ids.author, now()));
    command("policy approve", ids.approver).add(policy_activated(digest(), ids.approver, now(), digest_of("p"))).done();
    policy = kPolicy;
  }
  /// Of level 4: the policy is too small to decide anything by.
  Codes codes() const {
    const auto attachment = [](std::string_view wanted) -> std::optional<Bytes> {
      if (wanted != digest()) return std::nullopt;
      return Bytes(as_bytes(kPolicy).begin(), as_bytes(kPolicy).end());
    };
    SemanticVerifier verifier({attachment, false, false});
    Codes out;
    const ledger::Report report = chain().verify(verifier);
    for (const ledger::Finding& finding : report.findings()) out.insert(finding.code);
    return out;
  }

 private:
  static constexpr std::string_view kPolicy = R"({"client_types":["retail","professional","institutional"]})";
  static std::string digest() { return digest_of(kPolicy); }
};

template <typename... Events>
Codes after(const Events&... make) {
  Judged script;
  script.command("import", {});
  (script.add(make(script.ids)), ...);
  script.done();
  return script.codes();
}
auto source(const Claims& said) {
  return [said](const SampleIds& ids) { return says(ids, said); };
}
auto now(std::string type, std::string product, ClaimMap contradicts, ClaimMap outranked = {}) {
  return [=](const SampleIds& ids) { return counts(ids, type, product, contradicts, outranked); };
}

TEST(SemanticsOfClaims, WhatALeadCountsAsFollowsFromWhatItsSourceSays) {
  EXPECT_EQ(after(source({"retail", "fx", "consent"})), Codes());
  EXPECT_EQ(after(source({"professional", "", ""}), now("professional", "", {})), Codes());
  EXPECT_EQ(after(source({"", "bonds", ""}), now("", "", {{"product", "bonds"}})), Codes());
  EXPECT_EQ(after(source({"", "", "contract"}), now("", "", {{"lawful_basis", "contract"}})), Codes());
  const Codes wrong = {"claims"};
  EXPECT_EQ(after(source({"professional", "", ""})), wrong) << "passed over";
  EXPECT_EQ(after(source({"", "bonds", ""})), wrong);
  EXPECT_EQ(after(source({"", "", "contract"})), wrong);
  EXPECT_EQ(after(source({"", "bonds", ""}), now("", "bonds", {})), wrong) << "replaced silently";
  EXPECT_EQ(after(source({"professional", "", ""}), now("institutional", "", {})), wrong) << "nobody said so";
  EXPECT_EQ(after(source({"", "bonds", ""}), now("", "", {{"product", "bonds"}}, {{"lawful_basis", "contract"}})),
            wrong);
  EXPECT_EQ(after(now("professional", "", {})), wrong) << "without a source";
}

TEST(SemanticsOfClaims, AContradictionStaysUntilItIsSettled) {
  Judged script;
  const SampleIds& ids = script.ids;
  script.body(says(ids, {"", "bonds", ""}), counts(ids, "", "", {{"product", "bonds"}}));
  EXPECT_EQ(script.codes(), Codes());
  Judged dropped = script;
  dropped.body(says(ids, {"", "fx", ""}), counts(ids, "", "", {}));
  EXPECT_EQ(dropped.codes(), Codes{"claims"});
  script.body(
      sample_assigned(ids.lead, ids.rep, {}, "desk", "manual", false, script.now(), authorised(ids.rep, "desk")));
  EXPECT_EQ(script.codes(), Codes{"assigned_contradictory"});
}

TEST(SemanticsOfClaims, ADecisionKnowsOfTheContradiction) {
  const auto decided = [](bool told) {
    Judged script;
    const SampleIds& ids = script.ids;
    script.body(says(ids, {"", "bonds", ""}), counts(ids, "", "", {{"product", "bonds"}}));
    json::Value decision = routed_to(ids.rep, "desk", false);
    json::Object facts{{"jurisdictions", json::Array{"GB:GB"}},
                       {"client_type", "retail"},
                       {"product", "fx"},
                       {"source", "web_form"},
                       {"language", "en"}};
    if (told) facts.emplace("contradicted", true);
    decision.as_object()["lead"] = std::move(facts);
    script.body(lead_routed(ids.lead, "uk", decision, script.now()));
    return script.codes();
  };
  EXPECT_EQ(decided(true), Codes());
  EXPECT_EQ(decided(false), Codes{"decision_inputs"});
}

TEST(SemanticsOfClaims, ASourceLoosensNoClassification) {
  const auto classified = [](const Claims& said, std::optional<ClaimMap> contradicts) {
    Judged script;
    const SampleIds& ids = script.ids;
    script.body(lead_classified(ids.lead, "professional", "assessed", digest_of("x"), ids.author),
                claims_set(ids.lead, "", "", {}, {{"client_type", "retail"}}, ids.author, PersonId()));
    script.command("import", {}).add(says(ids, said));
    if (contradicts) script.add(counts(ids, "professional", "", *contradicts, {{"client_type", "retail"}}));
    script.done();
    return script.codes();
  };
  EXPECT_EQ(classified({"retail", "", ""}, std::nullopt), Codes()) << "that was heard";
  EXPECT_EQ(classified({"institutional", "", ""}, ClaimMap{{"client_type", "institutional"}}), Codes());
  EXPECT_EQ(classified({"institutional", "", ""}, std::nullopt), Codes{"claims"});
  EXPECT_EQ(classified({"institutional", "", ""}, ClaimMap{}), Codes{"claims"});
}

TEST(SemanticsOfClaims, ContradictionsAreSettledByTwoAndAsTheyDecided) {
  const auto settle = [](json::Object decided, auto effect, bool approved = true) {
    Judged script;
    const SampleIds& ids = script.ids;
    script.body(says(ids, {"professional", "bonds", "contract"}),
                counts(ids, "professional", "", {{"product", "bonds"}, {"lawful_basis", "contract"}}));
    script.body(
        says(ids, {"institutional", "", ""}),
        counts(ids, "", "", {{"client_type", "institutional"}, {"product", "bonds"}, {"lawful_basis", "contract"}}));
    script.body(case_opened(ids.review, ids.lead, "uk", {"contradictory_evidence"}, script.now()));
    script.body(case_claimed(ids.review, ids.author));
    script.propose(case_decided(ids.review, "release", std::move(decided), ids.author, true));
    script.command("test", {});
    if (approved) script.add(case_approved(ids.review, ids.approver, true, script.proposal));
    script.add(effect(ids)).done();
    return script.codes();
  };
  const ClaimMap all = {{"client_type", "institutional"}, {"product", "bonds"}, {"lawful_basis", "contract"}};
  const auto without = [&](const char* about) {
    ClaimMap rest = all;
    rest.erase(about);
    return rest;
  };
  const auto by_two = [](std::string type, std::string product, ClaimMap open, ClaimMap outranked) {
    return [=](const SampleIds& ids) {
      return claims_set(ids.lead, type, product, open, outranked, ids.author, ids.approver);
    };
  };
  EXPECT_EQ(settle({{"product", "bonds"}}, by_two("", "bonds", without("product"), {})), Codes());
  EXPECT_EQ(settle({{"product", "fx"}}, by_two("", "", without("product"), {{"product", "bonds"}})), Codes());
  EXPECT_EQ(settle({{"client_type", "institutional"}}, by_two("institutional", "", without("client_type"), {})),
            Codes());
  EXPECT_EQ(
      settle({{"lawful_basis", "consent"}}, by_two("", "", without("lawful_basis"), {{"lawful_basis", "contract"}})),
      Codes());
  const Codes alone = {"lifted_alone"};
  EXPECT_EQ(settle({{"product", "bonds"}}, by_two("", "bonds", without("product"), {}), false), alone);
  EXPECT_EQ(settle({{"product", "bonds"}}, by_two("", "funds", without("product"), {})), alone);
  EXPECT_EQ(settle({{"product", "bonds"}}, by_two("", "bonds", {}, {})), alone) << "more than was decided";
  EXPECT_EQ(settle({{"client_type", "retail"}},
                   by_two("retail", "", without("client_type"), {{"client_type", "institutional"}})),
            alone)
      << "a third type takes a classification";
  EXPECT_EQ(settle({{"product", "bonds"}},
                   [&](const SampleIds& ids) {
                     return claims_set(ids.lead, "", "bonds", without("product"), {}, ids.author, ids.author);
                   }),
            Codes{"four_eyes"});
}

TEST(SemanticsOfClaims, WithoutThePolicyTheOrderOfClientTypesIsNotJudged) {
  const auto unjudged = [](const Claims& said, std::string type, ClaimMap contradicts) {
    Script script;
    script.body(says(script.ids, said), counts(script.ids, type, "", contradicts));
    return script.codes();
  };
  EXPECT_EQ(unjudged({"professional", "", ""}, "professional", {}), Codes());
  EXPECT_EQ(unjudged({"professional", "", ""}, "", {{"client_type", "professional"}}), Codes());
  EXPECT_EQ(unjudged({"professional", "", ""}, "institutional", {}), Codes{"claims"});
  EXPECT_EQ(unjudged({"professional", "bonds", ""}, "professional", {}), Codes{"claims"}) << "the product is judged";
}

}  // namespace
}  // namespace licet::record
