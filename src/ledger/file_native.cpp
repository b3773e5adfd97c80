#include "ledger/file_native.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace licet::ledger {

namespace fs = std::filesystem;

namespace {

/// A file descriptor that closes itself.
class Handle {
 public:
  explicit Handle(int fd) : fd_(fd) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

tl::unexpected<Error> system_error(const char* what, const fs::path& path) {
  const int number = errno;
  std::string text = std::string(what) + " " + path.string() + ": " + std::strerror(number);
  if (number == ENOSPC || number == EDQUOT) text += "; free some space there and repeat";
  return fail(number == ENOENT ? ErrorCode::kNotFound : ErrorCode::kEnvironment, std::move(text));
}

Status write_all(int fd, ByteView bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error("cannot write", path);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

fs::path temporary_of(const fs::path& path) { return path.string() + ".new"; }

Status sync_folder(const fs::path& path) {
  const Handle folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.ok() || ::fsync(folder.get()) != 0) return system_error("cannot sync the folder", path);
  return {};
}

}  // namespace

Result<DurableWriter> DurableWriter::open(const fs::path& path, unsigned mode) {
  DurableWriter out;
  out.path_ = path;
  out.folder_ = ::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (out.folder_ < 0) return system_error("cannot open the folder of", path);
  out.file_ = ::open(temporary_of(path).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (out.file_ < 0) return system_error("cannot create", path);
  return out;
}

DurableWriter::DurableWriter(DurableWriter&& other) noexcept
    : path_(std::move(other.path_)), folder_(std::exchange(other.folder_, -1)), file_(std::exchange(other.file_, -1)) {}

DurableWriter::~DurableWriter() {
  if (file_ >= 0) {
    ::close(file_);
    ::unlink(temporary_of(path_).c_str());
  }
  if (folder_ >= 0) ::close(folder_);
}

Status DurableWriter::write(ByteView bytes) { return write_all(file_, bytes, path_); }

Status DurableWriter::commit() {
  LICET_INVARIANT(file_ >= 0);
  if (::fsync(file_) != 0) return system_error("cannot sync", path_);
  ::close(std::exchange(file_, -1));
  if (::rename(temporary_of(path_).c_str(), path_.c_str()) != 0) return system_error("cannot put into place", path_);
  if (::fsync(folder_) != 0) return system_error("cannot sync the folder of", path_);
  return {};
}

Status write_durably(const fs::path& path, ByteView bytes, unsigned mode) {
  LICET_TRY(DurableWriter writer, DurableWriter::open(path, mode));
  LICET_CHECK(writer.write(bytes));
  return writer.commit();
}

Status make_folders_durably(const fs::path& path) {
  std::error_code ignored;
  if (path.empty() || fs::is_directory(path, ignored)) return {};
  LICET_CHECK(make_folders_durably(path.parent_path()));
  if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return system_error("cannot make the folder", path);
  return sync_folder(folder_of(path));
}

Result<Bytes> read_file(const fs::path& path) {
  const Handle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return system_error("cannot read", path);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return system_error("cannot read", path);
  Bytes out(static_cast<std::size_t>(info.st_size));
  std::size_t at = 0;
  while (at < out.size()) {
    const ssize_t got = ::read(file.get(), out.data() + at, out.size() - at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error("cannot read", path);
    if (got == 0) break;
    at += static_cast<std::size_t>(got);
  }
  out.resize(at);
  return out;
}

Result<std::shared_ptr<const BundleInFile>> BundleInFile::open(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return system_error("cannot read", path);
  // Held from here on, so that it is closed on every way out.
  const std::shared_ptr<BundleInFile> out(new BundleInFile(file, 0, path.string()));
  struct stat info {};
  if (::fstat(file, &info) != 0) return system_error("cannot read", path);
  if (!S_ISREG(info.st_mode)) return fail(ErrorCode::kEnvironment, "cannot read " + out->name_ + ": it is not a file");
  out->size_ = static_cast<std::uint64_t>(info.st_size);
  ::posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::shared_ptr<const BundleInFile>(out);
}

BundleInFile::~BundleInFile() { ::close(file_); }

Result<ByteView> BundleInFile::read(std::uint64_t offset, std::size_t size, Bytes& room) const {
  LICET_INVARIANT(offset <= size_ && size <= size_ - offset);
  if (room.size() < size) room.resize(size);
  std::size_t at = 0;
  while (at < size) {
    const ssize_t got = ::pread(file_, room.data() + at, size - at, static_cast<off_t>(offset + at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error("cannot read", name_);
    if (got == 0)
      return fail(ErrorCode::kEnvironment, "cannot read " + name_ + ": it was cut short while it was being read");
    at += static_cast<std::size_t>(got);
  }
  return ByteView(room).first(size);
}

Result<ScratchFile> ScratchFile::make(const fs::path& folder) {
  ScratchFile out;
  out.folder_ = folder;
  out.file_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (out.file_ >= 0) return out;
  // Not every file system has nameless files.
  std::string name = (folder / "scratch-XXXXXX").string();
  out.file_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (out.file_ < 0) return system_error("cannot make a temporary file in", folder);
  ::unlink(name.c_str());
  return out;
}

ScratchFile::ScratchFile(ScratchFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)), size_(other.size_), folder_(std::move(other.folder_)) {}

ScratchFile::~ScratchFile() {
  if (file_ >= 0) ::close(file_);
}

Status ScratchFile::write(ByteView bytes) {
  LICET_CHECK(write_all(file_, bytes, "a temporary file in " + folder_.string()));
  size_ += bytes.size();
  return {};
}

std::shared_ptr<const BundleInFile> ScratchFile::finish() && {
  return std::shared_ptr<const BundleInFile>(
      new BundleInFile(std::exchange(file_, -1), size_, "the temporary file in " + folder_.string()));
}

}  // namespace licet::ledger
