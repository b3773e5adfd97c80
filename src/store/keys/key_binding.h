// Whose keys are these? keys.db names its log and keeps a mark of every key file beside it, so that another firm's file
// is noticed when the folder is opened, and not when something does not open any more.
#pragma once

#include <string>
#include <string_view>

#include "base/crypto.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {

/// The files of an installation's own keys, beside keys.db and the key-encryption key.
inline constexpr const char* kInstallationKeys[] = {"log.key", "permit.key", "pepper.key"};

/// "sha256:..." of a key file of a log. A key is 256 random bits: its digest tells nothing about it.
std::string key_mark(std::string_view log, std::string_view name, const crypto::Key32& key);
/// The error for a file that belongs to somebody else: kEnvironment, with what to do.
tl::unexpected<Error> foreign_key(const std::string& what);

/// Empty when it is not there.
Result<std::string> read_key_meta(Connection& db, std::string_view name);
Status write_key_meta(Connection& db, std::string_view name, const record::Value& value);
/// Writes the log's name and the marks of the installation's keys in `dir` into `db`.
Status bind_keys(Connection& db, const std::string& dir, const std::string& log);
/// kEnvironment when `db`, or a key file in `dir`, is another log's.
Status check_keys_bound(Connection& db, const std::string& dir, const std::string& log);

}  // namespace licet::store
