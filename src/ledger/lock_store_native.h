// The last signed checkpoint, kept apart from the database and its backups: what stops a restored backup, a second
// writer or a bug from signing a second history under the same origin.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "ledger/checkpoint.h"

namespace licet::ledger {

/// One small file (the signed note) and a lock file beside it. Calls from any process or thread exclude each other
/// (flock); the object holds no state, so it may be copied.
class LockStore {
 public:
  /// `path` is the file; its folder must exist.
  explicit LockStore(std::filesystem::path path) : path_(std::move(path)) {}

  /// The note that was signed last; nullopt before the first. kTampered when the file is not a checkpoint.
  Result<std::optional<std::string>> read() const;

  /// Puts `next` in place of `expected` (nullopt: nothing yet). kConflict when the store holds something else, or when
  /// `next` is not the same log, is smaller, or has another root at the same size. After kEnvironment the outcome is
  /// unknown: read again before going on.
  Status compare_and_swap(const std::optional<std::string>& expected, const std::string& next) const;

 private:
  std::filesystem::path path_;
};

}  // namespace licet::ledger
