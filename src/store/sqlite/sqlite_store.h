// The Store port on SQLite: one file, one writing process, any number of readers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "app/store_port.h"
#include "base/crypto.h"
#include "base/limits.h"
#include "base/result.h"
#include "base/time.h"

namespace licet::store {

/// How a data folder is opened. Files in it: licet.db (with -wal and -shm while in use), licet.lock.
struct SqliteOptions {
  std::string dir;
  Clock* clock = nullptr;  ///< gives entries their time; must outlive the store. Not needed with `read_only`
  bool create = false;     ///< makes the folder and the file; kConflict when there is data already
  std::string origin;      ///< with `create`: the log's name (ledger::is_origin)
  bool read_only = false;  ///< while another process may write; commands are refused

  std::size_t group_max = limits::kGroupCommitMax;           ///< commands in a transaction
  std::int64_t group_us = 5'000;                             ///< a group takes no further command after this
  std::size_t bulk_group_max = limits::kBulkGroupCommitMax;  ///< both of these for groups of bulk commands alone
  std::int64_t bulk_group_us = 1'000'000;
  int wal_pages_checkpoint = 32'768;  ///< pages of 4 KiB in the write-ahead log before it is folded in
};

/// What the SQLite store does beyond the port.
class SqliteStore : public app::Store {
 public:
  /// Folds the write-ahead log into the file and empties it, so that nothing deleted lingers there. Called after an
  /// erasure; waits for readers.
  virtual Status fold_log() = 0;
};

/// Opens or creates a data folder. kEnvironment: no folder, no permission, another process writes to it, disk full.
/// kUnsupported: written by a newer release. kTampered: not Licet's, or the ledger's head does not fit its entries.
Result<std::unique_ptr<SqliteStore>> open_sqlite(const SqliteOptions& options);

}  // namespace licet::store
