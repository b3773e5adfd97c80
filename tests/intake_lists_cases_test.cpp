// What the lists do to the leads: their date, a list that shrank or was not read whole, and who is stopped by them.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "app/rescreen.h"
#include "intake_world.h"
#include "screening/list_document.h"

namespace licet::app_test {
namespace {

// ---- the date of a list

TEST_F(WithoutLists, AListCountsFromItsPublisherAndNotFromItsLoading) {
  load(list_of(moment("2024-05-01T00:00:00Z")));
  world_.import(file({Person{.source_id = "X-1"}, listed("X-2")}));
  EXPECT_EQ(lead("X-1").text("screening"), "stale");
  EXPECT_EQ(lead("X-1").text("status"), "review");
  EXPECT_EQ(reasons("X-1"), R"(["not_screened"])");
  expect_frozen("X-2");
  load(list_of(world_.clock().now()));
  world_.job("rescreen");
  world_.job("retry_parked");
  EXPECT_EQ(lead("X-1").text("status"), "assigned");
  expect_frozen("X-2");
  world_.expect_sound();
}

TEST_F(WithoutLists, AListOfUnknownDateFindsPeopleAndClearsNobody) {
  const auto report = load(list_of(screening::kAsOfUnknown));
  EXPECT_TRUE(world_.row(TableId::kList, report.digest).value().null("as_of"));
  world_.import(file({Person{.source_id = "X-1"}, listed("X-2")}));
  EXPECT_EQ(lead("X-1").text("screening"), "stale");
  expect_frozen("X-2");
  EXPECT_EQ(world_.job("rescreen").rescreen.screened, 0);
  world_.expect_sound();
}

TEST_F(WithoutLists, AListIsUsableUntilItsLastDayAndNoLonger) {
  const Instant as_of = world_.clock().now();
  load(list_of(as_of));
  constexpr std::int64_t kDays = 14;  // as the example's policy allows
  const app::FirmState state = world_.state();
  EXPECT_TRUE(state.lists_usable(Instant{as_of.us + kDays * 86'400'000'000}));
  EXPECT_FALSE(state.lists_usable(Instant{as_of.us + kDays * 86'400'000'000 + 1}));
}

TEST_F(WithoutLists, AListOfTheFutureIsRefused) {
  const auto loaded = app::load_list(world_.deps(), world_.first(), list_of(Instant{world_.clock().now().us + 1}));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::kBadInput);
  EXPECT_TRUE(world_.rows(TableId::kList).empty());
}

TEST_F(WithoutLists, AnOlderListReplacesANewerOneOnlyWhenSomebodySaysWhy) {
  const Instant now = world_.clock().now(), before{now.us - 1};
  const std::string newer = load(list_of(now)).digest;
  const auto state_of = [&](const std::string& digest) { return world_.row(TableId::kList, digest)->text("state"); };
  const auto loaded = [&](const app::ListLoad& how) {
    return app::load_list(world_.deps(), world_.first(), list_of(before), how);
  };
  const auto refused = loaded({});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kBadInput);
  EXPECT_NE(refused.error().text.find(format_instant(now)), std::string::npos) << refused.error().text;
  EXPECT_NE(ledger().find("LIST_OLDER"), std::string::npos) << "the attempt is on record";
  EXPECT_FALSE(loaded({.replace_newer = true})) << "without a reason";
  EXPECT_EQ(state_of(newer), "active");
  const auto report = must(loaded({.replace_newer = true, .note = "the newer one was cut off"}));
  EXPECT_EQ(state_of(newer), "replaced");
  EXPECT_EQ(state_of(report.digest), "active");
  EXPECT_EQ(ledger().find("cut off"), std::string::npos) << "free text is sealed";
  EXPECT_NE(ledger().find(R"("older":true)"), std::string::npos);
  EXPECT_TRUE(loaded({})) << "of the same date as the active one";
  world_.expect_sound();
}

TEST_F(WithoutLists, AListThatLostItsAliasesIsRefusedAndTheAlarmStandsUntilAWholeOneComes) {
  const Instant now = world_.clock().now();
  const screening::List whole = list_of(now);
  const auto without = [&](const std::function<void(screening::Entry&)>& drop) {
    screening::List cut = whole;
    for (screening::Entry& entry : cut.entries) drop(entry);
    screening::seal_list(cut);
    return cut;
  };
  const std::string kept = load(whole).digest;
  const auto alarms = [&] { return must(app::list_alarms(world_.deps(), world_.first())); };
  EXPECT_TRUE(alarms().empty());
  const std::pair<screening::List, std::string> kCuts[] = {
      {without([](screening::Entry& entry) { entry.names.resize(1); }), ", 12 now"},
      {without([](screening::Entry& entry) {
         for (screening::ListName& name : entry.names) name.strength = screening::Strength::kWeak;
       }),
       "strong names"},
      {without([](screening::Entry& entry) { entry.type = screening::EntryType::kVessel; }), "persons"},
      {without([](screening::Entry& entry) {
         entry.addresses.clear();
         entry.countries.clear();
       }),
       "addresses"}};
  for (const auto& [cut, what] : kCuts) {
    const auto refused = app::load_list(world_.deps(), world_.first(), cut);
    ASSERT_FALSE(refused) << what;
    EXPECT_EQ(refused.error().code, ErrorCode::kRefused);
    EXPECT_NE(refused.error().text.find(what), std::string::npos) << refused.error().text;
    EXPECT_EQ(world_.row(TableId::kList, kept)->text("state"), "active");
    ASSERT_EQ(alarms().size(), 1U) << what;
    EXPECT_EQ(alarms().front().reason, "LIST_SHRANK");
    EXPECT_EQ(alarms().front().kind, "ofac-sdn");
  }
  EXPECT_TRUE(must(app::list_alarms(world_.deps(), app::Access::system())).size() == 1U);
  const auto forced = app::load_list(world_.deps(), world_.first(), kCuts[0].first, {.accept_shrink = true});
  ASSERT_TRUE(forced);
  EXPECT_TRUE(alarms().empty()) << "another list has its place";
  world_.expect_sound();
}

TEST_F(WithoutLists, AListThatWasNotReadWholeIsOnRecordAndAnAlarm) {
  const auto unread = [&](ErrorCode code) {
    ASSERT_TRUE(app::record_unread_list(world_.deps(), world_.first(), "ofac-sdn", Error{code, "cut", {}, {}}));
  };
  unread(ErrorCode::kBadInput);
  EXPECT_NE(ledger().find("LIST_UNREADABLE"), std::string::npos);
  EXPECT_TRUE(must(app::list_alarms(world_.deps(), world_.first())).empty()) << "no list to stay";
  load(list_of(world_.clock().now()));
  unread(ErrorCode::kEnvironment);
  EXPECT_TRUE(must(app::list_alarms(world_.deps(), world_.first())).empty()) << "no fault of the list";
  unread(ErrorCode::kLimit);
  EXPECT_EQ(must(app::list_alarms(world_.deps(), world_.first())).front().reason, "LIST_UNREADABLE");
  world_.expect_sound();
}

TEST_F(WithoutLists, AnOldListThatHitsFreezesALeadThatAFreshOneCleared) {
  load(list_of(world_.clock().now(), "90001"));
  world_.import(file({listed("X-1"), Person{.source_id = "X-2", .email = "two@example.com"}}));
  ASSERT_EQ(lead("X-1").text("status"), "assigned");
  load(list_of(screening::kAsOfUnknown));
  EXPECT_EQ(world_.job("rescreen").rescreen.hits, 1);
  expect_frozen("X-1");
  EXPECT_EQ(lead("X-2").text("screening"), "clear") << "what a usable list said stands";
  world_.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
