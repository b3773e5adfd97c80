// What takes two people: an approval is of what its author showed and the approver looked at, a protection is lifted by
// two, and a refusal holds until they do.
#include <gtest/gtest.h>

#include "access_world.h"
#include "app/case_reopening.h"
#include "app/policy_commands.h"
#include "app/register_commands.h"
#include "app/subject_commands.h"

namespace licet::app_test {
namespace {

using app::AssignAnswer;
using app::CaseAnswer;
using app::CaseDecision;

/// The last entry about an object of this kind holds the text.
bool last_entry_says(AppWorld& world, const char* kind, const std::string& id, const std::string& text) {
  const auto numbers = must(world.store().entries_of(app::Access::system(), kind, id));
  const auto entry = must(world.store().entry(app::Access::system(), numbers.back()));
  return entry.value().bytes.find(text) != std::string::npos;
}

TEST(Approval, IsOfTheDecisionThatWasLookedAt) {
  AppWorld world;
  world.import(leads_csv({"S-028"}));
  const CaseId id = world.case_of(world.lead_of("S-028"));
  const CaseAnswer seen = decided(world, id, {"release", {{"place", "GB"}}, "by telephone"});
  must(app::approve_case(world.deps(), world.second(), id, false, seen.proposal));
  const CaseAnswer other = decided(world, id, {"release", {{"place", "DE"}}, "by telephone"});
  EXPECT_NE(seen.proposal, other.proposal);
  EXPECT_EQ(code_of(app::approve_case(world.deps(), world.second(), id, true, seen.proposal)), "OTHER_PROPOSAL");
  EXPECT_EQ(code_of(app::approve_case(world.deps(), world.second(), id, true, "")), "USAGE");
  EXPECT_EQ(code_of(app::approve_case(world.deps(), world.second(), id, true, other.proposal.substr(0, 12))),
            "BAD_INPUT")
      << "a few digits fit many decisions";
  EXPECT_TRUE(world.lead(world.lead_of("S-028")).null("owner"));
  must(app::approve_case(world.deps(), world.second(), id, true, other.proposal.substr(0, 31)));
  EXPECT_TRUE(last_entry_says(world, "case", id.str(), other.proposal)) << "the approval names it";
  world.expect_sound();
}

TEST(Approval, OfTheSameWordsProposedAgainIsAnother) {
  AppWorld world;
  world.import(leads_csv({"S-028"}));
  const CaseId id = world.case_of(world.lead_of("S-028"));
  const CaseDecision decision{"release", {{"place", "GB"}}, "by telephone"};
  const CaseAnswer seen = decided(world, id, decision);
  must(app::approve_case(world.deps(), world.second(), id, false, seen.proposal));
  decided(world, id, decision);
  EXPECT_EQ(code_of(app::approve_case(world.deps(), world.second(), id, true, seen.proposal)), "OTHER_PROPOSAL");
}

TEST(Approval, OfAConfirmationIsOfTheOpinionThatWasLookedAt) {
  AppWorld world;
  const auto attest = [&](const char* opinion) {
    return must(app::attest_rule(
        world.deps(), world.first(),
        {"ES-PASSPORT", crypto::digest_text(crypto::sha256(opinion)), moment("2027-01-01T00:00:00Z")}));
  };
  const std::string seen = attest("an opinion");
  const std::string now = attest("another opinion");
  EXPECT_EQ(code_of(app::approve_attestation(world.deps(), world.second(), "ES-PASSPORT", seen)), "OTHER_PROPOSAL");
  must(app::approve_attestation(world.deps(), world.second(), "ES-PASSPORT", now));
  world.expect_sound();
}

TEST(Approval, ByARoleForATimeCountsUntilItsEnd) {
  AppWorld world;
  const Instant ends{world.clock().now().us + 3'600'000'000};
  const app::Principal temp = hire(world, "temp", {"compliance/" + format_instant(ends)});
  const auto attest = [&](const app::Principal& by) {
    return app::attest_rule(
        world.deps(), by,
        {"ES-PASSPORT", crypto::digest_text(crypto::sha256("an opinion")), moment("2027-01-01T00:00:00Z")});
  };
  must(app::approve_attestation(world.deps(), world.second(), "ES-PASSPORT", must(attest(temp))));
  must(app::approve_attestation(world.deps(), temp, "ES-PASSPORT", must(attest(world.first()))));
  const std::string waits = must(attest(world.first()));
  world.clock().set(ends);  // proven before, acting after
  EXPECT_EQ(code_of(attest(temp)), "NO_RIGHT");
  EXPECT_EQ(code_of(app::approve_attestation(world.deps(), temp, "ES-PASSPORT", waits)), "NO_RIGHT");
  world.expect_sound();
}

json::Value register_with(AppWorld& world, const char* key, const char* field, json::Value value) {
  json::Value document;
  world.read([&](app::Reader& reader) -> Status {
    LICET_TRY(document, app::register_document(reader));
    return {};
  });
  for (json::Value& record : document.as_object()["records"].as_array())
    if (record.string_or("key", "") == key) record.as_object()[field] = value;
  return document;
}

TEST(Approval, OfTheRegisterIsOfTheChangesThatWereLookedAt) {
  AppWorld world;
  const json::Value small = register_with(world, "us-ca", "reference", "CRD 1 (invented)");
  const std::string seen = must(app::register_proposal(world.deps(), world.second(), small)).digest;
  json::Value larger = small;
  for (json::Value& record : larger.as_object()["records"].as_array())
    if (record.string_or("key", "") == "us-tx") record.as_object()["to"] = json::Value("2099-01-01");
  EXPECT_EQ(code_of(app::apply_register(world.deps(), world.first(), world.second(), larger, seen)), "OTHER_PROPOSAL");
  EXPECT_EQ(code_of(app::apply_register(world.deps(), world.first(), world.second(), small, "")), "USAGE");
  EXPECT_EQ(code_of(app::apply_register(world.deps(), world.first(), world.first(), small, seen)), "OWN_PROPOSAL");
  must(app::suspend_record(world.deps(), world.first(), "us-ca"));
  EXPECT_EQ(code_of(app::apply_register(world.deps(), world.first(), world.second(), small, seen)), "OTHER_PROPOSAL")
      << "the register changed meanwhile: the same file would now lift a suspension";
  const std::string again = must(app::register_proposal(world.deps(), world.second(), small)).digest;
  EXPECT_EQ(must(app::apply_register(world.deps(), world.first(), world.second(), small, again)).changes.size(), 1u);
  world.expect_sound();
}

// ---- what lifts a protection needs two

TEST(Approval, OfARestoredRecordIsOfTheRecordThatWasLookedAt) {
  AppWorld world;
  const std::string key = "uk-desk";
  must(app::suspend_record(world.deps(), world.first(), key));
  const auto restore = [&](const std::string& proposal) {
    const Status done = app::restore_record(world.deps(), world.first(), world.second(), key, proposal);
    return done ? std::string("done") : app::refusal_code(done.error());
  };
  const app::RegisterProposal seen = must(app::restore_proposal(world.deps(), world.second(), key));
  ASSERT_EQ(seen.changes.size(), 1u);
  EXPECT_EQ(restore(""), "USAGE") << "nothing is approved unseen";
  EXPECT_EQ(restore("sha256:0000000000000000"), "OTHER_PROPOSAL");
  // Somebody changes the suspended record after the look.
  json::Value document;
  world.read([&](app::Reader& reader) -> Status {
    LICET_TRY(document, app::register_document(reader));
    return {};
  });
  for (json::Value& record : document.as_object()["records"].as_array())
    if (record.string_or("key", "") == key) record.as_object()["name"] = "Another desk";
  const auto change = must(app::register_proposal(world.deps(), world.second(), document));
  must(app::apply_register(world.deps(), world.first(), world.second(), document, change.digest));
  EXPECT_EQ(restore(seen.digest), "OTHER_PROPOSAL");
  EXPECT_EQ(restore(must(app::restore_proposal(world.deps(), world.second(), key)).digest), "done");
  EXPECT_EQ(restore(seen.digest), "CONFLICT") << "it is active already";
  world.expect_sound();
}

TEST(Approval, OfAnErasureIsOfWhatWasLookedAt) {
  AppWorld world;
  std::string csv = leads_csv({"S-001"});
  world.import(csv);
  const SubjectId subject = SubjectId::parse(world.lead(world.lead_of("S-001")).text("subject")).value();
  const auto erase = [&](const char* basis, const std::string& proposal) {
    return code_of(app::erase_subject(world.deps(), world.first(), world.second(), subject, basis, proposal));
  };
  const app::ErasureProposal seen = must(app::erasure_proposal(world.deps(), world.second(), subject, "request"));
  EXPECT_EQ(seen.leads, std::vector<std::string>{world.lead_of("S-001").str()});
  EXPECT_GT(seen.suppressed, 0u);
  EXPECT_EQ(erase("request", ""), "USAGE");
  EXPECT_EQ(erase("objection", seen.digest), "OTHER_PROPOSAL") << "on another basis";
  // The source says more about the person after the look.
  const std::string_view known = "@";
  csv.replace(csv.find(known), 1, ".new@");
  world.import(csv);
  EXPECT_EQ(erase("request", seen.digest), "OTHER_PROPOSAL");
  EXPECT_TRUE(must(world.keys().find(subject.str()))) << "nothing was destroyed";
  EXPECT_EQ(erase("request", must(app::erasure_proposal(world.deps(), world.second(), subject, "request")).digest),
            "done");
  world.expect_sound();
}

TEST(Override, APossibleDuplicateCalledDistinctNeedsASecondPerson) {
  AppWorld world;
  world.import(leads_csv({"S-001", "S-033"}));
  const LeadId lead = world.lead_of("S-033");
  const CaseId id = world.case_of(lead);
  const CaseAnswer proposed = decided(world, id, {"release", {{"duplicate", "distinct"}}, "twins"});
  EXPECT_EQ(proposed.state, "proposed");
  EXPECT_EQ(world.lead(lead).text("status"), "review");
  EXPECT_EQ(must(app::approve_case(world.deps(), world.second(), id, true, proposed.proposal)).state, "closed");
  EXPECT_EQ(world.lead(lead).text("team"), "uk-desk");
  world.expect_sound();
}

TEST(Override, ATrueMatchIsNotReleased) {
  AppWorld world;
  world.import(leads_csv({"S-030"}));
  const CaseId id = world.case_of(world.lead_of("S-030"));
  must(app::claim_case(world.deps(), world.first(), id));
  EXPECT_EQ(code_of(app::decide_case(world.deps(), world.first(), id,
                                     {"release", {{"screening", "true_match"}}, "it is the person"})),
            "BAD_INPUT");
}

// ---- a refusal holds

class Refusal : public ::testing::Test {
 protected:
  Refusal() {
    world_.import(leads_csv({"S-001", "S-028"}));
    lead_ = world_.lead_of("S-028");
    decided(world_, world_.case_of(lead_), {"refuse", {}, "not a client for us"});
  }
  void expect_refused(const char* after) {
    EXPECT_EQ(world_.lead(lead_).text("status"), "refused") << after;
    EXPECT_TRUE(world_.lead(lead_).null("owner")) << after;
    EXPECT_EQ(world_.lead(lead_).text("refused_by"), world_.first().person().str()) << after;
  }
  AppWorld world_;
  LeadId lead_;
};

TEST_F(Refusal, NobodyIsGivenTheLeadByHand) {
  const AssignAnswer answer =
      must(app::assign_lead(world_.deps(), world_.first(), lead_, world_.person_id("t.harrowgate")));
  EXPECT_FALSE(answer.assigned);
  EXPECT_NE(std::find(answer.reasons.begin(), answer.reasons.end(), "REFUSED_BY_REVIEW"), answer.reasons.end());
  expect_refused("by hand");
  world_.expect_sound();
}

TEST_F(Refusal, NoJobNoListAndNoNewFactReleasesIt) {
  world_.job("retry_parked");
  expect_refused("retried");
  world_.load_lists();
  world_.job("retry_parked");
  expect_refused("a list was loaded");
  std::string csv = leads_csv({"S-028"});
  const std::size_t at = csv.find("Nowhereman");
  ASSERT_NE(at, std::string::npos);
  csv.replace(at, 10, "Somewhere");
  EXPECT_EQ(world_.import(csv).changed, 1);
  expect_refused("new facts came in");
  EXPECT_TRUE(world_.lead(lead_).null("case_id")) << "and nobody is asked again by itself";
  EXPECT_FALSE(app::classify_lead(world_.deps(), world_.first(), lead_,
                                  {"professional", "per_se", crypto::digest_text(crypto::sha256("p"))}));
  expect_refused("a classification was tried");
  world_.expect_sound();
}

TEST_F(Refusal, IsLiftedByReviewWithTwoPeople) {
  EXPECT_EQ(code_of(app::reopen_lead(world_.deps(), world_.first(), world_.lead_of("S-001"))), "CONFLICT");
  const CaseId id = must(app::reopen_lead(world_.deps(), world_.first(), lead_));
  EXPECT_EQ(code_of(app::reopen_lead(world_.deps(), world_.first(), lead_)), "CONFLICT") << "open already";
  world_.job("retry_parked");
  expect_refused("reopened");
  const CaseAnswer proposed = decided(world_, id, {"release", {{"place", "GB"}}, "we know better now"});
  ASSERT_EQ(proposed.state, "proposed");
  expect_refused("proposed");
  EXPECT_EQ(must(app::approve_case(world_.deps(), world_.second(), id, true, proposed.proposal)).state, "closed");
  EXPECT_EQ(world_.lead(lead_).text("team"), "uk-desk");
  EXPECT_TRUE(world_.lead(lead_).null("refused_by"));
  world_.expect_sound();
}

TEST_F(Refusal, ReleasedWithNothingElseItNeedsTwoPeopleAsWell) {
  const CaseId id = must(app::reopen_lead(world_.deps(), world_.first(), lead_));
  EXPECT_EQ(decided(world_, id, {"release", {}, "we know better now"}).state, "proposed");
}

// ---- classification

TEST(Classification, KnowsOnlyTheBasesOfTheLeadsJurisdictions) {
  AppWorld world;
  world.import(leads_csv({"S-001", "S-018", "S-028"}));
  const std::string papers = crypto::digest_text(crypto::sha256("papers"));
  const auto classify = [&](const char* source_id, const char* type, const char* basis, const std::string& evidence) {
    return app::classify_lead(world.deps(), world.first(), world.lead_of(source_id), {type, basis, evidence});
  };
  const auto vibes = classify("S-018", "institutional", "vibes", papers);
  ASSERT_FALSE(vibes);
  EXPECT_EQ(vibes.error().code, ErrorCode::kBadInput);
  EXPECT_NE(vibes.error().text.find("per_se"), std::string::npos) << vibes.error().text;
  EXPECT_EQ(code_of(classify("S-018", "institutional", "elective", papers)), "BAD_INPUT")
      << "a basis of other jurisdictions";
  EXPECT_EQ(code_of(classify("S-018", "instituional", "per_se", papers)), "BAD_INPUT");
  EXPECT_EQ(code_of(classify("S-018", "institutional", "per_se", "")), "BAD_INPUT");
  EXPECT_EQ(code_of(classify("S-018", "institutional", "per_se", "sha256:papers")), "BAD_INPUT");
  EXPECT_EQ(code_of(classify("S-028", "professional", "per_se", papers)), "BAD_INPUT") << "in no jurisdiction yet";
  EXPECT_EQ(world.lead(world.lead_of("S-018")).text("client_type_basis"), "claimed");
  EXPECT_TRUE(classify("S-001", "professional", "elective", papers));
  EXPECT_TRUE(classify("S-018", "institutional", "per_se", papers));
  world.expect_sound();
}

TEST(Classification, IsNotMadeByWhoServesTheLead) {
  app::FirmBundle firm = meridian();
  for (app::FirmPerson& person : firm.people)
    if (person.handle == "m.castellano") person.roles.emplace_back("compliance");
  AppWorld world({}, firm);
  world.import(leads_csv({"S-018"}));
  const LeadId lead = world.lead_of("S-018");
  const auto owner = world.person("m.castellano");
  ASSERT_EQ(world.lead(lead).text("owner"), owner.person().str());
  const app::Classification given{"institutional", "per_se", crypto::digest_text(crypto::sha256("papers"))};
  EXPECT_EQ(code_of(app::classify_lead(world.deps(), owner, lead, given)), "OWN_LEAD");
  EXPECT_EQ(world.lead(lead).text("client_type_basis"), "claimed");
}

TEST(Erasure, ABasisIsOneOfTheList) {
  AppWorld world;
  world.import(leads_csv({"S-001"}));
  const SubjectId subject = SubjectId::parse(world.lead(world.lead_of("S-001")).text("subject")).value();
  const auto erased = app::erase_subject(world.deps(), world.first(), world.second(), subject,
                                         "Wilhelmina asked us to on 3 May", "sha256:0000000000000000");
  ASSERT_FALSE(erased);
  EXPECT_EQ(erased.error().code, ErrorCode::kBadInput);
  EXPECT_TRUE(must(world.keys().find(subject.str())));
}

}  // namespace
}  // namespace licet::app_test
