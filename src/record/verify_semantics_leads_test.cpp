// Level 4, the rules about leads, screening and the review queue: every rule has a record that breaks it.
#include <gtest/gtest.h>

#include "record/test_script.h"
#include "record/verify_semantics.h"

namespace licet::record {
namespace {

using testing::authorised;
using testing::Codes;
using testing::digest_of;
using testing::list_of;
using testing::routed_to;
using testing::sample_assigned;
using testing::sample_decision;
using testing::sample_hit;
using testing::SampleIds;
using testing::Script;
using testing::tagged_in;

TEST(Semantics, ALeadMustBeThere) {
  Script script;
  const LeadId ghost = script.ids.other;
  script.body(lead_screened(ghost, "clear", json::Object{}, {digest_of("list")}));
  EXPECT_EQ(script.codes(), Codes{"unknown_lead"});
  Script twice;
  twice.body(lead_received(testing::sample_received(twice.ids)));
  EXPECT_EQ(twice.codes(), Codes{"received_twice"});
  Script subject;
  SeededRandom random(4);
  subject.body(source_added(subject.ids.lead, SubjectId::make(random), subject.ids.source_event, "web", {}, SourceId(),
                            subject.now()));
  EXPECT_EQ(subject.codes(), Codes{"subject"});
}

TEST(Semantics, NoAssignmentWithoutADecisionThatAllowsExactlyIt) {
  const auto assign = [](auto prepare) {
    Script script;
    prepare(script, script.ids);
    return script.codes();
  };
  const Codes refused{"assigned_without_decision"};
  const auto to_rep = [](const SampleIds& ids, json::Value decision, Instant at) {
    return sample_assigned(ids.lead, ids.rep, {}, "desk", "manual", false, at, std::move(decision));
  };
  EXPECT_EQ(assign([&](Script& s, const SampleIds& ids) { s.body(to_rep(ids, authorised(ids.rep, "desk"), s.now())); }),
            Codes());
  EXPECT_EQ(
      assign([&](Script& s, const SampleIds& ids) { s.body(to_rep(ids, authorised(ids.author, "desk"), s.now())); }),
      refused);
  EXPECT_EQ(
      assign([&](Script& s, const SampleIds& ids) { s.body(to_rep(ids, authorised(ids.rep, "other"), s.now())); }),
      refused);
  EXPECT_EQ(assign([&](Script& s, const SampleIds& ids) { s.body(to_rep(ids, sample_decision(), s.now())); }),
            (Codes{"assigned_without_decision", "decision_gate", "decision_time"}));
  EXPECT_EQ(assign([&](Script& s, const SampleIds& ids) { s.body(to_rep(ids, {}, s.now())); }), refused);
  for (const char* verdict : {"HOLD", "NEEDS", "REVIEW", "BLOCK", ""}) {
    EXPECT_EQ(assign([&](Script& s, const SampleIds& ids) {
                json::Value decision = authorised(ids.rep, "desk");
                decision.as_object()["verdict"] = verdict;
                s.body(to_rep(ids, decision, s.now()));
              }),
              refused)
        << verdict;
  }
  // Routed: in the same body, for the same lead, person and team.
  EXPECT_EQ(assign([&](Script& s, const SampleIds& ids) {
              s.body(lead_routed(ids.lead, "uk", routed_to(ids.rep, "desk", false), s.now()), to_rep(ids, {}, s.now()));
            }),
            Codes());
  EXPECT_EQ(assign([&](Script& s, const SampleIds& ids) {
              s.body(lead_routed(ids.lead, "uk", routed_to(ids.author, "desk", false), s.now()),
                     to_rep(ids, {}, s.now()));
            }),
            refused);
  EXPECT_EQ(assign([&](Script& s, const SampleIds& ids) {
              s.body(lead_routed(ids.lead, "uk", routed_to(ids.rep, "desk", false), s.now()));
              s.body(to_rep(ids, {}, s.now()));
            }),
            refused);
  EXPECT_EQ(assign([&](Script& s, const SampleIds& ids) {
              s.body(lead_routed(ids.lead, "uk", routed_to(ids.rep, "desk", true), s.now()), to_rep(ids, {}, s.now()));
            }),
            Codes{"turn"});
  EXPECT_EQ(assign([&](Script& s, const SampleIds& ids) {
              s.body(lead_routed(ids.lead, "ny", routed_to(ids.rep, "desk", false), s.now()), to_rep(ids, {}, s.now()));
            }),
            Codes{"market"});
}

TEST(Semantics, NoAssignmentOfAnUnscreenedOrUntaggedLead) {
  Script hit;
  hit.body(lead_screened(hit.ids.lead, "hit", json::Object{}, {digest_of("list")}, {sample_hit(0)}));
  hit.body(sample_assigned(hit.ids.lead, hit.ids.rep, {}, "desk", "manual", false, hit.now(),
                           authorised(hit.ids.rep, "desk")));
  EXPECT_EQ(hit.codes(), Codes{"assigned_unscreened"});
  Script untagged;
  untagged.body(lead_tagged(untagged.ids.lead, {}, {}, tagged_in({})));
  untagged.body(sample_assigned(untagged.ids.lead, untagged.ids.rep, {}, "desk", "manual", false, untagged.now(),
                                authorised(untagged.ids.rep, "desk")));
  EXPECT_EQ(untagged.codes(), Codes{"assigned_untagged"});
}

TEST(Semantics, ALeadIsTakenFromItsOwner) {
  Script script;
  script.body(sample_assigned(script.ids.lead, script.ids.rep, {}, "desk", "manual", false, script.now(),
                              authorised(script.ids.rep, "desk")));
  script.body(lead_parked(script.ids.lead, script.ids.rep, "review", "clock", script.now()));
  EXPECT_EQ(script.codes(), Codes());
  script.body(lead_parked(script.ids.lead, script.ids.rep, "review", "clock", script.now()));
  EXPECT_EQ(script.codes(), Codes{"owner"});
  Script status;
  status.body(lead_parked(status.ids.lead, {}, "assigned", "clock", status.now()));
  EXPECT_EQ(status.codes(), Codes{"status"});
}

TEST(Semantics, ADecisionIsTakenFromWhatTheRecordSays) {
  const auto decide = [](const char* name, json::Value value, bool duplicate) {
    Script script;
    if (duplicate) {
      Received other = testing::sample_received(script.ids);
      other.lead = script.ids.other;
      script.body(lead_received(other), duplicate_proposed(script.ids.lead, script.ids.other, {"email"}));
    }
    json::Object facts{{"jurisdictions", json::Array{"GB:GB"}},
                       {"screened", "clear"},
                       {"lawful_basis", true},
                       {"client_type", "retail"},
                       {"product", "fx"},
                       {"source", "?"},
                       {"language", "en"}};
    if (*name != '\0') facts[name] = std::move(value);
    json::Value decision = routed_to(script.ids.rep, "desk", false);
    decision.as_object()["lead"] = std::move(facts);
    script.body(lead_routed(script.ids.lead, "uk", decision, script.now()));
    return script.codes();
  };
  const Codes found{"decision_inputs"};
  EXPECT_EQ(decide("", {}, false), Codes());
  EXPECT_EQ(decide("jurisdictions", json::Array{"US:US"}, false), found);
  EXPECT_EQ(decide("basis", "classified", false), found);
  EXPECT_EQ(decide("client_type", "professional", false), found);
  EXPECT_EQ(decide("product", "bonds", false), found);
  EXPECT_EQ(decide("source", "other", false), found);
  EXPECT_EQ(decide("language", "", false), found);
  EXPECT_EQ(decide("", {}, true), found);
  EXPECT_EQ(decide("open_duplicate", true, true), Codes());
}

TEST(Semantics, AnEventCarriesADecisionOfItsOwnGate) {
  const auto gated = [](json::Value decision, const char* gate) {
    json::Object& members = decision.as_object();
    if (*gate == '\0')
      members.erase(members.find("gate"));
    else
      members["gate"] = gate;
    return decision;
  };
  for (const char* gate : {"", "tag", "authorise", "guess"}) {
    Script forged;
    const SampleIds& ids = forged.ids;
    forged.body(lead_routed(ids.lead, "uk", gated(routed_to(ids.rep, "desk", false), gate), forged.now()),
                sample_assigned(ids.lead, ids.rep, {}, "desk", "route", false, forged.now(), {}));
    EXPECT_EQ(forged.codes(), (Codes{"assigned_without_decision", "decision_gate"})) << gate;
  }
  for (const char* gate : {"", "tag", "route", "guess"}) {
    Script forged;
    const SampleIds& ids = forged.ids;
    forged.body(sample_assigned(ids.lead, ids.rep, {}, "desk", "manual", false, forged.now(),
                                gated(authorised(ids.rep, "desk"), gate)));
    EXPECT_EQ(forged.codes(), (Codes{"assigned_without_decision", "decision_gate"})) << gate;
    Script refused;
    json::Object detail{{"decision", gated(authorised(ids.rep, "desk"), gate)}};
    refused.body(attempt_refused("lead assign", "NOT_AUTHORISED", detail));
    EXPECT_EQ(refused.codes(), Codes{"decision_gate"}) << gate;
  }
  for (const char* gate : {"", "route", "authorise", "guess"}) {
    Script forged;
    forged.body(lead_tagged(forged.ids.lead, {}, {{"GB", "GB"}}, gated(tagged_in({"GB:GB"}), gate)));
    EXPECT_EQ(forged.codes(), Codes{"decision_gate"}) << gate;
  }
  Script none;
  none.body(lead_tagged(none.ids.lead, {}, {{"GB", "GB"}}, {}), lead_routed(none.ids.lead, "uk", {}, none.now()));
  EXPECT_EQ(none.codes(), Codes{"decision_gate"});
  Script allowed;
  json::Object detail{{"decision", authorised(allowed.ids.rep, "desk")}};
  allowed.body(attempt_refused("lead assign", "NOT_AUTHORISED", detail));
  EXPECT_EQ(allowed.codes(), Codes());
}

TEST(Semantics, ADecisionIsOfTheMomentOfItsEntry) {
  const auto decided = [](auto write, std::optional<std::int64_t> later_us) {
    Script script;
    const auto taken = [&](json::Value decision) {
      json::Object& members = decision.as_object();
      if (later_us)
        members["at"] = script.now().us + *later_us;
      else
        members.erase(members.find("at"));
      return decision;
    };
    write(script, script.ids, taken);
    return script.codes();
  };
  const auto each = [&](std::optional<std::int64_t> later_us, const Codes& expected) {
    EXPECT_EQ(decided(
                  [](Script& s, const SampleIds& ids, const auto& taken) {
                    s.body(lead_tagged(ids.lead, {}, {{"GB", "GB"}}, taken(tagged_in({"GB:GB"}))));
                  },
                  later_us),
              expected);
    EXPECT_EQ(decided(
                  [](Script& s, const SampleIds& ids, const auto& taken) {
                    s.body(lead_routed(ids.lead, "uk", taken(routed_to(ids.rep, "desk", false)), s.now()),
                           sample_assigned(ids.lead, ids.rep, {}, "desk", "route", false, s.now(), {}));
                  },
                  later_us),
              expected);
    EXPECT_EQ(decided(
                  [](Script& s, const SampleIds& ids, const auto& taken) {
                    s.body(sample_assigned(ids.lead, ids.rep, {}, "desk", "manual", false, s.now(),
                                           taken(authorised(ids.rep, "desk"))));
                  },
                  later_us),
              expected);
    EXPECT_EQ(decided(
                  [](Script& s, const SampleIds& ids, const auto& taken) {
                    json::Object detail{{"decision", taken(authorised(ids.rep, "desk"))}};
                    s.body(attempt_refused("lead assign", "NOT_AUTHORISED", detail));
                  },
                  later_us),
              expected);
  };
  each(0, Codes());
  each(-1, Codes{"decision_time"});
  each(1, Codes{"decision_time"});
  each(std::nullopt, Codes{"decision_time"});
}

TEST(Semantics, ALeadIsTaggedAsItsDecisionSays) {
  const auto tagged = [](std::vector<std::pair<std::string, std::string>> jurisdictions,
                         std::vector<std::string> decided) {
    Script script;
    script.body(lead_tagged(script.ids.lead, {}, jurisdictions, tagged_in(std::move(decided))));
    return script.codes();
  };
  EXPECT_EQ(tagged({{"GB", "GB"}, {"US", "US"}}, {"GB:GB", "US:US"}), Codes());
  EXPECT_EQ(tagged({{"GB", "GB"}}, {"US:US"}), Codes{"jurisdictions"});
  EXPECT_EQ(tagged({{"GB", "GB"}}, {}), Codes{"jurisdictions"});
  EXPECT_EQ(tagged({}, {"GB:GB"}), Codes{"jurisdictions"});
}

// What stands beside the ledger is held to what the entry says of it, and both to the rules.
TEST(Semantics, ADecisionKeptBesideTheLedgerIsTheOneOfItsEntry) {
  const auto kept = [](json::Value decision, json::Value stub_gate, bool at_hand = true, const char* policy = "p") {
    Script script;
    const SampleIds& ids = script.ids;
    script.policy = policy;
    const std::string text = json::canonical(decision);
    json::Object stub{{"document", digest_of(text)}};
    if (!stub_gate.is_null()) stub.emplace("gate", std::move(stub_gate));
    script.body(lead_routed(ids.lead, "uk", json::Value(stub), script.now()),
                sample_assigned(ids.lead, ids.rep, {}, "desk", "route", false, script.now(), {}));
    return script.codes([&](std::string_view digest) -> std::optional<Bytes> {
      if (!at_hand || digest != digest_of(text)) return std::nullopt;
      return Bytes(as_bytes(text).begin(), as_bytes(text).end());
    });
  };
  const auto decision = [](std::string_view gate, std::int64_t later_us = 0) {
    json::Value out = routed_to(SampleIds().rep, "desk", false, Instant{SampleIds().at.us + later_us});
    json::Object& members = out.as_object();
    members.erase(members.find("gate"));
    if (!gate.empty()) members.emplace("gate", gate);
    return out;
  };
  const std::string without = "assigned_without_decision";
  EXPECT_EQ(kept(decision("route"), "route"), Codes());
  EXPECT_EQ(kept(decision(""), "route"), (Codes{without, "decision_document"}));
  EXPECT_EQ(kept(decision("authorise"), "route"), (Codes{without, "decision_document"}));
  EXPECT_EQ(kept(decision("route"), {}), (Codes{without, "decision_document", "decision_gate"}));
  EXPECT_EQ(kept(decision("authorise"), "authorise"), (Codes{without, "decision_gate"}));
  EXPECT_EQ(kept(decision(""), {}).count("decision_gate"), 1U);
  EXPECT_EQ(kept(decision("route", -1), "route"), Codes{"decision_time"});
  EXPECT_EQ(kept(decision("route"), "route", false), (Codes{without, "decision_document"}));
  EXPECT_EQ(kept(decision("route"), "route", false, "q"), (Codes{without, "decision_document", "decision_policy"}))
      << "which policy was in force is asked of what the entry says";
}

TEST(Semantics, ARotationIsTheRecords) {
  const auto route = [](json::Object rotation) {
    Script script;
    script.body(lead_routed(script.ids.lead, "uk", routed_to(script.ids.rep, "desk", true), script.now()),
                sample_assigned(script.ids.lead, script.ids.rep, {}, "desk", "route", true, script.now(), {}));
    json::Value decision = routed_to(script.ids.rep, "desk", false);
    decision.as_object()["rotation"] = std::move(rotation);
    script.body(lead_routed(script.ids.lead, "uk", decision, script.now()));
    return script.codes();
  };
  const SampleIds ids;
  EXPECT_EQ(route({{"last", json::Array{json::Array{"desk", ids.rep.str()}}},
                   {"load", json::Array{json::Array{ids.rep.str(), 1}}}}),
            Codes());
  EXPECT_EQ(route({{"last", json::Array{json::Array{"desk", ids.author.str()}}}}), Codes{"decision_rotation"});
  EXPECT_EQ(route({{"load", json::Array{json::Array{ids.rep.str(), 2}}}}), Codes{"decision_rotation"});
}

TEST(Semantics, AnApprovalIsOfWhatWasDecidedAndOfNothingElse) {
  const auto approve = [](json::Object decided, const char* proposal, auto effect) {
    Script script;
    const SampleIds& ids = script.ids;
    Received other = testing::sample_received(ids);
    other.lead = ids.other;
    script.body(lead_received(other), duplicate_proposed(ids.lead, ids.other, {"email"}));
    script.body(case_opened(ids.review, ids.lead, "uk", {"possible_duplicate"}, script.now()));
    script.body(case_claimed(ids.review, ids.author));
    script.propose(case_decided(ids.review, "release", decided, ids.author, true));
    script.command("test", {});
    script.add(
        case_approved(ids.review, ids.approver, true, proposal == nullptr ? script.proposal : digest_of(proposal)));
    effect(script);
    return script.done().codes();
  };
  const auto distinct = [](Script& s) {
    s.add(duplicate_decided(s.ids.lead, s.ids.other, "distinct", s.ids.author, s.ids.approver));
  };
  const auto basis = [](Script& s) { s.add(lawful_basis_set(s.ids.lead, "contract", s.ids.author, s.ids.approver)); };
  EXPECT_EQ(approve({{"duplicate", "distinct"}}, nullptr, distinct), Codes());
  EXPECT_EQ(approve({{"duplicate", "distinct"}}, "another decision", distinct), Codes{"proposal"});
  EXPECT_EQ(approve({{"place", "GB"}}, nullptr, distinct), Codes{"lifted_alone"});
  EXPECT_EQ(approve({{"lawful_basis", "contract"}}, nullptr, basis), Codes());
  EXPECT_EQ(approve({{"lawful_basis", "consent"}}, nullptr, basis), Codes{"lifted_alone"});
  EXPECT_EQ(approve({{"duplicate", "distinct"}}, nullptr, basis), Codes{"lifted_alone"});
}

TEST(Semantics, WhoApprovesIsWhoActs) {
  const auto approve = [](bool by_the_author) {
    Script script;
    const SampleIds& ids = script.ids;
    script.body(case_opened(ids.review, ids.lead, "uk", {"untagged"}, script.now()));
    script.body(case_claimed(ids.review, ids.author));
    script.propose(case_decided(ids.review, "release", json::Object{{"place", "GB"}}, ids.author, true));
    script.command("review approve", by_the_author ? ids.author : ids.approver);
    script.add(case_approved(ids.review, ids.approver, true, script.proposal)).done();
    return script.codes();
  };
  EXPECT_EQ(approve(false), Codes());
  EXPECT_EQ(approve(true), Codes{"actor"});
}

TEST(Semantics, ARefusalHoldsUntilTwoPeopleLiftIt) {
  const auto after = [](bool reopen, bool two) {
    Script script;
    const SampleIds& ids = script.ids;
    script.body(refusal_set(ids.lead, "standing", ids.author, {}),
                lead_parked(ids.lead, {}, "refused", "review", script.now()));
    if (reopen) {
      script.body(case_opened(ids.review, ids.lead, "uk", {"refused_by_review"}, script.now()));
      script.body(case_claimed(ids.review, ids.author));
      script.propose(case_decided(ids.review, "release", json::Object{}, ids.author, two));
      script.command("test", {});
      if (two) script.add(case_approved(ids.review, ids.approver, true, script.proposal));
      script.add(refusal_set(ids.lead, "lifted", ids.author, two ? ids.approver : PersonId())).done();
    }
    script.body(
        sample_assigned(ids.lead, ids.rep, {}, "desk", "manual", false, script.now(), authorised(ids.rep, "desk")));
    return script.codes();
  };
  EXPECT_EQ(after(false, false), Codes{"assigned_refused"});
  EXPECT_EQ(after(true, false), (Codes{"approval_missing", "decided_alone", "lifted_alone"}));
  EXPECT_EQ(after(true, true), Codes());
  Script decided;
  decided.body(refusal_set(decided.ids.lead, "standing", decided.ids.author, {}));
  json::Value decision = routed_to(decided.ids.rep, "desk", false);
  decision.as_object()["lead"] = json::Object{{"jurisdictions", json::Array{"GB:GB"}},
                                              {"client_type", "retail"},
                                              {"product", "fx"},
                                              {"source", "?"},
                                              {"language", "en"}};
  decided.body(lead_routed(decided.ids.lead, "uk", decision, decided.now()));
  EXPECT_EQ(decided.codes(), Codes{"decision_inputs"});
}

TEST(Semantics, NoScreeningLiftsAHit) {
  const auto then = [](std::string status, std::vector<std::string> open) {
    Script script;
    const LeadId& lead = script.ids.lead;
    script.body(lead_screened(lead, "hit", json::Object{}, {digest_of("list")}, {sample_hit(0)}));
    script.body(list_of("next", "sample", digest_of("list")));
    script.body(lead_screened(lead, status, json::Object{}, {digest_of("next")}, open));
    return script.codes();
  };
  EXPECT_EQ(then("hit", {sample_hit(0)}), Codes());
  EXPECT_EQ(then("hit", {sample_hit(0), sample_hit(1)}), Codes());
  EXPECT_EQ(then("clear", {}), Codes{"hit_lifted"});
  EXPECT_EQ(then("hit", {sample_hit(1)}), Codes{"hit_lifted"}) << "another hit does not stand for the first";
  EXPECT_EQ(then("clear", {sample_hit(0)}), Codes{"open_hits"});
  Script empty;
  empty.body(lead_screened(empty.ids.lead, "hit", json::Object{}, {digest_of("list")}));
  EXPECT_EQ(empty.codes(), Codes{"open_hits"});
}

TEST(Semantics, ClearMeansAgainstTheListsActiveThen) {
  const auto clear = [](auto prepare, std::vector<std::string> lists) {
    Script script;
    prepare(script);
    script.body(lead_screened(script.ids.lead, "clear", json::Object{}, lists));
    return script.codes();
  };
  const auto nothing = [](Script&) {};
  const auto replaced = [](Script& s) { s.body(list_of("next", "sample", digest_of("list"))); };
  const auto another = [](Script& s) { s.body(list_of("more", "another", "")); };
  const Codes refused{"cleared_lists"};
  EXPECT_EQ(clear(nothing, {digest_of("list")}), Codes());
  EXPECT_EQ(clear(nothing, {digest_of("unknown")}), refused);
  EXPECT_EQ(clear(nothing, {digest_of("list"), digest_of("unknown")}), refused);
  EXPECT_EQ(clear(replaced, {digest_of("list")}), refused);
  EXPECT_EQ(clear(replaced, {digest_of("next")}), Codes());
  EXPECT_EQ(clear(another, {digest_of("list")}), refused) << "one of two active lists";
  EXPECT_EQ(clear(another, {digest_of("list"), digest_of("more")}), Codes());
}

TEST(Semantics, AClearanceHasTheAnswerOfTheServiceThatThePolicyWants) {
  const std::string policy = R"({"screening":{"lists":["sample"],"max_age_days":10000,"service":{"kind":"yente"}}})";
  const std::string plain = R"({"screening":{"lists":["sample"],"max_age_days":10000}})";
  const auto codes = [](const std::string& document, json::Value result) {
    Script script;
    const std::string digest = digest_of(document);
    script.body(policy_proposed(digest, script.ids.author, script.now()));
    script.command("policy approve", script.ids.approver);
    script.add(policy_activated(digest, script.ids.approver, script.now(), digest_of("p"))).done();
    script.body(lead_screened(script.ids.lead, "clear", std::move(result), {digest_of("list")}));
    Codes out = script.codes([&](std::string_view wanted) -> std::optional<Bytes> {
      if (wanted != digest) return std::nullopt;
      return Bytes(document.begin(), document.end());
    });
    out.erase("policy");  // level 5 would compile them, and they are no whole policies
    return out;
  };
  const json::Object whole{{"algorithm", "logic-v2"}, {"degraded", false}, {"provider", "yente"}, {"version", "v1"}};
  const auto answered = [&](const char* name, json::Value value) {
    json::Object answer = whole;
    answer[name] = std::move(value);
    return json::Value(json::Object{{"service", std::move(answer)}});
  };
  EXPECT_EQ(codes(policy, answered("hits", 0)), Codes());
  EXPECT_EQ(codes(plain, json::Object{}), Codes()) << "nobody wants one asked";
  const Codes found{"cleared_service"};
  EXPECT_EQ(codes(policy, json::Object{}), found);
  EXPECT_EQ(codes(policy, json::Object{{"service", json::Object{}}}), found);
  EXPECT_EQ(codes(policy, answered("degraded", true)), found);
  EXPECT_EQ(codes(policy, answered("provider", "watchman")), found);
  EXPECT_EQ(codes(policy, answered("version", "")), found);
  EXPECT_EQ(codes(policy, answered("algorithm", json::Value())), found);
}

TEST(Semantics, AClearUnderAPolicyNotAtHandIsNotPassed) {
  SemanticVerifier verifier({{}, true});
  Script script;
  EXPECT_EQ(script.chain().verify(verifier).level(4), ledger::LevelStatus::kNotCheckable);
}

TEST(Semantics, AListIsNotOfTheFuture) {
  Script script;
  const Instant later{script.now().us + 1};
  script.body(
      list_loaded({digest_of("l"), digest_of("l"), "k", 1, script.now(), later, "stated", {digest_of("f")}, ""}));
  EXPECT_EQ(script.codes(), Codes{"list_date"});
}

TEST(Semantics, CasesGoTheirWay) {
  Script script;
  const SampleIds& ids = script.ids;
  script.body(case_claimed(ids.review, ids.author));
  EXPECT_EQ(script.codes(), Codes{"case"}) << "claimed before it was opened";
  Script twice;
  SeededRandom random(5);
  twice.body(case_opened(ids.review, ids.lead, "uk", {"untagged"}, twice.now()));
  twice.body(case_opened(CaseId::make(random), ids.lead, "uk", {"untagged"}, twice.now()));
  EXPECT_EQ(twice.codes(), Codes{"case"});
  Script unclaimed;
  unclaimed.body(case_opened(ids.review, ids.lead, "uk", {"untagged"}, unclaimed.now()));
  unclaimed.body(case_decided(ids.review, "release", {}, ids.author, false));
  EXPECT_EQ(unclaimed.codes(), Codes{"case_not_claimed"});
  Script stolen;
  stolen.body(case_opened(ids.review, ids.lead, "uk", {"untagged"}, stolen.now()));
  stolen.body(case_claimed(ids.review, ids.author));
  stolen.body(case_decided(ids.review, "release", {}, ids.approver, false));
  EXPECT_EQ(stolen.codes(), Codes{"case_not_claimed"});
  Script closed;
  closed.body(case_opened(ids.review, ids.lead, "uk", {"untagged"}, closed.now()));
  closed.body(case_closed(ids.review, ids.lead, "released", closed.now()));
  EXPECT_EQ(closed.codes(), Codes());
  closed.body(case_reasons_changed(ids.review, {"untagged"}, "uk"));
  EXPECT_EQ(closed.codes(), Codes{"case"});
}

TEST(Semantics, DuplicatesAndClassifications) {
  Script script;
  script.body(duplicate_decided(script.ids.lead, script.ids.other, "same", script.ids.author, {}));
  EXPECT_EQ(script.codes(), Codes{"duplicate_not_proposed"});
  Script classified;
  classified.body(lead_classified(classified.ids.lead, "professional", "assessed", "", classified.ids.author));
  EXPECT_EQ(classified.codes(), Codes{"classified"});
  Script owner;
  owner.body(sample_assigned(owner.ids.lead, owner.ids.rep, {}, "desk", "manual", false, owner.now(),
                             authorised(owner.ids.rep, "desk")));
  owner.body(lead_classified(owner.ids.lead, "professional", "assessed", digest_of("x"), owner.ids.rep));
  EXPECT_EQ(owner.codes(), Codes{"classified"}) << "who serves the lead does not classify it";
}

}  // namespace
}  // namespace licet::record
