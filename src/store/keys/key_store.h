// The key store on disk: keys of subjects and staff in a file of their own, wrapped under a key of the present epoch.
//
// A folder (0700) with: keys.db (SQLite), kek.<epoch> (the key that wraps those in keys.db), log.key and permit.key
// (Ed25519 seeds), pepper.key; each key file holds 64 hex digits and a newline, mode 0600. Destroying a key deletes
// its row, wraps the survivors under the key of the next epoch, rewrites keys.db and destroys the old kek file: what an
// old page, log or backup still holds of the row can then be opened by nobody.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/key_port.h"
#include "base/id.h"
#include "base/result.h"

namespace licet::store {

/// What `FileKeyStore::check` found.
struct KeyCheck {
  std::uint64_t epoch = 0;
  std::size_t keys = 0;                 ///< keys kept and readable
  std::vector<std::string> unreadable;  ///< kids whose stored key does not open: the file was changed or mixed up
  std::vector<std::string> missing;     ///< expected, and neither kept nor readable
  std::vector<std::string> surplus;     ///< kept, and not expected
};

/// Thread-safe. One process at a time (lock file), unless opened to read only.
class FileKeyStore : public app::KeyStore {
 public:
  /// Opens every key and compares with the kids that the data needs.
  virtual Result<KeyCheck> check(const std::vector<std::string>& expected) = 0;
  /// Wraps all keys under a new epoch's key and destroys the old one.
  virtual Status rotate() = 0;
};

enum class KeyAccess : std::uint8_t { kWrite, kRead };

/// Makes the folder with fresh keys. kConflict when there is a key store already. `random` is used for keys and must
/// outlive the store; `log` is the log's origin, bound to every wrapped key.
Result<std::unique_ptr<FileKeyStore>> create_key_store(const std::string& dir, const std::string& log, Random& random);
/// kEnvironment, naming the file and the cure, when one is missing, unreadable or damaged.
Result<std::unique_ptr<FileKeyStore>> open_key_store(const std::string& dir, const std::string& log, Random& random,
                                                     KeyAccess access = KeyAccess::kWrite);
/// Makes the folder out of a file that `backup` wrote. kConflict when there is a key store already.
Status restore_key_store(const std::string& backup, const std::string& dir, const std::string& log);

/// Keys in memory, for tests and for commands that are tried without being recorded.
std::unique_ptr<app::KeyStore> memory_key_store(Random& random);

}  // namespace licet::store
