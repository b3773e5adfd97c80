// Tables in memory: the sink of replays, of verification and of the in-memory store; and the state digest.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "record/apply.h"
#include "record/schema.h"

namespace licet::record {

/// All tables as ordered maps. Not thread-safe.
class MemoryTables final : public RowSink {
 public:
  Status put(TableId table, const Key& key, std::span<const Assignment> values) override;
  Status add(TableId table, const Key& key, std::string_view column, std::int64_t delta) override;
  Status remove(TableId table, const Key& key) override;
  Status purge(std::string_view kid, std::string_view event_id) override;

  std::optional<Row> get(TableId table, const Key& key) const;
  /// In key order; return false from `visit` to stop.
  void each(TableId table, const std::function<bool(const Row&)>& visit) const;
  std::size_t size(TableId table) const;
  bool operator==(const MemoryTables& other) const { return tables_ == other.tables_; }
  /// The rows of a table by key, values in the order of the columns.
  const std::map<Key, std::vector<Value>>& rows(TableId table) const;

 private:
  std::vector<Value>& row(TableId table, const Key& key);

  std::map<TableId, std::map<Key, std::vector<Value>>> tables_;
  // Rows whose opened or derived columns are under a key that their own key does not begin with: an erasure must not
  // have to look at every row.
  std::map<TableId, std::map<std::string, std::set<Key>, std::less<>>> by_kid_;
};

/// Visits the rows of a table in key order (texts by bytes, integers by value) until `visit` returns false. The store's
/// `each_row` and MemoryTables both can be this.
using RowVisitor = std::function<bool(const Row&)>;
using RowSource = std::function<Status(TableId, const RowVisitor&)>;
RowSource rows_of(const MemoryTables& tables);

/// SHA-256 over the key and folded columns of rows given in table and key order: what a state digest entry holds. One
/// line a row: the table's name, the canonical JSON object of its columns that are not null, and a newline; so a column
/// that a later release adds leaves the digests of older records as they are.
class StateDigest {
 public:
  void add(const Row& row);
  crypto::Digest finish();

 private:
  crypto::Sha256 hash_;
};

/// A difference between two states, for people: table, key, column, and both values (opened values are not shown).
struct StateDifference {
  std::string table, key, column, what;
  bool operator==(const StateDifference&) const = default;
};

/// The digest of everything that `rows` gives.
Result<crypto::Digest> state_digest(const RowSource& rows);

struct CompareOptions {
  bool opened = false;                ///< the keys were at hand in the replay, so opened columns must be equal as well
  std::size_t differences_max = 100;  ///< stops after so many
  bool derived = false;               ///< and the derivation: derived columns must be equal as well
};
/// What `actual` (a database's tables) has otherwise than `expected` (the fold of the ledger). Columns are compared by
/// class: folded always; opened and derived ones as `options` says; those of erased rows must be null.
Result<std::vector<StateDifference>> compare_states(const MemoryTables& expected, const RowSource& actual,
                                                    const CompareOptions& options = {});

}  // namespace licet::record
