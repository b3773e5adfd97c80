// Who may do what, and what is said to whom: scopes of several roles, two pairs of eyes, refusals that hold, and leads
// in review that tell nobody why.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/on_record.h"
#include "app/policy_commands.h"
#include "app/refusal.h"
#include "app/register_commands.h"
#include "app/review_commands.h"
#include "app/subject_commands.h"
#include "app_world.h"
#include "record/duties.h"

namespace licet::app_test {
namespace {

using app::AssignAnswer;
using app::CaseAnswer;
using app::CaseDecision;
using app::Right;
using record::TableId;

/// Somebody new of the firm, with these roles.
app::Principal hire(AppWorld& world, const std::string& handle, std::vector<std::string> roles) {
  must(app::add_person(world.deps(), world.first(), world.second(), {handle, handle, "", std::move(roles)}));
  return world.person(handle);
}

template <typename T>
std::string code_of(const Result<T>& result) {
  return result ? "done" : app::refusal_code(result.error());
}

std::vector<app::LeadView> all_leads(AppWorld& world, const app::Principal& principal, app::LeadFilter filter = {}) {
  filter.limit = 500;
  return must(app::list_leads(world.deps(), principal, filter));
}

std::set<std::string> ids_of(const std::vector<app::LeadView>& views) {
  std::set<std::string> out;
  for (const app::LeadView& view : views) out.emplace(view.lead.text("id"));
  return out;
}

/// The last entry about an object of this kind holds the text.
bool last_entry_says(AppWorld& world, const char* kind, const std::string& id, const std::string& text) {
  const auto numbers = must(world.store().entries_of(app::Access::system(), kind, id));
  const auto entry = must(world.store().entry(app::Access::system(), numbers.back()));
  return entry.value().bytes.find(text) != std::string::npos;
}

// ---- what the record knows of rights

TEST(Access, TheRecordKnowsWhoMayAttestAndApprove) {
  AppWorld world;
  const Instant now = world.clock().now(), tomorrow{now.us + 86'400'000'000};
  std::map<std::string, std::string> hired;  // by handle
  for (const std::string role :
       {"rep", "manager", "compliance", "auditor", "admin", "service", "compliance:uk", "admin:uk"})
    for (const std::string& held : {role, role + "/" + format_instant(tomorrow)}) {
      const std::string handle = "p" + std::to_string(hired.size());
      hire(world, handle, {held});
      hired.emplace(handle, held);
    }
  for (const Instant at : {now, tomorrow}) {
    world.clock().set(at);
    for (const auto& [handle, held] : hired) {
      const bool ended = at == tomorrow && held.find('/') != std::string::npos;
      const std::string role = held.substr(0, held.find('/'));
      const app::Principal person = world.person(handle);
      EXPECT_EQ(person.has(Right::kPolicy), record::may_attest({held}, at)) << held;
      EXPECT_EQ(person.has(Right::kApprove), record::may_approve({held}, at)) << held;
      EXPECT_EQ(record::may_attest({held}, at), role == "compliance" && !ended) << held;
      EXPECT_EQ(record::may_approve({held}, at), (role == "compliance" || role == "admin") && !ended) << held;
    }
  }
}

// ---- roles do not add up to more than each

TEST(Roles, AMarketOfOneGrantNeverMeetsTheRightOfAnother) {
  AppWorld world;
  world.import(leads_csv());
  // Own leads everywhere, and all of Switzerland: nothing else.
  const auto both = hire(world, "both", {"rep", "manager:switzerland"});
  for (const app::LeadView& view : all_leads(world, both))
    EXPECT_EQ(world.lead(LeadId::parse(view.lead.text("id")).value()).text("market"), "switzerland");
  EXPECT_FALSE(all_leads(world, both).empty());
  EXPECT_FALSE(app::show_lead(world.deps(), both, world.lead_of("S-001").str()))
      << "the rep's markets, the manager's reach";
  EXPECT_FALSE(app::assign_lead(world.deps(), both, world.lead_of("S-001"), world.person_id("t.harrowgate")));
  // Compliance for the United Kingdom and own leads anywhere: reviews there, and reviews nothing elsewhere.
  const auto mixed = hire(world, "mixed", {"compliance:uk", "rep"});
  EXPECT_TRUE(app::claim_case(world.deps(), mixed, world.case_of(world.lead_of("S-030"))));
  EXPECT_EQ(code_of(app::claim_case(world.deps(), mixed, world.case_of(world.lead_of("S-012")))), "NOT_FOUND");
}

TEST(Roles, ARightOverTheFirmNeedsAGrantForTheFirm) {
  AppWorld world;
  const auto narrow = hire(world, "narrow", {"compliance:uk", "auditor:uk", "admin:uk"});
  const auto wide = hire(world, "wide", {"auditor", "rep:uk"});
  for (const Right right : {Right::kPolicy, Right::kLists, Right::kErase, Right::kApprove, Right::kReadLedger,
                            Right::kPeople, Right::kKeys, Right::kJobs})
    EXPECT_EQ(code_of(app::Access::demand(narrow, right)), "NO_RIGHT") << static_cast<int>(right);
  EXPECT_TRUE(app::Access::demand(narrow, Right::kReview));
  EXPECT_TRUE(app::Access::demand(wide, Right::kReadLedger));
  EXPECT_FALSE(app::Access::demand(wide, Right::kErase));
}

TEST(Roles, AdministratorsManageUsersAndNotLeads) {
  AppWorld world;
  world.import(leads_csv({"S-030"}));
  const auto admin = hire(world, "only.admin", {"admin"});
  const auto admin_and_rep = hire(world, "admin.rep", {"admin", "rep"});
  for (const app::Principal& who : {admin, admin_and_rep}) {
    for (const Right right : {Right::kAssign, Right::kReview, Right::kApproveCase, Right::kClassify, Right::kScreen})
      EXPECT_EQ(code_of(app::Access::demand(who, right)), "NO_RIGHT") << static_cast<int>(right);
    EXPECT_FALSE(app::approve_case(world.deps(), who, world.case_of(world.lead_of("S-030")), true, "x"));
  }
  EXPECT_EQ(code_of(app::list_leads(world.deps(), admin, {})), "NO_RIGHT");
  EXPECT_TRUE(all_leads(world, admin_and_rep).empty()) << "own leads, and there are none";
}

// ---- two pairs of eyes

TEST(People, NobodyMakesASecondPersonAlone) {
  AppWorld world;
  const app::NewPerson shadow{"shadow", "A Shadow", "", {"compliance"}};
  EXPECT_EQ(code_of(app::add_person(world.deps(), world.first(), world.first(), shadow)), "OWN_PROPOSAL");
  const PersonId second = world.second().person();
  EXPECT_EQ(code_of(app::renew_credential(world.deps(), world.first(), world.first(), second)), "OWN_PROPOSAL")
      << "who writes the second person's credential alone would hold both";
  EXPECT_EQ(code_of(app::renew_credential(world.deps(), world.first(), world.second(), world.first().person())),
            "OWN_GRANT");
  const auto rep = world.person("p.nandakumar");
  EXPECT_EQ(code_of(app::add_person(world.deps(), world.first(), rep, shadow)), "NO_RIGHT") << "not everybody approves";
  EXPECT_EQ(code_of(app::add_person(world.deps(), world.first(), world.second(), {"x", "X", "", {"rep:nowhere"}})),
            "BAD_INPUT")
      << "a market of the policy, and no free text in the clear";
  must(app::add_person(world.deps(), world.first(), world.second(), shadow));
  world.expect_sound();
}

TEST(People, RolesAreGivenByTwoOthersAndBoxedInTime) {
  AppWorld world;
  const auto clerk = hire(world, "clerk", {"rep"});
  const PersonId id = clerk.person();
  const auto give = [&](const app::Principal& by, const app::Principal& approver, const PersonId& to,
                        std::vector<std::string> roles, std::optional<Instant> until = std::nullopt) {
    return code_of(app::grant_roles(world.deps(), by, approver, to, std::move(roles), until));
  };
  const auto roles = [&] { return std::string(world.row(TableId::kPerson, id.str())->text("roles")); };
  EXPECT_EQ(give(world.first(), world.first(), id, {"manager:uk"}), "OWN_PROPOSAL");
  EXPECT_EQ(give(world.first(), world.second(), world.first().person(), {"auditor"}), "OWN_GRANT");
  EXPECT_EQ(give(world.first(), world.second(), world.second().person(), {"auditor"}), "OWN_GRANT")
      << "who gets a role does not approve it either";
  EXPECT_EQ(give(clerk, world.second(), world.person_id("p.nandakumar"), {"auditor"}), "NO_RIGHT");
  EXPECT_EQ(give(world.first(), world.second(), id, {"manager:nowhere"}), "BAD_INPUT");
  EXPECT_EQ(give(world.first(), world.second(), id, {"king"}), "BAD_INPUT");
  const Instant now = world.clock().now(), tomorrow{now.us + 86'400'000'000};
  EXPECT_EQ(give(world.first(), world.second(), id, {"auditor"}, now), "BAD_INPUT") << "it would never be held";
  const std::string ended = "rep/" + format_instant(now);
  EXPECT_EQ(give(world.first(), world.second(), id, {ended}), "BAD_INPUT") << "nor does it end the one that lasts";
  EXPECT_EQ(code_of(app::add_person(world.deps(), world.first(), world.second(), {"x", "X", "", {ended}})),
            "BAD_INPUT");
  EXPECT_EQ(roles(), R"(["rep"])");

  EXPECT_EQ(give(world.first(), world.second(), id, {"manager:uk", "auditor"}, tomorrow), "done");
  EXPECT_TRUE(world.person("clerk").has(Right::kReadLedger));
  EXPECT_TRUE(world.person("clerk").has(Right::kAssign));
  world.clock().set(Instant{tomorrow.us - 1});
  EXPECT_TRUE(world.person("clerk").has(Right::kReadLedger)) << "until the very last microsecond";
  world.clock().set(tomorrow);
  EXPECT_FALSE(world.person("clerk").has(Right::kReadLedger)) << "it ended by the clock";
  EXPECT_FALSE(world.person("clerk").has(Right::kAssign));
  EXPECT_TRUE(world.person("clerk").has(Right::kReadLeads)) << "the role without an end stays";
  EXPECT_EQ(give(world.first(), world.second(), id, {"auditor"}), "done") << "given anew, without an end";
  EXPECT_TRUE(world.person("clerk").has(Right::kReadLedger));
  const std::string held = roles();
  EXPECT_EQ(std::count(held.begin(), held.end(), ','), 2) << "and once: " << held;
  world.expect_sound();
}

TEST(People, RolesEndAndSomebodyIsAlwaysLeft) {
  AppWorld world;
  const PersonId clerk = hire(world, "clerk", {"rep", "admin", "manager:uk"}).person();
  const PersonId temp = hire(world, "temp", {"rep"}).person();
  const Instant tomorrow{world.clock().now().us + 86'400'000'000};
  must(app::grant_roles(world.deps(), world.first(), world.second(), temp, {"admin"}, tomorrow));
  const auto for_a_day = world.person("temp");
  const auto end = [&](const app::Principal& by, const app::Principal& approver, const PersonId& of,
                       std::vector<std::string> roles) {
    return code_of(app::revoke_roles(world.deps(), by, approver, of, std::move(roles)));
  };
  EXPECT_EQ(end(world.first(), world.first(), clerk, {"admin"}), "OWN_PROPOSAL");
  EXPECT_EQ(end(world.first(), world.second(), world.first().person(), {"admin"}), "OWN_GRANT");
  EXPECT_EQ(end(world.first(), world.person("clerk"), clerk, {"rep"}), "OWN_GRANT") << "nor approves that they end";
  EXPECT_EQ(end(world.first(), world.second(), clerk, {"manager"}), "NOT_FOUND") << "it is held for uk alone";
  EXPECT_EQ(end(world.first(), world.second(), clerk, {"manager:uk"}), "done");
  EXPECT_FALSE(world.person("clerk").has(Right::kAssign));
  const auto admin = world.person("clerk");
  const PersonId second = world.second().person();
  EXPECT_EQ(end(world.first(), world.second(), world.person_id("v.lindqvist"), {"compliance"}), "done");
  EXPECT_EQ(end(world.first(), admin, second, {"admin", "compliance"}), "done") << "two are left who approve";
  EXPECT_EQ(end(admin, world.first(), world.first().person(), {"admin", "compliance"}), "OWN_GRANT");
  EXPECT_EQ(end(for_a_day, admin, world.first().person(), {"admin", "compliance"}), "CONFLICT")
      << "one alone could never give a right again";
  world.expect_sound();
}

TEST(People, InSinglePersonModeOneMayAndTheVerifierSaysSo) {
  app::FirmBundle firm = meridian();
  firm.administrators.resize(1);
  app_test::TempFolder folder;
  FixedClock clock(moment(kMondayNoon));
  SeededRandom random(3);
  store::MemoryOptions memory;
  memory.origin = kOrigin;
  memory.clock = &clock;
  const auto store = store::memory_store(memory);
  const auto keys = store::memory_key_store(random);
  app::FirmStates states;
  app::Deps deps{*store, *keys, clock, random, states};
  const auto report = must(app::init_firm(deps, firm, ""));
  const app::LedgerFolder ledger{folder.path() + "/log", folder.path() + "/signed-head"};
  must(app::sign_first_head(deps, ledger));
  const auto only =
      must(app::Access::by_credential(*store, "", app::credential_text(report.first_credential), clock.now()));
  must(app::add_person(deps, only, only, {"second", "A Second", "", {"admin", "compliance"}}));
  const auto verified = must(app::verify_ledger(deps, only, ledger, {}, true));
  EXPECT_FALSE(verified.report.failed());
  const std::string said = json::canonical(verified.report.to_json());
  EXPECT_NE(said.find("single-person mode: 1 approvals"), std::string::npos) << said;
}

/// Claims and decides by the first person.
CaseAnswer decided(AppWorld& world, const CaseId& id, const CaseDecision& decision) {
  must(app::claim_case(world.deps(), world.first(), id));
  return must(app::decide_case(world.deps(), world.first(), id, decision));
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

// ---- tipping-off

class TippingOff : public ::testing::Test {
 protected:
  TippingOff() { world_.import(leads_csv()); }

  /// Everything a query gives of a lead, without what differs by itself: ids, and what the source wrote.
  std::string shown(const app::Principal& who, const char* source_id) {
    const LeadId lead = world_.lead_of(source_id);
    const auto history = must(app::explain_lead(world_.deps(), who, lead.str()));
    const app::LeadView& view = history.view;
    std::string out = view.open_case ? "case;" : "";
    out += std::to_string(history.items.size()) + " items;";
    static const std::set<std::string_view> kOfTheSource = {
        "id", "subject", "lawful_basis", "product", "language", "source", "campaign", "client_type", "received_at"};
    const record::Table& table = record::table(TableId::kLead);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const std::string_view name = table.columns[i].name;
      if (kOfTheSource.count(name) != 0 || record::is_null(view.lead.values[i])) continue;
      out += std::string(name) + "=" + std::string(view.lead.text(name)) + ";";
    }
    return out;
  }
  std::string assigned(const app::Principal& who, const char* source_id, const char* to) {
    const AssignAnswer answer =
        must(app::assign_lead(world_.deps(), who, world_.lead_of(source_id), world_.person_id(to)));
    std::string out = answer.assigned ? "assigned" : "refused";
    for (const std::string& reason : answer.reasons) out += " " + reason;
    return out + " " + json::canonical(answer.decision);
  }
  /// A hit; then leads held for every other kind of reason.
  static constexpr const char* kHit = "S-030";
  static constexpr const char* kOthers[] = {"S-031", "S-032", "S-033", "S-034", "S-028", "S-027",
                                            "S-025", "S-012", "S-013", "S-008", "S-022"};
  AppWorld world_;
};

TEST_F(TippingOff, AManagerCannotTellAHitFromAnyOtherReason) {
  const auto manager = hire(world_, "all.markets", {"manager"});
  const auto auditor = world_.person("a.moreau");
  for (const app::Principal& who : {manager, auditor}) {
    const std::string hit = shown(who, kHit);
    EXPECT_EQ(hit, "0 items;status=review;state=NEW;");
    for (const char* other : kOthers) EXPECT_EQ(shown(who, other), hit) << other;
  }
  const std::string refused = assigned(manager, kHit, "p.nandakumar");
  EXPECT_EQ(refused, "refused IN_REVIEW null");
  for (const char* other : kOthers) EXPECT_EQ(assigned(manager, other, "p.nandakumar"), refused) << other;
  EXPECT_EQ(assigned(manager, kHit, "m.castellano"), refused) << "whoever is named";
}

TEST_F(TippingOff, AManagerOfTheMarketNeither) {
  const auto manager = world_.person("g.mbeki-lowe");
  for (const char* other : {"S-031", "S-032", "S-033", "S-034", "S-035"})
    EXPECT_EQ(shown(manager, other), shown(manager, kHit));
}

TEST_F(TippingOff, ALeadThatFreezesIsGoneFromItsOwnersList) {
  const auto rep = world_.person("p.nandakumar");
  EXPECT_EQ(code_of(app::show_lead(world_.deps(), rep, world_.lead_of(kHit).str())), "NOT_FOUND");
  EXPECT_EQ(code_of(app::show_lead(world_.deps(), rep, world_.lead_of("S-032").str())), "NOT_FOUND");
  EXPECT_EQ(code_of(app::list_cases(world_.deps(), rep, {})), "NO_RIGHT");
}

TEST_F(TippingOff, FiltersSeeWhatIsShown) {
  const auto manager = hire(world_, "all.markets", {"manager"});
  app::LeadFilter filter;
  filter.status = "review";
  const auto held = ids_of(all_leads(world_, manager, filter));
  for (const char* lead : {"S-030", "S-032", "S-008", "S-028"})
    EXPECT_EQ(held.count(world_.lead_of(lead).str()), 1u) << lead;
  filter.status = "refused";
  EXPECT_TRUE(all_leads(world_, manager, filter).empty());
  filter = {};
  filter.market = "uk";
  for (const app::LeadView& view : all_leads(world_, manager, filter)) EXPECT_EQ(view.lead.text("status"), "assigned");
  // Who reviews sees all of it.
  filter.status = "refused";
  filter.market = "";
  EXPECT_EQ(ids_of(all_leads(world_, world_.first(), filter)).count(world_.lead_of("S-008").str()), 1u);
  filter = {"", "uk", "", 50};
  EXPECT_EQ(ids_of(all_leads(world_, world_.first(), filter)).count(world_.lead_of("S-030").str()), 1u);
}

TEST_F(TippingOff, PagesAreFullWhateverIsLeftOut) {
  const auto manager = hire(world_, "all.markets", {"manager"});
  app::LeadFilter filter;
  filter.status = "review";
  const auto whole = ids_of(all_leads(world_, manager, filter));
  std::set<std::string> paged;
  filter.limit = 3;
  for (;;) {
    const auto page = must(app::list_leads(world_.deps(), manager, filter));
    for (const app::LeadView& view : page) paged.emplace(view.lead.text("id"));
    if (page.size() < filter.limit) break;
    filter.after = std::string(page.back().lead.text("id"));
  }
  EXPECT_EQ(paged, whole);
}

TEST_F(TippingOff, TheHistoryOfAClearedLeadDoesNotTellThatItWasHeld) {
  const LeadId lead = world_.lead_of(kHit);
  const CaseId id = world_.case_of(lead);
  const CaseAnswer proposed = decided(world_, id, {"release", {{"screening", "false_positive"}}, "another birth date"});
  must(app::approve_case(world_.deps(), world_.second(), id, true, proposed.proposal));
  const std::string owner = world_.handle(world_.lead(lead).text("owner"));
  ASSERT_FALSE(owner.empty());
  const auto rep = world_.person(owner);
  const auto history = must(app::explain_lead(world_.deps(), rep, lead.str()));
  EXPECT_FALSE(history.items.empty());
  std::string said;
  for (const auto& item : history.items) {
    said += item.command + item.by.id + item.by.kind + json::canonical(item.opened);
    for (const auto& event : item.events) said += event.type + json::canonical(json::Value(event.fields));
  }
  for (const char* word : {"screening", "SCREENING", "case", "false_positive", "another birth date", "review",
                           "release", "approve", "hit"})
    EXPECT_EQ(said.find(word), std::string::npos) << word << " in " << said;
  EXPECT_EQ(said.find(world_.second().person().str()), std::string::npos) << "who approved";
  EXPECT_TRUE(history.view.lead.null("screening"));
}

TEST_F(TippingOff, AnImportTellsWhoDoesNotReviewNoReason) {
  const auto counted = [&](const char* source_id, const app::Principal& who) {
    AppWorld fresh;
    const app::Principal importer = who.grants().size() == 1 ? hire(fresh, "importer", {"manager"}) : fresh.first();
    const std::string csv = leads_csv({source_id});
    app::csv::TextSource input(csv);
    app::ImportOptions options;
    options.source = "sample";
    options.dry_run = true;
    app::ImportCallbacks callbacks;
    callbacks.reject = [](std::uint64_t, const std::string&, std::string_view) { return Status(); };
    const auto report =
        must(app::import_leads(fresh.deps(), importer, fresh.state(app::LoadLists::kYes), input, options, callbacks));
    std::string out = std::to_string(report.review) + "," + std::to_string(report.refused);
    for (const auto& [reason, count] : report.by_reason) out += " " + reason;
    for (const auto& [market, count] : report.by_market) out += " " + market;
    return out;
  };
  const auto manager = hire(world_, "all.markets", {"manager"});
  EXPECT_EQ(counted(kHit, world_.first()), "1,0 screening_hit uk");
  EXPECT_EQ(counted(kHit, manager), "1,0 in_review");
  for (const char* other : {"S-032", "S-008", "S-028"}) EXPECT_EQ(counted(other, manager), "1,0 in_review") << other;
}

TEST_F(TippingOff, NamesAreScreenedByHandByComplianceAlone) {
  const app::FirmState state = world_.state(app::LoadLists::kYes);
  screening::Query query;
  query.full_name = "Mirko Ostrovsky-Kale";
  for (const char* handle : {"p.nandakumar", "g.mbeki-lowe", "a.moreau"})
    EXPECT_EQ(code_of(app::screen_name(world_.deps(), world_.person(handle), state, query)), "NO_RIGHT") << handle;
  EXPECT_FALSE(must(app::screen_name(world_.deps(), world_.first(), state, query)).hits.empty());
}

// ---- filters

TEST(Filters, AMistypedWordIsSaidAndNoEmptyList) {
  AppWorld world;
  const auto refused = [&](app::LeadFilter filter) {
    const auto result = app::list_leads(world.deps(), world.first(), filter);
    return result ? std::string("listed")
                  : std::string(error_code_name(result.error().code)) + ": " + result.error().text;
  };
  EXPECT_NE(refused({"asigned", "", "", 50}).find("bad_input: there is no status 'asigned'; did you mean 'assigned'?"),
            std::string::npos)
      << refused({"asigned", "", "", 50});
  EXPECT_NE(refused({"", "swizerland", "", 50}).find("did you mean 'switzerland'"), std::string::npos);
  const auto cases = app::list_cases(world.deps(), world.first(), {"propsed", "", "", "", 50});
  ASSERT_FALSE(cases);
  EXPECT_EQ(cases.error().code, ErrorCode::kBadInput);
  EXPECT_NE(cases.error().text.find("did you mean 'proposed'"), std::string::npos);
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

// ---- on the record

std::string last_entry(AppWorld& world) {
  const auto head = must(world.store().seal_all());
  return must(world.store().entry(app::Access::system(), head.size - 1)).value().bytes;
}

TEST(OnRecord, ACommandThatForgotToNoteItsReadIsNoted) {
  AppWorld world;
  app::OnRecord record(world.deps(), world.first(), "lead glance");
  must(record.begin());
  const auto before = must(world.store().seal_all()).size;
  must(record.answered());
  EXPECT_EQ(must(world.store().seal_all()).size, before + 1);
  EXPECT_NE(last_entry(world).find("read_recorded"), std::string::npos);
  EXPECT_NE(last_entry(world).find("lead glance"), std::string::npos);
  EXPECT_NE(last_entry(world).find(world.first().person().str()), std::string::npos);
}

TEST(OnRecord, AnEntryOfSomebodyElseDoesNotStandForTheReader) {
  AppWorld world;
  app::OnRecord record(world.deps(), world.first(), "lead glance");
  must(record.begin());
  must(app::list_leads(world.deps(), world.second(), {}));
  const auto before = must(world.store().seal_all()).size;
  must(record.answered());
  EXPECT_EQ(must(world.store().seal_all()).size, before + 1);
}

TEST(OnRecord, ANotedReadIsNotNotedTwice) {
  AppWorld world;
  app::OnRecord record(world.deps(), world.first(), "lead list");
  must(record.begin());
  must(app::list_leads(world.deps(), world.first(), {}));
  const auto before = must(world.store().seal_all()).size;
  must(record.answered());
  EXPECT_EQ(must(world.store().seal_all()).size, before);
}

TEST(OnRecord, ARefusalIsAnEntryWithItsCodeAndNothingThatWasTyped) {
  AppWorld world;
  const auto rep = world.person("p.nandakumar");
  app::OnRecord record(world.deps(), rep, "keys check");
  must(record.begin());
  must(record.refused(app::Access::demand(rep, Right::kKeys).error(), "Mirko Ostrovsky-Kale"));
  EXPECT_NE(last_entry(world).find("attempt_refused"), std::string::npos);
  EXPECT_NE(last_entry(world).find("NO_RIGHT"), std::string::npos);
  EXPECT_EQ(last_entry(world).find("Mirko"), std::string::npos);
  must(record.begin());
  const auto before = must(world.store().seal_all()).size;
  must(record.refused(Error{ErrorCode::kEnvironment, "no disk", {}, {}}, ""));
  EXPECT_EQ(must(world.store().seal_all()).size, before) << "the environment is no attempt";
  const LeadId lead = LeadId::make(world.random());
  must(record.refused(Error{ErrorCode::kNotFound, "no lead", {}, {}}, lead.str()));
  EXPECT_NE(last_entry(world).find(lead.str()), std::string::npos);
}

TEST(OnRecord, AWrongCredentialIsAnEntry) {
  AppWorld world;
  const app::Credential forged = app::make_credential(world.second().person(), world.random());
  must(app::record_unproven(world.deps(), "lead list", app::credential_text(forged)));
  EXPECT_NE(last_entry(world).find("NOT_PROVEN"), std::string::npos);
  EXPECT_NE(last_entry(world).find(world.second().person().str()), std::string::npos);
  EXPECT_EQ(last_entry(world).find(forged.secret), std::string::npos);
  world.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
