// Files with one 32-byte key each: 64 hex digits and a newline, mode 0600.
#pragma once

#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"

namespace licet::store {

/// Writes a new key file durably; kConflict when there is one.
Status write_key_file(const std::string& path, const crypto::Key32& key);
/// kEnvironment, saying what to do, when the file is missing, unreadable or no key.
Result<crypto::Key32> read_key_file(const std::string& path);
/// Overwrites the file with zeros, waits for the disk, and removes it. No error when there is none.
Status destroy_key_file(const std::string& path);
/// Waits until the names in a folder are on the disk.
Status sync_folder(const std::string& dir);

}  // namespace licet::store
