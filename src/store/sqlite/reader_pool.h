// Read-only connections, each with a snapshot for the length of one use.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {

/// Hands out at most kConnectionsMax connections; further callers wait. They never write and never checkpoint.
/// Thread-safe.
class ReaderPool {
 public:
  static constexpr std::size_t kConnectionsMax = 16;

  ReaderPool(std::string path, Connection::Mode mode) : path_(std::move(path)), mode_(mode) {}
  /// Runs `use` in a read transaction: it sees one state, with everything committed before the call.
  Status with_snapshot(const std::function<Status(Connection&)>& use);

 private:
  Result<std::unique_ptr<Connection>> take();
  void give_back(std::unique_ptr<Connection> connection);

  std::string path_;
  Connection::Mode mode_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t in_use_ = 0;
};

}  // namespace licet::store
