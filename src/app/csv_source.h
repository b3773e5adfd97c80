// Where a CSV reader gets its bytes: a file, a pipe, a text. Read in chunks, so that size does not matter.
#pragma once

#include <cstddef>
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
};

/// A text in memory, which must outlive it. `chunk` is the most one read answers.
class TextSource final : public Source {
 public:
  explicit TextSource(std::string_view text, std::size_t chunk = 65'536) : text_(text), chunk_(chunk) {}
  Result<std::size_t> read(char* out, std::size_t size) override;

 private:
  std::string_view text_;
  std::size_t chunk_;
};

/// A file on disk.
class FileSource final : public Source {
 public:
  /// kEnvironment when the file cannot be opened; the text names it.
  static Result<std::unique_ptr<FileSource>> open(const std::string& path);
  Result<std::size_t> read(char* out, std::size_t size) override;

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
