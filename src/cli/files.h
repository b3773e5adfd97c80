// Files on disk for the programs: reading with a limit, writing private files that appear whole or not at all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/encode.h"
#include "base/result.h"

namespace licet::cli {

/// The whole file; kBadInput when it is not there or larger than `max_bytes`, kEnvironment when it cannot be read.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes = std::size_t{1} << 30U);
/// Writes a new file with mode 0600, durably. kConflict when the path exists.
Status write_private_file(const std::string& path, std::string_view content);
/// "sha256:..." of a file's bytes.
Result<std::string> file_digest(const std::string& path);
/// The operating system's name of the user who runs this.
std::string os_user();

}  // namespace licet::cli
