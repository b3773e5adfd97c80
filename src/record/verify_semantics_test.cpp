// Level 4: a life of the firm as the product writes it has no finding, and every rule has a record that breaks it.
#include "record/verify_semantics.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <initializer_list>
#include <set>

#include "record/proposal.h"
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
using testing::sample_hit;
using testing::SampleIds;
using testing::World;

using Codes = std::set<std::string>;

NewEvent list_of(std::string_view name, std::string kind, std::string replaces) {
  const Instant at{1'795'000'000'000'000};
  return list_loaded(
      {digest_of(name), digest_of(name), std::move(kind), 1, at, at, "stated", {digest_of("f")}, std::move(replaces)});
}

/// A founded firm and one clear, tagged lead; then whatever a test adds.
class Script {
 public:
  explicit Script(std::string mode = "four_eyes", bool found = true) : random_(11), chain_(World::kOrigin) {
    if (!found) return;
    command("init", {});
    add(firm_initialised(World::kOrigin, "Example", mode, {ids.author, ids.approver}));
    for (const PersonId& person : {ids.author, ids.approver})
      add(person_recorded(person, {"admin", "compliance"}, "active", PersonId(), PersonId()));
    add(person_recorded(ids.rep, {"rep"}, "active", PersonId(), PersonId()));
    add(policy_proposed(digest_of("p"), ids.author, now()));
    add(policy_activated(digest_of("p"), ids.author, now()));
    done();
    command("lists load", {}).add(list_of("list", "sample", "")).done();
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
  /// One body with an event that proposes something; `proposal` is what an approval of it names.
  Script& propose(NewEvent event) {
    command("test", {});
    proposal = proposal_digest(builder_->id(), event.event());
    return add(std::move(event)).done();
  }
  Script& seal(const std::string& kid, std::string field) {
    builder_->seal(World::kOrigin, kid, crypto::random_key(random_), {{std::move(field), "x"}}, random_);
    return *this;
  }
  Codes codes(Attachments attachments = {}) const { return chain_.codes(std::move(attachments)); }
  Chain& chain() { return chain_; }
  Instant now() const { return Instant{1'795'000'000'000'000}; }

  SampleIds ids;
  std::string proposal;  ///< of the last `propose`

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
  RC_ASSERT(report.level(4) != ledger::LevelStatus::kFail);  // whether lists were fresh hangs on a policy not at hand
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
  builder.add(lead_screened(script.ids.lead, "clear", json::Object{}, {digest_of("list")}));
  const auto body = std::move(builder).finish();
  script.chain().add(body->text(), {}, script.now());
  EXPECT_EQ(script.codes(), Codes{"links"});
}

TEST(Semantics, ABodyIsNotOfTheFuture) {
  Script script;
  BodyBuilder builder(script.ids.event, Instant{script.now().us + 1}, {"system", "", ""}, "test");
  builder.add(lead_screened(script.ids.lead, "clear", json::Object{}, {digest_of("list")}));
  const auto body = std::move(builder).finish();
  script.chain().add(body->text(), body->objects(), script.now());
  EXPECT_EQ(script.codes(), Codes{"body_time"});
}

// ---- firm

TEST(Semantics, ARecordIsFoundedOnceAndFirst) {
  Script empty("four_eyes", false);
  empty.body(job_recorded(empty.ids.job, "reauthorise", "done", empty.now(), {}));
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
  script.command("test", stranger).add(job_recorded(script.ids.job, "reauthorise", "done", script.now(), {})).done();
  EXPECT_EQ(script.codes(), Codes{"unknown_person"});
  Script credential;
  credential.body(credential_set(stranger, digest_of("v"), "active", credential.ids.author, credential.ids.approver,
                                 credential.now()));
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
      script.propose(
          confirmation_set("R", digest_of("r"), digest_of("o"), "proposed", script.ids.author, {}, until, false));
    script.body(confirmation_set("R", digest_of("r"), opinion, "active", script.ids.author, {approver, script.proposal},
                                 until, false));
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
  Script unseen;  // what was looked at was proposed, and then the same words again with another opinion's moment
  const Instant until{unseen.now().us + 5};
  const auto propose = [&] {
    unseen.propose(
        confirmation_set("R", digest_of("r"), digest_of("o"), "proposed", unseen.ids.author, {}, until, false));
  };
  propose();
  const std::string seen = unseen.proposal;
  propose();
  unseen.body(confirmation_set("R", digest_of("r"), digest_of("o"), "active", unseen.ids.author,
                               {unseen.ids.approver, seen}, until, false));
  EXPECT_EQ(unseen.codes(), Codes{"proposal"});
}

TEST(Semantics, AnOpinionIsGivenAndApprovedByWhoMay) {
  const auto confirm = [](const PersonId SampleIds::*by, const PersonId SampleIds::*approver) {
    Script script;
    const Instant until{script.now().us + 5};
    script.propose(confirmation_set("R", digest_of("r"), digest_of("o"), "proposed", script.ids.*by, {}, until, false));
    script.body(confirmation_set("R", digest_of("r"), digest_of("o"), "active", script.ids.*by,
                                 {script.ids.*approver, script.proposal}, until, false));
    return script.codes();
  };
  EXPECT_EQ(confirm(&SampleIds::author, &SampleIds::approver), Codes());
  EXPECT_EQ(confirm(&SampleIds::rep, &SampleIds::approver), Codes{"no_right"});
  EXPECT_EQ(confirm(&SampleIds::author, &SampleIds::rep), Codes{"no_right"});
}

TEST(Semantics, ARoleThatWasTakenAwayOrHoldsForAMarketIsNoRight) {
  for (const char* role : {"compliance:uk", "admin"}) {
    Script script;
    script.body(person_recorded(script.ids.rep, {"compliance"}, "active", script.ids.author, script.ids.approver));
    script.body(person_recorded(script.ids.rep, {role}, "active", script.ids.author, script.ids.approver));
    script.propose(confirmation_set("R", digest_of("r"), digest_of("o"), "proposed", script.ids.rep, {},
                                    Instant{script.now().us + 5}, false));
    EXPECT_EQ(script.codes(), Codes{"no_right"}) << role;
  }
}

// What the founding may bring: proposals; and in force only what is invented, by two people who may.
TEST(Semantics, TheFoundingConfirmsOnlyWhatIsInventedAndByTwo) {
  const auto found = [](std::string mode, bool invented, std::string state, const PersonId SampleIds::*by,
                        const PersonId SampleIds::*approver) {
    Script script(mode, false);
    const SampleIds& ids = script.ids;
    script.command("init", {});
    script.add(firm_initialised(World::kOrigin, "Example", mode, {ids.author, ids.approver}));
    for (const PersonId& person : {ids.author, ids.approver})
      script.add(person_recorded(person, {"admin", "compliance"}, "active", PersonId(), PersonId()));
    script.add(person_recorded(ids.rep, {"rep"}, "active", PersonId(), PersonId()));
    script.add(confirmation_set("R", digest_of("r"), digest_of("o"), state, ids.*by,
                                state == "active" ? Approval{ids.*approver, {}} : Approval{},
                                Instant{script.now().us + 5}, invented));
    return script.done().codes();
  };
  const auto author = &SampleIds::author, approver = &SampleIds::approver, rep = &SampleIds::rep;
  EXPECT_EQ(found("two", true, "active", author, approver), Codes());
  EXPECT_EQ(found("two", false, "proposed", author, approver), Codes());
  EXPECT_EQ(found("single", false, "proposed", author, approver), Codes());
  EXPECT_EQ(found("two", false, "active", author, approver), Codes{"confirmation_not_proposed"});
  EXPECT_EQ(found("single", true, "active", author, approver), Codes{"confirmation_not_proposed"});
  EXPECT_EQ(found("two", true, "active", author, author), Codes{"four_eyes"});
  EXPECT_EQ(found("two", true, "active", rep, approver), Codes{"no_right"});
  EXPECT_EQ(found("two", true, "active", author, rep), Codes{"no_right"});
  EXPECT_EQ(found("two", false, "proposed", rep, approver), Codes{"no_right"});
}

TEST(Semantics, RegisterRecordsAreOfTheirKeyAndTime) {
  Script good, key, kind, time;
  const auto record = [](const char* k, const char* what) { return json::Object{{"key", k}, {"kind", what}}; };
  const auto put = [&](Script& script, const json::Value& after, const Instant at) {
    script.body(register_put("a", after, "apply", script.ids.author,
                             {script.ids.approver, register_proposal_digest({{"a", "", after}})}, at));
  };
  put(good, record("a", "licence"), good.now());
  EXPECT_EQ(good.codes(), Codes());
  put(key, record("b", "licence"), key.now());
  EXPECT_EQ(key.codes(), Codes{"register_record"});
  put(kind, record("a", "wish"), kind.now());
  EXPECT_EQ(kind.codes(), Codes{"register_record"});
  put(time, record("a", "licence"), Instant{5});
  time.body(register_removed(
      "a", "apply", time.ids.author,
      {time.ids.approver, register_proposal_digest({{"a", register_record_digest(record("a", "licence")), {}}})},
      Instant{5}));
  EXPECT_EQ(time.codes(), Codes{"known_time"});
}

TEST(Semantics, TheRegisterChangesByTwoAndAsItWasApproved) {
  const auto change = [](const char* why, const char* status, bool alone, bool other) {
    Script script;
    const json::Value after(json::Object{{"key", "a"}, {"kind", "licence"}, {"status", status}});
    const std::string seen = other ? digest_of("something else") : register_proposal_digest({{"a", "", after}});
    script.body(register_put("a", after, why, script.ids.author,
                             {alone ? script.ids.author : script.ids.approver, seen}, script.now()));
    return script.codes();
  };
  EXPECT_EQ(change("apply", "active", false, false), Codes());
  EXPECT_EQ(change("restore", "active", false, false), Codes());
  EXPECT_EQ(change("restore", "active", true, false), Codes{"four_eyes"});
  EXPECT_EQ(change("apply", "active", false, true), Codes{"proposal"});
  Script meanwhile;  // what was looked at would close a gap; now it lifts a suspension
  const json::Value active(json::Object{{"key", "a"}, {"kind", "licence"}, {"status", "active"}});
  const json::Value held(json::Object{{"key", "a"}, {"kind", "licence"}, {"status", "suspended"}});
  meanwhile.body(register_put("a", held, "suspend", meanwhile.ids.author, {}, meanwhile.now()));
  meanwhile.body(register_put("a", active, "apply", meanwhile.ids.author,
                              {meanwhile.ids.approver, register_proposal_digest({{"a", "", active}})},
                              meanwhile.now()));
  EXPECT_EQ(meanwhile.codes(), Codes{"proposal"});
  Script suspended, loosened;
  for (Script* script : {&suspended, &loosened})
    script->body(register_put(
        "a", json::Object{{"key", "a"}, {"kind", "licence"}, {"status", script == &suspended ? "suspended" : "active"}},
        "suspend", script->ids.author, {}, script->now()));
  EXPECT_EQ(suspended.codes(), Codes());
  EXPECT_EQ(loosened.codes(), Codes{"register_record"});
}

TEST(Semantics, RightsAndCredentialsAreGivenByTwoAndByNobodyToThemself) {
  const auto give = [](auto by, auto approver, auto to) {
    Script script;
    const SampleIds& ids = script.ids;
    script.command("person credential", ids.*by);
    script.add(credential_set(ids.*to, digest_of("v"), "active", ids.*by,
                              approver == nullptr ? PersonId() : ids.*approver, script.now()));
    return script.done().codes();
  };
  using Who = PersonId SampleIds::*;
  EXPECT_EQ(give(&SampleIds::author, &SampleIds::approver, &SampleIds::rep), Codes());
  EXPECT_EQ(give(&SampleIds::author, &SampleIds::author, &SampleIds::rep), Codes{"four_eyes"});
  EXPECT_EQ(give(&SampleIds::author, Who{nullptr}, &SampleIds::rep), Codes{"approval_missing"});
  EXPECT_EQ(give(&SampleIds::author, &SampleIds::approver, &SampleIds::author), Codes{"granted_to_self"});
  SeededRandom random(99);
  const PersonId fresh = PersonId::make(random);
  Script added, alone, stranger, elsewhere;
  added.body(person_recorded(fresh, {"admin"}, "active", added.ids.author, added.ids.approver));
  EXPECT_EQ(added.codes(), Codes());
  alone.body(person_recorded(fresh, {"admin"}, "active", alone.ids.author, PersonId()));
  EXPECT_EQ(alone.codes(), Codes{"approval_missing"});
  stranger.body(person_recorded(fresh, {"admin"}, "active", stranger.ids.author, fresh));
  EXPECT_EQ(stranger.codes(), Codes{"unknown_person"})
      << "a person cannot be the second pair of eyes on their own making";
  elsewhere.command("person add", elsewhere.ids.rep);
  elsewhere.add(person_recorded(fresh, {"admin"}, "active", elsewhere.ids.author, elsewhere.ids.approver)).done();
  EXPECT_EQ(elsewhere.codes(), Codes{"actor"});
}

TEST(Semantics, ListsReplaceOneAnother) {
  Script script;
  script.body(list_of("1", "k", ""));
  script.body(list_of("2", "k", digest_of("1")));
  script.body(list_of("3", "other", ""));
  EXPECT_EQ(script.codes(), Codes());
  script.body(list_of("4", "k", digest_of("1")));
  EXPECT_EQ(script.codes(), Codes{"list_replaced"});
}

// ---- leads

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
  subject.body(source_added(subject.ids.lead, SubjectId::make(random), subject.ids.source_event, "web", SourceId(),
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
  hit.body(lead_screened(hit.ids.lead, "hit", json::Object{}, {digest_of("list")}, {sample_hit(0)}));
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
    script.body(lead_screened(ids.lead, "hit", json::Object{}, {digest_of("list")}, {sample_hit(0)}));
    script.body(case_opened(ids.review, ids.lead, "uk", {"screening_hit"}, script.now()));
    script.body(case_claimed(ids.review, ids.author));
    script.propose(
        case_decided(ids.review, "release", json::Object{{"screening", "false_positive"}}, ids.author, needs));
    script.command("test", {});
    if (approved) script.add(case_approved(ids.review, same ? ids.author : ids.approver, *approved, script.proposal));
    script.add(
        lead_screened(ids.lead, "clear", json::Object{{"disposition", "false_positive"}}, {}, {}, {sample_hit(0)}));
    script.done();
    return script.codes();
  };
  EXPECT_EQ(clear(true, true, false), Codes());
  EXPECT_EQ(clear(false, std::nullopt, false), (Codes{"cleared_alone", "decided_alone", "hit_lifted"}));
  const Codes alone = {"cleared_alone", "hit_lifted"};
  EXPECT_EQ(clear(true, std::nullopt, false), alone);
  EXPECT_EQ(clear(true, false, false), alone);
  EXPECT_EQ(clear(true, true, true), Codes{"four_eyes"});
  EXPECT_EQ(clear(false, true, false), (Codes{"case_not_proposed", "cleared_alone", "decided_alone", "hit_lifted"}));
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

TEST(Semantics, AFindingClearsAgainstTheListsActiveThen) {
  Script script;
  const SampleIds& ids = script.ids;
  script.body(lead_screened(ids.lead, "hit", json::Object{}, {digest_of("list")}, {sample_hit(0)}));
  script.body(case_opened(ids.review, ids.lead, "uk", {"screening_hit"}, script.now()));
  script.body(case_claimed(ids.review, ids.author));
  script.propose(case_decided(ids.review, "release", json::Object{{"screening", "false_positive"}}, ids.author, true));
  script.body(list_of("next", "sample", digest_of("list")));
  script.command("test", {});
  script.add(case_approved(ids.review, ids.approver, true, script.proposal));
  script.add(lead_screened(ids.lead, "clear", json::Object{}, {}, {}, {sample_hit(0)}));
  EXPECT_EQ(script.done().codes(), Codes{"cleared_lists"});
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

TEST(Semantics, AFindingEndsTheHitsThatItNamesAndNoOther) {
  Script script;
  const SampleIds& ids = script.ids;
  script.body(lead_screened(ids.lead, "hit", json::Object{}, {digest_of("list")}, {sample_hit(0), sample_hit(1)}));
  script.body(case_opened(ids.review, ids.lead, "uk", {"screening_hit"}, script.now()));
  script.body(case_claimed(ids.review, ids.author));
  script.propose(case_decided(ids.review, "release", json::Object{{"screening", "false_positive"}}, ids.author, true));
  script.command("test", {});
  script.add(case_approved(ids.review, ids.approver, true, script.proposal));
  script.add(lead_screened(ids.lead, "clear", json::Object{}, {}, {}, {sample_hit(0)}));
  EXPECT_EQ(script.done().codes(), Codes{"hit_lifted"});
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
  touched.body(lead_screened(ids.lead, "clear", json::Object{}, {digest_of("list")}));
  EXPECT_EQ(touched.codes(), Codes{"erased_lead"});
  Script received = erased(ids.approver, true);
  Received second = testing::sample_received(ids);
  second.lead = ids.other;
  received.body(lead_received(second));
  EXPECT_EQ(received.codes(), Codes{"erased_subject"});
  Script sealed = erased(ids.approver, true);
  sealed.command("test", {})
      .add(case_decided(ids.review, "refuse", {}, ids.author, false))
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
  EXPECT_EQ(verifier.erased_by(script.ids.subject.str()), std::optional<std::uint64_t>(3));
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
  script.body(lead_screened(script.ids.lead, "clear", json::Object{}, {digest_of("list")}),
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
