// The example's promises, end to end: every row of the table in firms/meridian/README.md through the whole pipeline,
// and what people and the clock do to leads afterwards.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/policy_commands.h"
#include "app/register_commands.h"
#include "app/review_commands.h"
#include "app_world.h"

namespace licet::app_test {
namespace {

using app::AssignAnswer;
using app::CaseAnswer;
using record::TableId;

json::Value register_of(AppWorld& world) {
  json::Value document;
  world.read([&](app::Reader& reader) -> Status {
    LICET_TRY(document, app::register_document(reader));
    return {};
  });
  return document;
}

/// The key of the record whose fields have these values.
std::string record_key(AppWorld& world, const std::map<std::string, std::string>& fields) {
  std::string key;
  const json::Value document = register_of(world);
  for (const json::Value& record : document.find("records")->as_array())
    if (std::all_of(fields.begin(), fields.end(),
                    [&](const auto& field) { return record.string_or(field.first, "") == field.second; }))
      key = std::string(record.string_or("key", ""));
  if (key.empty()) throw std::runtime_error("no such register record");
  return key;
}

/// Applies one change of one record by two people.
void change_record(AppWorld& world, const std::string& key, const std::string& field, json::Value value) {
  json::Value document = register_of(world);
  json::Object whole = document.as_object();
  json::Array records = whole["records"].as_array();
  for (json::Value& record : records) {
    if (record.string_or("key", "") != key) continue;
    json::Object fields = record.as_object();
    fields[field] = value;
    record = json::Value(std::move(fields));
  }
  whole["records"] = json::Value(std::move(records));
  const json::Value changed(std::move(whole));
  const auto seen = must(app::register_proposal(world.deps(), world.second(), changed));
  const auto applied = must(app::apply_register(world.deps(), world.first(), world.second(), changed, seen.digest));
  ASSERT_EQ(applied.changes.size(), 1u);
}

std::string registration_of(AppWorld& world, const std::string& handle, const std::string& pack) {
  return record_key(world, {{"kind", "registration"}, {"person", world.person_id(handle).str()}, {"pack", pack}});
}

// ---- every row of the table

struct SeedCase {
  const char* id;
  const char* name;  ///< of the test
  const char* status;
  const char* team;  ///< null unless assigned
  const char* market;
  const char* reasons;  ///< of the open case
};

constexpr SeedCase kSeedCases[] = {
    {"S-001", "LondonToUkDesk", "assigned", "uk-desk", "uk", "[]"},
    {"S-002", "WorkplaceAbroadOnlyLowersConfidence", "assigned", "uk-desk", "uk", "[]"},
    {"S-003", "BerlinToEuDesk", "assigned", "eu-desk", "eu-passported", "[]"},
    {"S-004", "ParisToEuDesk", "assigned", "eu-desk", "eu-passported", "[]"},
    {"S-005", "AmsterdamByConfirmedRule", "assigned", "eu-desk", "eu-passported", "[]"},
    {"S-006", "TaggedByKycResidence", "assigned", "eu-desk", "eu-passported", "[]"},
    {"S-007", "BerlinWithFullDeskWaits", "review", "", "eu-passported", R"(["licensed_unavailable"])"},
    {"S-008", "ItalyWithoutPassportRefused", "refused", "", "eu-passported", R"(["nobody_licensed"])"},
    {"S-009", "SpainByUnconfirmedRuleWaits", "review", "", "eu-passported", R"(["unconfirmed_rule"])"},
    {"S-010", "AdviceOutsideFrenchPassportRefused", "refused", "", "eu-passported", R"(["nobody_licensed"])"},
    {"S-011", "TaggedByStatedIntent", "assigned", "ch-desk", "switzerland", "[]"},
    {"S-012", "NobodySpeaksRomansh", "review", "", "switzerland", R"(["licensed_unavailable"])"},
    {"S-013", "StructuredNotesToCommittee", "review", "", "switzerland", R"(["rule_review"])"},
    {"S-014", "DifcCompany", "assigned", "difc-desk", "difc", "[]"},
    {"S-015", "DubaiResidentRefused", "refused", "", "uae-onshore", R"(["nobody_licensed"])"},
    {"S-016", "DubaiResidentMetInDifcHasNoSingleMarket", "review", "", "", R"(["untagged"])"},
    {"S-017", "NewYorkRetail", "assigned", "ny-desk", "ny", "[]"},
    {"S-018", "NewYorkClaimedInstitutionalCountsAsRetail", "assigned", "ny-desk", "ny", "[]"},
    {"S-019", "California", "assigned", "ca-desk", "ca", "[]"},
    {"S-020", "Texas", "assigned", "tx-desk", "tx", "[]"},
    {"S-021", "Massachusetts", "assigned", "ma-desk", "ma", "[]"},
    {"S-022", "FloridaFindsNobodyLicensed", "refused", "", "us-other", R"(["nobody_licensed"])"},
    {"S-023", "UnitedStatesWithoutState", "review", "", "", R"(["untagged"])"},
    {"S-024", "WashingtonHasNoPack", "review", "", "", R"(["no_pack"])"},
    {"S-025", "CaymanToReview", "review", "", "offshore", R"(["no_pack","unconfirmed_rule"])"},
    {"S-026", "PolandHasNoPack", "review", "", "", R"(["no_pack"])"},
    {"S-027", "AddressAndKycDisagree", "review", "", "", R"(["contradictory_evidence"])"},
    {"S-028", "NothingSaysWhere", "review", "", "", R"(["untagged"])"},
    {"S-029", "IntentAgainstPhoneIsTooWeak", "review", "", "", R"(["untagged"])"},
    {"S-030", "PersonOnTheList", "review", "", "uk", R"(["screening_hit"])"},
    {"S-031", "CompanyOnTheList", "review", "", "uk", R"(["screening_hit"])"},
    {"S-032", "NoLawfulBasis", "review", "", "uk", R"(["missing_lawful_basis"])"},
    {"S-033", "SamePersonFromAnotherCampaign", "review", "", "uk", R"(["possible_duplicate"])"},
    {"S-034", "ProductMissing", "review", "", "uk", R"(["rule_review"])"},
    {"S-035", "ProductNotForRetail", "review", "", "uk", R"(["rule_review"])"},
};

/// One import of the example, looked at by many tests.
AppWorld& imported() {
  static AppWorld world;
  static const app::ImportReport report = world.import(leads_csv());
  EXPECT_EQ(report.leads, 35);
  return world;
}

class SeedCases : public ::testing::TestWithParam<SeedCase> {};

TEST_P(SeedCases, ComesOutAsTheTableSays) {
  AppWorld& world = imported();
  const SeedCase& wanted = GetParam();
  const LeadId id = world.lead_of(wanted.id);
  const record::Row lead = world.lead(id);
  EXPECT_EQ(lead.text("status"), wanted.status);
  EXPECT_EQ(lead.text("team"), wanted.team);
  EXPECT_EQ(lead.text("market"), wanted.market);
  EXPECT_EQ(world.reasons_of(id), wanted.reasons);
  EXPECT_EQ(lead.null("owner"), std::string_view(wanted.status) != "assigned");
}

INSTANTIATE_TEST_SUITE_P(Meridian, SeedCases, ::testing::ValuesIn(kSeedCases), [](const auto& seed) {
  return std::string(seed.param.id).replace(1, 1, "_") + "_" + seed.param.name;
});

/// The words of the README's table and what they mean in the record.
bool table_means(const std::string& promise, const SeedCase& seed) {
  static const std::map<std::string, std::string> kDesks = {
      {"UK", "uk-desk"},       {"EU", "eu-desk"},         {"Swiss", "ch-desk"}, {"DIFC", "difc-desk"},
      {"New York", "ny-desk"}, {"California", "ca-desk"}, {"Texas", "tx-desk"}, {"Massachusetts", "ma-desk"}};
  static const std::map<std::string, std::string> kReasons = {{"licensed, nobody available", "licensed_unavailable"},
                                                              {"nobody licensed", "nobody_licensed"},
                                                              {"unconfirmed rule", "unconfirmed_rule"},
                                                              {"house rule", "rule_review"},
                                                              {"product missing", "rule_review"},
                                                              {"product not for retail", "rule_review"},
                                                              {"no single market", "untagged"},
                                                              {"subdivision missing", "untagged"},
                                                              {"low confidence", "untagged"},
                                                              {"untagged", "untagged"},
                                                              {"no pack for the jurisdiction", "no_pack"},
                                                              {"no pack", "no_pack"},
                                                              {"contradictory evidence", "contradictory_evidence"},
                                                              {"screening hit (person)", "screening_hit"},
                                                              {"screening hit (company)", "screening_hit"},
                                                              {"missing lawful basis", "missing_lawful_basis"},
                                                              {"possible duplicate", "possible_duplicate"}};
  for (const auto& [desk, team] : kDesks)
    if (promise.rfind("assigned to the " + desk + " desk", 0) == 0) return team == seed.team;
  const std::string status = std::string(seed.status) + ": ";
  const auto reason = kReasons.find(promise.substr(std::min(promise.size(), status.size())));
  return reason != kReasons.end() && promise.rfind(status, 0) == 0 &&
         std::string(seed.reasons).find('"' + reason->second + '"') != std::string::npos;
}

TEST(SeedCaseTable, TheReadmePromisesExactlyWhatIsTested) {
  std::istringstream readme(read_text(kFirmFolder + "README.md"));
  std::map<std::string, std::string> promised;
  for (std::string line; std::getline(readme, line);) {
    if (line.rfind("| S-", 0) != 0) continue;
    const std::size_t who = line.find(" | "), expected = line.find(" | ", who + 3) + 3;
    promised[line.substr(2, who - 2)] = line.substr(expected, line.find(" | ", expected) - expected);
  }
  EXPECT_EQ(promised.size(), std::size(kSeedCases));
  for (const SeedCase& seed : kSeedCases)
    EXPECT_TRUE(table_means(promised[seed.id], seed)) << seed.id << ": " << promised[seed.id];
}

TEST(SeedCaseTable, TheSuspendedTheLapsedAndTheNotYetRegisteredGetNothing) {
  AppWorld& world = imported();
  const std::set<std::string> never = {"k.brandt", "d.kowalczyk", "r.fernandes", "t.harrowgate"};
  for (const record::Row& lead : world.rows(TableId::kLead))
    EXPECT_EQ(never.count(world.handle(lead.text("owner"))), 0u) << lead.text("id");
}

TEST(SeedCaseTable, AnyTimeOfDayChangesTheNameAndNotTheDesk) {
  for (const char* at : {"2026-11-22T23:30:00Z", "2026-11-24T03:00:00Z", "2026-12-25T09:00:00Z"}) {
    SCOPED_TRACE(at);
    WorldOptions options;
    options.at = at;
    AppWorld world(options);
    world.import(leads_csv());
    for (const SeedCase& seed : kSeedCases) {
      EXPECT_EQ(world.lead(world.lead_of(seed.id)).text("team"), seed.team) << seed.id;
      EXPECT_EQ(world.reasons_of(world.lead_of(seed.id)), seed.reasons) << seed.id;
    }
  }
}

TEST(SeedCaseTable, TheSqliteHouseComesOutTheSameAndIsSound) {
  WorldOptions options;
  options.sqlite = true;
  AppWorld world(options);
  world.import(leads_csv());
  for (const SeedCase& seed : kSeedCases) {
    EXPECT_EQ(world.lead(world.lead_of(seed.id)).text("team"), seed.team) << seed.id;
    EXPECT_EQ(world.reasons_of(world.lead_of(seed.id)), seed.reasons) << seed.id;
  }
  world.expect_sound();
}

TEST(SeedCaseTable, BrokenRowsAreRejectedWithTheirLineAndTheGoodOneIsImported) {
  AppWorld world;
  const auto report = world.import(read_text(kFirmFolder + "leads-broken.csv"));
  EXPECT_EQ(report.rows, 6);
  EXPECT_EQ(report.leads, 1);
  ASSERT_EQ(world.rejects().size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(world.rejects()[i].rfind(std::to_string(i + 2) + ": ", 0), 0u);
  EXPECT_EQ(world.lead(world.lead_of("B-006")).text("team"), "uk-desk");
}

// ---- classification

TEST(Classify, OnlyAClassificationMakesThaddeusInstitutional) {
  AppWorld world;
  world.import(leads_csv({"S-018"}));
  const LeadId lead = world.lead_of("S-018");
  ASSERT_EQ(world.lead(lead).text("market"), "ny");
  const auto outcome = must(app::classify_lead(
      world.deps(), world.first(), lead, {"institutional", "per_se", crypto::digest_text(crypto::sha256("papers"))}));
  EXPECT_EQ(outcome.status, "assigned");
  EXPECT_EQ(outcome.market, "federal-regulated");
  EXPECT_EQ(world.lead(lead).text("team"), "us-federal-desk");
  EXPECT_EQ(world.handle(world.lead(lead).text("owner")), "c.whitlock");
  world.expect_sound();
}

TEST(Classify, WithoutTheRightIsRefused) {
  AppWorld world;
  world.import(leads_csv({"S-018"}));
  const auto rep = world.person("m.castellano");
  const auto outcome = app::classify_lead(world.deps(), rep, world.lead_of("S-018"),
                                          {"institutional", "per_se", crypto::digest_text(crypto::sha256("papers"))});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kRefused);
}

// ---- by hand

/// The last entry about a lead holds this text.
bool last_entry_says(AppWorld& world, const LeadId& lead, const std::string& text) {
  const auto numbers = must(world.store().entries_of(app::Access::system(), "lead", lead.str()));
  const auto entry = must(world.store().entry(app::Access::system(), numbers.back()));
  return entry.value().bytes.find(text) != std::string::npos;
}

TEST(AssignByHand, AcrossABorderIsRefusedAndRecorded) {
  AppWorld world;
  world.import(leads_csv({"S-001", "S-008"}));
  const std::pair<const char*, const char*> attempts[] = {
      {"S-008", "n.obriain"},  // Italy: no passport
      {"S-008", "p.nandakumar"},
      {"S-001", "e.hollis"},     // London to Texas
      {"S-001", "k.brandt"},     // suspended, and abroad
      {"S-001", "g.mbeki-lowe"}  // a manager in no team
  };
  for (const auto& [source_id, handle] : attempts) {
    SCOPED_TRACE(std::string(source_id) + " " + handle);
    const LeadId lead = world.lead_of(source_id);
    const record::Row before = world.lead(lead);
    const AssignAnswer answer = must(app::assign_lead(world.deps(), world.first(), lead, world.person_id(handle)));
    EXPECT_FALSE(answer.assigned);
    EXPECT_FALSE(answer.reasons.empty());
    EXPECT_EQ(world.lead(lead).values, before.values);
    EXPECT_TRUE(last_entry_says(world, lead, "attempt_refused"));
    EXPECT_TRUE(last_entry_says(world, lead, world.person_id(handle).str()));
  }
  world.expect_sound();
}

TEST(AssignByHand, TheLicensedReserveMayHaveALondonLead) {
  AppWorld world;
  world.import(leads_csv({"S-001"}));
  const LeadId lead = world.lead_of("S-001");
  const AssignAnswer answer =
      must(app::assign_lead(world.deps(), world.first(), lead, world.person_id("t.harrowgate")));
  EXPECT_TRUE(answer.assigned);
  EXPECT_EQ(world.handle(world.lead(lead).text("owner")), "t.harrowgate");
  EXPECT_EQ(world.lead(lead).text("team"), "uk-reserve");
  world.expect_sound();
}

TEST(AssignByHand, AHitCannotBeGivenToAnybody) {
  AppWorld world;
  world.import(leads_csv({"S-030"}));
  const AssignAnswer answer =
      must(app::assign_lead(world.deps(), world.first(), world.lead_of("S-030"), world.person_id("p.nandakumar")));
  EXPECT_FALSE(answer.assigned);
}

// ---- review

struct Released {
  CaseAnswer proposed, approved;
};
/// The first person settles something, the second approves; the author may not.
Released release_with_two(AppWorld& world, const LeadId& lead, const std::map<std::string, std::string>& resolutions) {
  const CaseId id = world.case_of(lead);
  must(app::claim_case(world.deps(), world.first(), id));
  Released out;
  out.proposed =
      must(app::decide_case(world.deps(), world.first(), id, {"release", resolutions, "checked by telephone"}));
  EXPECT_EQ(out.proposed.state, "proposed");
  EXPECT_TRUE(world.lead(lead).null("owner")) << "nothing takes effect before the second person";
  const auto own = app::approve_case(world.deps(), world.first(), id, true, out.proposed.proposal);
  EXPECT_FALSE(own);
  EXPECT_EQ(own ? ErrorCode::kUsage : own.error().code, ErrorCode::kRefused);
  EXPECT_TRUE(world.lead(lead).null("owner"));
  out.approved = must(app::approve_case(world.deps(), world.second(), id, true, out.proposed.proposal));
  return out;
}

TEST(Review, ADeterminedPlaceNeedsASecondPerson) {
  AppWorld world;
  world.import(leads_csv({"S-028"}));
  const LeadId lead = world.lead_of("S-028");
  const Released released = release_with_two(world, lead, {{"place", "GB"}});
  EXPECT_EQ(released.approved.state, "closed");
  EXPECT_EQ(world.lead(lead).text("team"), "uk-desk");
  world.expect_sound();
}

TEST(Review, ADeterminedPlaceIsStillDecidedByTheRules) {
  AppWorld world;
  world.import(leads_csv({"S-028"}));
  const LeadId lead = world.lead_of("S-028");
  const Released released = release_with_two(world, lead, {{"place", "IT"}});
  EXPECT_EQ(released.approved.state, "open");
  EXPECT_EQ(world.lead(lead).text("status"), "refused");
  EXPECT_EQ(world.reasons_of(lead), R"(["nobody_licensed"])");
}

TEST(Review, AFalsePositiveNeedsASecondPerson) {
  AppWorld world;
  world.import(leads_csv({"S-030"}));
  const LeadId lead = world.lead_of("S-030");
  const Released released = release_with_two(world, lead, {{"screening", "false_positive"}});
  EXPECT_EQ(released.approved.state, "closed");
  EXPECT_EQ(world.lead(lead).text("team"), "uk-desk");
  world.expect_sound();
}

TEST(Review, AClearanceNeedsASecondPersonEvenWhenTheLeadIsRefused) {
  AppWorld world;
  world.import(leads_csv({"S-030"}));
  const LeadId lead = world.lead_of("S-030");
  const CaseId id = world.case_of(lead);
  must(app::claim_case(world.deps(), world.first(), id));
  const app::CaseDecision decision{"refuse", {{"screening", "false_positive"}}, "not the one listed, and not wanted"};
  const CaseAnswer proposed = must(app::decide_case(world.deps(), world.first(), id, decision));
  EXPECT_EQ(proposed.state, "proposed");
  EXPECT_EQ(world.lead(lead).text("screening"), "hit");
  EXPECT_EQ(must(app::approve_case(world.deps(), world.second(), id, true, proposed.proposal)).state, "closed");
  EXPECT_EQ(world.lead(lead).text("status"), "refused");
  world.expect_sound();
}

TEST(Review, ARejectedProposalOpensTheCaseAgainAndChangesNothing) {
  AppWorld world;
  world.import(leads_csv({"S-030"}));
  const LeadId lead = world.lead_of("S-030");
  const CaseId id = world.case_of(lead);
  must(app::claim_case(world.deps(), world.first(), id));
  const CaseAnswer proposed = must(
      app::decide_case(world.deps(), world.first(), id, {"release", {{"screening", "false_positive"}}, "other date"}));
  const CaseAnswer answer = must(app::approve_case(world.deps(), world.second(), id, false, proposed.proposal));
  EXPECT_EQ(answer.state, "open");
  EXPECT_EQ(world.lead(lead).text("screening"), "hit");
  EXPECT_TRUE(world.lead(lead).null("owner"));
}

TEST(Review, OnlyTheClaimerDecidesAndAReasonIsNeeded) {
  AppWorld world;
  world.import(leads_csv({"S-032"}));
  const LeadId lead = world.lead_of("S-032");
  const CaseId id = world.case_of(lead);
  const app::CaseDecision decision{"release", {{"lawful_basis", "consent"}}, "the form was found"};
  EXPECT_FALSE(app::decide_case(world.deps(), world.first(), id, decision)) << "not claimed";
  must(app::claim_case(world.deps(), world.first(), id));
  EXPECT_FALSE(app::claim_case(world.deps(), world.second(), id)) << "claimed by somebody else";
  EXPECT_FALSE(app::decide_case(world.deps(), world.second(), id, decision)) << "not the claimer";
  EXPECT_FALSE(app::decide_case(world.deps(), world.first(), id, {"release", {}, ""})) << "no reason";
  EXPECT_FALSE(app::decide_case(world.deps(), world.first(), id, {"release", {}, " -\xC2\xA0\t"})) << "nothing is said";
  const CaseAnswer proposed = must(app::decide_case(world.deps(), world.first(), id, decision));
  EXPECT_EQ(proposed.state, "proposed") << "a lawful basis lifts a protection";
  EXPECT_TRUE(world.lead(lead).null("lawful_basis"));
  EXPECT_EQ(must(app::approve_case(world.deps(), world.second(), id, true, proposed.proposal)).state, "closed");
  EXPECT_EQ(world.lead(lead).text("team"), "uk-desk");
  world.expect_sound();
}

TEST(Review, ARefusedLeadStaysRefused) {
  AppWorld world;
  world.import(leads_csv({"S-033", "S-001"}));
  const LeadId lead = world.lead_of("S-033");
  const CaseId id = world.case_of(lead);
  must(app::claim_case(world.deps(), world.first(), id));
  EXPECT_EQ(must(app::decide_case(world.deps(), world.first(), id, {"refuse", {{"duplicate", "same"}}, "same"})).state,
            "closed");
  EXPECT_EQ(world.lead(lead).text("status"), "refused");
  world.job("retry_parked");
  EXPECT_EQ(world.lead(lead).text("status"), "refused");
}

// ---- scope

TEST(Scope, ARepresentativeSeesOwnLeadsOnly) {
  AppWorld world;
  world.import(leads_csv());
  const app::Principal rep = world.person("p.nandakumar");
  app::LeadFilter all;
  all.limit = 500;
  const auto seen = must(app::list_leads(world.deps(), rep, all));
  EXPECT_FALSE(seen.empty());
  for (const app::LeadView& view : seen) EXPECT_EQ(view.lead.text("owner"), rep.person().str());
  const LeadId foreign = world.lead_of("S-019");
  const auto shown = app::show_lead(world.deps(), rep, foreign.str());
  ASSERT_FALSE(shown);
  EXPECT_EQ(shown.error().code, ErrorCode::kNotFound) << "existence is information";
  EXPECT_FALSE(app::assign_lead(world.deps(), rep, foreign, rep.person()));
}

TEST(Scope, AManagerSeesTheOwnMarketOnly) {
  AppWorld world;
  world.import(leads_csv());
  const app::Principal manager = world.person("y.haddad");  // manager of gcc, which holds difc and uae-onshore
  app::LeadFilter all;
  all.limit = 500;
  std::set<std::string> markets;
  for (const app::LeadView& view : must(app::list_leads(world.deps(), manager, all)))
    markets.emplace(world.lead(LeadId::parse(view.lead.text("id")).value()).text("market"));
  EXPECT_EQ(markets, (std::set<std::string>{"difc", "uae-onshore"}));
}

// ---- the clock

TEST(Clock, ARegistrationThatEndsMovesTheLeadToAColleague) {
  AppWorld world;
  world.import(leads_csv({"S-001"}));
  const LeadId lead = world.lead_of("S-001");
  const std::string first_owner = world.handle(world.lead(lead).text("owner"));
  const std::string colleague = first_owner == "p.nandakumar" ? "o.fairweather" : "p.nandakumar";
  change_record(world, registration_of(world, first_owner, "UK"), "to", json::Value("2026-11-30"));
  world.clock().set(moment("2026-11-30T23:59:59.999999Z"));
  EXPECT_EQ(world.job("reauthorise").kept, 1);
  world.clock().set(moment("2026-12-01T10:00:00Z"));
  EXPECT_EQ(world.job("reauthorise").moved, 1);
  EXPECT_EQ(world.handle(world.lead(lead).text("owner")), colleague);
  world.expect_sound();
}

TEST(Clock, ADateEndsInTheRegulatorsZoneToTheMicrosecond) {
  AppWorld world;
  world.import(leads_csv({"S-017"}));
  const LeadId lead = world.lead_of("S-017");
  change_record(world, registration_of(world, "m.castellano", "US-NY"), "to", json::Value("2026-11-30"));
  world.clock().set(moment("2026-12-01T04:59:59.999999Z"));  // still the last evening in New York
  EXPECT_EQ(world.job("reauthorise").kept, 1);
  EXPECT_FALSE(world.lead(lead).null("owner"));
  world.clock().set(moment("2026-12-01T05:00:00Z"));
  EXPECT_EQ(world.job("reauthorise").parked, 1);
  EXPECT_TRUE(world.lead(lead).null("owner"));
  EXPECT_EQ(world.reasons_of(lead), R"(["nobody_licensed"])");
  world.expect_sound();
}

TEST(Clock, ACommandThatShowsALeadChecksItsOwnerFirst) {
  AppWorld world;
  world.import(leads_csv({"S-017"}));
  const LeadId lead = world.lead_of("S-017");
  const app::Principal rep = world.person("m.castellano");
  change_record(world, registration_of(world, "m.castellano", "US-NY"), "to", json::Value("2026-11-30"));
  world.clock().set(moment("2026-12-01T05:00:00Z"));
  EXPECT_FALSE(app::show_lead(world.deps(), rep, lead.str())) << "no job ran, and still nobody is shown it";
  EXPECT_TRUE(world.lead(lead).null("owner"));
}

TEST(Clock, ANewRegistrationBringsParkedLeadsHomeOldestFirst) {
  AppWorld world;
  world.import(leads_csv({"S-017"}));
  const LeadId lead = world.lead_of("S-017");
  const std::string key = registration_of(world, "m.castellano", "US-NY");
  must(app::suspend_record(world.deps(), world.first(), key));
  EXPECT_EQ(world.job("reauthorise").parked, 1);
  EXPECT_EQ(world.job("retry_parked").moved, 0);
  const std::string proposal = must(app::restore_proposal(world.deps(), world.first(), key)).digest;
  EXPECT_FALSE(app::restore_record(world.deps(), world.first(), world.first(), key, proposal)) << "restoring needs two";
  must(restore_by_two(world, key));
  EXPECT_EQ(world.job("retry_parked").moved, 1);
  EXPECT_EQ(world.handle(world.lead(lead).text("owner")), "m.castellano");
  world.expect_sound();
}

TEST(Suspension, ALicenceSuspendedParksItsLeadsAndNoOthers) {
  AppWorld world;
  world.import(leads_csv());
  const std::string licence = record_key(world, {{"kind", "licence"}, {"pack", "UK"}});
  must(app::suspend_record(world.deps(), world.first(), licence));
  const auto report = world.job("reauthorise");
  EXPECT_EQ(report.parked, 2);  // S-001 and S-002
  EXPECT_EQ(report.moved, 0);
  for (const SeedCase& seed : kSeedCases) {
    const record::Row lead = world.lead(world.lead_of(seed.id));
    const bool uk = std::string_view(seed.team) == "uk-desk";
    EXPECT_EQ(lead.text("team"), uk ? "" : seed.team) << seed.id;
  }
  EXPECT_EQ(world.job("reauthorise").parked, 0) << "again at once changes nothing";
  world.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
