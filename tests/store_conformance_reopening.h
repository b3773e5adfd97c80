// What every store that keeps its data must do: a second handle reads the same, and so does the next opening.
#pragma once

#include "store_conformance_fixture.h"

namespace licet::store_test {

TEST_P(StoreReopening, ASecondHandleReadsWhatTheFirstAcknowledged) {
  auto second = home_->open_second(clock_);
  ASSERT_NE(second, nullptr);
  World world(24);
  for (int i = 0; i < 50; ++i) {
    const record::Body body = world.next();
    record(body);
    const auto seq = second->seq_of(body.id());
    ASSERT_TRUE(seq && *seq) << i;
    if (i % 10 != 9) continue;
    EXPECT_EQ(second->seal_all()->root, store_->seal_all()->root);
    app::Query query;
    query.table = record::TableId::kLead;
    EXPECT_TRUE(second->read(system_, [&](app::Reader& reader) -> Status {
      LICET_TRY(const auto count, reader.count(all_, query));
      EXPECT_EQ(count, static_cast<std::int64_t>(world.leads().size()));
      return {};
    }));
  }
}

TEST_P(StoreReopening, FindsEverything) {
  World world(25);
  record::MemoryTables expected;
  app::LogHead head;
  for (int round = 0; round < 4; ++round) {
    std::vector<record::Body> bodies;
    for (int i = 0; i < 37; ++i) {
      bodies.push_back(world.next());
      ASSERT_TRUE(fold(bodies.back(), expected));
    }
    record_all(std::move(bodies));
    head = *store_->seal_all();
    store_.reset();
    store_ = home_->open(clock_);
    ASSERT_NE(store_, nullptr);
    EXPECT_EQ(store_->seal_all()->root, head.root);
    EXPECT_EQ(store_->origin(), kTestOrigin);
    expect_tables(expected);
  }
  const auto entries = all_entries();
  expect_ledger(entries);
  expect_fold(entries);
}

}  // namespace licet::store_test
