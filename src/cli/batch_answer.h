// Where the answer of a batch waits until it may leave, whatever its size: it is shown whole or not at all.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/result.h"

namespace licet::cli {

/// Takes the answer piece by piece. Single use, one thread.
class BatchAnswer {
 public:
  /// Straight to standard output: nothing has to be recorded first.
  static BatchAnswer to_stdout();
  /// To a private file without a name in `folder`, and from there to standard output when it is released.
  static Result<BatchAnswer> waiting_in(const std::string& folder);
  /// To a new private file that bears its name when it is released. kConflict when `path` exists.
  static Result<BatchAnswer> to_file(const std::string& path);
  BatchAnswer(BatchAnswer&& other) noexcept;
  BatchAnswer(const BatchAnswer&) = delete;
  BatchAnswer& operator=(const BatchAnswer&) = delete;
  BatchAnswer& operator=(BatchAnswer&&) = delete;
  /// What was not released is gone.
  ~BatchAnswer();

  Status write(std::string_view text);
  /// After the last piece: "sha256:..." of all of them.
  Result<std::string> finish();
  /// After what must be recorded is durable.
  Status release();

 private:
  BatchAnswer() : digest_(std::make_unique<crypto::Sha256>()) {}
  Status flush();

  std::unique_ptr<crypto::Sha256> digest_;
  std::string path_, temporary_;  ///< empty for standard output
  std::string buffer_;
  int fd_ = -1;  ///< -1: standard output
};

}  // namespace licet::cli
