// What changed from one version of a list to the next, entry by entry.
#pragma once

#include <vector>

#include "screening/model.h"

namespace licet::screening {

/// Points into the two lists that were compared; they must outlive it. Each in the order of its list.
struct ListDiff {
  struct Changed {
    const Entry* before = nullptr;
    const Entry* after = nullptr;  ///< the same id with other content
  };
  std::vector<const Entry*> added;    ///< of the later list, ids that the earlier one has not
  std::vector<const Entry*> removed;  ///< of the earlier list, ids that the later one has not
  std::vector<Changed> changed;

  bool empty() const { return added.empty() && removed.empty() && changed.empty(); }
};

/// By entry id and content hash; the lists' dates and files do not count. Lists are sealed (list_document.h).
ListDiff diff_lists(const List& before, const List& after);

/// The later list with nothing but what was added or changed, under its own kind, digest and date: whoever had no hit
/// in the earlier list has one in the later exactly if it has one here.
List entries_to_screen(const List& before, const List& after);

}  // namespace licet::screening
