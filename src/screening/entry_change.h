// What changed of a listed entry from one version of its list to the next, in words a person checks it by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "screening/model.h"

namespace licet::screening {

/// One fact that is new, gone or other. Published facts only.
struct EntryChange {
  std::string_view what;  ///< "name", "birth date", "country", "identifier", "address", "programme", ...; a literal
  std::string before;     ///< empty: it is new
  std::string after;      ///< empty: it is gone
  bool operator==(const EntryChange&) const = default;
};

/// In the order of the entry's fields. Empty only when the two entries say the same.
std::vector<EntryChange> changes_of(const Entry& before, const Entry& after);
/// "name added: X", "birth date removed: 1970", "title changed: from X to Y".
std::string change_text(const EntryChange& change);

}  // namespace licet::screening
