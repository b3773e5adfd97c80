// How much a list holds: what tells a list that was cut from one that grew shorter.
#pragma once

#include <cstdint>

#include "screening/model.h"

namespace licet::screening {

/// Counts over all entries of a list.
struct ListSize {
  std::int64_t entries = 0;
  std::int64_t persons = 0;       ///< entries that are persons
  std::int64_t names = 0;         ///< of all kinds, weak ones included
  std::int64_t strong_names = 0;  ///< those that nobody marked as weak
  std::int64_t facts = 0;         ///< dates of birth, countries, numbers and addresses
  bool operator==(const ListSize&) const = default;
};

ListSize size_of(const List& list);

}  // namespace licet::screening
