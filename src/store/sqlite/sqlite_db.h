// A thin wrapper of SQLite: connections and prepared statements that free themselves, and errors as values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/encode.h"
#include "base/result.h"
#include "record/schema.h"

struct sqlite3;
struct sqlite3_stmt;

namespace licet::store {

/// A prepared statement. Positions of parameters count from 1, of columns from 0, as in SQLite. Bound texts and bytes
/// are not copied: they must live until the statement was stepped for the last time. Not thread-safe.
class Statement {
 public:
  Statement() = default;
  Statement(sqlite3_stmt* stmt, std::string_view place) : stmt_(stmt), place_(place) {}
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  void bind_null(int at);
  void bind(int at, std::int64_t value);
  void bind(int at, std::string_view text);
  void bind(int at, std::string&& text) = delete;  // it would be gone before the statement runs
  void bind_bytes(int at, ByteView bytes);
  void bind(int at, const record::Value& value);

  /// True when there is a row. After an error or the last row, call `reset` before binding again.
  Result<bool> step();
  /// Runs a statement that gives no rows, and resets it.
  Status run();
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  ///< valid until the next step or reset
  ByteView bytes(int column) const;         ///< the same
  void read(int column, record::Value& out) const;

 private:
  sqlite3_stmt* stmt_ = nullptr;
  std::string_view place_;  // of the owning connection
};

/// Resets a cached statement when a scope ends, so that it holds no lock and no snapshot.
class StatementUse {
 public:
  explicit StatementUse(Statement& statement) : statement_(statement) {}
  ~StatementUse() { statement_.reset(); }
  StatementUse(const StatementUse&) = delete;
  StatementUse& operator=(const StatementUse&) = delete;

 private:
  Statement& statement_;
};

/// One connection. Not thread-safe; use it from one thread at a time.
class Connection {
 public:
  enum class Mode : std::uint8_t {
    kCreate,     ///< read and write; makes the file
    kWrite,      ///< read and write; the file must exist
    kRead,       ///< read only; never checkpoints
    kImmutable,  ///< read only, for a file that nobody can be writing: takes no lock and needs no write permission
  };
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Mode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs one or more statements without rows.
  Status exec(const std::string& sql);
  Result<Statement> prepare(std::string_view sql);
  /// Prepared once for each text and kept with the connection. The pointer is good until the next call.
  Result<Statement*> cached(std::string_view sql);
  /// A single integer or text, for PRAGMAs and counts; null when there is no row.
  Result<record::Value> scalar(std::string_view sql);

  /// False inside a transaction. SQLite ends a transaction by itself after some errors (full disk).
  bool autocommit() const;
  std::int64_t changes() const;
  /// PRAGMA wal_checkpoint. Truncating waits for readers; without it, as much as can be done at once.
  Status wal_checkpoint(bool truncate);
  /// Pages in the write-ahead log after the last commit of this connection.
  int wal_pages() const { return wal_pages_; }
  void set_wal_pages(int pages) { wal_pages_ = pages; }  ///< for the hook
  const std::string& path() const { return path_; }

 private:
  Connection(sqlite3* db, std::string path) : db_(db), path_(std::move(path)) {}
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };

  sqlite3* db_;
  std::string path_;
  int wal_pages_ = 0;
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
};

/// Quotes an identifier of the schema.
std::string quoted(std::string_view identifier);

}  // namespace licet::store
