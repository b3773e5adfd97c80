// A firm whose policy wants its own screening service asked besides: what the service finds stops a lead, what it does
// not answer clears nobody, nobody waits for it on the writing thread, and verification says what it cannot repeat.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "app/name_command.h"
#include "app/reading.h"
#include "app_world.h"
#include "list_of_one.h"

namespace licet::app_test {
namespace {

/// The example firm with a screening service in its policy.
const app::FirmBundle& firm_with_service() {
  static const app::FirmBundle bundle = [] {
    app::FirmBundle firm = meridian();
    json::Value& screening = firm.policy_document.as_object().find("screening")->second;
    screening.as_object().emplace("service",
                                  json::Object{{"dataset", "sanctions"},
                                               {"kind", "yente"},
                                               {"thresholds", json::Object{{"company", 7'000}, {"person", 7'000}}},
                                               {"url", "https://screening.example"}});
    return firm;
  }();
  return bundle;
}

/// A service that finds whoever bears `listed` as last name, while it works.
class FakeService final : public screening::Screener {
 public:
  Result<screening::Screening> screen(const screening::Query& query) override {
    ++asked;
    on_writer = on_writer || (watch_writer && std::this_thread::get_id() != caller);
    if (!works) return fail(ErrorCode::kEnvironment, "the screening service answered 500");
    screening::Screening out;
    out.status = screening::ScreenStatus::kComplete;
    out.algorithm = "yente-best";
    out.dataset_version = version;
    if (query.last_name == listed) {
      screening::Hit hit;
      hit.list = "yente-sanctions";
      hit.entry_id = "NK-1";
      hit.entry_hash = crypto::sha256("entry");
      hit.score = 9'100;
      hit.listed_name = "ASHDOWN PIKE";
      out.hits = {hit};
      out.hits_total = 1;
    }
    return out;
  }
  std::vector<screening::ListState> lists() const override { return {}; }

  std::atomic<bool> works = true;
  std::atomic<int> asked = 0;
  std::string listed, version = "sanctions v1";
  bool watch_writer = false;
  std::atomic<bool> on_writer = false;
  std::thread::id caller = std::this_thread::get_id();
};

class ServiceCases : public ::testing::Test {
 protected:
  WorldOptions options() {
    WorldOptions out;
    out.service = [this](const json::Value& service) {
      wanted_ = service;
      return service_;
    };
    return out;
  }
  std::string screening_of(AppWorld& world, const std::string& id = "S-001") {
    return std::string(world.lead(world.lead_of(id)).text("screening"));
  }
  json::Value wanted_;
  std::shared_ptr<FakeService> service_ = std::make_shared<FakeService>();
};

/// The last lead_screened of a lead, as recorded.
json::Value recorded(AppWorld& world, const LeadId& lead) {
  json::Value out;
  must(world.store().entries(app::Access::system(), 0, [&](const app::StoredEntry& entry) {
    const record::StoredBody body = must(app::stored_body(entry));
    for (const record::Event& event : body.events)
      if (event.type == "lead_screened" && json::Value(event.fields).string_or("lead", "") == lead.str())
        out = json::Value(event.fields);
    return true;
  }));
  return out;
}

TEST_F(ServiceCases, BothClear) {
  AppWorld world(options(), firm_with_service());
  world.import(leads_csv({"S-001"}));
  EXPECT_EQ(screening_of(world), "clear");
  EXPECT_EQ(service_->asked, 1);
  EXPECT_EQ(wanted_.string_or("url", ""), "https://screening.example");
  const json::Value result = *recorded(world, world.lead_of("S-001")).find("result");
  EXPECT_EQ(json::canonical(*result.find("service")),
            R"({"algorithm":"yente-best","degraded":false,"hits":0,"provider":"yente","version":"sanctions v1"})");
}

TEST_F(ServiceCases, WhatTheServiceFindsStopsTheLead) {
  AppWorld world(options(), firm_with_service());
  service_->listed = "Ashdown-Pike";
  world.import(leads_csv({"S-001"}));
  EXPECT_EQ(screening_of(world), "hit");
  const record::Row lead = world.lead(world.lead_of("S-001"));
  EXPECT_TRUE(lead.null("owner"));
  EXPECT_NE(lead.text("open_hits").find(crypto::digest_text(crypto::sha256("entry"))), std::string_view::npos);
  const json::Value result = *recorded(world, world.lead_of("S-001")).find("result");
  EXPECT_EQ(result.find("hits")->as_array().at(0).string_or("list", ""), "yente-sanctions");
  EXPECT_EQ(result.find("service")->int_or("hits", 0), 1);
}

TEST_F(ServiceCases, WhatItDoesNotAnswerClearsNobodyUntilItDoes) {
  AppWorld world(options(), firm_with_service());
  service_->works = false;
  world.import(leads_csv({"S-001"}));
  EXPECT_EQ(screening_of(world), "not");
  EXPECT_TRUE(world.lead(world.lead_of("S-001")).null("owner"));
  EXPECT_NE(world.reasons_of(world.lead_of("S-001")).find("not_screened"), std::string::npos);
  world.job("rescreen");
  world.job("retry_parked");
  EXPECT_EQ(screening_of(world), "not") << "still down";
  service_->works = true;
  world.job("retry_parked");
  EXPECT_EQ(screening_of(world), "not") << "within a transaction nobody is asked";
  world.job("rescreen");
  EXPECT_EQ(screening_of(world), "clear");
  world.job("retry_parked");
  EXPECT_FALSE(world.lead(world.lead_of("S-001")).null("owner"));
}

/// A list with nobody in it whom the leads know.
void load_another_list(AppWorld& world) {
  screening::Entry entry;
  entry.entry_id = "1";
  entry.type = screening::EntryType::kPerson;
  entry.names.push_back({"NEWCOMER, Hannelore", screening::NameKind::kPrimary});
  load_list_of_one(world, "firm", std::move(entry));
}

TEST_F(ServiceCases, AFailureTakesNobodysClearanceAway) {
  AppWorld world(options(), firm_with_service());
  world.import(leads_csv({"S-001"}));
  ASSERT_EQ(screening_of(world), "clear");
  load_another_list(world);
  service_->works = false;
  service_->asked = 0;
  world.job("rescreen");
  EXPECT_EQ(screening_of(world), "clear");
  EXPECT_EQ(service_->asked, 1) << "the list is another, and so it was asked";
  world.job("rescreen");
  EXPECT_EQ(service_->asked, 2) << "and is asked until it answers";
  service_->works = true;
  world.job("rescreen");
  world.job("rescreen");
  EXPECT_EQ(service_->asked, 3);
}

TEST_F(ServiceCases, TheEngineDecidesWhenTheServiceFails) {
  AppWorld world(options(), firm_with_service());
  service_->works = false;
  world.import(
      "source_id,first_name,last_name,email,country,product,prospect_type,lawful_basis\n"
      "X-1,Mirko,Ostrovsky-Kale,m@example.com,GB,brokerage,retail,consent\n");
  EXPECT_EQ(screening_of(world, "X-1"), "hit") << "whom the lists have is a hit, with or without the service";
  const json::Value result = *recorded(world, world.lead_of("X-1")).find("result");
  EXPECT_TRUE(result.find("service")->bool_or("degraded", false));
  EXPECT_TRUE(result.bool_or("degraded", false));
}

TEST_F(ServiceCases, AnAnswerOfUnknownDataClearsNobody) {
  AppWorld world(options(), firm_with_service());
  service_->version.clear();
  world.import(leads_csv({"S-001"}));
  EXPECT_EQ(screening_of(world), "not");
  EXPECT_TRUE(recorded(world, world.lead_of("S-001")).find("result")->find("service")->bool_or("degraded", false));
}

TEST_F(ServiceCases, AServiceThatCannotBeMadeClearsNobody) {
  service_.reset();
  AppWorld world(options(), firm_with_service());
  world.import(leads_csv({"S-001"}));
  EXPECT_EQ(screening_of(world), "not");
}

TEST_F(ServiceCases, WithoutOneInThePolicyNoneIsAsked) {
  AppWorld world(options());
  world.import(leads_csv({"S-001"}));
  EXPECT_EQ(screening_of(world), "clear");
  EXPECT_EQ(service_->asked, 0);
  EXPECT_EQ(recorded(world, world.lead_of("S-001")).find("result")->find("service"), nullptr);
}

TEST_F(ServiceCases, ALeadThatIsNamedIsAskedAboutBeforeTheTransaction) {
  AppWorld world(options(), firm_with_service());
  world.import(leads_csv({"S-001"}));
  service_->listed = "Marchbanks";
  service_->asked = 0;
  must(app::name_lead(world.deps(), world.first(), world.lead_of("S-001"), {"Wilhelmina", "Marchbanks", ""}));
  EXPECT_EQ(screening_of(world), "hit");
  EXPECT_EQ(service_->asked, 2) << "one question a name, and none of them twice";
}

TEST_F(ServiceCases, NobodyWaitsForItOnTheWritingThread) {
  WorldOptions with = options();
  with.sqlite = true;  // whose commands run on a thread of their own
  AppWorld world(with, firm_with_service());
  world.import(leads_csv({"S-001"}));
  service_->watch_writer = true;
  service_->caller = std::this_thread::get_id();
  must(app::name_lead(world.deps(), world.first(), world.lead_of("S-001"), {"Wilhelmina", "Marchbanks", ""}));
  world.job("reauthorise");
  world.job("retry_parked");
  EXPECT_FALSE(service_->on_writer);
  EXPECT_GT(service_->asked, 1);
}

TEST_F(ServiceCases, ByHandItSaysWhyNobodyIsCleared) {
  AppWorld world(options(), firm_with_service());
  screening::Query query;
  query.full_name = "Nobody Whatever";
  std::optional<Error> problem;
  const auto state = world.state(app::LoadLists::kYes);
  EXPECT_FALSE(must(app::screen_name(world.deps(), world.first(), state, query, &problem)).degraded);
  EXPECT_FALSE(problem);
  service_->works = false;
  EXPECT_TRUE(must(app::screen_name(world.deps(), world.first(), state, query, &problem)).degraded);
  ASSERT_TRUE(problem);
  EXPECT_NE(problem->text.find("500"), std::string::npos);
}

TEST_F(ServiceCases, VerificationSaysWhatItCannotRepeat) {
  AppWorld world(options(), firm_with_service());
  world.import(leads_csv({"S-001", "S-002"}));
  const auto verified = must(app::verify_ledger(world.deps(), world.first(), world.ledger_folder(), {}, true));
  EXPECT_FALSE(verified.report.failed());
  EXPECT_EQ(verified.report.screenings.unable, 2u);
  EXPECT_EQ(verified.report.level(5), ledger::LevelStatus::kNotCheckable);
  const auto& remarks = verified.report.remarks();
  EXPECT_TRUE(std::any_of(remarks.begin(), remarks.end(), [](const std::string& remark) {
    return remark.find("screening service") != std::string::npos;
  }));
}

}  // namespace
}  // namespace licet::app_test
