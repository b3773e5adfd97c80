// What the record says of screenings is held to the lists (level 4), and run again where the names open (level 5).
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "app/lead_screening.h"
#include "app/reading.h"
#include "app/subject_commands.h"
#include "app_world.h"
#include "list_of_one.h"
#include "record/verify_record.h"
#include "screening/normalise.h"
#include "screening/screening.h"

namespace licet::app_test {
namespace {

using record::TableId;
using Codes = std::set<std::string>;

constexpr std::int64_t kDayUs = 86'400'000'000;

class ScreeningVerification : public ::testing::Test {
 protected:
  ScreeningVerification() { world_.import(read_text(kFirmFolder + "leads.csv")); }

  ledger::Report verify() {
    return must(app::verify_ledger(world_.deps(), world_.first(), world_.ledger_folder(), {}, false)).report;
  }
  static Codes codes(const ledger::Report& report) {
    Codes out;
    for (const ledger::Finding& finding : report.findings())
      out.insert("L" + std::to_string(finding.level) + " " + finding.code);
    return out;
  }
  static json::Value engine(std::string_view icu) {
    return json::Object{{"algorithm", screening::kAlgorithm},
                        {"icu", icu},
                        {"thresholds", screening::thresholds_json(screening::Thresholds{})}};
  }
  std::vector<std::string> lists() {
    std::vector<std::string> out;
    for (const auto& row : world_.rows(TableId::kList, {{"state", app::Condition::Op::kEqual, std::string("active")}}))
      out.emplace_back(row.text("digest"));
    return out;
  }
  /// Puts on record, past every command, that a lead was screened so.
  void record(const LeadId& lead, std::string_view status, const json::Value& result,
              const std::vector<std::string>& named) {
    must(world_.store().execute(world_.first(), [&](app::Tx& tx) -> Status {
      auto body = app::new_body(world_.deps(), world_.first(), "import");
      body.add(record::lead_screened(lead, status, result, named, {}, {}, {},
                                     std::string(world_.lead(lead).text("engine"))));
      return app::append(tx, std::move(body));
    }));
  }

  /// The first hit of the latest screening of a lead, as the entry has it; null without a hit.
  json::Value first_hit(const LeadId& lead) {
    json::Value out;
    must(world_.store().entries(world_.first(), 0, [&](const app::StoredEntry& entry) {
      for (const record::Event& event : must(app::stored_body(entry)).events) {
        const json::Value fields(event.fields);
        const json::Value* result = fields.find("result");
        if (event.type != "lead_screened" || fields.string_or("lead", "") != lead.str() || result == nullptr) continue;
        const json::Value* hits = result->find("hits");
        out = hits == nullptr ? json::Value() : hits->as_array().front();
      }
      return true;
    }));
    return out;
  }
  std::string evidence(const LeadId& lead) {
    const json::Value hit = first_hit(lead);
    return hit.is_null() ? "" : std::string(hit.string_or("evidence", ""));
  }
  std::int64_t points(const LeadId& lead) { return first_hit(lead).int_or("evidence_points", 0); }

  AppWorld world_;
};

TEST_F(ScreeningVerification, FactsBesideTheNameAreThoseOfTheTime) {
  const std::string heading = "source_id,first_name,last_name,birth_date,country,lawful_basis,prospect_type,product\n";
  const std::string name = ",Mirko,Ostrovsky-Kale,", rest = ",GB,consent,retail,brokerage\n";
  world_.import(heading + "F-1" + name + "1961-03-14" + rest + "F-2" + name + "1988-07-02" + rest + "F-3" + name +
                rest);
  const LeadId same = world_.lead_of("F-1"), other = world_.lead_of("F-2"), unsaid = world_.lead_of("F-3");
  EXPECT_EQ(evidence(same), "confirmed");
  EXPECT_EQ(evidence(other), "contradicted");
  EXPECT_EQ(evidence(unsaid), "neutral");
  EXPECT_EQ(codes(verify()), Codes());
  // A later row that says more is compared as it says; what was recorded before still comes out as it was.
  world_.import(heading + "F-3" + name + "1961-03-14" + rest);
  EXPECT_EQ(evidence(unsaid), "confirmed");
  // One that says less takes nothing away.
  world_.import(heading + "F-1" + ",Mirko Jan,Ostrovsky-Kale," + rest);
  EXPECT_EQ(evidence(same), "confirmed");
  const ledger::Report report = verify();
  EXPECT_EQ(codes(report), Codes());
  EXPECT_EQ(report.screenings.repeated, report.screenings.total);
}

TEST_F(ScreeningVerification, PapersAndGenderOfALeadAreEvidence) {
  screening::Entry entry;
  entry.entry_id = "F-1";
  entry.type = screening::EntryType::kPerson;
  entry.names.push_back({"PERKOVEC, Kazimir", screening::NameKind::kPrimary});
  entry.gender = screening::Gender::kMale;
  entry.ids = {{"passport", "ZZ-000-104", "HR"}, {"national_id", "ZZ 77", "HR"}};
  entry.countries = {{"HR", screening::CountryRole::kNationality}};
  load_list_of_one(world_, "firm", std::move(entry));
  const std::string name = ",Kazimir,Perkovec,", rest = ",consent,retail,brokerage\n";
  world_.import(
      "source_id,first_name,last_name,Sex,Citizenship,Passport No.,National ID,lawful_basis,prospect_type,product\n"
      "G-1" +
      name + ",,zz 000 104," + rest + "G-2" + name + ",,ZZ000105,ZZ000104" + rest + "G-3" + name + ",,," + rest +
      "G-4" + name + "female,,," + rest + "G-5" + name + "m,,," + rest + "G-6" + name + ",FR;Croatia,," + rest);
  EXPECT_EQ(evidence(world_.lead_of("G-1")), "confirmed") << "the listed passport";
  EXPECT_EQ(evidence(world_.lead_of("G-2")), "neutral") << "another one; and an identity card is no passport";
  EXPECT_EQ(points(world_.lead_of("G-2")), 0);
  EXPECT_EQ(evidence(world_.lead_of("G-3")), "neutral");
  EXPECT_EQ(points(world_.lead_of("G-3")), 0) << "what nobody says counts for nothing";
  EXPECT_LT(points(world_.lead_of("G-4")), 0) << "the listed one is male";
  EXPECT_GT(points(world_.lead_of("G-5")), 0);
  EXPECT_GT(points(world_.lead_of("G-6")), 0) << "one of two nationalities";
  const ledger::Report report = verify();
  EXPECT_EQ(codes(report), Codes());
  EXPECT_EQ(report.screenings.repeated, report.screenings.total);
  // No number of anybody's papers stands in the clear.
  must(world_.store().entries(world_.first(), 0, [&](const app::StoredEntry& stored) {
    for (const char* number : {"zz 000 104", "ZZ000105", "ZZ000104"})
      EXPECT_EQ(stored.bytes.find(number), std::string::npos) << number;
    return true;
  }));
}

TEST_F(ScreeningVerification, EveryOneIsRunAgainWhileItsKeyLives) {
  const ledger::Report before = verify();
  EXPECT_EQ(codes(before), Codes());
  EXPECT_GT(before.screenings.total, 20u);
  EXPECT_EQ(before.screenings.repeated, before.screenings.total);
  EXPECT_EQ(before.level(5), ledger::LevelStatus::kPass);

  const auto subject = SubjectId::parse(world_.lead(world_.lead_of("S-030")).text("subject")).value();
  must(erase_by_two(world_, subject));
  const ledger::Report after = verify();
  EXPECT_EQ(codes(after), Codes());
  EXPECT_EQ(after.screenings.total, before.screenings.total);
  EXPECT_EQ(after.screenings.repeated, before.screenings.total - 1);
  EXPECT_EQ(after.screenings.sealed(), 1u);
  EXPECT_EQ(after.level(5), ledger::LevelStatus::kPass);
  EXPECT_NE(after.screenings.text().find("1 not run again: the names are sealed"), std::string::npos);
}

TEST_F(ScreeningVerification, ABundleAloneSaysThatTheNamesAreSealed) {
  const std::string out = world_.ledger_folder().tiles + ".licet";
  must(app::export_ledger(world_.deps(), world_.first(), world_.ledger_folder(), out));
  const std::string bytes = read_text(out);
  const ledger::Report report = record::verify_record(as_bytes(bytes), {});
  EXPECT_EQ(codes(report), Codes());
  EXPECT_GT(report.screenings.total, 20u);
  EXPECT_EQ(report.screenings.sealed(), report.screenings.total);
  const json::Value json = report.to_json();
  EXPECT_EQ(json.find("screenings")->int_or("sealed", -1), static_cast<std::int64_t>(report.screenings.total));
}

TEST_F(ScreeningVerification, AHitOnNobodyIsFound) {
  record(world_.lead_of("S-001"), "hit", engine(screening::icu_version()), lists());
  EXPECT_EQ(codes(verify()).count("L5 screening"), 1u);
}

TEST_F(ScreeningVerification, ThresholdsOtherThanThePolicysAreFound) {
  json::Value result = engine(screening::icu_version());
  result.as_object().at("thresholds").as_object().at("person") = 9'900;
  record(world_.lead_of("S-001"), "clear", result, lists());
  EXPECT_EQ(codes(verify()).count("L5 screening"), 1u);
}

TEST_F(ScreeningVerification, AListedLeadRecordedAsClearIsFound) {
  record(world_.lead_of("S-030"), "clear", engine(screening::icu_version()), lists());
  EXPECT_EQ(codes(verify()).count("L5 screening"), 1u);
}

TEST_F(ScreeningVerification, AnotherEngineIsNamedAndNotPassedOver) {
  record(world_.lead_of("S-001"), "clear", engine("1.0"), lists());
  const ledger::Report report = verify();
  EXPECT_EQ(codes(report), Codes());
  EXPECT_EQ(report.screenings.unable, 1u);
  EXPECT_EQ(report.level(5), ledger::LevelStatus::kNotCheckable);
  EXPECT_TRUE(std::any_of(report.remarks().begin(), report.remarks().end(),
                          [](const std::string& remark) { return remark.find("ICU 1.0") != std::string::npos; }));
}

TEST_F(ScreeningVerification, OtherTablesOrThresholdsAreNamedAndNotPassedOver) {
  must(world_.store().execute(world_.first(), [&](app::Tx& tx) -> Status {
    auto body = app::new_body(world_.deps(), world_.first(), "import");
    body.add(record::lead_screened(world_.lead_of("S-001"), "clear", engine(screening::icu_version()), lists(), {}, {},
                                   {}, crypto::digest_text(crypto::sha256("another engine"))));
    return app::append(tx, std::move(body));
  }));
  const ledger::Report report = verify();
  EXPECT_EQ(codes(report), Codes());
  EXPECT_EQ(report.screenings.unable, 1u);
  EXPECT_EQ(report.level(5), ledger::LevelStatus::kNotCheckable);
}

TEST_F(ScreeningVerification, AScreeningThatDoesNotSayByWhichEngineIsFound) {
  must(world_.store().execute(world_.first(), [&](app::Tx& tx) -> Status {
    auto body = app::new_body(world_.deps(), world_.first(), "import");
    body.add(record::lead_screened(world_.lead_of("S-001"), "clear", engine(screening::icu_version()), lists()));
    return app::append(tx, std::move(body));
  }));
  EXPECT_EQ(codes(verify()), Codes{"L5 screening"});
}

TEST_F(ScreeningVerification, ClearAgainstWhatWasNotActiveIsFound) {
  const std::string other = crypto::digest_text(crypto::sha256("another list"));
  record(world_.lead_of("S-001"), "clear", engine(screening::icu_version()), {other});
  EXPECT_EQ(codes(verify()).count("L4 cleared_lists"), 1u);
}

TEST_F(ScreeningVerification, ClearAgainstWhatIsTooOldIsFound) {
  world_.clock().set(Instant{world_.clock().now().us + 14 * kDayUs});
  record(world_.lead_of("S-001"), "clear", engine(screening::icu_version()), lists());
  EXPECT_EQ(codes(verify()), Codes()) << "as old as the policy allows";
  world_.clock().set(Instant{world_.clock().now().us + 1});
  record(world_.lead_of("S-001"), "clear", engine(screening::icu_version()), lists());
  EXPECT_EQ(codes(verify()), Codes{"L4 cleared_lists"});
}

TEST(ScreeningVerificationAlone, ListsThatGrewTooOldBeforeTheEntryClearNobody) {
  AppWorld world;
  const app::FirmState state = world.state(app::LoadLists::kYes);
  const Instant last{world.clock().now().us + 14 * kDayUs}, past{last.us + 1};
  const auto screened = must(app::screen_names(state, {{"Nadia", "Clearwater", ""}}, last, {"sample", "", ""}));
  EXPECT_EQ(screened.status, "clear");
  app::LeadDraft draft;
  draft.lead = LeadId::make(world.random());
  app::stand_after(state, last, screened, {}, draft);
  EXPECT_EQ(draft.screening, "clear");
  app::stand_after(state, past, screened, {}, draft);
  EXPECT_EQ(draft.screening, "stale");
}

TEST(ScreeningVerificationAlone, ClearWithoutAnyListIsFound) {
  WorldOptions options;
  options.lists = false;
  AppWorld world(options);
  world.import(
      "email,first_name,last_name,country,product,lawful_basis,source_id\n"
      "n@example.com,Nadia,Clearwater,GB,brokerage,consent,X-2\n");
  const LeadId lead = world.lead_of("X-2");
  must(world.store().execute(world.first(), [&](app::Tx& tx) -> Status {
    auto body = app::new_body(world.deps(), world.first(), "import");
    body.add(record::lead_screened(lead, "clear", json::Object{}, {crypto::digest_text(crypto::sha256("x"))}));
    return app::append(tx, std::move(body));
  }));
  const auto report = must(app::verify_ledger(world.deps(), world.first(), world.ledger_folder(), {}, false)).report;
  EXPECT_TRUE(std::any_of(report.findings().begin(), report.findings().end(),
                          [](const ledger::Finding& f) { return f.level == 4 && f.code == "cleared_lists"; }));
}

TEST(ScreeningVerificationAlone, ClearWithoutAListThatThePolicyAsksForIsFound) {
  WorldOptions options;
  options.lists = false;
  AppWorld world(options);
  const std::string sdn = read_text(kFirmFolder + "lists/sdn.csv"), alt = read_text(kFirmFolder + "lists/alt.csv"),
                    add = read_text(kFirmFolder + "lists/add.csv");
  const std::array<screening::SourceFile, 3> files{{{"sdn.csv", sdn}, {"alt.csv", alt}, {"add.csv", add}}};
  const auto list = must(screening::read_ofac_csv("another-kind", files, world.clock().now()));
  const auto loaded = must(app::load_list(world.deps(), world.first(), list.list));
  world.import(
      "email,first_name,last_name,country,product,lawful_basis,source_id\n"
      "n@example.com,Nadia,Clearwater,GB,brokerage,consent,X-2\n");
  const LeadId lead = world.lead_of("X-2");
  EXPECT_NE(world.lead(lead).text("screening"), "clear");
  must(world.store().execute(world.first(), [&](app::Tx& tx) -> Status {
    auto body = app::new_body(world.deps(), world.first(), "import");
    body.add(record::lead_screened(lead, "clear", json::Object{}, {loaded.digest}));
    return app::append(tx, std::move(body));
  }));
  const auto report = must(app::verify_ledger(world.deps(), world.first(), world.ledger_folder(), {}, false)).report;
  EXPECT_TRUE(std::any_of(report.findings().begin(), report.findings().end(),
                          [](const ledger::Finding& f) { return f.level == 4 && f.code == "cleared_lists"; }));
}

}  // namespace
}  // namespace licet::app_test
