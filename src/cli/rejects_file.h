// The rejects of an import: each row that was not accepted, with its line and the reason.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace licet::cli {

/// A private file (personal copy: rejects_file) that is made when the first row is refused. Never written over anything
/// that is there. Each row is in the file when `add` returns: none waits in memory for room on the disk.
class RejectsFile {
 public:
  /// Where the rejects of `input` go: to `wanted`, or with that empty to "INPUT.rejects.csv", or, while one of an
  /// earlier run is there, "INPUT.rejects-2.csv" and on. kConflict when `wanted` is the input or exists; looks before a
  /// row is read. A pipe or a device may be named: nothing of it is written over.
  static Result<RejectsFile> choose(const std::string& wanted, const std::string& input);
  ~RejectsFile();
  RejectsFile(RejectsFile&& other) noexcept;
  RejectsFile(const RejectsFile&) = delete;
  RejectsFile& operator=(const RejectsFile&) = delete;
  RejectsFile& operator=(RejectsFile&&) = delete;

  /// kEnvironment when the row cannot be written, also in part: the file then ends with the row before.
  Status add(std::uint64_t line, const std::string& reason, std::string_view raw);
  /// Makes what was added durable.
  Status finish();
  bool made() const { return fd_ >= 0; }
  const std::string& path() const { return path_; }

 private:
  explicit RejectsFile(std::string path) : path_(std::move(path)) {}
  Status open();
  Status write(std::string_view text);

  std::string path_;
  int fd_ = -1;
  off_t good_ = 0;  ///< bytes of whole rows
};

}  // namespace licet::cli
