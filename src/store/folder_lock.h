// One writing process for a data folder: a lock file, held as long as the object lives.
#pragma once

#include <string>

#include "base/result.h"

namespace licet::store {

/// An advisory lock (flock) on a file, which also ends with the process, however it dies. Movable.
class FolderLock {
 public:
  /// The writer's lock. kEnvironment when another process has it, naming that process.
  static Result<FolderLock> exclusive(const std::string& path);
  /// Keeps writers out while a reader depends on that; works without write permission.
  static Result<FolderLock> shared(const std::string& path);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace licet::store
