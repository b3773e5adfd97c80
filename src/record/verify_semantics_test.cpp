// Level 4: a life of the firm as the product writes it has no finding, and every rule has a record that breaks it.
#include "record/verify_semantics.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <initializer_list>
#include <set>

#include "record/test_chain.h"
#include "record/test_samples.h"
#include "record/test_world.h"

namespace licet::record {
namespace {

using testing::authorised;
using testing::Chain;
using testing::digest_of;
using testing::routed_to;
using testing::sample_assigned;
using testing::sample_decision;
using testing::SampleIds;
using testing::World;

using Codes = std::set<std::string>;

/// A founded firm and one clear, tagged lead; then whatever a test adds.
class Script {
 public:
  explicit Script(std::string mode = "four_eyes", bool found = true) : random_(11), chain_(World::kOrigin) {
    if (!found) return;
    command("init", {});
    add(firm_initialised(World::kOrigin, "Example", mode, {ids.author, ids.approver}));
    for (const PersonId& person : {ids.author, ids.approver, ids.rep}) add(person_recorded(person, {"rep"}, "active"));
    add(policy_proposed(digest_of("p"), ids.author, now()));
    add(policy_activated(digest_of("p"), ids.author, now()));
    done();
    command("import", {});
    add(lead_received(testing::sample_received(ids)));
    add(lead_screened(ids.lead, "clear", json::Object{}, {digest_of("list")}));
    add(lead_tagged(ids.lead, {{"address", "GB", Date{20'000}}}, {{"GB", "GB"}}, sample_decision()));
    done();
  }
  /// Begins a body by a person, or by the system.
  Script& command(std::string name, std::optional<PersonId> by) {
    Actor actor = by ? Actor{"person", by->str(), ""} : Actor{"system", "test", ""};
    builder_.emplace(EventId::make(random_), now(), std::move(actor), std::move(name));
    builder_->uses(crypto::sha256("p"), crypto::sha256("register"));
    return *this;
  }
  Script& add(NewEvent event) {
    builder_->add(std::move(event));
    return *this;
  }
  Script& done() {
    auto body = std::move(*builder_).finish();
    if (!body) ADD_FAILURE() << body.error().text;
    if (body) chain_.add(*body);
    return *this;
  }
  /// One body with these events, by the system.
  template <typename... Events>
  Script& body(Events... events) {
    command("test", {});
    (add(std::move(events)), ...);
    return done();
  }
  Script& seal(const std::string& kid, std::string field) {
    builder_->seal(World::kOrigin, kid, crypto::random_key(random_), {{std::move(field), "x"}}, random_);
    return *this;
  }
  Codes codes(Attachments attachments = {}) const { return chain_.codes(std::move(attachments)); }
  Chain& chain() { return chain_; }
  Instant now() const { return Instant{1'795'000'000'000'000}; }

  SampleIds ids;

 private:
  SeededRandom random_;
  Chain chain_;
  std::optional<BodyBuilder> builder_;
};

TEST(Semantics, TheScriptItselfIsClean) { EXPECT_EQ(Script().codes(), Codes()); }

RC_GTEST_PROP(SemanticsProperty, WhatTheProductWritesHasNoFinding, ()) {
  World world(*rc::gen::arbitrary<std::uint64_t>());
  world.run(60);
  Chain chain(World::kOrigin);
  for (const Body& body : world.bodies) chain.add(body);
  SemanticVerifier verifier({{}, true});
  const ledger::Report report = chain.verify(verifier);
  for (const ledger::Finding& finding : report.findings())
    RC_LOG(finding.code + ": " + finding.what + " in " + chain.entries[*finding.seq]);
  RC_ASSERT(report.findings().empty());
  RC_ASSERT(report.level(4) == ledger::LevelStatus::kPass);
  RC_ASSERT(report.level(5) == ledger::LevelStatus::kNotCheckable);
  RC_ASSERT(*state_digest(rows_of(verifier.tables())) == *state_digest(rows_of(world.tables)));
}

// ---- frame

TEST(Semantics, BodiesOfAnotherFormAreFound) {
  Script script;
  script.chain().add("{\"hello\":1}", {}, script.now());
  EXPECT_EQ(script.codes(), Codes{"body_form"});
}

TEST(Semantics, AnEventOfANewerReleaseIsFound) {
  Script script;
  std::string text = std::string("{\"at\":1,\"by\":{\"kind\":\"system\"},\"cmd\":\"x\",\"ev\":\"") +
                     script.ids.event.str() + "\",\"events\":[{\"t\":\"lead_teleported\",\"v\":1}]}";
  script.chain().add(text, {}, script.now());
  EXPECT_EQ(script.codes(), Codes{"unsupported_event"});
}

TEST(Semantics, AnEventWithoutItsFieldsIsFound) {
  Script script;
  std::string text = std::string("{\"at\":1,\"by\":{\"kind\":\"system\"},\"cmd\":\"x\",\"ev\":\"") +
                     script.ids.event.str() + "\",\"events\":[{\"t\":\"job_recorded\",\"v\":1}]}";
  script.chain().add(text, {}, script.now());
  EXPECT_EQ(script.codes(), Codes{"event_fields"});
}

TEST(Semantics, LinksMustBeTheBodysObjects) {
  Script script;
  BodyBuilder builder(script.ids.event, script.now(), {"system", "", ""}, "test");
  builder.add(lawful_basis_set(script.ids.lead, "consent", script.ids.author));
  const auto body = std::move(builder).finish();
  script.chain().add(body->text(), {{"lead", script.ids.lead.str()}}, script.now());
  EXPECT_EQ(script.codes(), Codes{"links"});
}

TEST(Semantics, ABodyIsNotOfTheFuture) {
  Script script;
  BodyBuilder builder(script.ids.event, Instant{script.now().us + 1}, {"system", "", ""}, "test");
  builder.add(lawful_basis_set(script.ids.lead, "consent", script.ids.author));
  const auto body = std::move(builder).finish();
  script.chain().add(body->text(), body->objects(), script.now());
  EXPECT_EQ(script.codes(), Codes{"body_time"});
}

// ---- firm

TEST(Semantics, ARecordIsFoundedOnceAndFirst) {
  Script empty("four_eyes", false);
  empty.body(person_recorded(empty.ids.rep, {"rep"}, "active"));
  EXPECT_EQ(empty.codes(), Codes{"not_initialised"});
  Script twice;
  twice.body(firm_initialised(World::kOrigin, "Example", "four_eyes", {}));
  EXPECT_EQ(twice.codes(), Codes{"initialised_twice"});
  Script other("four_eyes", false);
  other.body(firm_initialised("another.example/log", "Example", "four_eyes", {}));
  EXPECT_EQ(other.codes(), Codes{"origin"});
}

TEST(Semantics, WhoActsIsOnRecord) {
  Script script;
  SeededRandom random(99);
  const PersonId stranger = PersonId::make(random);
  script.command("test", stranger).add(lawful_basis_set(script.ids.lead, "consent", script.ids.author)).done();
  EXPECT_EQ(script.codes(), Codes{"unknown_person"});
  Script credential;
  credential.body(credential_set(stranger, digest_of("v"), "active", credential.now()));
  EXPECT_EQ(credential.codes(), Codes{"unknown_person"});
}

TEST(Semantics, APolicyNeedsASecondPerson) {
  const auto activate = [](Script& script, const PersonId& by, bool propose, std::string replaces) {
    if (propose) script.body(policy_proposed(digest_of("q"), script.ids.author, script.now()));
    script.body(policy_activated(digest_of("q"), by, script.now(), replaces));
    return script.codes();
  };
  Script good, alone, unproposed, unreplaced, nobody;
  EXPECT_EQ(activate(good, good.ids.approver, true, digest_of("p")), Codes());
  EXPECT_EQ(activate(alone, alone.ids.author, true, digest_of("p")), Codes{"four_eyes"});
  EXPECT_EQ(activate(nobody, PersonId(), true, digest_of("p")), Codes{"approval_missing"});
  EXPECT_EQ(activate(unproposed, unproposed.ids.approver, false, digest_of("p")), Codes{"policy_not_proposed"});
  EXPECT_EQ(activate(unreplaced, unreplaced.ids.approver, true, ""), Codes{"policy_replaced"});
}

TEST(Semantics, SinglePersonModeIsSaidAndNotFailed) {
  Script script("single");
  script.body(policy_proposed(digest_of("q"), script.ids.author, script.now()));
  script.body(policy_activated(digest_of("q"), script.ids.author, script.now(), digest_of("p")));
  SemanticVerifier verifier({{}, true});
  const ledger::Report report = script.chain().verify(verifier);
  EXPECT_TRUE(report.findings().empty());
  const std::string text = json::canonical(report.to_json());
  EXPECT_NE(text.find("1 approvals"), std::string::npos) << text;
  EXPECT_NE(text.find("single-person"), std::string::npos);
}

TEST(Semantics, AConfirmationIsProposedAndApproved) {
  const auto confirm = [](Script& script, bool propose, std::string opinion, const PersonId& approver) {
    const Instant until{script.now().us + 5};
    if (propose)
      script.body(
          confirmation_set("R", digest_of("r"), digest_of("o"), "proposed", script.ids.author, {}, until, false));
    script.body(confirmation_set("R", digest_of("r"), opinion, "active", script.ids.author, approver, until, false));
    return script.codes();
  };
  Script good, unproposed, other, alone;
  EXPECT_EQ(confirm(good, true, digest_of("o"), good.ids.approver), Codes());
  EXPECT_EQ(confirm(unproposed, false, digest_of("o"), good.ids.approver), Codes{"confirmation_not_proposed"});
  EXPECT_EQ(confirm(other, true, digest_of("x"), good.ids.approver), Codes{"confirmation_not_proposed"});
  EXPECT_EQ(confirm(alone, true, digest_of("o"), alone.ids.author), Codes{"four_eyes"});
  Script revoked;
  revoked.body(confirmation_set("R", digest_of("r"), digest_of("o"), "revoked", revoked.ids.author, {}, {}, false));
  EXPECT_EQ(revoked.codes(), Codes{"confirmation_not_proposed"});
}

TEST(Semantics, RegisterRecordsAreOfTheirKeyAndTime) {
  Script good, key, kind, time;
  const auto record = [](const char* k, const char* what) { return json::Object{{"key", k}, {"kind", what}}; };
  good.body(register_put("a", record("a", "licence"), "apply", good.ids.author, good.now()));
  EXPECT_EQ(good.codes(), Codes());
  key.body(register_put("a", record("b", "licence"), "apply", key.ids.author, key.now()));
  EXPECT_EQ(key.codes(), Codes{"register_record"});
  kind.body(register_put("a", record("a", "wish"), "apply", kind.ids.author, kind.now()));
  EXPECT_EQ(kind.codes(), Codes{"register_record"});
  time.body(register_put("a", record("a", "licence"), "apply", time.ids.author, Instant{5}));
  time.body(register_removed("a", "apply", time.ids.author, Instant{5}));
  EXPECT_EQ(time.codes(), Codes{"known_time"});
}

TEST(Semantics, ListsReplaceOneAnother) {
  Script script;
  script.body(list_loaded(digest_of("1"), "k", 1, script.now(), script.now(), {digest_of("f")}, ""));
  script.body(list_loaded(digest_of("2"), "k", 1, script.now(), script.now(), {digest_of("f")}, digest_of("1")));
  script.body(list_loaded(digest_of("3"), "other", 1, script.now(), script.now(), {digest_of("f")}, ""));
  EXPECT_EQ(script.codes(), Codes());
  script.body(list_loaded(digest_of("4"), "k", 1, script.now(), script.now(), {digest_of("f")}, digest_of("1")));
  EXPECT_EQ(script.codes(), Codes{"list_replaced"});
}

// ---- leads

TEST(Semantics, ALeadMustBeThere) {
  Script script;
  const LeadId ghost = script.ids.other;
  script.body(lawful_basis_set(ghost, "consent", script.ids.author));
  script.body(lead_screened(ghost, "clear", json::Object{}, {digest_of("list")}));
  EXPECT_EQ(script.codes(), Codes{"unknown_lead"});
  Script twice;
  twice.body(lead_received(testing::sample_received(twice.ids)));
  EXPECT_EQ(twice.codes(), Codes{"received_twice"});
  Script subject;
  SeededRandom random(4);
  subject.body(source_added(subject.ids.lead, SubjectId::make(random), subject.ids.source_event, "web", subject.now()));
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
  EXPECT_EQ(assign([&](Script& s, const SampleIds& ids) { s.body(to_rep(ids, sample_decision(), s.now())); }), refused);
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
  hit.body(lead_screened(hit.ids.lead, "hit", json::Object{}, {digest_of("list")}));
  hit.body(sample_assigned(hit.ids.lead, hit.ids.rep, {}, "desk", "manual", false, hit.now(),
                           authorised(hit.ids.rep, "desk")));
  EXPECT_EQ(hit.codes(), Codes{"assigned_unscreened"});
  Script untagged;
  untagged.body(lead_tagged(untagged.ids.lead, {}, {}, sample_decision()));
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

TEST(Semantics, NobodyClearsAHitAlone) {
  const auto clear = [](bool needs, std::optional<bool> approved, bool same) {
    Script script;
    const SampleIds& ids = script.ids;
    script.body(lead_screened(ids.lead, "hit", json::Object{}, {digest_of("list")}));
    script.body(case_opened(ids.review, ids.lead, "uk", {"screening_hit"}, script.now()));
    script.body(case_claimed(ids.review, ids.author));
    script.body(case_decided(ids.review, "release", json::Object{}, ids.author, needs));
    script.command("test", {});
    if (approved) script.add(case_approved(ids.review, same ? ids.author : ids.approver, *approved));
    script.add(lead_screened(ids.lead, "clear", json::Object{{"disposition", "false_positive"}}, {}));
    script.done();
    return script.codes();
  };
  EXPECT_EQ(clear(true, true, false), Codes());
  EXPECT_EQ(clear(false, std::nullopt, false), Codes{"cleared_alone"});
  EXPECT_EQ(clear(true, std::nullopt, false), Codes{"cleared_alone"});
  EXPECT_EQ(clear(true, false, false), Codes{"cleared_alone"});
  EXPECT_EQ(clear(true, true, true), Codes{"four_eyes"});
  EXPECT_EQ(clear(false, true, false), Codes{"case_not_proposed"});
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
  script.body(duplicate_decided(script.ids.lead, script.ids.other, "distinct", script.ids.author));
  EXPECT_EQ(script.codes(), Codes{"duplicate_not_proposed"});
  Script classified;
  classified.body(lead_classified(classified.ids.lead, "professional", "assessed", "", classified.ids.author));
  EXPECT_EQ(classified.codes(), Codes{"classified"});
}

// ---- erasure

TEST(Semantics, ErasureEndsASubject) {
  const auto erased = [](PersonId approver, bool name_the_lead) {
    Script script;
    std::vector<std::pair<LeadId, PersonId>> leads;
    if (name_the_lead) leads.emplace_back(script.ids.lead, PersonId());
    script.body(subject_erased(script.ids.subject.str(), "request", script.ids.author, approver, leads, script.now()));
    return script;
  };
  const SampleIds ids;
  EXPECT_EQ(erased(ids.approver, true).codes(), Codes());
  EXPECT_EQ(erased(ids.author, true).codes(), Codes{"four_eyes"});
  EXPECT_EQ(erased(ids.approver, false).codes(), Codes{"erased_leads"});

  Script again = erased(ids.approver, true);
  again.body(subject_erased(ids.subject.str(), "request", ids.author, ids.approver, {{ids.lead, {}}}, again.now()));
  EXPECT_EQ(again.codes(), Codes{"erased_twice"});
  Script touched = erased(ids.approver, true);
  touched.body(lawful_basis_set(ids.lead, "consent", ids.author));
  EXPECT_EQ(touched.codes(), Codes{"erased_lead"});
  Script received = erased(ids.approver, true);
  Received second = testing::sample_received(ids);
  second.lead = ids.other;
  received.body(lead_received(second));
  EXPECT_EQ(received.codes(), Codes{"erased_subject"});
  Script sealed = erased(ids.approver, true);
  sealed.command("test", {})
      .add(case_decided(ids.review, "x", {}, ids.author, false))
      .seal(ids.subject.str(), "note")
      .done();
  EXPECT_EQ(sealed.codes(), (Codes{"case", "sealed_after_erasure"}));
  Script open;
  open.body(case_opened(ids.review, ids.lead, "uk", {"untagged"}, open.now()));
  open.body(subject_erased(ids.subject.str(), "request", ids.author, ids.approver, {{ids.lead, {}}}, open.now()));
  EXPECT_EQ(open.codes(), Codes{"case_after_erasure"});
}

TEST(Semantics, TheEntryThatErasedIsTold) {
  Script script;
  script.body(subject_erased(script.ids.subject.str(), "request", script.ids.author, script.ids.approver,
                             {{script.ids.lead, {}}}, script.now()));
  SemanticVerifier verifier({{}, false});
  script.chain().verify(verifier);
  EXPECT_EQ(verifier.erased_by(script.ids.subject.str()), std::optional<std::uint64_t>(2));
  EXPECT_EQ(verifier.erased_by("subj_other"), std::nullopt);
}

// ---- state

TEST(Semantics, AWrongStateDigestIsFound) {
  Script script;
  SemanticVerifier verifier({{}, true});
  script.chain().verify(verifier);
  const auto right = state_digest(rows_of(verifier.tables()));
  ASSERT_TRUE(right);
  std::int64_t rows = 0;
  for (const Table& t : tables()) rows += static_cast<std::int64_t>(verifier.tables().size(t.id));
  // The state before its entry, whatever else the entry changes.
  script.body(lawful_basis_set(script.ids.lead, "contract", script.ids.author),
              state_recorded(crypto::digest_text(*right), rows));
  EXPECT_EQ(script.codes(), Codes());
  Script digest;
  digest.body(state_recorded(digest_of("wrong"), rows));
  EXPECT_EQ(digest.codes(), Codes{"state"});
  Script count;
  count.body(state_recorded(crypto::digest_text(*right), rows + 1));
  EXPECT_EQ(count.codes(), Codes{"state"});
}

}  // namespace
}  // namespace licet::record
