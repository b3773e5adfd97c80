// The review queue as many people work it: a case is not bound to who claimed it, and a long queue is read to its end.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "app/review_commands.h"
#include "app_world.h"

namespace licet::app_test {
namespace {

TEST(ReviewQueue, ACaseIsTakenOverFromWhoClaimedItAndTheRecordNamesBoth) {
  AppWorld world;
  world.import(leads_csv({"S-032"}));
  const CaseId id = world.case_of(world.lead_of("S-032"));
  must(app::claim_case(world.deps(), world.first(), id));
  const auto refused = app::claim_case(world.deps(), world.second(), id);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text.find("--take-over"), std::string::npos);
  must(app::claim_case(world.deps(), world.second(), id, true));
  const auto entry = must(world.store().entry(app::Access::system(), must(world.store().seal_all()).size - 1)).value();
  EXPECT_NE(entry.bytes.find("\"from\":\"" + world.first().person().str()), std::string::npos) << entry.bytes;
  const app::CaseDecision decision{"refuse", {}, "no basis"};
  EXPECT_FALSE(app::decide_case(world.deps(), world.first(), id, decision)) << "no longer the claimer";
  must(app::decide_case(world.deps(), world.second(), id, decision));
  EXPECT_FALSE(app::claim_case(world.deps(), world.first(), id, true)) << "closed";
  world.expect_sound();
}

TEST(ReviewQueue, PagesFollowEachOtherToTheEndAndFiltersFindTheirCases) {
  AppWorld world;
  world.import(leads_csv());
  app::CaseFilter filter;
  filter.limit = 1'000;
  const auto all = must(app::list_cases(world.deps(), world.first(), filter));
  ASSERT_GT(all.size(), 6u);
  std::vector<std::string> ids;
  for (const auto& view : all) ids.emplace_back(view.row.text("id"));
  std::vector<std::string> paged;
  filter.limit = 3;
  for (bool more = true; more;) {
    const auto page = must(app::list_cases(world.deps(), world.first(), filter));
    for (const auto& view : page) paged.emplace_back(view.row.text("id"));
    more = page.size() == filter.limit;
    if (!page.empty()) filter.after = std::string(page.back().row.text("id"));
  }
  EXPECT_EQ(paged, ids);

  const auto found = [&](const app::CaseFilter& wanted) {
    std::set<std::string> leads;
    for (const auto& view : must(app::list_cases(world.deps(), world.first(), wanted)))
      leads.emplace(view.row.text("lead"));
    return leads;
  };
  EXPECT_EQ(found({"", "missing_lawful_basis", "", "", 2}), std::set<std::string>{world.lead_of("S-032").str()});
  EXPECT_EQ(found({"", "licensed_unavailable", "switzerland", "", 50}),
            std::set<std::string>{world.lead_of("S-012").str()});
  EXPECT_FALSE(app::list_cases(world.deps(), world.first(), {"", "screning_hit", "", "", 50}));
  EXPECT_FALSE(app::list_cases(world.deps(), world.first(), {"", "", "swizerland", "", 50}));
}

}  // namespace
}  // namespace licet::app_test
