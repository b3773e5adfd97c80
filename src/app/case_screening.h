// What a reviewer of a hit looks at: who was asked about beside who is listed, why they matched, and what was found
// about the same pair before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/lead_queries.h"
#include "app/lead_screening.h"

namespace licet::app {

/// What two persons found about this subject and this entry of a list, whatever version of either.
struct EarlierFinding {
  std::string review;  ///< the case
  std::string lead;
  std::string disposition;
  std::string by, approved_by;
  Instant at{};      ///< of the approval
  std::string note;  ///< the reviewer's words; empty when they do not open any more
};

/// One hit of a case. Personal data, with the subject's key; without it names and parts are empty.
struct CaseHit {
  std::string hit;          ///< as the record names it
  std::string list, entry;  ///< empty for hits that were counted and not listed
  std::string state;        ///< "open", "cleared" by a good-guy entry, or "ended": neither any more
  std::optional<BorneName> asked;
  /// The screening that showed it last, with this hit alone: score, words, corroboration, list, thresholds, algorithm.
  std::optional<screening::Screening> match;
  std::optional<screening::Entry> listed;  ///< the entry as it was then; absent when the list's bytes are not at hand
  std::vector<EarlierFinding> earlier;     ///< oldest first
};

/// The hits of a case that was shown (`show_case` records the read): those open on its lead, those cleared, and those
/// it decided about.
Result<std::vector<CaseHit>> case_hits(Deps& deps, const Principal& principal, const CaseView& view);

}  // namespace licet::app
