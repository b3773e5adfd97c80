#include "cli/rejects_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <utility>

#include "app/csv_writer.h"

namespace licet::cli {
namespace {

constexpr int kNamesTried = 10'000;

/// Whether something is at the path, be it a link that leads nowhere.
bool is_there(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0;
}

bool is_same_file(const std::string& a, const std::string& b) {
  struct stat first {
  }, second{};
  return ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

bool is_stream(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && (S_ISCHR(info.st_mode) || S_ISFIFO(info.st_mode));
}

}  // namespace

Result<RejectsFile> RejectsFile::choose(const std::string& wanted, const std::string& input) {
  if (wanted.empty()) {
    std::string path = input + ".rejects.csv";
    for (int n = 2; is_there(path) && n < kNamesTried; ++n) path = input + ".rejects-" + std::to_string(n) + ".csv";
    return RejectsFile(std::move(path));
  }
  if (is_same_file(wanted, input))
    return fail(ErrorCode::kConflict, "--rejects " + wanted + " is the file to import; name another");
  if (is_there(wanted) && !is_stream(wanted))
    return fail(ErrorCode::kConflict, wanted +
                                          " exists already and is not overwritten; name another file with --rejects, "
                                          "or move this one away");
  return RejectsFile(wanted);
}

RejectsFile::RejectsFile(RejectsFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)), good_(other.good_) {}

RejectsFile::~RejectsFile() {
  if (fd_ >= 0) ::close(fd_);
}

Status RejectsFile::add(std::uint64_t line, const std::string& reason, std::string_view raw) {
  if (fd_ < 0) LICET_CHECK(open());
  std::string text;
  const std::string fields[] = {std::to_string(line), reason, std::string(raw)};
  app::csv::append_row(text, std::span<const std::string>(fields), app::csv::Guard::kFormulas);
  return write(text);
}

Status RejectsFile::finish() {
  if (fd_ < 0 || ::fsync(fd_) == 0 || errno == EINVAL || errno == EROFS) return {};  // a pipe has nothing to keep
  return fail(ErrorCode::kEnvironment, "cannot finish writing " + path_ + ": " + std::strerror(errno));
}

Status RejectsFile::open() {
  const int flags = is_stream(path_) ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  fd_ = ::open(path_.c_str(), flags, 0600);
  if (fd_ < 0) return fail(ErrorCode::kEnvironment, "cannot create " + path_ + ": " + std::strerror(errno));
  return write("line,reason,row\n");
}

Status RejectsFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::write(fd_, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) {
      const int number = put < 0 ? errno : ENOSPC;
      [[maybe_unused]] const int cut = ::ftruncate(fd_, good_);  // nor can a pipe be cut
      return fail(ErrorCode::kEnvironment, "cannot write to the rejects file " + path_ + ": " + std::strerror(number));
    }
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  good_ = ::lseek(fd_, 0, SEEK_CUR);
  if (good_ < 0) good_ = 0;
  return {};
}

}  // namespace licet::cli
