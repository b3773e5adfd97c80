// Who no longer may have a lead has it no longer: also when the command that finds it out is about something else, when
// the decision cannot be recorded, and when the clock was set back.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "app/register_commands.h"
#include "app/subject_commands.h"
#include "app_world.h"
#include "base/forward_clock.h"
#include "store_behind.h"

namespace licet::app_test {
namespace {

using record::TableId;

std::string registration_of(AppWorld& world, const std::string& handle) {
  const std::string person = world.person_id(handle).str();
  for (const record::Row& row : world.rows(TableId::kRegister)) {
    const json::Value record = must(json::parse(row.text("record")));
    if (record.string_or("kind", "") == "registration" && record.string_or("person", "") == person)
      return std::string(row.text("key"));
  }
  throw std::runtime_error("no registration of " + handle);
}

/// A New York lead with its one owner, whose registration was suspended; no job has run.
struct OwnerWithout {
  AppWorld world;
  LeadId lead;
  OwnerWithout() {
    world.import(leads_csv({"S-017", "S-001"}));
    lead = world.lead_of("S-017");
    EXPECT_EQ(world.handle(world.lead(lead).text("owner")), "m.castellano");
    must(app::suspend_record(world.deps(), world.first(), registration_of(world, "m.castellano")));
  }
  void expect_taken() {
    EXPECT_TRUE(world.lead(lead).null("owner"));
    EXPECT_EQ(world.lead(lead).text("status"), "refused");
    world.expect_sound();
  }
};

TEST(Owner, ARefusedAssignmentLeavesTheLeadWithNobodyWhoMayNotHaveIt) {
  OwnerWithout house;
  const auto answer = must(
      app::assign_lead(house.world.deps(), house.world.first(), house.lead, house.world.person_id("p.nandakumar")));
  EXPECT_FALSE(answer.assigned);
  house.expect_taken();
}

TEST(Owner, ToShowASubjectIsToAskWhoMayHaveItsLeads) {
  OwnerWithout house;
  const SubjectId subject = SubjectId::parse(house.world.lead(house.lead).text("subject")).value();
  const auto view = must(app::show_subject(house.world.deps(), house.world.second(), subject));
  ASSERT_EQ(view.leads.size(), 1u);
  EXPECT_TRUE(view.leads.front().null("owner"));
  house.expect_taken();
}

TEST(Owner, AListIsFilledUpWithLeadsThatFitAfterTheirOwnersWereAsked) {
  for (const std::size_t limit : {1u, 50u}) {
    OwnerWithout house;
    app::LeadFilter filter;
    filter.status = "assigned";
    filter.limit = limit;
    const auto views = must(app::list_leads(house.world.deps(), house.world.second(), filter));
    ASSERT_EQ(views.size(), 1u) << "at most " << limit;
    EXPECT_EQ(views.front().lead.text("id"), house.world.lead_of("S-001").str());
    EXPECT_EQ(views.front().lead.text("status"), "assigned");
  }
}

enum class Fault { kNoRoutingFits, kNoDocument };

/// A store that refuses every body with a routing, as if it fitted no entry, or has lost its documents.
class FaultyStore final : public StoreBehind {
 public:
  FaultyStore(app::Store& inner, Fault fault) : StoreBehind(inner), fault_(fault) {}

 private:
  class FaultyTx final : public TxBehind {
   public:
    FaultyTx(app::Tx& inner, Fault fault) : TxBehind(inner), fault_(fault) {}
    Result<std::optional<Bytes>> attachment(std::string_view digest) override {
      if (fault_ == Fault::kNoDocument) return std::optional<Bytes>();
      return inner_.attachment(digest);
    }
    Status append(record::Body body) override {
      for (const record::Event& event : body.events())
        if (event.type == "lead_routed" && fault_ == Fault::kNoRoutingFits)
          return fail(ErrorCode::kLimit, "the record of this command is too large");
      return inner_.append(std::move(body));
    }

   private:
    const Fault fault_;
  };

  Status run_command(const Command& command, app::Tx& tx) override {
    FaultyTx faulty(tx, fault_);
    return command(faulty);
  }

  const Fault fault_;
};

TEST(Owner, ALeadWhoseDecisionCannotBeRecordedIsTakenAwayAndKeepsNoOther) {
  OwnerWithout house;
  FaultyStore store(house.world.store(), Fault::kNoRoutingFits);
  app::Deps deps{store, house.world.keys(), house.world.clock(), house.world.random(), house.world.deps().firm};
  const app::JobReport report = must(app::run_job(deps, house.world.first(), "reauthorise", nullptr));
  EXPECT_EQ(report.checked, 2) << "the other lead was asked about as well";
  EXPECT_EQ(report.kept, 1);
  EXPECT_EQ(report.parked, 1);
  ASSERT_EQ(report.failures.size(), 1u);
  EXPECT_EQ(report.failures.front().lead, house.lead.str());
  EXPECT_EQ(report.failures.front().error.code, ErrorCode::kLimit);
  EXPECT_TRUE(house.world.lead(house.lead).null("owner"));
  EXPECT_EQ(house.world.reasons_of(house.lead), R"(["undecided"])");

  // Parked leads whose decision cannot be recorded are named, and the run goes on.
  EXPECT_EQ(must(app::run_job(deps, house.world.first(), "retry_parked", nullptr)).failures.size(), 1u);
  // When it can be recorded again, it is decided.
  EXPECT_TRUE(house.world.job("retry_parked").failures.empty());
  house.expect_taken();
}

TEST(Owner, AFirmWhosePolicyCannotBeReadKeepsItsBook) {
  OwnerWithout house;
  FaultyStore store(house.world.store(), Fault::kNoDocument);
  app::FirmStates nothing_kept;
  app::Deps deps{store, house.world.keys(), house.world.clock(), house.world.random(), nothing_kept};
  EXPECT_FALSE(app::run_job(deps, house.world.first(), "reauthorise", nullptr)) << "the run ends, and says why";
  for (const char* source_id : {"S-017", "S-001"})
    EXPECT_FALSE(house.world.lead(house.world.lead_of(source_id)).null("owner")) << source_id;
}

/// The same registration until a day, by two people.
void end_registration(AppWorld& world, const std::string& key, const char* last_day) {
  json::Value document;
  world.read([&](app::Reader& reader) -> Status {
    LICET_TRY(document, app::register_document(reader));
    return {};
  });
  json::Object whole = document.as_object();
  json::Array records = whole["records"].as_array();
  for (json::Value& record : records) {
    if (record.string_or("key", "") != key) continue;
    json::Object fields = record.as_object();
    fields["to"] = json::Value(last_day);
    record = json::Value(std::move(fields));
  }
  whole["records"] = json::Value(std::move(records));
  const json::Value changed(std::move(whole));
  const auto seen = must(app::register_proposal(world.deps(), world.second(), changed));
  must(app::apply_register(world.deps(), world.first(), world.second(), changed, seen.digest));
}

TEST(Owner, AClockThatWasSetBackBringsNoEndedRightBack) {
  AppWorld world;
  world.import(leads_csv({"S-017"}));
  const LeadId lead = world.lead_of("S-017");
  end_registration(world, registration_of(world, "m.castellano"), "2026-11-30");
  ForwardClock clock(world.clock());
  app::Deps deps{world.store(), world.keys(), clock, world.random(), world.deps().firm};
  world.clock().set(moment("2026-12-01T15:00:00Z"));
  EXPECT_EQ(must(app::run_job(deps, world.first(), "reauthorise", nullptr)).parked, 1);

  world.clock().set(moment("2026-11-24T15:00:00Z"));
  ForwardClock after_a_restart(world.clock());
  after_a_restart.not_before(must(world.store().seal_all()).last_time);
  for (ForwardClock* set_back : {&clock, &after_a_restart}) {
    app::Deps again{world.store(), world.keys(), *set_back, world.random(), world.deps().firm};
    EXPECT_EQ(must(app::run_job(again, world.first(), "retry_parked", nullptr)).moved, 0);
    EXPECT_TRUE(world.lead(lead).null("owner"));
  }
  world.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
