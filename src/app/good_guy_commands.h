// The good-guy list as people see and end it: list, show, revoke. Each answer is recorded before it leaves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/deps.h"

namespace licet::app {

struct GoodGuyFilter {
  std::string state = "active";  ///< active, expired, revoked, reopened; empty: all
  std::string after;             ///< continue after this entry
  std::size_t limit = 50;
};
/// An entry as it is shown: its row, and who it is about. The subject's columns are null after erasure.
struct GoodGuyView {
  record::Row row;
  std::optional<record::Row> subject;
  std::string reason;  ///< the note of the decision that made it; only of one that is shown alone, and while it opens
};

/// Entries on leads within the scope of the reviewing right, in the order of their ids. kBadInput for another state.
Result<std::vector<GoodGuyView>> list_good_guys(Deps& deps, const Principal& principal, const GoodGuyFilter& filter);
Result<GoodGuyView> show_good_guy(Deps& deps, const Principal& principal, std::string_view id_or_prefix);

struct Revoked {
  GoodGuyId id;
  std::vector<LeadId> leads;  ///< that alert again
};
/// Ends an entry, with the reason (sealed): its hit alerts again at once, and whoever has such a lead loses it. One
/// person suffices: it only tightens. kConflict when it was ended before.
Result<Revoked> revoke_good_guy(Deps& deps, const Principal& principal, std::string_view id_or_prefix,
                                const std::string& note);

/// The reviewer's words of the decision with this digest on a case of the lead; empty when they do not open any more.
Result<std::string> decision_note(Deps& deps, const Principal& principal, Reader& reader, std::string_view lead,
                                  const std::string& subject, std::string_view proposal);

}  // namespace licet::app
