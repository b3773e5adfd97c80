// What one command changes in the tables, gathered before it is written: one change a row, however many events it had.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/apply.h"
#include "record/body.h"
#include "record/schema.h"

namespace licet::store {

/// The change of one row. Written as: remove when `removed`; then set the columns of `set`; then add.
struct RowChange {
  record::TableId table = record::TableId::kMeta;
  record::Key key;
  bool removed = false;
  bool touched = false;               ///< the row must exist afterwards, even if no column is set
  std::uint32_t set = 0;              ///< bit i: column i of the table gets values[i]
  std::vector<record::Value> values;  ///< one a column of the table
  struct Add {
    int column = 0;
    std::int64_t delta = 0;
  };
  std::vector<Add> adds;
};

/// An erasure: rows sealed under `kid` lose their opened and derived columns. Stands between changes: `after` counts
/// the row changes that come before it.
struct RowPurge {
  std::string kid;
  std::string event;
  std::size_t after = 0;
};

/// Gathers changes, checks column types and merges changes of the same row. Reused from command to command so that
/// its memory is. Not thread-safe.
class RowChanges final : public record::RowSink {
 public:
  Status put(record::TableId table, const record::Key& key, std::span<const record::Assignment> values) override;
  Status add(record::TableId table, const record::Key& key, std::string_view column, std::int64_t delta) override;
  Status remove(record::TableId table, const record::Key& key) override;
  Status purge(std::string_view kid, std::string_view event_id) override;

  /// Everything a body changes: its events applied, then its derived values.
  Status gather(const record::Body& body);
  void clear();

  std::span<const RowChange> changes() const { return {changes_.data(), used_}; }
  const std::vector<RowPurge>& purges() const { return purges_; }
  bool empty() const { return used_ == 0 && purges_.empty(); }
  /// True when a row changes that says what the firm is.
  bool concern_the_firm() const;

 private:
  Result<RowChange*> change(record::TableId table, const record::Key& key);

  std::vector<RowChange> changes_;
  std::size_t used_ = 0;
  std::size_t mergeable_from_ = 0;  // changes before the last purge keep their place
  std::vector<RowPurge> purges_;
};

/// Writes gathered changes to another sink, in order.
Status replay(const RowChanges& changes, record::RowSink& sink);

}  // namespace licet::store
