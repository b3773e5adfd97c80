#include "store/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace licet::store {
namespace {

std::string holder(int fd) {
  char text[32] = {};
  const ssize_t n = ::pread(fd, text, sizeof text - 1, 0);
  if (n <= 0) return "another process";
  std::string pid(text, static_cast<std::size_t>(n));
  while (!pid.empty() && (pid.back() < '0' || pid.back() > '9')) pid.pop_back();
  return pid.empty() ? "another process" : "process " + pid;
}

tl::unexpected<Error> cannot_open(const std::string& path, int error) {
  return fail(ErrorCode::kEnvironment, "the lock file " + path + " cannot be opened (" + std::strerror(error) +
                                           "); check that the data folder exists and that this user may write it: "
                                           "reading writes as well, since every read is recorded");
}

}  // namespace

Result<FolderLock> FolderLock::exclusive(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return cannot_open(path, errno);
  FolderLock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot_open(path, errno);
    return fail(ErrorCode::kEnvironment,
                "the data folder is in use by " + holder(fd) + " (lock file " + path +
                    "); wait for it or stop it: one process at a time works with a data folder");
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  // The number only helps a person; that it could not be written (full disk) takes nothing from the lock.
  if (::ftruncate(fd, 0) == 0 && ::pwrite(fd, pid.data(), pid.size(), 0) < 0) errno = 0;
  return lock;
}

Result<FolderLock> FolderLock::shared(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return cannot_open(path, errno);
  FolderLock lock(fd);
  if (::flock(fd, LOCK_SH | LOCK_NB) != 0)
    return fail(ErrorCode::kEnvironment, "the data folder is in use by " + holder(fd) + " (lock file " + path +
                                             ") and this user may not read it meanwhile; wait for it");
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FolderLock::~FolderLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace licet::store
