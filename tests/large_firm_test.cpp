// A firm of thousands: its decisions and its changes of the register do not fit an entry, and nothing is less safe for
// it.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "app/register_commands.h"
#include "app_world.h"
#include "record/decision_document.h"

namespace licet::app_test {
namespace {

using record::TableId;

constexpr std::size_t kColleagues = 1'700;
constexpr const char* kModel = "o.fairweather";

/// The example with so many more people at the London desk, each registered like the model.
const app::FirmBundle& large_firm() {
  static const app::FirmBundle firm = [] {
    app::FirmBundle out = meridian();
    const auto model = std::find_if(out.people.begin(), out.people.end(),
                                    [](const app::FirmPerson& person) { return person.handle == kModel; });
    const app::FirmPerson person = *model;
    std::vector<app::RecordSeed> records;
    for (const app::RecordSeed& seed : out.register_seed.records)
      if (seed.handle == kModel && seed.record.at("kind").as_string() != "leave") records.push_back(seed);
    for (std::size_t i = 0; i < kColleagues; ++i) {
      app::FirmPerson colleague = person;
      colleague.handle = "uk." + std::to_string(i);
      colleague.os_user.clear();
      out.people.push_back(colleague);
      for (app::RecordSeed seed : records) {
        seed.handle = colleague.handle;
        out.register_seed.records.push_back(std::move(seed));
      }
    }
    return out;
  }();
  return firm;
}

json::Value register_of(AppWorld& world) {
  json::Value document;
  world.read([&](app::Reader& reader) -> Status {
    LICET_TRY(document, app::register_document(reader));
    return {};
  });
  return document;
}

std::string uk_licence(AppWorld& world) {
  const json::Value document = register_of(world);
  for (const json::Value& record : document.find("records")->as_array())
    if (record.string_or("kind", "") == "licence" && record.string_or("pack", "") == "UK")
      return std::string(record.string_or("key", ""));
  throw std::runtime_error("no licence");
}

TEST(LargeFirm, ASuspendedLicenceTakesEveryLeadAlsoWhereTheDecisionFillsManyEntries) {
  AppWorld world({}, large_firm());
  const auto imported = world.import(leads_csv({"S-001", "S-002", "S-003"}));
  EXPECT_EQ(imported.leads, 3);
  EXPECT_EQ(imported.assigned, 3);
  must(app::suspend_record(world.deps(), world.first(), uk_licence(world)));
  const auto report = world.job("reauthorise");
  EXPECT_EQ(report.parked, 2);
  EXPECT_EQ(report.kept, 1);
  EXPECT_TRUE(report.failures.empty());
  for (const char* id : {"S-001", "S-002"}) EXPECT_EQ(world.reasons_of(world.lead_of(id)), R"(["nobody_licensed"])");

  // The entry names the decision, and who asks is shown all of it.
  const auto history = must(app::explain_lead(world.deps(), world.second(), world.lead_of("S-001").str()));
  std::size_t routed = 0;
  for (const auto& item : history.items)
    for (const record::Event& event : item.events)
      if (event.type == "lead_routed") {
        ++routed;
        EXPECT_GT(event.fields.at("decision").find("candidates")->as_array().size(), kColleagues);
      }
  EXPECT_EQ(routed, 2u);
  world.expect_sound();
}

TEST(LargeFirm, AnApprovedChangeOfTheRegisterIsMadeWholeInAsManyEntriesAsItNeeds) {
  WorldOptions options;
  options.sqlite = true;
  AppWorld world(options, large_firm());
  json::Object whole = register_of(world).as_object();
  json::Array records = whole["records"].as_array();
  std::size_t changed = 0;
  for (json::Value& record : records) {
    if (record.string_or("kind", "") != "registration" || record.string_or("pack", "") != "UK") continue;
    json::Object fields = record.as_object();
    fields["to"] = json::Value("2027-06-30");
    record = json::Value(std::move(fields));
    ++changed;
  }
  whole["records"] = json::Value(std::move(records));
  const json::Value document(std::move(whole));
  const auto before = must(world.store().seal_all());
  const auto seen = must(app::register_proposal(world.deps(), world.second(), document));
  const auto applied = must(app::apply_register(world.deps(), world.first(), world.second(), document, seen.digest));
  EXPECT_EQ(applied.changes.size(), changed);
  EXPECT_GT(must(world.store().seal_all()).size, before.size + 10);
  EXPECT_TRUE(must(app::register_proposal(world.deps(), world.second(), document)).changes.empty());
  world.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
