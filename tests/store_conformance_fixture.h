// A store under test: what it is made of, and what each test of the conformance suite starts from.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/store_port.h"
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

}  // namespace licet::store_test
