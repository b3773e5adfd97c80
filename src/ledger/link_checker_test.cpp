#include "ledger/link_checker.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace licet::ledger {
namespace {

TEST(LinkChecker, FollowsCountsAndPointers) {
  const auto entry_with = [](std::uint64_t seq, std::vector<LinkView> links) {
    Entry entry;
    entry.seq = seq;
    entry.links = std::move(links);
    return entry;
  };
  const auto accepts = [&](std::vector<LinkView> third) {
    LinkChecker checker;
    EXPECT_EQ(checker.check(entry_with(0, {{"lead", "a", -1, 1}})), "");
    EXPECT_EQ(checker.check(entry_with(5, {{"case", "a", -1, 1}, {"lead", "a", 0, 2}})), "");
    return checker.check(entry_with(6, std::move(third))).empty();
  };
  EXPECT_TRUE(accepts({{"lead", "a", 5, 3}}));
  EXPECT_TRUE(accepts({{"lead", "b", -1, 1}}));
  EXPECT_TRUE(accepts({{"case", "a", 5, 2}, {"lead", "a", 5, 3}}));
  EXPECT_FALSE(accepts({{"lead", "a", 0, 3}}));   // skips an entry
  EXPECT_FALSE(accepts({{"lead", "a", 5, 4}}));   // skips a count
  EXPECT_FALSE(accepts({{"lead", "a", -1, 1}}));  // begins again
  EXPECT_FALSE(accepts({{"lead", "b", 5, 2}}));   // no first
  EXPECT_FALSE(accepts({{"lead", "a", 5, 2}}));
  LinkChecker checker;
  EXPECT_EQ(checker.next("lead", "a"), (Link{"lead", "a", -1, 1}));
  checker.check(entry_with(4, {{"lead", "a", -1, 1}}));
  EXPECT_EQ(checker.next("lead", "a"), (Link{"lead", "a", 4, 2}));
  EXPECT_EQ(checker.objects(), 1U);
}

RC_GTEST_PROP(LinkChecker, AgreesWithAPlainMap, ()) {
  LinkChecker checker;
  std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::int64_t>> plain;
  for (std::uint64_t seq = 0; seq < 3'000; ++seq) {
    const std::string kind = *rc::gen::element<std::string>("a", "ab", "b");
    const std::string id = std::to_string(*rc::gen::inRange(0, 1'500));
    auto& last = plain.try_emplace({kind, id}, -1, 0).first->second;
    RC_ASSERT(checker.next(kind, id) == (Link{kind, id, last.first, last.second + 1}));
    Entry entry;
    entry.seq = seq;
    const bool wrong = *rc::gen::inRange(0, 50) == 0;
    entry.links = {{kind, id, last.first + (wrong ? 1 : 0), last.second + 1}};
    RC_ASSERT(checker.check(entry).empty() == !wrong);
    if (!wrong) last = {static_cast<std::int64_t>(seq), last.second + 1};
  }
  RC_ASSERT(checker.objects() == plain.size());
}

}  // namespace
}  // namespace licet::ledger
