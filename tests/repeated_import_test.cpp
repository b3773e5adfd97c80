// The same rows again: no doubles, nothing lost when an import ends early, and a dry run that writes nothing.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "app_world.h"
#include "store_behind.h"

namespace licet::app_test {
namespace {

using record::TableId;

TEST(Repeats, TheSameFileAgainMakesNoDoubles) {
  AppWorld world;
  world.import(leads_csv());
  const auto leads = world.rows(TableId::kLead).size();
  const auto keys = must(world.keys().list()).size();
  const auto again = world.import(leads_csv());
  EXPECT_EQ(again.leads, 0);
  EXPECT_EQ(again.changed, 0);
  EXPECT_EQ(again.unchanged, 35);
  EXPECT_EQ(world.rows(TableId::kLead).size(), leads);
  EXPECT_EQ(world.rows(TableId::kSourceEvent).size(), leads);
  EXPECT_EQ(must(world.keys().list()).size(), keys) << "a key for nobody";
}

TEST(Repeats, TheSameRowTwiceInOneFileMakesOneLead) {
  AppWorld world;
  const std::string one = leads_csv({"S-001"});
  const auto report = world.import(one + one.substr(one.find('\n') + 1));
  EXPECT_EQ(report.leads, 1);
  EXPECT_EQ(report.unchanged, 1);
  EXPECT_EQ(world.rows(TableId::kLead).size(), 1u);
  world.expect_sound();
}

TEST(Repeats, NewContentOfAKnownIdIsAnotherSourceEventOfTheSameLead) {
  AppWorld world;
  std::string csv = leads_csv({"S-001"});
  world.import(csv);
  const LeadId lead = world.lead_of("S-001");
  const std::size_t at = csv.find("14 Pretend Row");
  csv.replace(at, 14, "99 Pretend Row");
  const auto keys = must(world.keys().list()).size();
  const auto report = world.import(csv);
  EXPECT_EQ(report.changed, 1);
  EXPECT_EQ(report.leads, 0);
  EXPECT_EQ(world.rows(TableId::kLead).size(), 1u);
  const auto events = world.source_events("S-001");
  ASSERT_EQ(events.size(), 2u);
  for (const auto& event : events) EXPECT_EQ(event.text("lead"), lead.str());
  const auto subject = world.row(TableId::kSubject, std::string(world.lead(lead).text("subject"))).value();
  EXPECT_EQ(subject.text("street"), "99 Pretend Row");
  EXPECT_EQ(must(world.keys().list()).size(), keys);
  EXPECT_EQ(world.import(csv).unchanged, 1);
  world.expect_sound();
}

TEST(Repeats, AChangedAddressMovesTheLeadOrParksIt) {
  AppWorld world;
  std::string csv = leads_csv({"S-001"});
  world.import(csv);
  const LeadId lead = world.lead_of("S-001");
  ASSERT_EQ(world.lead(lead).text("team"), "uk-desk");
  const std::size_t country = csv.find("United Kingdom");
  csv.replace(country, 14, "Italy");
  world.import(csv);
  EXPECT_TRUE(world.lead(lead).null("owner")) << "nobody may serve Italy";
  world.expect_sound();
}

TEST(Repeats, TheSameIdFromAnotherSourceIsAnotherLead) {
  AppWorld world;
  world.import(leads_csv({"S-001"}));
  world.import(leads_csv({"S-001"}), "website");
  EXPECT_EQ(world.rows(TableId::kLead).size(), 2u);
  EXPECT_EQ(world.reasons_of(world.lead_of("S-001", "website")), R"(["possible_duplicate"])");
}

TEST(ImportError, WhatIsUnderWayIsFinishedBeforeTheImportEnds) {
  WorldOptions options;
  options.sqlite = true;
  AppWorld world(options);
  std::string csv = "source_id,last_name,email,country,birth_date,product,lawful_basis\n";
  for (int i = 0; i < 300; ++i) {
    const std::string n = std::to_string(i);
    csv += "E" + n + ",Probe" + n + ",p" + n + "@example.com,GB,,brokerage,consent\n";
  }
  csv += "E300,Probe,p@example.com,GB,2199-01-01,brokerage,consent\n";
  app::csv::TextSource input(csv);
  app::ImportOptions import_options;
  import_options.source = "sample";
  app::ImportCallbacks callbacks;
  callbacks.reject = [](std::uint64_t, const std::string&, std::string_view) {
    return Status(fail(ErrorCode::kEnvironment, "the rejects file cannot be written"));
  };
  const auto report = app::import_leads(world.deps(), world.first(), world.state(app::LoadLists::kYes), input,
                                        import_options, callbacks);
  ASSERT_TRUE(report);
  ASSERT_TRUE(report->problem);
  EXPECT_EQ(report->problem->code, ErrorCode::kEnvironment);
  EXPECT_EQ(report->rows, 300) << "the row that could not be refused counts as not read";
  EXPECT_EQ(report->leads, 300);
  EXPECT_EQ(world.rows(TableId::kLead).size(), 300u);
  world.expect_sound();
}

TEST(DryRun, WritesNothingButThatItWasAsked) {
  AppWorld world;
  const auto head = must(world.store().seal_all());
  const auto keys = must(world.keys().list());
  const auto report = world.import(leads_csv(), "sample", true);
  EXPECT_EQ(report.leads, 35);
  // Who is on a list and who is known already was read; the entry holds the count and nobody's name.
  ASSERT_EQ(must(world.store().seal_all()).size, head.size + 1);
  const auto entry = must(world.store().entry(app::Access::system(), head.size)).value();
  EXPECT_NE(entry.bytes.find(R"("count":35,"purpose":"dry run","t":"read_recorded")"), std::string::npos)
      << entry.bytes;
  EXPECT_EQ(must(world.keys().list()), keys);
  EXPECT_TRUE(world.rows(TableId::kLead).empty());
}

TEST(DryRun, DecidesARowThatChangedAsTheImportWould) {
  AppWorld world;
  std::string csv = leads_csv({"S-001"});
  world.import(csv);
  csv.replace(csv.find("United Kingdom"), 14, "Italy");
  const auto before = world.lead(world.lead_of("S-001")).values;
  const auto trial = world.import(csv, "sample", true);
  EXPECT_EQ(world.lead(world.lead_of("S-001")).values, before) << "nothing was written";
  EXPECT_EQ(world.source_events("S-001").size(), 1u);
  const auto real = world.import(csv);
  for (const auto* report : {&trial, &real}) {
    EXPECT_EQ(report->changed, 1);
    EXPECT_EQ(report->assigned, 0);
    EXPECT_EQ(report->review + report->refused, 1);
  }
  EXPECT_EQ(trial.by_reason, real.by_reason);
  world.expect_sound();
}

/// A store that runs each command twice, as after a group that failed; the second time nothing can be read.
class TwiceStore final : public StoreBehind {
 public:
  using StoreBehind::StoreBehind;

 private:
  class BlindTx final : public TxBehind {
   public:
    using TxBehind::TxBehind;
    Result<std::vector<record::Row>> find(const app::Scope&, const app::Query&) override {
      return fail(ErrorCode::kEnvironment, "the disk does not answer");
    }
  };
  Status run_command(const Command& command, app::Tx& tx) override {
    const Status first = command(tx);
    BlindTx blind(tx);
    return first || first.error().code == ErrorCode::kConflict ? command(blind) : first;
  }
};

TEST(Repeats, ARowWhoseSecondRunFailedIsNotCountedAsGood) {
  AppWorld world;
  TwiceStore store(world.store());
  app::Deps deps{store, world.keys(), world.clock(), world.random(), world.deps().firm};
  const std::string csv = leads_csv({"S-001"});
  app::csv::TextSource input(csv);
  app::ImportOptions options;
  options.source = "sample";
  options.dry_run = true;
  const auto report = app::import_leads(deps, world.first(), world.state(app::LoadLists::kYes), input, options, {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().text, "the disk does not answer");
}

}  // namespace
}  // namespace licet::app_test
