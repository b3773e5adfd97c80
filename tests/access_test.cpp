// Who may do what, and who makes whom: rights of several roles, people and credentials, and that every refusal and
// every read is on the record.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "access_world.h"
#include "app/on_record.h"
#include "record/duties.h"

namespace licet::app_test {
namespace {

using app::Right;

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
