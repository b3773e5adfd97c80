#include "record/list_entries.h"

#include <string_view>

#include "base/crypto.h"
#include "base/json.h"

namespace licet::record {

std::optional<ListEntries> read_list_entries(ByteView document) {
  std::string_view rest = as_text(document);
  const std::size_t header = rest.find('\n');
  if (header == std::string_view::npos) return std::nullopt;
  ListEntries out;
  for (rest.remove_prefix(header + 1); !rest.empty();) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    const auto entry = json::parse(line, json::kDocumentOptions);
    const std::string id(entry ? entry->string_or("id", "") : "");
    if (id.empty()) return std::nullopt;
    out.ids.insert(id);
    out.id_of_hash.emplace(crypto::digest_text(crypto::sha256(line)), id);
    rest.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace licet::record
