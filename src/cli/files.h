// Files on disk for the programs: reading with a limit, writing private files that appear whole or not at all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/crypto.h"
#include "base/encode.h"
#include "base/result.h"

namespace licet::cli {

/// kEnvironment, with the system's reason, when `path` is not there, may not be read or is a folder, a pipe or a
/// device.
Status check_readable(const std::string& path);
/// The whole file; kEnvironment as above, kLimit when it is larger than `max_bytes`.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes = std::size_t{1} << 30U);
/// Writes a new file with mode 0600, durably. kConflict when the path exists.
Status write_private_file(const std::string& path, std::string_view content);
/// Makes a folder that only its owner may enter. kConflict when the path exists.
Status make_private_folder(const std::string& path);
/// A private file that is durable before it bears its name: written first, named when what it stands for is recorded.
/// Removed by the destructor when it never was named.
class PendingFile {
 public:
  /// Writes `content` (mode 0600) beside where `path` will be. kConflict when `path` exists.
  static Result<PendingFile> write(const std::string& path, std::string_view content);
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;
  ~PendingFile();
  /// Gives it its name. When that fails, the file stays under the name that the error says.
  Status name();

 private:
  PendingFile(std::string path, std::string temporary) : path_(std::move(path)), temporary_(std::move(temporary)) {}
  std::string path_, temporary_;
};
/// kConflict when the path exists. Asked before anything is recorded: nothing on the record may say that a file was
/// written which was not.
Status refuse_existing(const std::string& path);
/// "sha256:..." of a file's bytes.
Result<std::string> file_digest(const std::string& path);
/// The operating system's name of the user who runs this.
std::string os_user();

}  // namespace licet::cli
