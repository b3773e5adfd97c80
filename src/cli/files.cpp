#include "cli/files.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace licet::cli {
namespace {

/// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }

 private:
  int fd_;
};

Error cannot(const std::string& what, const std::string& path, int number) {
  return Error{ErrorCode::kEnvironment, "cannot " + what + " " + path + ": " + std::strerror(number), {}, {}};
}

}  // namespace

Status check_readable(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));  // a pipe is not waited for
  if (file.get() < 0) return fail(cannot("open", path, errno));
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return fail(cannot("read", path, errno));
  if (S_ISREG(info.st_mode)) return {};
  return fail(ErrorCode::kEnvironment, "cannot read " + path + ": it is not a regular file");
}

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return fail(cannot("open", path, errno));
  std::string out;
  std::vector<char> buffer(1U << 16U);
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(cannot("read", path, errno));
    if (got == 0) return out;
    out.append(buffer.data(), static_cast<std::size_t>(got));
    if (out.size() > max_bytes)
      return fail(ErrorCode::kLimit, path + " is larger than the " + std::to_string(max_bytes) + " bytes allowed here");
  }
}

Status write_private_file(const std::string& path, std::string_view content) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0) {
    if (errno == EEXIST) return fail(ErrorCode::kConflict, path + " exists already and is not overwritten");
    return fail(cannot("create", path, errno));
  }
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t put = ::write(file.get(), content.data() + done, content.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      const int number = errno;
      ::unlink(path.c_str());
      return fail(cannot("write", path, number));
    }
    done += static_cast<std::size_t>(put);
  }
  if (::fsync(file.get()) != 0 || ::close(file.release()) != 0) return fail(cannot("finish writing", path, errno));
  return {};
}

Result<PendingFile> PendingFile::write(const std::string& path, std::string_view content) {
  if (::access(path.c_str(), F_OK) == 0)
    return fail(ErrorCode::kConflict, path + " exists already and is not overwritten");
  const std::string temporary = path + ".pending-" + std::to_string(::getpid());
  if (Status written = write_private_file(temporary, content); !written) {
    if (written.error().code == ErrorCode::kBadInput) written.error().code = ErrorCode::kEnvironment;
    return fail(std::move(written).error());
  }
  return PendingFile(path, temporary);
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, {})) {}

PendingFile::~PendingFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Status PendingFile::name() {
  const std::string from = std::exchange(temporary_, {});
  // A link does not replace what appeared there meanwhile.
  if (::link(from.c_str(), path_.c_str()) != 0)
    return fail(ErrorCode::kEnvironment,
                "what was to be " + path_ + " is kept as " + from + ": " + std::strerror(errno));
  ::unlink(from.c_str());
  const std::size_t slash = path_.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() >= 0) ::fsync(opened.get());
  return {};
}

Status refuse_existing(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  if (::access(folder.c_str(), F_OK) != 0)
    return fail(ErrorCode::kEnvironment, "there is no folder " + folder + " to write " + path + " in");
  if (::access(path.c_str(), F_OK) != 0) return {};
  return fail(ErrorCode::kConflict, path + " exists already and is not overwritten");
}

Status make_private_folder(const std::string& path) {
  LICET_CHECK(refuse_existing(path));
  constexpr mode_t kOwnerOnly = 0700;
  if (::mkdir(path.c_str(), kOwnerOnly) == 0) return {};
  return fail(ErrorCode::kEnvironment, "cannot make the folder " + path + ": " + std::strerror(errno));
}

Result<std::string> file_digest(const std::string& path) {
  LICET_TRY(const std::string content, read_file(path));
  if (content.empty()) return fail(ErrorCode::kBadInput, path + " is empty: it shows nothing");
  return crypto::digest_text(crypto::sha256(content));
}

std::string os_user() {
  std::vector<char> buffer(1U << 14U);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
    return found->pw_name;
  return "uid-" + std::to_string(::geteuid());
}

}  // namespace licet::cli
