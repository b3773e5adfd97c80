// What reviewers find about hits: two persons each time, kept as good-guy entries, and alive again when either side
// changes, the time is over, or somebody doubts it.
#include <gtest/gtest.h>

#include "access_world.h"
#include "app/case_reopening.h"
#include "app/case_screening.h"
#include "app/evidence_command.h"
#include "app/good_guy_commands.h"
#include "app/name_command.h"

namespace licet::app_test {
namespace {

using app::CaseAnswer;
using app::CaseDecision;

constexpr std::int64_t kDayUs = 86'400'000'000;
constexpr const char* kEntry = "ofac-sdn:90001";

class GoodGuys : public ::testing::Test {
 protected:
  GoodGuys() {
    world_.import(leads_csv({"S-030"}));
    lead_ = world_.lead_of("S-030");
  }
  record::Row lead() { return world_.lead(lead_); }
  void expect_frozen(const std::string& why) {
    EXPECT_EQ(lead().text("screening"), "hit") << why;
    EXPECT_EQ(lead().text("status"), "review") << why;
    EXPECT_TRUE(lead().null("owner")) << why;
    EXPECT_NE(world_.reasons_of(lead_).find("\"screening_hit\""), std::string::npos) << why;
  }
  CaseAnswer settle(const CaseDecision& decision) {
    const CaseId id = world_.case_of(lead_);
    const CaseAnswer proposed = decided(world_, id, decision);
    EXPECT_EQ(proposed.state, "proposed") << "four eyes";
    return must(app::approve_case(world_.deps(), world_.second(), id, true, proposed.proposal));
  }
  CaseAnswer found_false(std::optional<Instant> until = {}) {
    CaseDecision decision{"release", {{"screening", "false_positive"}}, "another birth date"};
    decision.until = until;
    return settle(decision);
  }
  std::vector<record::Row> entries() { return world_.rows(TableId::kGoodGuy); }
  /// The example's list, with the remarks of entry 90001 changed where `changed` says so.
  void load(bool changed) {
    std::string sdn = read_text(kFirmFolder + "lists/sdn.csv");
    const std::string before = "POB Port Varna-Kale", after = "POB Varna";
    if (changed) sdn.replace(sdn.find(before), before.size(), after);
    const std::string alt = read_text(kFirmFolder + "lists/alt.csv"), add = read_text(kFirmFolder + "lists/add.csv");
    const std::vector<screening::SourceFile> files = {{"sdn.csv", sdn}, {"alt.csv", alt}, {"add.csv", add}};
    must(app::load_list(world_.deps(), world_.first(),
                        must(screening::read_ofac_csv("ofac-sdn", files, world_.clock().now())).list));
  }
  void later(std::int64_t us) { world_.clock().set(Instant{world_.clock().now().us + us}); }

  AppWorld world_;
  LeadId lead_;
};

TEST_F(GoodGuys, AFindingBindsBothSidesWithWhoAndHowLong) {
  const Instant at = world_.clock().now();
  EXPECT_EQ(found_false().outcome.status, "assigned");
  ASSERT_EQ(entries().size(), 1u);
  const record::Row entry = entries().front();
  EXPECT_EQ(entry.text("list"), "ofac-sdn");
  EXPECT_EQ(entry.text("entry"), "90001");
  EXPECT_EQ(entry.text("state"), "active");
  EXPECT_EQ(entry.text("by"), world_.first().person().str());
  EXPECT_EQ(entry.text("approved_by"), world_.second().person().str());
  EXPECT_EQ(entry.integer("until"), at.us + 365 * kDayUs);
  EXPECT_EQ(must(app::show_good_guy(world_.deps(), world_.second(), entry.text("id"))).reason, "another birth date");
  EXPECT_EQ(must(app::list_good_guys(world_.deps(), world_.second(), {})).size(), 1u);
  EXPECT_EQ(code_of(app::list_good_guys(world_.deps(), world_.person("p.nandakumar"), {})), "NO_RIGHT");
  world_.expect_sound();
}

TEST_F(GoodGuys, TheSamePairDoesNotAlertAgain) {
  found_false();
  later(kDayUs);
  load(false);
  world_.job("rescreen");
  EXPECT_EQ(lead().text("screening"), "clear");
  EXPECT_EQ(lead().text("status"), "assigned");
  world_.expect_sound();
}

TEST_F(GoodGuys, AnEntryThatChangesAlertsAgain) {
  found_false();
  later(kDayUs);
  load(true);
  EXPECT_EQ(world_.job("rescreen").hits, 1);
  expect_frozen("the publisher changed the entry");
  world_.expect_sound();
}

TEST_F(GoodGuys, ANameThatJoinsAlertsAgain) {
  found_false();
  must(app::name_lead(world_.deps(), world_.first(), lead_, {"Mirko", "Ostrovski-Kale", ""}));
  expect_frozen("another name");
  world_.expect_sound();
}

TEST_F(GoodGuys, AFactThatChangesAlertsAgain) {
  found_false();
  std::string csv = leads_csv({"S-030"});
  const std::string before = "1961-03-14", after = "1961-03-15";
  csv.replace(csv.find(before), before.size(), after);
  world_.import(csv);
  expect_frozen("another birth date is compared");
  EXPECT_EQ(found_false().outcome.status, "assigned");
  EXPECT_EQ(entries().size(), 2u);
  world_.expect_sound();
}

TEST_F(GoodGuys, AnEntryIsOverWhenItsTimeIs) {
  found_false(Instant{world_.clock().now().us + kDayUs});
  later(kDayUs - 1);
  EXPECT_EQ(world_.job("good_guys").hits, 0);
  EXPECT_EQ(lead().text("status"), "assigned");
  later(1);
  EXPECT_EQ(world_.job("good_guys").hits, 1);
  expect_frozen("its time is over");
  EXPECT_EQ(entries().front().text("state"), "expired");
  world_.expect_sound();
}

TEST_F(GoodGuys, ItHoldsForThreeYearsAtMostAndForATimeToCome) {
  const CaseId id = world_.case_of(lead_);
  must(app::claim_case(world_.deps(), world_.first(), id));
  CaseDecision decision{"release", {{"screening", "false_positive"}}, "another birth date"};
  const Instant now = world_.clock().now();
  for (const std::int64_t us : {std::int64_t{0}, 1'096 * kDayUs + 1}) {
    decision.until = Instant{now.us + us};
    EXPECT_EQ(code_of(app::decide_case(world_.deps(), world_.first(), id, decision)), "BAD_INPUT") << us;
  }
  decision.until = Instant{now.us + 1'096 * kDayUs};
  EXPECT_EQ(must(app::decide_case(world_.deps(), world_.first(), id, decision)).state, "proposed");
}

TEST(GoodGuysOfAPolicy, HoldNoLongerThanItSays) {
  app::FirmBundle firm = meridian();
  json::Object document = firm.policy_document.as_object(), screening = document.at("screening").as_object();
  screening["good_guy_max_days"] = json::Value(30);
  document["screening"] = json::Value(screening);
  firm.policy_document = json::Value(document);
  AppWorld world({}, firm);
  world.import(leads_csv({"S-030"}));
  const CaseId id = world.case_of(world.lead_of("S-030"));
  must(app::claim_case(world.deps(), world.first(), id));
  CaseDecision decision{"release", {{"screening", "false_positive"}}, "another birth date"};
  const Instant now = world.clock().now();
  decision.until = Instant{now.us + 30 * kDayUs + 1};
  EXPECT_EQ(code_of(app::decide_case(world.deps(), world.first(), id, decision)), "BAD_INPUT");
  decision.until.reset();
  const CaseAnswer proposed = must(app::decide_case(world.deps(), world.first(), id, decision));
  must(app::approve_case(world.deps(), world.second(), id, true, proposed.proposal));
  EXPECT_EQ(world.rows(TableId::kGoodGuy).front().integer("until"), now.us + 30 * kDayUs);
  world.expect_sound();
}

TEST_F(GoodGuys, WhoRevokesOneTakesTheLeadFromItsOwnerAtOnce) {
  found_false();
  const std::string id(entries().front().text("id"));
  EXPECT_EQ(code_of(app::revoke_good_guy(world_.deps(), world_.first(), id, " ")), "BAD_INPUT") << "no reason";
  const auto revoked = must(app::revoke_good_guy(world_.deps(), world_.first(), id, "made in haste"));
  EXPECT_EQ(revoked.leads, std::vector<LeadId>{lead_});
  expect_frozen("revoked");
  EXPECT_EQ(code_of(app::revoke_good_guy(world_.deps(), world_.first(), id, "again")), "CONFLICT");
  later(kDayUs);
  load(false);
  world_.job("rescreen");
  expect_frozen("and it alerts at the next screening");
  world_.expect_sound();
}

TEST_F(GoodGuys, ACaseThatIsOpenedAgainFreezesTheLead) {
  const CaseId id = world_.case_of(lead_);
  found_false();
  EXPECT_EQ(code_of(app::reopen_case(world_.deps(), world_.first(), id, "")), "BAD_INPUT");
  EXPECT_EQ(code_of(app::reopen_case(world_.deps(), world_.person("p.nandakumar"), id, "why")), "NO_RIGHT");
  must(app::reopen_case(world_.deps(), world_.first(), id, "the passport was forged"));
  expect_frozen("opened again");
  EXPECT_EQ(world_.case_of(lead_), id) << "the same case";
  EXPECT_EQ(entries().front().text("state"), "reopened");
  EXPECT_EQ(code_of(app::reopen_case(world_.deps(), world_.first(), id, "again")), "CONFLICT");
  EXPECT_EQ(found_false().outcome.status, "assigned") << "and it may be found false anew";
  world_.expect_sound();
}

TEST_F(GoodGuys, ATrueMatchTakesTwoPersonsAndMayBeDoubted) {
  const CaseId id = world_.case_of(lead_);
  EXPECT_EQ(settle({"refuse", {{"screening", "true_match"}}, "the same passport"}).state, "closed");
  EXPECT_EQ(lead().text("status"), "refused");
  EXPECT_TRUE(entries().empty());
  must(app::reopen_case(world_.deps(), world_.second(), id, "the number was misread"));
  EXPECT_EQ(lead().text("status"), "refused") << "the refusal stands until two persons lift it";
  EXPECT_EQ(found_false().outcome.status, "assigned");
  world_.expect_sound();
}

TEST_F(GoodGuys, NobodyCanTellYet) {
  const CaseId id = world_.case_of(lead_);
  CaseDecision decision{"escalate", {}, "ask for the passport"};
  decision.again = Instant{world_.clock().now().us + kDayUs};
  EXPECT_EQ(settle(decision).state, "escalated");
  expect_frozen("nobody can tell yet");
  const record::Row open = world_.row(TableId::kCase, id.str()).value();
  EXPECT_EQ(open.text("state"), "open");
  EXPECT_EQ(open.integer("escalated_at"), world_.clock().now().us);
  EXPECT_EQ(open.integer("again"), decision.again->us);
  must(app::claim_case(world_.deps(), world_.first(), id));
  for (const char* outcome : {"release", "refuse"})
    EXPECT_EQ(code_of(app::decide_case(world_.deps(), world_.first(), id,
                                       {outcome, {{"screening", "inconclusive"}}, "cannot tell"})),
              "BAD_INPUT")
        << outcome;
  world_.expect_sound();
}

TEST_F(GoodGuys, EachHitIsFoundByItself) {
  std::string more = "90077,\"OSTROVSKY-KALE, Mirko\",\"individual\",\"DEMO\"";
  for (int i = 0; i < 8; ++i) more += ",-0- ";
  const std::string sdn = more + "\r\n" + read_text(kFirmFolder + "lists/sdn.csv");
  const std::string alt = read_text(kFirmFolder + "lists/alt.csv"), add = read_text(kFirmFolder + "lists/add.csv");
  const std::vector<screening::SourceFile> files = {{"sdn.csv", sdn}, {"alt.csv", alt}, {"add.csv", add}};
  later(kDayUs);
  must(app::load_list(world_.deps(), world_.first(),
                      must(screening::read_ofac_csv("ofac-sdn", files, world_.clock().now())).list));
  world_.job("rescreen");
  CaseDecision decision{"release", {}, "one of two"};
  decision.hits = {{kEntry, "false_positive"}};
  EXPECT_EQ(settle(decision).state, "open") << "the other hit is open";
  expect_frozen("one of two hits");
  EXPECT_EQ(entries().size(), 1u);
  must(app::claim_case(world_.deps(), world_.first(), world_.case_of(lead_)));
  EXPECT_EQ(code_of(app::decide_case(world_.deps(), world_.first(), world_.case_of(lead_), decision)), "BAD_INPUT")
      << "no open hit any more";
  world_.expect_sound();
}

TEST_F(GoodGuys, EvidenceIsKeptSealedAndGoesWithTheKey) {
  const CaseId id = world_.case_of(lead_);
  CaseDecision decision{"release", {{"screening", "false_positive"}}, "another birth date"};
  decision.evidence = {{"passport.pdf", std::string("\0\xFFsecret passport\n", 18)}, {"note.txt", "called back"}};
  settle(decision);
  const auto kept = must(app::case_evidence(world_.deps(), world_.second(), id.str()));
  ASSERT_EQ(kept.files.size(), 2u);
  EXPECT_EQ(kept.files[0].file.name, "passport.pdf");
  EXPECT_EQ(kept.files[0].file.bytes, decision.evidence[0].bytes);
  EXPECT_EQ(kept.files[1].digest, crypto::digest_text(crypto::sha256(decision.evidence[1].bytes)));
  std::string told;
  for (const auto& item : must(app::explain_lead(world_.deps(), world_.second(), lead_.str())).items)
    told += json::canonical(item.opened);
  EXPECT_NE(told.find("\"files\":[\"passport.pdf\",\"note.txt\"]"), std::string::npos) << "a history names them";
  std::string ledger;
  must(world_.store().entries(world_.second(), 0, [&](const app::StoredEntry& entry) {
    ledger += entry.bytes;
    return true;
  }));
  for (const std::string& part : {std::string("secret passport"), std::string("passport.pdf"),
                                  base64(as_bytes(decision.evidence[0].bytes)).substr(0, 20)})
    EXPECT_EQ(ledger.find(part), std::string::npos) << "nothing of a file stands in the clear: " << part;
  EXPECT_NE(ledger.find("review evidence"), std::string::npos) << "who got it is on the record";
  must(erase_by_two(world_, SubjectId::parse(lead().text("subject")).value()));
  EXPECT_EQ(must(app::case_evidence(world_.deps(), world_.second(), id.str())).erased, 2);
  world_.expect_sound();
}

TEST_F(GoodGuys, EvidenceHasLimits) {
  const CaseId id = world_.case_of(lead_);
  must(app::claim_case(world_.deps(), world_.first(), id));
  const auto with = [&](std::vector<app::EvidenceFile> files) {
    CaseDecision decision{"refuse", {}, "no"};
    decision.evidence = std::move(files);
    return code_of(app::decide_case(world_.deps(), world_.first(), id, decision));
  };
  EXPECT_EQ(with(std::vector<app::EvidenceFile>(9, {"a", "b"})), "LIMIT");
  EXPECT_EQ(with({{"a", std::string((4U << 20U) + 1, 'x')}}), "LIMIT");
  EXPECT_EQ(with(std::vector<app::EvidenceFile>(3, {"a", std::string(3U << 20U, 'x')})), "LIMIT");
  EXPECT_EQ(with({{"a", ""}}), "BAD_INPUT");
  EXPECT_EQ(with(std::vector<app::EvidenceFile>(2, {"a", std::string(4U << 20U, 'x')})), "done");
}

TEST_F(GoodGuys, AReviewerSeesBothSidesAndWhatWasFoundBefore) {
  const CaseId id = world_.case_of(lead_);
  found_false();
  must(app::reopen_case(world_.deps(), world_.first(), id, "the passport was forged"));
  const auto view = must(app::show_case(world_.deps(), world_.second(), id.str()));
  const auto hits = must(app::case_hits(world_.deps(), world_.second(), view));
  ASSERT_EQ(hits.size(), 1u);
  const app::CaseHit& hit = hits.front();
  EXPECT_EQ(hit.state, "open");
  EXPECT_EQ(hit.list + ":" + hit.entry, kEntry);
  ASSERT_TRUE(hit.asked && hit.match && hit.listed);
  EXPECT_EQ(hit.asked->last_name, "Ostrovsky-Kale");
  EXPECT_EQ(hit.listed->entry_id, "90001");
  EXPECT_FALSE(hit.listed->births.empty());
  EXPECT_FALSE(hit.match->hits.front().parts.empty()) << "word by word";
  ASSERT_EQ(hit.earlier.size(), 1u);
  EXPECT_EQ(hit.earlier.front().disposition, "false_positive");
  EXPECT_EQ(hit.earlier.front().approved_by, world_.second().person().str());
  EXPECT_EQ(hit.earlier.front().note, "another birth date");
}

}  // namespace
}  // namespace licet::app_test
