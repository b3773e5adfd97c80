// Where a CSV reader gets its bytes: a file, a pipe, a text. Read in chunks, so that size does not matter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace licet::app::csv {

/// A stream of bytes. Not thread-safe.
class Source {
 public:
  virtual ~Source() = default;
  /// Writes at most `size` (at least 1) bytes to `out` and answers how many; 0 only at the end, also when asked again.
  /// kEnvironment when the device fails.
  virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
  /// Goes back, so that the next byte read is that `offset` bytes after the first. False where that cannot be done (a
  /// pipe), and then nothing has changed.
  virtual bool go_back(std::uint64_t offset) {
    static_cast<void>(offset);
    return false;
  }
};

/// A text in memory, which must outlive it. `chunk` is the most one read answers.
class TextSource final : public Source {
 public:
  explicit TextSource(std::string_view text, std::size_t chunk = 65'536) : text_(text), chunk_(chunk) {}
  Result<std::size_t> read(char* out, std::size_t size) override;
  bool go_back(std::uint64_t offset) override;

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t chunk_;
};

/// A file on disk.
class FileSource final : public Source {
 public:
  /// kEnvironment when the file cannot be opened; the text names it.
  static Result<std::unique_ptr<FileSource>> open(const std::string& path);
  Result<std::size_t> read(char* out, std::size_t size) override;
  bool go_back(std::uint64_t offset) override;

 private:
  FileSource(std::ifstream in, std::string path) : in_(std::move(in)), path_(std::move(path)) {}
  std::ifstream in_;
  std::string path_;
};

/// Whatever a function answers: sockets, tests.
class FunctionSource final : public Source {
 public:
  using Read = std::function<Result<std::size_t>(char*, std::size_t)>;
  explicit FunctionSource(Read read) : read_(std::move(read)) {}
  Result<std::size_t> read(char* out, std::size_t size) override { return read_(out, size); }

 private:
  Read read_;
};

}  // namespace licet::app::csv
