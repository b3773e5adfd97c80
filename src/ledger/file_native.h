// Files that must survive a crash: written beside, synced, renamed, and the folder synced. Native only.
#pragma once

#include <filesystem>
#include <string>

#include "base/encode.h"
#include "base/result.h"

namespace licet::ledger {

/// Replaces `path` with `bytes` so that after a crash either the old or the new content is there, whole. The folder is
/// opened before the rename and its handle kept until it is synced, so that an I/O error in between is not lost.
/// kEnvironment with the path in the detail when the disk refuses.
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

/// A file mapped for reading. The view is valid while the object lives. A file that another process cuts short while
/// it is mapped ends this process (SIGBUS): map only what nobody writes any more.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();
  ByteView bytes() const { return {data_, size_}; }

 private:
  MappedFile() = default;
  const std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace licet::ledger
