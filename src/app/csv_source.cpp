#include "app/csv_source.h"

#include <algorithm>
#include <cstring>
#include <filesystem>

namespace licet::app::csv {

Result<std::size_t> TextSource::read(char* out, std::size_t size) {
  const std::size_t count = std::min({size, chunk_, text_.size() - at_});
  std::memcpy(out, text_.data() + at_, count);
  at_ += count;
  return count;
}

bool TextSource::go_back(std::uint64_t offset) {
  at_ = static_cast<std::size_t>(offset);
  return true;
}

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return fail(ErrorCode::kEnvironment, path + ": this is a folder, not a file");
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::kEnvironment, path + ": cannot be opened; check that it exists and may be read");
  return std::unique_ptr<FileSource>(new FileSource(std::move(in), path));
}

Result<std::size_t> FileSource::read(char* out, std::size_t size) {
  if (in_.eof()) return std::size_t{0};
  in_.read(out, static_cast<std::streamsize>(size));
  if (in_.bad()) return fail(ErrorCode::kEnvironment, path_ + ": cannot be read to its end; check the disk");
  return static_cast<std::size_t>(in_.gcount());
}

bool FileSource::go_back(std::uint64_t offset) {
  const auto state = in_.rdstate();
  in_.clear();
  if (in_.seekg(static_cast<std::streamoff>(offset))) return true;
  in_.clear(state);
  return false;
}

}  // namespace licet::app::csv
