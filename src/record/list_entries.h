// What a kept list names: the ids and hashes of its entries, out of the lines of its document. Pure; what a list is
// stands in screening/list_document.h, of which this reads no more than it must.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/encode.h"

namespace licet::record {

struct ListEntries {
  std::set<std::string, std::less<>> ids;                      ///< as the publisher numbers them
  std::map<std::string, std::string, std::less<>> id_of_hash;  ///< "sha256:..." of the entry's line -> its id
};

/// Nothing where the bytes are no such document.
std::optional<ListEntries> read_list_entries(ByteView document);

}  // namespace licet::record
