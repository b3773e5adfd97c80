// Files that must survive a crash: written beside, synced, renamed, and the folder synced. Native only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/encode.h"
#include "base/result.h"
#include "ledger/bundle.h"

namespace licet::ledger {

/// Replaces `path` with `bytes` so that after a crash either the old or the new content is there, whole. The folder is
/// opened before the rename and its handle kept until it is synced, so that an I/O error in between is not lost.
/// kEnvironment, naming the path, when the disk refuses.
Status write_durably(const std::filesystem::path& path, ByteView bytes, unsigned mode = 0644);
/// The same for content that comes in pieces. Without `commit` nothing stands at `path` and the temporary file is
/// removed.
class DurableWriter {
 public:
  static Result<DurableWriter> open(const std::filesystem::path& path, unsigned mode = 0644);
  DurableWriter(DurableWriter&& other) noexcept;
  DurableWriter& operator=(DurableWriter&&) = delete;
  ~DurableWriter();
  Status write(ByteView bytes);
  Status commit();  ///< once, last

 private:
  DurableWriter() = default;
  std::filesystem::path path_;
  int folder_ = -1;
  int file_ = -1;
};
/// Makes a folder and its missing parents, each synced into its parent.
Status make_folders_durably(const std::filesystem::path& path);
/// The whole file; kNotFound when it is not there.
Result<Bytes> read_file(const std::filesystem::path& path);

/// A bundle in a file, read piece by piece. Nothing is mapped: a file that another process cuts short meanwhile is an
/// error, not the end of this process. What is read is what the verdict is about, even when it is changed meanwhile.
class BundleInFile final : public BundleBytes {
 public:
  static Result<std::shared_ptr<const BundleInFile>> open(const std::filesystem::path& path);
  ~BundleInFile() override;
  BundleInFile(const BundleInFile&) = delete;
  BundleInFile& operator=(const BundleInFile&) = delete;
  std::uint64_t size() const override { return size_; }
  Result<ByteView> read(std::uint64_t offset, std::size_t size, Bytes& room) const override;

 private:
  friend class ScratchFile;
  BundleInFile(int file, std::uint64_t size, std::string name) : file_(file), size_(size), name_(std::move(name)) {}
  int file_;
  std::uint64_t size_;
  std::string name_;
};

/// A file without a name (mode 0600) in a folder: gone when it is closed, or when the process dies.
class ScratchFile {
 public:
  static Result<ScratchFile> make(const std::filesystem::path& folder);
  ScratchFile(ScratchFile&& other) noexcept;
  ScratchFile& operator=(ScratchFile&&) = delete;
  ~ScratchFile();
  Status write(ByteView bytes);
  /// Once, last: what was written, to be read.
  std::shared_ptr<const BundleInFile> finish() &&;

 private:
  ScratchFile() = default;
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::filesystem::path folder_;
};

}  // namespace licet::ledger
