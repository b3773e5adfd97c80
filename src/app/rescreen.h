// Screening again: leads in the book against lists that changed after they were screened.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"
#include "app/lead_commands.h"
#include "app/lead_draft.h"
#include "app/rescreen_plan.h"

namespace licet::app {

struct RescreenHow {
  bool full = false;     ///< every lead against every entry, whatever changed
  bool dry_run = false;  ///< only says what it would do; records nothing
};

struct RescreenReport {
  std::int64_t checked = 0;          ///< leads looked at
  std::int64_t screened = 0;         ///< of those: screened again
  std::map<Due, std::int64_t> due;   ///< of those that were due: how many for which reason
  std::int64_t changed_entries = 0;  ///< entries that were added or changed since what leads were screened against
  std::int64_t hits = 0;             ///< leads with hits that were not open before
  bool asked_book = false;           ///< the index of the book said who may have a hit; else lead by lead
  std::int64_t delisted = 0;         ///< leads with hits that ended because their entries were taken off the lists
  std::int64_t taken = 0;            ///< leads taken from their owner
  std::vector<std::string> hit_leads;
  std::vector<LeadFailure> failures;  ///< leads that could not be decided or screened
  bool stopped = false;
};

/// Screens every lead that is not up to date, and every one that no usable list has seen. One that was up to date with
/// the lists of before, on which no hit was ever found, is compared with the entries that were added or changed since;
/// what is recorded is the same as if it had been compared with all (docs/decisions/0060). Where the program keeps an
/// index of the book, that says whom to compare, and they come first (docs/decisions/0062). A new hit takes the lead
/// from its owner and opens or extends its case; a hit on an entry that its list no longer has ends, and the lead is
/// decided anew (app/delisting.h); what no hit was found on is recorded many to an entry. While a list is
/// missing or too old, hits are recorded and nobody is cleared. Names are compared off the writing thread; memory does
/// not grow with the book. Each lead records the lists it was screened against, so that a run that was cut off is gone
/// on with by the next.
Result<RescreenReport> rescreen(Deps& deps, const Principal& principal,
                                const std::function<bool(std::int64_t done, std::int64_t total)>& progress,
                                const RescreenHow& how = {});

/// The same for one lead in a command's transaction, when no usable list has seen it: records into `body` and updates
/// `draft`. `state` holds the lists. Where the policy wants a screening service asked, this leaves it to `rescreen`.
Status screen_unseen(Tx& tx, Deps& deps, const FirmState& state, LeadDraft& draft, record::BodyBuilder& body);

}  // namespace licet::app
