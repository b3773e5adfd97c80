// For tests of readers: invented files in memory, read whole or in pieces.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "screening/list_reader.h"

namespace licet::screening::testing {

using Files = std::vector<std::pair<std::string, std::string>>;  ///< names and bytes

/// Reads the files as a list of this kind in pieces of which `size` gives each length, at least 1.
inline Result<ReadList> read_in_pieces(std::string_view kind, const Files& files,
                                       const std::function<std::size_t()>& size) {
  const ListKind* found = find_list_kind(kind);
  LICET_INVARIANT(found != nullptr);
  const auto reader = found->make();
  for (const auto& [name, bytes] : files) {
    LICET_CHECK(reader->begin(name));
    for (std::string_view rest = bytes; !rest.empty();) {
      const std::size_t take = std::min(rest.size(), size());
      LICET_CHECK(reader->feed(rest.substr(0, take)));
      rest.remove_prefix(take);
    }
    LICET_CHECK(reader->end());
  }
  return reader->finish();
}

inline Result<ReadList> read_files(std::string_view kind, const Files& files) {
  std::vector<SourceFile> sources;
  for (const auto& [name, bytes] : files) sources.push_back({name, bytes});
  const ListKind* found = find_list_kind(kind);
  LICET_INVARIANT(found != nullptr);
  return read_list(*found, sources);
}
inline Result<ReadList> read_one(std::string_view kind, std::string bytes) {
  return read_files(kind, {{"list", std::move(bytes)}});
}
inline std::string error_of(const Result<ReadList>& got) { return got ? "no error" : got.error().to_string(); }
inline ErrorCode code_of(const Result<ReadList>& got) {
  LICET_INVARIANT(!got.has_value());
  return got.error().code;
}

/// A text with the first `from` replaced.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  LICET_INVARIANT(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

inline const Entry* entry_of(const ReadList& read, std::string_view id) {
  const auto& entries = read.list.entries;
  const auto found = std::find_if(entries.begin(), entries.end(), [id](const Entry& e) { return e.entry_id == id; });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace licet::screening::testing
