// Tables in memory: the sink of replays, of verification and of the in-memory store; and the state digest.
#pragma once

#include <functional>
#include <map>
#include <optional>
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
  bool operator==(const MemoryTables&) const = default;

 private:
  std::map<TableId, std::map<Key, std::vector<Value>>> tables_;
};

/// Digest over the key and folded columns of rows given in table and key order: what a state digest entry holds.
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
};

}  // namespace licet::record
