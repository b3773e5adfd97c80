// Replay: what opens, what was erased, what is lost, and what was tampered with.
#include "record/replay.h"

#include <gtest/gtest.h>

#include "record/memory_tables.h"
#include "record/test_world.h"

namespace licet::record {
namespace {

using testing::World;

/// Feeds everything a world wrote.
Status feed_all(const World& world, Replay& replay) {
  for (std::size_t seq = 0; seq < world.texts.size(); ++seq) {
    LICET_TRY(const json::Value value, json::parse(world.texts[seq], json::kEntryOptions));
    LICET_TRY(const StoredBody body, parse_body(value));
    LICET_CHECK(replay.feed(seq, body));
  }
  return {};
}

TEST(Replay, CountsWhatBecameOfEverySection) {
  World world(23);
  world.run(150);
  MemoryTables tables;
  Replay replay(tables, world.opener());
  ASSERT_TRUE(feed_all(world, replay));
  const Replay::Counts& counts = replay.counts();
  EXPECT_EQ(counts.bodies, world.texts.size());
  EXPECT_GT(counts.opened, 0U);
  EXPECT_GT(counts.key_gone, 0U) << "this seed erases somebody";
  EXPECT_EQ(counts.opened + counts.key_gone, counts.sections);
  EXPECT_TRUE(replay.lost_keys().empty()) << "every key that is gone has its erasure on record";
  EXPECT_TRUE(replay.lost_payloads().empty());
  std::size_t erased = 0;
  tables.each(TableId::kErasure, [&](const Row& row) {
    ++erased;
    EXPECT_TRUE(replay.erased_by(row.text("kid")).has_value());
    return true;
  });
  EXPECT_GT(erased, 0U);
  EXPECT_EQ(replay.erased_by("subj_other"), std::nullopt);
}

TEST(Replay, WithoutAnOpenerNothingIsTried) {
  World world(3);
  world.run(30);
  MemoryTables tables;
  Replay replay(tables);
  ASSERT_TRUE(feed_all(world, replay));
  EXPECT_EQ(replay.counts().not_tried, replay.counts().sections);
}

TEST(Replay, ALostKeyIsNamedWithItsFirstEntry) {
  World world(3);
  world.run(30);
  const std::string person = world.people[0].str();
  world.keys.erase(person);
  MemoryTables tables;
  Replay replay(tables, world.opener());
  ASSERT_TRUE(feed_all(world, replay));
  ASSERT_EQ(replay.lost_keys().size(), 1U);
  EXPECT_EQ(replay.lost_keys().begin()->first, person);
  EXPECT_EQ(replay.lost_keys().begin()->second, 0U);
}

TEST(Replay, ALostPayloadIsNamed) {
  World world(3);
  world.run(30);
  const std::string digest = world.bodies[0].sealed()[0].digest;
  world.blobs.erase(digest);
  MemoryTables tables;
  Replay replay(tables, world.opener());
  ASSERT_TRUE(feed_all(world, replay));
  ASSERT_EQ(replay.lost_payloads().size(), 1U);
  EXPECT_EQ(replay.lost_payloads()[0].first, digest);
  EXPECT_EQ(replay.lost_payloads()[0].second, 0U);
}

TEST(Replay, ATamperedPayloadNamesEntryAndKey) {
  World world(3);
  world.run(30);
  const Body& body = world.bodies[0];
  world.blobs[body.sealed()[0].digest].back() ^= 1U;
  MemoryTables tables;
  Replay replay(tables, world.opener());
  const auto fed = feed_all(world, replay);
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().code, ErrorCode::kTampered);
  EXPECT_NE(fed.error().text.find("entry 0, sealed under pers_"), std::string::npos) << fed.error().text;
}

}  // namespace
}  // namespace licet::record
