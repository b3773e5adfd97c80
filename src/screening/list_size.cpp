#include "screening/list_size.h"

#include <algorithm>

namespace licet::screening {

ListSize size_of(const List& list) {
  ListSize size;
  size.entries = static_cast<std::int64_t>(list.entries.size());
  for (const Entry& entry : list.entries) {
    size.persons += entry.type == EntryType::kPerson ? 1 : 0;
    size.names += static_cast<std::int64_t>(entry.names.size());
    size.strong_names += std::count_if(entry.names.begin(), entry.names.end(),
                                       [](const ListName& name) { return name.strength == Strength::kStrong; });
    size.facts += static_cast<std::int64_t>(entry.births.size() + entry.countries.size() + entry.ids.size() +
                                            entry.addresses.size());
  }
  return size;
}

}  // namespace licet::screening
