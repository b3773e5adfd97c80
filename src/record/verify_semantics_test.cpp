// Level 4: a life of the firm as the product writes it has no finding, and every rule has a record that breaks it. Here
// are the frame, the firm, erasure and states; the rules about leads stand in verify_semantics_leads_test.cpp.
#include "record/verify_semantics.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>

#include "record/test_script.h"

namespace licet::record {
namespace {

using testing::Chain;
using testing::Codes;
using testing::digest_of;
using testing::list_of;
using testing::SampleIds;
using testing::Script;
using testing::World;

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
  Script empty("two", false);
  empty.body(job_recorded(empty.ids.job, "reauthorise", "done", empty.now(), {}));
  EXPECT_EQ(empty.codes(), Codes{"not_initialised"});
  Script twice;
  twice.body(firm_initialised(World::kOrigin, "Example", "two", {}));
  EXPECT_EQ(twice.codes(), Codes{"initialised_twice"});
  Script other("two", false);
  other.body(firm_initialised("another.example/log", "Example", "two", {}));
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

// A role that is given for a time holds strictly before its end.
TEST(Semantics, ARoleForATimeHoldsUntilItsEnd) {
  const auto confirm = [](const std::string& attests, const std::string& approves) {
    Script script;
    const SampleIds& ids = script.ids;
    script.body(person_recorded(ids.rep, {attests}, "active", ids.author, ids.approver));
    script.body(person_recorded(ids.author, {approves}, "active", ids.approver, ids.rep));
    const Instant until{script.now().us + 5};
    script.propose(confirmation_set("R", digest_of("r"), digest_of("o"), "proposed", ids.rep, {}, until, false));
    script.body(confirmation_set("R", digest_of("r"), digest_of("o"), "active", ids.rep, {ids.author, script.proposal},
                                 until, false));
    return script.codes();
  };
  const auto until = [](std::string role, std::int64_t later_us) {
    return role + "/" + format_instant(Instant{SampleIds().at.us + later_us});
  };
  EXPECT_EQ(confirm("compliance", "admin"), Codes());
  for (const std::int64_t later_us : {std::int64_t{1}, std::int64_t{90} * 86'400'000'000}) {
    EXPECT_EQ(confirm(until("compliance", later_us), until("admin", later_us)), Codes());
    EXPECT_EQ(confirm(until("compliance", later_us), until("compliance", later_us)), Codes());
    EXPECT_EQ(confirm(until("admin", later_us), "admin"), Codes{"no_right"});
    EXPECT_EQ(confirm(until("compliance:uk", later_us), "admin"), Codes{"no_right"});
    EXPECT_EQ(confirm("compliance", until("admin:uk", later_us)), Codes{"no_right"});
  }
  for (const std::int64_t later_us : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{-90} * 86'400'000'000}) {
    EXPECT_EQ(confirm(until("compliance", later_us), "admin"), Codes{"no_right"});
    EXPECT_EQ(confirm("compliance", until("admin", later_us)), Codes{"no_right"});
  }
  // The same moment written otherwise; and what is no moment, which is no role.
  for (const char* end : {"2027-02-01T00:00:00Z", "2027-02-01t00:00:00.5z", "2026-11-18T11:06:41-00:00",
                          "2026-11-18T10:06:41-01:00", "2027-02-01T00:00:00.000001+01:00"})
    EXPECT_EQ(confirm(std::string("compliance/") + end, "admin"), Codes()) << end;
  for (const char* end :
       {"", "never", "2026-11-18T12:06:40+01:00", "2027-02-01", "2027-02-30T00:00:00Z", "2027-02-01T24:00:00Z",
        "2027-02-01T00:00:60Z", "2027-02-01T00:00:00", "2027-02-01T00:00:00+24:00", "2027-02-01T00:00:00+00:60",
        "2027-02-01T00:00:00.Z", "2027-02-01T00:00:00.0000001Z", "2300-01-01T00:00:00Z", "0000-01-01T00:00:00Z",
        "2027-02-01T00:00:00Z/x"})
    EXPECT_EQ(confirm(std::string("compliance/") + end, "admin"), Codes{"no_right"}) << end;
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
  EXPECT_EQ(stranger.codes(), (Codes{"granted_to_self", "unknown_person"}))
      << "a person cannot be the second pair of eyes on their own making";
  Script approved;
  approved.body(
      person_recorded(approved.ids.approver, {"admin"}, "active", approved.ids.author, approved.ids.approver));
  EXPECT_EQ(approved.codes(), Codes{"granted_to_self"}) << "who gets a role approves it neither";
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

TEST(Semantics, AListThatWasRefusedNamesTheActiveOneThatStays) {
  const auto refused = [](std::string_view kept) {
    Script script;
    script.body(attempt_refused("lists load", "LIST_SHRANK", json::Object{{"kind", "k"}}, kept));
    return script.codes();
  };
  EXPECT_EQ(refused(digest_of("list")), Codes());
  EXPECT_EQ(refused({}), Codes());
  EXPECT_EQ(refused(digest_of("another")), Codes{"list_refused"});
}

TEST(Semantics, AnOlderListReplacesANewerOneWithAReason) {
  const auto older = [](bool said, bool why, std::int64_t days) {
    Script script;
    const Instant before{script.now().us - days * 86'400'000'000};
    ListLoaded list{digest_of("1"), digest_of("1"),   "sample",         1, script.now(), before,
                    "stated",       {digest_of("f")}, digest_of("list")};
    list.older = said;
    script.command("lists load", script.ids.author).add(list_loaded(list));
    if (why) script.seal(script.ids.author.str(), "note");
    return script.done().codes();
  };
  EXPECT_EQ(older(true, true, 1), Codes());
  EXPECT_EQ(older(false, false, 0), Codes());
  EXPECT_EQ(older(false, false, 1), Codes{"list_older"});
  EXPECT_EQ(older(true, false, 1), Codes{"list_older"});
  EXPECT_EQ(older(false, true, 1), Codes{"list_older"});
}

TEST(Semantics, AProofIsOfTheActiveListAndCountsWhatItLost) {
  const auto proved = [](std::string_view list, std::int64_t in_class, std::int64_t lost,
                         const std::string& uncovered) {
    json::Object names{{"asked", 3}};
    if (in_class != 0) names.insert_or_assign("lost", in_class);
    Script script;
    script.body(list_of("1", "k", ""));
    script.body(
        list_proved({digest_of(list), "k", "licet-v1", "72.1", {}, 1, 0, false, {{"names", names}}, lost, uncovered}));
    return script.codes();
  };
  const std::string nothing = digest_of("[]");
  EXPECT_EQ(proved("1", 0, 0, nothing), Codes());
  EXPECT_EQ(proved("1", 2, 2, digest_of("two")), Codes());
  EXPECT_EQ(proved("2", 0, 0, nothing), Codes{"list_proof"}) << "not the active list";
  EXPECT_EQ(proved("1", 2, 0, nothing), Codes{"list_proof"}) << "less is said than was counted";
  EXPECT_EQ(proved("1", 2, 2, nothing), Codes{"list_proof"});
  EXPECT_EQ(proved("1", 0, 0, digest_of("two")), Codes{"list_proof"});
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

TEST(Semantics, ASuppressionIsLiftedByTwoWithEvidenceAndOnlyWhereThereIsOne) {
  const std::string evidence = digest_of("a signed form");
  const auto lift = [&](std::vector<std::string> lifted, const std::string& shown, bool two, bool erased = true) {
    Script script;
    const SampleIds& ids = script.ids;
    const std::string kid = ids.subject.str();
    if (erased)
      script.body(subject_erased(kid, "request", ids.author, ids.approver, {{ids.lead, PersonId()}}, script.now(),
                                 {"one", "two"}));
    script.command("suppression lift", ids.author);
    script.add(suppression_lifted(kid, lifted, "own_request", shown, ids.author, two ? ids.approver : ids.author,
                                  script.now()));
    return script.done().codes();
  };
  EXPECT_EQ(lift({"one"}, evidence, true), Codes());
  EXPECT_EQ(lift({"two", "one"}, evidence, true), Codes());
  EXPECT_EQ(lift({"one"}, evidence, false), Codes{"four_eyes"});
  EXPECT_EQ(lift({"three"}, evidence, true), Codes{"not_suppressed"});
  EXPECT_EQ(lift({"one"}, "papers", true), Codes{"not_suppressed"});
  EXPECT_EQ(lift({"one"}, evidence, true, false), Codes{"not_suppressed"});
}

// ---- what could not be read

TEST(Semantics, ALogWithEntriesThatCouldNotBeReadIsNotPassed) {
  const Script script;
  for (const std::uint64_t unread : {0U, 1U}) {
    SemanticVerifier verifier({[](std::string_view) { return std::optional<Bytes>(); }, true});
    ledger::Report report;
    ledger::Entry entry;
    for (const std::string& bytes : script.chain().entries) {
      ASSERT_TRUE(ledger::parse_entry(bytes, entry));
      report.size = report.entries = script.chain().entries.size() + unread;
      verifier.on_entry(entry, report);
    }
    verifier.finish(report);
    const bool said = std::any_of(report.remarks().begin(), report.remarks().end(), [](const std::string& remark) {
      return remark.find("1 entries could not be read") != std::string::npos;
    });
    EXPECT_EQ(said, unread == 1);
    if (unread == 1) {
      EXPECT_EQ(report.level(4), ledger::LevelStatus::kNotCheckable);
      EXPECT_EQ(report.level(5), ledger::LevelStatus::kNotCheckable);
    }
  }
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
