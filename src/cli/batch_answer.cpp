#include "cli/batch_answer.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "cli/files.h"

namespace licet::cli {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18U;

tl::unexpected<Error> cannot(const std::string& what, const std::string& path) {
  return fail(ErrorCode::kEnvironment, "cannot " + what + " " + path + ": " + std::strerror(errno));
}

Status put(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return {};
  return fail(ErrorCode::kEnvironment, "the answer could not be written to standard output, or not all of it");
}

}  // namespace

BatchAnswer BatchAnswer::to_stdout() { return {}; }

Result<BatchAnswer> BatchAnswer::waiting_in(const std::string& folder) {
  BatchAnswer out;
  std::string name = folder + "/.answer-XXXXXX";
  out.fd_ = ::mkostemp(name.data(), O_CLOEXEC);  // mode 0600
  if (out.fd_ < 0) return cannot("make a file in", folder);
  ::unlink(name.c_str());
  return out;
}

Result<BatchAnswer> BatchAnswer::to_file(const std::string& path) {
  LICET_CHECK(refuse_existing(path));
  BatchAnswer out;
  out.path_ = path;
  const std::string temporary = path + ".pending-" + std::to_string(::getpid());
  out.fd_ = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out.fd_ < 0) return cannot("create", temporary);
  out.temporary_ = temporary;
  return out;
}

BatchAnswer::BatchAnswer(BatchAnswer&& other) noexcept
    : digest_(std::move(other.digest_)),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      buffer_(std::move(other.buffer_)),
      fd_(std::exchange(other.fd_, -1)) {}

BatchAnswer::~BatchAnswer() {
  if (fd_ >= 0) ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Status BatchAnswer::write(std::string_view text) {
  digest_->update(text);
  if (fd_ < 0) return put(text);
  buffer_ += text;
  return buffer_.size() < kBufferBytes ? Status() : flush();
}

Status BatchAnswer::flush() {
  for (std::string_view rest = buffer_; !rest.empty();) {
    const ssize_t done = ::write(fd_, rest.data(), rest.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return cannot("write", path_.empty() ? "the answer" : path_);
    rest.remove_prefix(static_cast<std::size_t>(done));
  }
  buffer_.clear();
  return {};
}

Result<std::string> BatchAnswer::finish() {
  if (fd_ >= 0) LICET_CHECK(flush());
  if (!temporary_.empty() && ::fsync(fd_) != 0) return cannot("finish writing", path_);
  return crypto::digest_text(digest_->finish());
}

Status BatchAnswer::release() {
  if (fd_ < 0) return {};
  if (!temporary_.empty()) {
    // A link does not replace what appeared there meanwhile.
    if (::link(temporary_.c_str(), path_.c_str()) != 0) return cannot("name the answer", path_);
    return {};
  }
  if (::lseek(fd_, 0, SEEK_SET) != 0) return cannot("read", "the answer");
  std::array<char, 65'536> piece{};
  for (;;) {
    const ssize_t got = ::read(fd_, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("read", "the answer");
    if (got == 0) return {};
    LICET_CHECK(put({piece.data(), static_cast<std::size_t>(got)}));
  }
}

}  // namespace licet::cli
