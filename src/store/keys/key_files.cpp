#include "store/keys/key_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/encode.h"

namespace licet::store {
namespace {

constexpr std::size_t kTextBytes = 65;  // 64 hex digits and a newline

/// Closes a file when a scope ends.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<Error> file_error(const std::string& path, const char* what, int error) {
  return fail(ErrorCode::kEnvironment, "the key file " + path + " " + what + " (" + std::strerror(error) +
                                           "); check the folder, its permissions and the free space");
}

Status write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return file_error(path, "cannot be written", n < 0 ? errno : ENOSPC);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(fd) != 0) return file_error(path, "cannot be written", errno);
  return {};
}

/// What cannot be done without a key file.
std::string_view need_of(std::string_view path) {
  const std::string_view name = path.substr(path.find_last_of('/') + 1);
  if (name == "log.key") return "no checkpoint can be signed in this log's name without it";
  if (name == "permit.key")
    return "it is the key by which this installation signs permits, and no other takes its place";
  if (name == "pepper.key") return "neither repeats nor erased people are recognised without it";
  return "nothing sealed can be read without it";
}

tl::unexpected<Error> lost(const std::string& path, const std::string& what) {
  return fail(ErrorCode::kEnvironment, "the key file " + path + " " + what +
                                           "; `licet keys restore` puts it back from "
                                           "a key backup (`licet keys backup` wrote it): " +
                                           std::string(need_of(path)));
}

}  // namespace

Status sync_folder(const std::string& dir) {
  const File folder(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.fd() < 0 || ::fsync(folder.fd()) != 0) return file_error(dir, "cannot be synced", errno);
  return {};
}

Status write_key_file(const std::string& path, const crypto::Key32& key) {
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.fd() < 0) {
    if (errno == EEXIST) return fail(ErrorCode::kConflict, "the key file " + path + " exists already");
    return file_error(path, "cannot be made", errno);
  }
  std::string text = hex(key) + "\n";
  Status written = write_all(file.fd(), text, path);
  std::fill(text.begin(), text.end(), '\0');
  return written;
}

Result<crypto::Key32> read_key_file(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd() < 0) {
    if (errno == ENOENT) return lost(path, "is missing");
    if (errno == EACCES)
      return fail(ErrorCode::kEnvironment,
                  "the key file " + path + " may not be read by this user; run as the owner of the data folder");
    return file_error(path, "cannot be read", errno);
  }
  char text[kTextBytes + 1];
  const ssize_t n = ::read(file.fd(), text, sizeof text);
  if (n < 0) return file_error(path, "cannot be read", errno);
  if (n != static_cast<ssize_t>(kTextBytes) || text[kTextBytes - 1] != '\n')
    return lost(path, "has " + std::to_string(n) + (n > static_cast<ssize_t>(kTextBytes) ? " or more" : "") +
                          " bytes instead of 64 hex digits and a newline");
  const auto bytes = from_hex({text, kTextBytes - 1});
  if (!bytes) return lost(path, "is not made of hex digits");
  crypto::Key32 key;
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

Status destroy_key_file(const std::string& path) {
  {
    const File file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.fd() < 0) {
      if (errno == ENOENT) return {};
      return file_error(path, "cannot be destroyed", errno);
    }
    LICET_CHECK(write_all(file.fd(), std::string(kTextBytes, '0'), path));
  }
  if (::unlink(path.c_str()) != 0) return file_error(path, "cannot be destroyed", errno);
  return sync_folder(path.substr(0, path.find_last_of('/')));
}

}  // namespace licet::store
