// A list as bytes: how a store keeps it by its digest and loads it again without the publisher's files.
//
// Lines of canonical JSON (RFC 8785), each ended by one line feed. The first is the header:
//   {"as_of":"2024-05-01T00:00:00Z","digest":"sha256:...","entries":15402,"kind":"ofac-sdn",
//    "schema":"licet.list/1","source_digest":"sha256:..."}
// `as_of` is "unknown" when nobody said when the list was current.
// Every other line is one entry, in the list's order. `digest` is the SHA-256 of all bytes after the header line, so
// it does not depend on where or when the list was read; an entry's content hash is the SHA-256 of its line without
// the line feed.
#pragma once

#include <string>
#include <string_view>

#include "screening/model.h"

namespace licet::screening {

/// Sorts the entries, hashes each and sets the list's digest. Readers call it last.
void seal_list(List& list);
/// The document of a sealed list.
std::string list_to_document(const List& list);
/// The list of a document. kTampered when the digest, the count or an entry's canonical form does not hold.
Result<List> list_from_document(std::string_view document);

}  // namespace licet::screening
