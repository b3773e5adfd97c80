// Any bytes as the files of a list: reading ends with a list or an error that says what, whatever the pieces; a list
// that was read comes back from its document unchanged.
//
// The input is up to four files, separated by a line "=====".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "screening/list_document.h"
#include "screening/list_reader.h"

namespace licet::screening::fuzzing {

inline std::vector<std::string_view> split_files(std::string_view text) {
  constexpr std::string_view kSeparator = "=====\n";
  std::vector<std::string_view> out;
  while (out.size() < 3) {
    const std::size_t at = text.find(kSeparator);
    if (at == std::string_view::npos) break;
    out.push_back(text.substr(0, at));
    text.remove_prefix(at + kSeparator.size());
  }
  out.push_back(text);
  return out;
}

/// The files in pieces of `size` bytes.
inline Result<ReadList> read_pieces(const ListKind& kind, const std::vector<std::string_view>& files,
                                    std::size_t size) {
  const auto reader = kind.make();
  for (const std::string_view file : files) {
    LICET_CHECK(reader->begin("fuzz"));
    for (std::size_t at = 0; at < file.size(); at += size) LICET_CHECK(reader->feed(file.substr(at, size)));
    LICET_CHECK(reader->end());
  }
  return reader->finish();
}

inline int fuzz_list(std::string_view kind_id, const std::uint8_t* data, std::size_t size) {
  const ListKind* kind = find_list_kind(kind_id);
  LICET_INVARIANT(kind != nullptr);
  const std::vector<std::string_view> files = split_files({reinterpret_cast<const char*>(data), size});
  const auto whole = read_pieces(*kind, files, size + 1);
  const auto pieces = read_pieces(*kind, files, 7);
  LICET_INVARIANT(whole.has_value() == pieces.has_value());
  if (!whole) {
    LICET_INVARIANT(whole.error().to_string() == pieces.error().to_string());
    LICET_INVARIANT(whole.error().code == ErrorCode::kBadInput || whole.error().code == ErrorCode::kLimit);
    return 0;
  }
  LICET_INVARIANT(whole->list.digest == pieces->list.digest);
  LICET_INVARIANT(!whole->list.entries.empty());
  for (const Entry& entry : whole->list.entries) LICET_INVARIANT(!entry.names.empty());
  const auto again = list_from_document(list_to_document(whole->list));
  LICET_INVARIANT(again.has_value());
  LICET_INVARIANT(again->entries == whole->list.entries);
  return 0;
}

}  // namespace licet::screening::fuzzing
