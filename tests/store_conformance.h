// What every store must do. A test program includes this and instantiates StoreConformance with its factories.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "app/store_port.h"
#include "base/limits.h"
#include "ledger/entry.h"
#include "ledger/link_checker.h"
#include "ledger/tree.h"
#include "record/memory_tables.h"
#include "store_world.h"

namespace licet::store_test {

/// Condition a store's data live, for one test. Destroying it removes them.
class StoreHome {
 public:
  virtual ~StoreHome() = default;
  /// The first call makes the data; later ones open them again, for stores that keep any.
  virtual std::unique_ptr<app::Store> open(Clock& clock) = 0;
  /// Another handle on the same data, as a second process would have it; null where there is no such thing.
  virtual std::unique_ptr<app::Store> open_second(Clock& /*clock*/) { return nullptr; }
  /// True when receipts carry the entry's number at once.
  virtual bool numbers_at_once() const = 0;
};

struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<StoreHome>()> make;
};
inline void PrintTo(const StoreKind& kind, std::ostream* out) { *out << kind.name; }

class StoreConformance : public ::testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    home_ = GetParam().make();
    store_ = home_->open(clock_);
    ASSERT_NE(store_, nullptr);
  }

  /// Records a body; the test fails when that does.
  app::Receipt record(const record::Body& body) {
    auto receipt = store_->execute(system_, [&](app::Tx& tx) { return tx.append(body); });
    EXPECT_TRUE(receipt) << receipt.error().to_string() << " " << receipt.error().detail;
    return receipt ? *receipt : app::Receipt();
  }
  /// Records bodies in order without waiting for each.
  void record_all(std::vector<record::Body> bodies) {
    std::vector<std::future<Result<app::Receipt>>> answers;
    for (record::Body& body : bodies)
      answers.push_back(store_->submit(
          system_,
          [kept = std::make_shared<const record::Body>(std::move(body))](app::Tx& tx) { return tx.append(*kept); },
          answers.size() % 7 == 6 ? app::Patience::kPrompt : app::Patience::kBulk));
    for (auto& answer : answers) {
      const auto receipt = answer.get();
      EXPECT_TRUE(receipt) << receipt.error().to_string() << " " << receipt.error().detail;
    }
  }
  std::vector<record::Row> rows_of(record::TableId table) {
    std::vector<record::Row> rows;
    const Status status = store_->each_row(system_, table, [&](const record::Row& row) {
      rows.push_back(row);
      return true;
    });
    EXPECT_TRUE(status) << status.error().to_string();
    return rows;
  }
  static std::vector<record::Row> rows_of(const record::MemoryTables& tables, record::TableId table) {
    std::vector<record::Row> rows;
    tables.each(table, [&](const record::Row& row) {
      rows.push_back(row);
      return true;
    });
    return rows;
  }
  void expect_tables(const record::MemoryTables& expected) {
    for (const record::Table& table : record::tables()) {
      const auto want = rows_of(expected, table.id);
      const auto have = rows_of(table.id);
      ASSERT_EQ(want.size(), have.size()) << table.name;
      for (std::size_t i = 0; i < want.size(); ++i) EXPECT_EQ(want[i].values, have[i].values) << table.name << " " << i;
    }
  }
  std::vector<app::StoredEntry> all_entries() {
    std::vector<app::StoredEntry> entries;
    EXPECT_TRUE(store_->seal_all());
    const Status status = store_->entries(system_, 0, [&](const app::StoredEntry& entry) {
      entries.push_back(entry);
      return true;
    });
    EXPECT_TRUE(status) << status.error().to_string();
    return entries;
  }
  /// Chain, links and tree of everything sealed, against the head.
  void expect_ledger(const std::vector<app::StoredEntry>& entries) {
    ledger::ChainState chain;
    chain.log = store_->origin();
    ledger::TreeBuilder tree;
    ledger::LinkChecker links;
    ledger::Entry entry;
    for (const app::StoredEntry& stored : entries) {
      const Status parsed = ledger::parse_entry(stored.bytes, entry);
      ASSERT_TRUE(parsed) << parsed.error().to_string();
      ASSERT_EQ(ledger::check_next(entry, chain), ledger::ChainFault::kNone) << stored.seq;
      ASSERT_EQ(links.check(entry), "") << stored.seq;
      ASSERT_EQ(entry.seq, stored.seq);
      const auto leaf = ledger::leaf_hash(as_bytes(stored.bytes));
      ledger::advance(chain, entry.time_us, leaf);
      tree.append(leaf);
    }
    const auto head = store_->seal_all();
    ASSERT_TRUE(head) << head.error().to_string();
    EXPECT_EQ(head->size, entries.size());
    EXPECT_EQ(head->root, tree.root());
    EXPECT_EQ(head->last_time.us, chain.last_time_us);
  }
  /// What the ledger alone says: the fold without keys.
  static record::MemoryTables fold_entries(const std::vector<app::StoredEntry>& entries) {
    record::MemoryTables tables;
    for (const app::StoredEntry& stored : entries) {
      auto value = json::parse(stored.bytes, json::kEntryOptions);
      EXPECT_TRUE(value);
      auto body = record::parse_body(*value->find("body"));
      EXPECT_TRUE(body) << body.error().to_string();
      const Status applied = record::apply_all(*body, {}, tables);
      EXPECT_TRUE(applied) << applied.error().to_string();
    }
    return tables;
  }
  record::RowSource store_rows() {
    return [this](record::TableId table, const record::RowVisitor& visit) {
      return store_->each_row(system_, table, visit);
    };
  }
  void expect_fold(const std::vector<app::StoredEntry>& entries) {
    const auto differences = record::compare_states(fold_entries(entries), store_rows());
    ASSERT_TRUE(differences) << differences.error().to_string();
    for (const auto& difference : *differences)
      ADD_FAILURE() << difference.table << " " << difference.key << " " << difference.column << ": " << difference.what;
  }
  Result<std::vector<record::Row>> find(const app::Scope& scope, const app::Query& query) {
    Result<std::vector<record::Row>> rows;
    const Status status = store_->read(system_, [&](app::Reader& reader) -> Status {
      rows = reader.find(scope, query);
      return {};
    });
    if (!status) return fail(status.error());
    return rows;
  }

  FixedClock clock_{Instant{kTestEpochUs}};
  std::unique_ptr<StoreHome> home_;
  std::unique_ptr<app::Store> store_;
  app::Principal system_ = system_principal();
  app::Scope all_ = everything();
};

/// For stores that keep their data: to be instantiated with those alone.
class StoreReopening : public StoreConformance {};

/// What a scope and a query mean, said as slowly and plainly as possible.
inline std::vector<record::Row> naive_find(const record::MemoryTables& tables, const app::Scope& scope,
                                           const app::Query& query, bool paged = true) {
  const record::Table& table = record::table(query.table);
  const auto has = [&](std::string_view name) {
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const auto& c) { return c.name == name; });
  };
  const auto reached = [&](const app::Scope::Part& part, const record::Row& row) {
    if (!part.every_market) {
      if (table.market < 0) return false;
      const record::Value& market = row.values[static_cast<std::size_t>(table.market)];
      if (record::is_null(market)) return false;
      if (std::find(part.markets.begin(), part.markets.end(), record::text_of(market)) == part.markets.end())
        return false;
    }
    if (!part.owner.empty()) {
      if (query.table == record::TableId::kLead) return row.text("owner") == part.owner.str();
      if (!has("lead")) return false;
      const auto lead = tables.get(record::TableId::kLead, {std::string(row.text("lead"))});
      return lead && lead->text("owner") == part.owner.str();
    }
    return true;
  };
  const auto visible = [&](const record::Row& row) {
    for (const app::Scope::Part& part : scope.parts())
      if (reached(part, row)) return true;
    return false;
  };
  const auto holds = [](const app::Condition& where, const record::Value& value) {
    using Op = app::Condition::Op;
    const bool nulls = record::is_null(value) || record::is_null(where.value);
    switch (where.op) {
      case Op::kEqual:
        return value == where.value;
      case Op::kNotEqual:
        return value != where.value;
      case Op::kLess:
        return !nulls && value < where.value;
      case Op::kGreaterEqual:
        return !nulls && !(value < where.value);
      case Op::kIsNull:
        return record::is_null(value);
      case Op::kPrefix:
        return !nulls &&
               record::text_of(value).substr(0, record::text_of(where.value).size()) == record::text_of(where.value);
      case Op::kIn:
        for (const record::Value& one : where.among)
          if (one == value) return true;
        return false;
    }
    return false;
  };
  std::size_t key_size = 0;
  while (key_size < table.columns.size() && table.columns[key_size].cls == record::ColumnClass::kKey) ++key_size;
  const auto key_of = [&](const record::Row& row) {
    return record::Key(row.values.begin(), row.values.begin() + static_cast<std::ptrdiff_t>(key_size));
  };
  const auto place_of = [&](const record::Row& row) {
    return std::pair(query.order_by.empty() ? record::Value() : row.at(query.order_by), key_of(row));
  };
  std::vector<record::Row> rows;
  tables.each(query.table, [&](const record::Row& row) {
    const bool wanted =
        visible(row) && std::all_of(query.where.begin(), query.where.end(),
                                    [&](const app::Condition& where) { return holds(where, row.at(where.column)); });
    if (wanted) rows.push_back(row);
    return true;
  });
  std::sort(rows.begin(), rows.end(), [&](const record::Row& a, const record::Row& b) {
    return query.descending ? place_of(b) < place_of(a) : place_of(a) < place_of(b);
  });
  if (!paged) return rows;
  if (query.after) {
    const auto last = place_of(*tables.get(query.table, *query.after));
    std::erase_if(rows, [&](const record::Row& row) {
      return query.descending ? !(place_of(row) < last) : !(last < place_of(row));
    });
  }
  if (rows.size() > query.limit) rows.resize(query.limit);
  return rows;
}

// ---- one command

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

// ---- reading

TEST_P(StoreConformance, EntriesOfAnObject) {
  World world(16);
  std::map<std::pair<std::string, std::string>, std::vector<EventId>> expected;
  std::vector<record::Body> bodies;
  for (int i = 0; i < 200; ++i) {
    bodies.push_back(world.next());
    for (const auto& object : bodies.back().objects()) expected[object].push_back(bodies.back().id());
  }
  record_all(std::move(bodies));
  ASSERT_TRUE(store_->seal_all());
  for (const auto& [object, events] : expected) {
    std::vector<std::uint64_t> want;
    for (const EventId& event : events) want.push_back(**store_->seq_of(event));
    std::sort(want.begin(), want.end());
    const auto have = store_->entries_of(system_, object.first, object.second);
    ASSERT_TRUE(have);
    EXPECT_EQ(*have, want) << object.first << " " << object.second;
  }
  EXPECT_TRUE(store_->entries_of(system_, "lead", "lead_unknown")->empty());
}

TEST_P(StoreConformance, EntriesFromAndStopping) {
  World world(17);
  for (int i = 0; i < 20; ++i) record(world.next());
  ASSERT_TRUE(store_->seal_all());
  std::vector<std::uint64_t> seen;
  ASSERT_TRUE(store_->entries(system_, 15, [&](const app::StoredEntry& entry) {
    seen.push_back(entry.seq);
    return entry.seq < 18;
  }));
  EXPECT_THAT(seen, ::testing::ElementsAre(15, 16, 17, 18));
  seen.clear();
  ASSERT_TRUE(store_->entries(system_, 20, [&](const app::StoredEntry& entry) {
    seen.push_back(entry.seq);
    return true;
  }));
  EXPECT_TRUE(seen.empty());
}

TEST_P(StoreConformance, WholeTablesAndTheLedgerNeedTheRight) {
  World world(18);
  record(world.receive());
  const app::Principal stranger = nobody(world.random());
  const Status rows = store_->each_row(stranger, record::TableId::kLead, [](const record::Row&) { return true; });
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, ErrorCode::kRefused);
  EXPECT_FALSE(store_->entries(stranger, 0, [](const app::StoredEntry&) { return true; }));
}

TEST_P(StoreConformance, AttachmentsAndSealedBlobs) {
  World world(19);
  const record::Body received = world.receive();
  const record::Body attached = world.attach();
  record(received);
  record(attached);
  const std::string sealed = received.sealed().at(0).digest;
  const std::string other = attached.attachments().at(0).digest;
  const auto read = [&](const std::function<void(app::Reader&)>& look) {
    EXPECT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
      look(reader);
      return {};
    }));
  };
  read([&](app::Reader& reader) {
    EXPECT_EQ(*reader.sealed_blob(sealed), received.sealed()[0].bytes);
    EXPECT_EQ(*reader.attachment(other), attached.attachments()[0].bytes);
    EXPECT_EQ(*reader.sealed_blob(other), std::nullopt) << "public and sealed bytes are kept apart";
    EXPECT_EQ(*reader.attachment(sealed), std::nullopt);
    EXPECT_FALSE(reader.sealed_blob("sha256:nonsense"));
  });
  const auto before = all_entries();
  ASSERT_TRUE(store_->purge_blobs(system_, {sealed}));
  ASSERT_TRUE(store_->purge_blobs(system_, {sealed})) << "purging twice is harmless";
  read([&](app::Reader& reader) {
    EXPECT_EQ(*reader.sealed_blob(sealed), std::nullopt);
    EXPECT_EQ(*reader.attachment(other), attached.attachments()[0].bytes);
  });
  const auto after = all_entries();
  ASSERT_EQ(after.size(), before.size()) << "the ledger keeps the digest";
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].bytes, before[i].bytes);
}

TEST_P(StoreConformance, VisitsOfBlobsAndAttachmentsAndRows) {
  World world(23);
  std::map<std::string, Bytes> blobs;
  std::set<std::string> attachments;
  const auto keep = [&](const record::Body& body) {
    for (const record::Blob& one : body.sealed()) blobs[one.digest] = one.bytes;
    for (const record::Blob& one : body.attachments()) attachments.insert(one.digest);
    record(body);
  };
  for (int i = 0; i < 40; ++i) keep(world.receive());
  keep(world.attach());
  const auto check = [&](app::Reader& reader) {
    std::vector<std::pair<std::string, Bytes>> seen;
    for (unsigned byte = 0; byte < 256; ++byte)
      EXPECT_TRUE(reader.sealed_blobs(
          system_, static_cast<std::uint8_t>(byte), [&](const crypto::Digest& digest, ByteView bytes) -> Status {
            EXPECT_EQ(digest[0], byte);
            seen.emplace_back(crypto::digest_text(digest), Bytes(bytes.begin(), bytes.end()));
            return {};
          }));
    EXPECT_TRUE(std::equal(seen.begin(), seen.end(), blobs.begin(), blobs.end(), [](const auto& a, const auto& b) {
      return a.first == b.first && a.second == b.second;
    })) << "each once, ascending by digest";
    std::vector<std::string> digests;
    EXPECT_TRUE(reader.attachment_digests(system_, [&](const crypto::Digest& digest) -> Status {
      digests.push_back(crypto::digest_text(digest));
      return {};
    }));
    EXPECT_TRUE(std::equal(digests.begin(), digests.end(), attachments.begin(), attachments.end()));
    std::size_t rows = 0;
    EXPECT_TRUE(reader.each_row(system_, record::TableId::kLead, [&](const record::Row&) { return ++rows < 40; }));
    EXPECT_EQ(rows, 40U);
    rows = 0;
    EXPECT_TRUE(reader.each_row(system_, record::TableId::kLead, [&](const record::Row&) { return ++rows < 3; }));
    EXPECT_EQ(rows, 3U) << "false stops";

    const auto first = crypto::parse_digest_text(blobs.begin()->first);
    const Status stopped = reader.sealed_blobs(system_, (*first)[0], [](const crypto::Digest&, ByteView) -> Status {
      return fail(ErrorCode::kLimit, "enough");
    });
    EXPECT_FALSE(stopped) << "an error of the visitor is the visit's";
    const app::Principal stranger = nobody(world.random());
    const auto nothing = [](const auto&...) -> Status { return {}; };
    EXPECT_FALSE(reader.sealed_blobs(stranger, 0, nothing));
    EXPECT_FALSE(reader.attachment_digests(stranger, nothing));
    EXPECT_FALSE(reader.each_row(stranger, record::TableId::kLead, [](const record::Row&) { return true; }));
  };
  EXPECT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
    check(reader);
    return {};
  }));
  EXPECT_TRUE(store_->execute(system_, [&](app::Tx& tx) -> Status {
    check(tx);
    return {};
  }));
  ASSERT_TRUE(store_->purge_blobs(system_, {blobs.begin()->first}));
  blobs.erase(blobs.begin());
  EXPECT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
    check(reader);
    return {};
  }));
}

TEST_P(StoreConformance, QueriesThatMakeNoSense) {
  const auto refused = [&](app::Query query) {
    query.table = record::TableId::kLead;
    auto rows = find(all_, query);
    return !rows && (rows.error().code == ErrorCode::kBadInput || rows.error().code == ErrorCode::kLimit);
  };
  app::Query query;
  query.limit = 0;
  EXPECT_TRUE(refused(query));
  query.limit = limits::kPageMax + 1;
  EXPECT_TRUE(refused(query));
  query.limit = limits::kPageMax;
  EXPECT_FALSE(refused(query));
  query.order_by = "owner; DROP TABLE lead";
  EXPECT_TRUE(refused(query));
  query.order_by = {};
  query.where = {{"no\"such", app::Condition::Op::kEqual, std::string("x")}};
  EXPECT_TRUE(refused(query));
  query.where = {{"received_at", app::Condition::Op::kEqual, std::string("5")}};
  EXPECT_TRUE(refused(query));
  query.where = {{"received_at", app::Condition::Op::kPrefix, std::int64_t{5}}};
  EXPECT_TRUE(refused(query));
  query.where = {};
  query.after = record::Key{};
  EXPECT_TRUE(refused(query));
  query.after = record::Key{std::string("a"), std::string("b")};
  EXPECT_TRUE(refused(query));
}

TEST_P(StoreConformance, AContinuationWhoseRowIsGoneSaysSo) {
  World world(20);
  record(world.receive());
  app::Query query;
  query.table = record::TableId::kLead;
  query.order_by = "received_at";
  query.after = record::Key{LeadId::make(world.random()).str()};
  const auto rows = find(all_, query);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, ErrorCode::kConflict);
}

/// Scopes and queries against the plain reading of what they mean, page by page.
TEST_P(StoreConformance, ScopesFiltersAndPagesAgreeWithTheNaiveReading) {
  World world(21);
  record::MemoryTables tables;
  std::vector<record::Body> bodies;
  for (int i = 0; i < 500; ++i) {
    bodies.push_back(world.next());
    ASSERT_TRUE(fold(bodies.back(), tables));
  }
  for (int i = 0; i < 9; ++i) {  // cases that nobody opened: null in the column that lists are ordered by
    auto builder = world.builder("claim");
    builder.add(record::case_claimed(CaseId::make(world.random()), World::people()[0]));
    bodies.push_back(*std::move(builder).finish());
    ASSERT_TRUE(fold(bodies.back(), tables));
  }
  record_all(std::move(bodies));
  SeededRandom random(22);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random.next() % n); };
  const auto random_part = [&] {
    app::Scope::Part part;
    part.every_market = below(3) == 0;
    for (const std::string& market : World::markets())
      if (!part.every_market && below(2) == 0) part.markets.push_back(market);
    if (below(3) == 0) part.owner = World::people()[below(World::people().size())];
    return part;
  };
  const auto random_scope = [&] {  // mostly of one grant; two grants are a union
    std::vector<app::Scope::Part> parts;
    for (std::size_t n = below(6) == 0 ? below(4) : 1; n > 0; --n) parts.push_back(random_part());
    return union_of(std::move(parts));
  };
  const auto some_value = [&](const record::Table& table, std::size_t column) -> record::Value {
    const auto rows = rows_of(tables, table.id);
    if (rows.empty() || below(8) == 0) {
      if (table.columns[column].type == record::ColumnType::kInt) return std::int64_t{7};
      return std::string("x");
    }
    return rows[below(rows.size())].values[column];
  };
  // Ordered by what stores have indexes for, and filtered by the columns before it.
  const auto as_a_list_asks = [&](const record::Table& table, app::Query& query) {
    const bool leads = table.id == record::TableId::kLead;
    if (!leads && table.id != record::TableId::kCase) return;
    query.order_by = leads ? "received_at" : "opened_at";
    using Op = app::Condition::Op;
    for (const std::string_view column : {leads ? "status" : "state", "market"}) {
      if (below(3) == 0) continue;
      app::Condition where{column, below(2) == 0 ? Op::kIn : Op::kEqual, {}, {}};
      where.value = some_value(table, static_cast<std::size_t>(record::column(table, column)));
      for (std::size_t i = 0; i < table.columns.size() && where.op == Op::kIn && where.among.size() < 3; ++i)
        if (auto one = some_value(table, static_cast<std::size_t>(record::column(table, column)));
            !record::is_null(one))
          where.among.push_back(std::move(one));
      query.where.push_back(std::move(where));
    }
  };
  int compared = 0;
  for (int round = 0; round < 900; ++round) {
    constexpr record::TableId kBusy[] = {record::TableId::kLead, record::TableId::kCase, record::TableId::kSourceEvent};
    const record::Table& table =
        below(3) == 0 ? record::tables()[below(record::tables().size())] : record::table(kBusy[below(3)]);
    app::Query query;
    query.table = table.id;
    for (std::size_t n = below(3); n > 0; --n) {
      const std::size_t column = below(table.columns.size());
      app::Condition where;
      where.column = table.columns[column].name;
      where.op = static_cast<app::Condition::Op>(below(7));
      where.value = some_value(table, column);
      if (where.op == app::Condition::Op::kIn)
        for (std::size_t values = below(4); values > 0; --values)
          if (record::Value one = some_value(table, column); !record::is_null(one))
            where.among.push_back(std::move(one));
      if (where.op == app::Condition::Op::kPrefix) {
        if (table.columns[column].type != record::ColumnType::kText || record::is_null(where.value)) continue;
        std::string text(record::text_of(where.value));
        where.value = text.substr(0, below(text.size() + 1));
      }
      query.where.push_back(where);
    }
    if (below(3) != 0) query.order_by = table.columns[below(table.columns.size())].name;
    if (below(2) == 0) as_a_list_asks(table, query);
    query.descending = below(2) == 0;
    query.limit = 1 + below(20);
    const app::Scope scope = random_scope();
    const auto everything_wanted = naive_find(tables, scope, query, false);
    ASSERT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
      LICET_TRY(const auto count, reader.count(scope, query));
      EXPECT_EQ(count, static_cast<std::int64_t>(everything_wanted.size()));
      std::vector<record::Row> pages;
      while (true) {
        LICET_TRY(const auto page, reader.find(scope, query));
        const auto want = naive_find(tables, scope, query);
        EXPECT_EQ(page.size(), want.size());
        for (std::size_t i = 0; i < std::min(page.size(), want.size()); ++i) EXPECT_EQ(page[i].values, want[i].values);
        pages.insert(pages.end(), page.begin(), page.end());
        if (page.size() < query.limit || ::testing::Test::HasFailure()) break;
        std::size_t keys = 0;
        while (keys < table.columns.size() && table.columns[keys].cls == record::ColumnClass::kKey) ++keys;
        query.after =
            record::Key(page.back().values.begin(), page.back().values.begin() + static_cast<std::ptrdiff_t>(keys));
      }
      EXPECT_EQ(pages.size(), everything_wanted.size()) << "pages together hold every row once";
      return {};
    }));
    ASSERT_FALSE(::testing::Test::HasFailure())
        << table.name << " ordered by '" << query.order_by << "', round " << round;
    compared += everything_wanted.empty() ? 0 : 1;
  }
  EXPECT_GT(compared, 150) << "most queries must find something, or the test shows nothing";
}

TEST_P(StoreConformance, AVersionOfTheFirmStandsForItsRows) {
  World world(31);
  using Rows = std::vector<std::vector<record::Value>>;
  std::map<std::string, Rows> known;
  std::set<std::string> versions;
  const auto look = [&](app::Reader& reader) -> Status {
    LICET_TRY(const std::string version, reader.firm_version());
    if (version.empty()) return {};  // nothing said yet what the firm is
    Rows rows;
    for (const record::Table& table : record::tables())
      if (app::says_what_the_firm_is(table.id))
        LICET_CHECK(reader.each_row(system_, table.id, [&](const record::Row& row) {
          rows.push_back(row.values);
          return true;
        }));
    versions.insert(version);
    EXPECT_EQ(known.try_emplace(version, rows).first->second, rows);
    return {};
  };
  for (int i = 0; i < 150; ++i) {
    const record::Body body = i % 3 == 0 ? world.register_record() : world.next();
    const bool fails = i % 4 == 0;  // after others, and this command itself, saw what does not stay
    const auto receipt = store_->execute(system_, [&](app::Tx& tx) -> Status {
      LICET_CHECK(look(tx));
      LICET_CHECK(tx.append(body));
      LICET_CHECK(look(tx));
      return fails ? Status(fail(ErrorCode::kConflict, "not this time")) : Status();
    });
    EXPECT_EQ(receipt.has_value(), !fails);
    EXPECT_TRUE(store_->read(system_, look));
  }
  EXPECT_GT(versions.size(), 40u);
  EXPECT_LT(versions.size(), 120u) << "leads do not change the firm";
}

TEST_P(StoreConformance, OutOfScopeLooksLikeAbsent) {
  World world(23);
  record(world.receive());
  const LeadId lead = world.leads()[0];
  auto builder = world.builder("route");
  builder.add(record::lead_routed(lead, "uk", json::Object{}, builder.at()));
  record(*std::move(builder).finish());
  const auto sees = [&](const app::Scope& scope, record::TableId table, const record::Key& key) {
    bool found = false;
    EXPECT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
      LICET_TRY(const auto row, reader.get(scope, table, key));
      found = row.has_value();
      return {};
    }));
    return found;
  };
  const record::Key key{lead.str()};
  EXPECT_TRUE(sees(all_, record::TableId::kLead, key));
  EXPECT_TRUE(sees(scope_of({{"eu", "uk"}}), record::TableId::kLead, key));
  EXPECT_FALSE(sees(scope_of({{"eu"}}), record::TableId::kLead, key));
  EXPECT_FALSE(sees(union_of(std::vector<app::Scope::Part>{{false, {}, {}}}), record::TableId::kLead, key));
  EXPECT_FALSE(sees(scope_of({{"uk"}}, World::people()[0]), record::TableId::kLead, key)) << "owned by nobody";
  const app::Scope::Part everywhere_own{true, {}, World::people()[0]}, all_of_eu{false, {"eu"}, {}},
      all_of_uk{false, {"uk"}, {}};
  EXPECT_FALSE(sees(union_of({everywhere_own, all_of_eu}), record::TableId::kLead, key))
      << "one grant's markets, another's owner";
  EXPECT_TRUE(sees(union_of({everywhere_own, all_of_uk}), record::TableId::kLead, key));
  EXPECT_FALSE(sees(union_of(std::vector<app::Scope::Part>{}), record::TableId::kLead, key));
  EXPECT_TRUE(sees(all_, record::TableId::kMeta, {std::string("x")}) == false);
  EXPECT_FALSE(sees(scope_of({{"uk"}}), record::TableId::kSubject,
                    {std::string(rows_of(record::TableId::kSubject)[0].text("id"))}));
}

// ---- second handles and reopening

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
