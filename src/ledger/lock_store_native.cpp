#include "ledger/lock_store_native.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "ledger/file_native.h"

namespace licet::ledger {

namespace {

/// Holds the advisory lock on `<path>.lock` until the end of its scope.
class FileLock {
 public:
  static Result<FileLock> take(const std::filesystem::path& path) {
    const std::string name = path.string() + ".lock";
    const int fd = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return fail(ErrorCode::kEnvironment, "cannot open the lock store", name + ": " + std::strerror(errno));
    FileLock lock(fd);
    while (::flock(fd, LOCK_EX) != 0)
      if (errno != EINTR) return fail(ErrorCode::kEnvironment, "cannot lock the lock store", name);
    return lock;
  }
  FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock() {
    if (fd_ >= 0) ::close(fd_);
  }

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

Result<std::optional<std::string>> read_note(const std::filesystem::path& path) {
  auto bytes = read_file(path);
  if (!bytes && bytes.error().code == ErrorCode::kNotFound) return std::nullopt;
  if (!bytes) return fail(std::move(bytes).error());
  std::string note(bytes->begin(), bytes->end());
  if (auto checkpoint = read_checkpoint_note(note); !checkpoint)
    return fail(ErrorCode::kTampered, "the lock store does not hold a checkpoint: " + checkpoint.error().text);
  return std::optional(std::move(note));
}

Status check_successor(const std::string& before, const std::string& next) {
  LICET_TRY(const Checkpoint old_head, read_checkpoint_note(before));
  LICET_TRY(const Checkpoint new_head, read_checkpoint_note(next));
  if (new_head.origin != old_head.origin)
    return fail(ErrorCode::kConflict, "the lock store is of the log " + old_head.origin + ", not " + new_head.origin);
  if (new_head.size < old_head.size)
    return fail(ErrorCode::kConflict, "a log of " + std::to_string(new_head.size) + " entries cannot follow one of " +
                                          std::to_string(old_head.size) + " that was signed before");
  if (new_head.size == old_head.size && new_head.root != old_head.root)
    return fail(ErrorCode::kConflict, "another root was signed before at size " + std::to_string(new_head.size));
  return {};
}

}  // namespace

Result<std::optional<std::string>> LockStore::read() const {
  LICET_TRY(const FileLock lock, FileLock::take(path_));
  return read_note(path_);
}

Status LockStore::compare_and_swap(const std::optional<std::string>& expected, const std::string& next) const {
  LICET_TRY(const FileLock lock, FileLock::take(path_));
  LICET_TRY(const std::optional<std::string> present, read_note(path_));
  if (present != expected)
    return fail(ErrorCode::kConflict, "another writer has signed a checkpoint meanwhile; read the head again");
  LICET_CHECK(read_checkpoint_note(next));
  if (present) LICET_CHECK(check_successor(*present, next));
  return write_durably(path_, as_bytes(next), 0600);
}

}  // namespace licet::ledger
