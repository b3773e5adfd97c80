// The index of the active lists, kept from one start of the program to the next, so that a start does not read and
// normalise every listed name again.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "screening/matcher.h"

namespace licet::app {

/// No larger index is kept. Far more than all lists there are.
inline constexpr std::size_t kKeptIndexBytesMax = std::size_t{1} << 30U;

/// The port: bytes that can be made again, one piece of them, kept beside the data. Used by one thread at a time.
class DerivedFile {
 public:
  virtual ~DerivedFile() = default;
  /// The bytes last kept under this name; nullopt when there are none.
  virtual Result<std::optional<Bytes>> read(std::string_view name) = 0;
  /// Keeps them whole or not at all, also where the program dies, readable by their owner alone; what was kept before
  /// under other names goes.
  virtual Status replace(std::string_view name, ByteView bytes) = 0;
};

/// Keeps one index, sealed: what comes back is what was put in, or nothing. Somebody who can write the file and has not
/// the installation's keys can take the index away and cannot change what it finds; and the firm's own list does not
/// lie open in one file more (docs/formats/kept_index.md). Used by one thread at a time.
class KeptIndexes {
 public:
  /// Told what was not as it should be, in words for the operator. Never an error: an index can be built.
  using Note = std::function<void(const std::string& text)>;
  KeptIndexes(std::unique_ptr<DerivedFile> file, const crypto::Key32& pepper, Note note);

  /// The index of the lists with these documents as this program would build it; null when there is none.
  std::shared_ptr<const screening::ListIndex> find(const std::vector<std::string>& documents);
  void keep(const std::vector<std::string>& documents, const screening::ListIndex& index);

 private:
  crypto::Key32 key_for(const crypto::Digest& plain) const;
  Result<std::shared_ptr<const screening::ListIndex>> open(const std::string& identity, ByteView bytes) const;

  std::unique_ptr<DerivedFile> file_;
  crypto::Key32 pepper_;
  Note note_;
};

}  // namespace licet::app
