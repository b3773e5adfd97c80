// An index of lists as bytes, to be kept from one start of a program to the next (docs/formats/kept_index.md).
//
// What is read gives the answers of the index that was written, to the last bit: what is costly to make is written, and
// the rest is made of it again. Whose name an indexed name is, is no part of the bytes: it follows from the entries, so
// that no name of an entry can be missing. The bytes say nothing of who made them: whoever keeps them makes sure that
// they come back as they were (app/kept_indexes.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "screening/matcher.h"

namespace licet::screening {

/// Which index it is: canonical JSON of the form, of everything besides the lists that the index hangs on, and of the
/// documents of its lists ("sha256:..."), in whatever order.
std::string kept_index_identity(std::vector<std::string> documents);

/// The index.
Bytes index_to_bytes(const ListIndex& index);
/// kTampered, saying what, when anything is not as `index_to_bytes` makes it; such bytes never do more harm than that.
Result<std::shared_ptr<const ListIndex>> index_from_bytes(ByteView bytes);

}  // namespace licet::screening
