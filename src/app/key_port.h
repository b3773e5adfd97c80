// The key store port: keys of data subjects and staff, kept apart from the data (design section 6).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"

namespace licet::app {

/// Thread-safe. A key is durable before `create` returns, so that a commit never uses one that could be lost.
class KeyStore {
 public:
  virtual ~KeyStore() = default;
  /// Fresh random keys for new kids (subjects, staff), all durable together. An existing kid is an error.
  virtual Result<std::vector<crypto::Key32>> create(const std::vector<std::string>& kids) = 0;
  /// nullopt when destroyed or never made.
  virtual Result<std::optional<crypto::Key32>> find(const std::string& kid) = 0;
  /// Destroys the key and rewrites the file so that no page keeps it; waits until that is durable.
  virtual Status destroy(const std::vector<std::string>& kids) = 0;
  /// All kids that have a key, sorted.
  virtual Result<std::vector<std::string>> list() = 0;

  // Keys of the installation, made at `init`.
  virtual const crypto::Key32& log_seed() const = 0;     ///< Ed25519: checkpoints
  virtual const crypto::Key32& permit_seed() const = 0;  ///< Ed25519: permits
  virtual const crypto::Key32& pepper() const = 0;       ///< HMAC key of blind indexes and repeat keys
  /// A copy at `path` (0600), complete and consistent. Refuses to overwrite.
  virtual Status backup(const std::string& path) = 0;
};

}  // namespace licet::app
