// Writes a command's row changes into SQLite tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/row_changes.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {

/// Keeps one prepared statement for each table and set of columns that occurred. Belongs to the writing connection
/// and must not outlive it.
class RowWriter {
 public:
  explicit RowWriter(Connection& connection) : connection_(connection) {}
  /// Within the caller's transaction. Changes may be half done after an error: the caller rolls back.
  Status write(const RowChanges& changes);

 private:
  Status write_row(const RowChange& row);
  Status remove(const RowChange& row);
  Status upsert(const RowChange& row);
  Status add(const RowChange& row, const RowChange::Add& add);
  Status purge(const RowPurge& purge);
  Result<Statement*> statement(std::uint64_t key, const std::string& sql);

  Connection& connection_;
  std::unordered_map<std::uint64_t, Statement> statements_;
};

}  // namespace licet::store
