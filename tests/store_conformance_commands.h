// What every store must do with commands: one, many at once, refused, and thrown out of.
#pragma once

#include <atomic>
#include <future>
#include <thread>

#include "store_conformance_fixture.h"

namespace licet::store_test {

TEST_P(StoreConformance, ReceiptNamesTheEventAndItsEntry) {
  World world(1);
  const record::Body body = world.receive();
  const app::Receipt receipt = record(body);
  EXPECT_EQ(receipt.event, body.id());
  EXPECT_EQ(receipt.seq.has_value(), home_->numbers_at_once());
  ASSERT_TRUE(store_->seal_all());
  const auto seq = store_->seq_of(body.id());
  ASSERT_TRUE(seq && *seq);
  EXPECT_EQ(**seq, 0U);
  EXPECT_EQ(receipt.seq.value_or(**seq), **seq);
  const auto entry = store_->entry(system_, **seq);
  ASSERT_TRUE(entry && *entry);
  EXPECT_NE((**entry).bytes.find(body.text()), std::string::npos) << "the body stands in the entry byte for byte";
  EXPECT_EQ(*store_->seq_of(EventId::make(world.random())), std::nullopt);
  EXPECT_EQ(*store_->entry(system_, 1), std::nullopt);
}

TEST_P(StoreConformance, CommandWithoutBodyHasAnEmptyReceipt) {
  const auto receipt = store_->execute(system_, [](app::Tx&) -> Status { return {}; });
  ASSERT_TRUE(receipt);
  EXPECT_TRUE(receipt->event.empty());
  EXPECT_FALSE(receipt->seq);
  EXPECT_EQ(store_->seal_all()->size, 0U);
}

TEST_P(StoreConformance, FailedCommandLeavesNothing) {
  World world(2);
  const record::Body body = world.receive();
  const auto refused = store_->execute(system_, [&](app::Tx& tx) -> Status {
    LICET_CHECK(tx.append(body));
    return fail(ErrorCode::kRefused, "no");
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kRefused);
  expect_tables({});
  EXPECT_EQ(store_->seal_all()->size, 0U);
  EXPECT_TRUE(store_->entries_of(system_, "lead", world.leads()[0].str())->empty());
  const app::Receipt receipt = record(body);  // the same event, now for good
  EXPECT_EQ(receipt.event, body.id());
}

TEST_P(StoreConformance, ThrowingCommandLeavesNothingAndTheStoreLives) {
  World world(3);
  const auto thrown = store_->execute(system_, [&](app::Tx& tx) -> Status {
    LICET_CHECK(tx.append(world.receive()));
    throw std::runtime_error("a bug in a command");
  });
  ASSERT_FALSE(thrown);
  EXPECT_EQ(thrown.error().code, ErrorCode::kEnvironment);
  expect_tables({});
  record(world.receive());
}

TEST_P(StoreConformance, FailedAppendCannotBeOverlooked) {
  World world(5);
  const record::Body body = world.receive();
  record(body);
  const auto again = store_->execute(system_, [&](app::Tx& tx) -> Status {
    EXPECT_FALSE(tx.append(body));  // this event is recorded already
    return {};
  });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_EQ(all_entries().size(), 1U);
}

TEST_P(StoreConformance, CommandSeesItsOwnChanges) {
  World world(6);
  const auto result = store_->execute(system_, [&](app::Tx& tx) -> Status {
    const record::Body body = world.receive();
    const std::string lead = world.leads()[0].str();
    EXPECT_EQ(*tx.get(all_, record::TableId::kLead, {lead}), std::nullopt);
    LICET_CHECK(tx.append(body));
    const auto row = tx.get(all_, record::TableId::kLead, {lead});
    EXPECT_TRUE(row && *row && (**row).text("status") == "received");
    app::Query query;
    query.table = record::TableId::kLead;
    EXPECT_EQ(*tx.count(all_, query), 1);
    EXPECT_TRUE(tx.sealed_blob(body.sealed()[0].digest)->has_value());
    return {};
  });
  EXPECT_TRUE(result);
}

TEST_P(StoreConformance, SubmittingFromACommandIsRefusedInsteadOfWaitingForEver) {
  const auto result = store_->execute(system_, [&](app::Tx&) -> Status {
    auto inner = store_->execute(system_, [](app::Tx&) -> Status { return {}; });
    EXPECT_FALSE(inner);
    return {};
  });
  EXPECT_TRUE(result);
}

// ---- many commands

TEST_P(StoreConformance, FailuresInAGroupSpareTheOthers) {
  World world(7);
  record::MemoryTables expected;
  std::vector<std::future<Result<app::Receipt>>> answers;
  std::vector<bool> good;
  for (int i = 0; i < 300; ++i) {
    const bool refuse = world.below(3) == 0;
    World before = world;
    auto body = std::make_shared<record::Body>(world.next());
    if (refuse)
      world = before;
    else
      ASSERT_TRUE(fold(*body, expected));
    good.push_back(!refuse);
    answers.push_back(store_->submit(
        system_,
        [body, refuse](app::Tx& tx) -> Status {
          LICET_CHECK(tx.append(*body));
          if (refuse) return fail(ErrorCode::kConflict, "somebody was faster");
          return {};
        },
        answers.size() % 5 == 4 ? app::Patience::kPrompt : app::Patience::kBulk));
    if (refuse) world.builder("skip");  // the same event ids never come twice
  }
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i].get().has_value(), good[i]) << i;
  expect_tables(expected);
  const auto entries = all_entries();
  expect_ledger(entries);
  expect_fold(entries);
}

TEST_P(StoreConformance, SeveralBodiesOfOneCommandAreThereTogetherOrNotAtAll) {
  World world(9);
  record::MemoryTables expected;
  const record::Body first = world.receive(), second = world.receive(), third = world.receive(), lost = world.receive();
  ASSERT_TRUE(fold(first, expected));
  ASSERT_TRUE(fold(second, expected));
  ASSERT_TRUE(fold(third, expected));
  const auto receipt = store_->execute(system_, [&](app::Tx& tx) -> Status {
    LICET_CHECK(tx.append(first));
    LICET_CHECK(tx.append(second));
    return tx.append(third);
  });
  ASSERT_TRUE(receipt) << receipt.error().to_string();
  EXPECT_EQ(receipt->event, third.id());
  EXPECT_FALSE(store_->execute(system_, [&](app::Tx& tx) -> Status {
    LICET_CHECK(tx.append(lost));
    return tx.append(first);  // its event is there already
  }));
  EXPECT_FALSE(store_->execute(system_, [&](app::Tx& tx) -> Status {
    const Status refused = tx.append(first);
    return refused ? Status() : Status(tx.append(lost));  // after an error nothing more is taken
  }));
  expect_tables(expected);
  const auto entries = all_entries();
  EXPECT_EQ(entries.size(), 3U);
  expect_ledger(entries);
  expect_fold(entries);
}

TEST_P(StoreConformance, CommandsOfOneCallerRunInOrder) {
  World world(8);
  record(world.receive());
  std::vector<int> order;
  std::vector<std::future<Result<app::Receipt>>> answers;
  for (int i = 0; i < 200; ++i)
    answers.push_back(store_->submit(
        system_,
        [&order, i](app::Tx&) -> Status {
          if (order.empty() || order.back() != i) order.push_back(i);  // a retry runs it again
          return {};
        },
        i % 3 == 0 ? app::Patience::kPrompt : app::Patience::kBulk));
  for (auto& answer : answers) ASSERT_TRUE(answer.get());
  ASSERT_EQ(order.size(), 200U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_P(StoreConformance, RandomCommandsEqualTheirFold) {
  for (const std::uint64_t seed : {11U, 12U, 13U}) {
    home_ = GetParam().make();
    store_.reset();
    store_ = home_->open(clock_);
    World world(seed);
    record::MemoryTables expected;
    std::vector<record::Body> bodies;
    for (int i = 0; i < 400; ++i) {
      bodies.push_back(world.next());
      ASSERT_TRUE(fold(bodies.back(), expected));
    }
    record_all(std::move(bodies));
    expect_tables(expected);
    const auto entries = all_entries();
    ASSERT_EQ(entries.size(), 400U);
    expect_ledger(entries);
    expect_fold(entries);
  }
}

TEST_P(StoreConformance, EightThreads) {
  constexpr int kThreads = 8;
  constexpr int kCommands = 150;
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  std::atomic<bool> done{false};
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      World world(100 + static_cast<std::uint64_t>(t));
      for (int i = 0; i < kCommands; ++i) {
        const record::Body body = world.next();
        if (!store_->execute(system_principal(), [&](app::Tx& tx) { return tx.append(body); })) ++failures;
        const bool seen = static_cast<bool>(store_->read(system_principal(), [&](app::Reader& reader) -> Status {
          LICET_TRY(const auto row, reader.get(everything(), record::TableId::kLead, {world.leads()[0].str()}));
          return row ? Status() : fail(ErrorCode::kNotFound, "an acknowledged lead");
        }));
        if (!seen) ++failures;
      }
    });
  std::thread watcher([&] {  // a snapshot never shows half a command: source events and their leads come together
    while (!done) {
      const Status status = store_->read(system_principal(), [&](app::Reader& reader) -> Status {
        app::Query leads;
        leads.table = record::TableId::kLead;
        app::Query sources;
        sources.table = record::TableId::kSourceEvent;
        LICET_TRY(const auto a, reader.count(everything(), leads));
        LICET_TRY(const auto b, reader.count(everything(), sources));
        return a == b ? Status() : fail(ErrorCode::kTampered, "half a command is visible");
      });
      if (!status) ++failures;
    }
  });
  for (auto& thread : threads) thread.join();
  done = true;
  watcher.join();
  EXPECT_EQ(failures, 0);
  const auto entries = all_entries();
  EXPECT_EQ(entries.size(), static_cast<std::size_t>(kThreads * kCommands));
  expect_ledger(entries);
  expect_fold(entries);
}

TEST_P(StoreConformance, ASnapshotStaysAsItWas) {
  World world(14);
  record(world.receive());
  app::Query query;
  query.table = record::TableId::kLead;
  const Status status = store_->read(system_, [&](app::Reader& reader) -> Status {
    EXPECT_EQ(*reader.count(all_, query), 1);
    std::thread([&] { record(world.receive()); }).join();  // commits while this snapshot is open
    EXPECT_EQ(*reader.count(all_, query), 1);
    return {};
  });
  EXPECT_TRUE(status);
  EXPECT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
    EXPECT_EQ(*reader.count(all_, query), 2);
    return {};
  }));
}

TEST_P(StoreConformance, EntryTimeNeverGoesBack) {
  World world(15);
  record(world.receive());
  clock_.set(Instant{kTestEpochUs + 5'000'000});
  record(world.receive());
  ASSERT_TRUE(store_->seal_all());
  clock_.set(Instant{kTestEpochUs - 9'000'000});
  record(world.receive());
  const auto entries = all_entries();
  expect_ledger(entries);
  ledger::Entry entry;
  ASSERT_TRUE(ledger::parse_entry(entries[2].bytes, entry));
  EXPECT_EQ(entry.time_us, kTestEpochUs + 5'000'000);
}

}  // namespace licet::store_test
