// Any bytes as an XML list: reading ends with a list or an error that says where, whatever the pieces; a list that was
// read comes back from its document unchanged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "screening/list_document.h"
#include "screening/list_reader.h"

namespace licet::screening::fuzz {

inline Result<ReadList> read_in_pieces(ListReader& reader, std::string_view bytes, std::size_t piece) {
  LICET_CHECK(reader.begin("fuzz.xml"));
  for (std::size_t at = 0; at < bytes.size(); at += piece) LICET_CHECK(reader.feed(bytes.substr(at, piece)));
  LICET_CHECK(reader.end());
  return reader.finish();
}

inline int read_any(std::unique_ptr<ListReader> (*make)(), const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = read_in_pieces(*make(), bytes, size + 1);
  const auto pieces = read_in_pieces(*make(), bytes, 7);
  LICET_INVARIANT(whole.has_value() == pieces.has_value());
  if (!whole) {
    LICET_INVARIANT(whole.error().to_string() == pieces.error().to_string());
    LICET_INVARIANT(whole.error().code == ErrorCode::kBadInput || whole.error().code == ErrorCode::kLimit);
    LICET_INVARIANT(whole.error().where.file == "fuzz.xml");
    return 0;
  }
  LICET_INVARIANT(whole->list.digest == pieces->list.digest);
  const auto again = list_from_document(list_to_document(whole->list));
  LICET_INVARIANT(again.has_value());
  LICET_INVARIANT(again->entries == whole->list.entries);
  return 0;
}

}  // namespace licet::screening::fuzz
