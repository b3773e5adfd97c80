// Putting keys back from a backup: only what is lost, and nothing over what is there.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "store/keys/key_store.h"

namespace licet::store {

class Connection;

/// A backup read into a folder of its own beside the key folder, and what of it the key folder lacks. Nothing in the
/// key folder changes before `put_in_place`; the folder beside it goes with this object. Not thread-safe.
class KeyRestoration {
 public:
  /// kBadInput when `backup` is no key backup, or another firm's; kConflict, naming the file, when a key file in `dir`
  /// is another than the backup's or cannot be read, and when nothing is lost. A keys.db that is there together with
  /// its own key of keys may be of any time: an erasure makes another key of keys, and the other files do not depend on
  /// it.
  static Result<std::unique_ptr<KeyRestoration>> prepare(const std::string& backup, const std::string& dir,
                                                         const std::string& log);
  ~KeyRestoration();
  KeyRestoration(const KeyRestoration&) = delete;
  KeyRestoration& operator=(const KeyRestoration&) = delete;

  /// Names of the files that would be put back.
  const std::vector<std::string>& lost() const { return lost_; }
  /// The keys as they would be. Close it before `leave_out` and `put_in_place`.
  Result<std::unique_ptr<FileKeyStore>> open(Random& random, KeyAccess access = KeyAccess::kRead) const;
  /// Destroys these keys in what is put back, as an erasure does. Nothing when keys.db is not among it: what is in the
  /// key folder had them destroyed.
  Status leave_out(const std::vector<std::string>& kids, Random& random);
  /// Moves what is lost into the key folder; never over a file.
  Status put_in_place();

 private:
  KeyRestoration(std::string dir, std::string log) : dir_(std::move(dir)), log_(std::move(log)) {}
  std::string beside() const { return dir_ + ".restoring"; }
  Status compare();
  Status compare_key_db();
  Status take_key_db(Connection& held);
  Status take_key_of_keys(Connection& held);
  Status find_lost();
  Status clear() const;

  std::string dir_;
  std::string log_;
  std::vector<std::string> lost_;
  bool keeps_db_ = false;   ///< keys.db is there and has its key: it may hold keys newer than the backup
  bool keeps_kek_ = false;  ///< by a key of keys that is another than the backup's, and there as well
};

}  // namespace licet::store
