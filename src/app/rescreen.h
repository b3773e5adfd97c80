// Screening again: leads in the book against lists that changed after they were screened.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"
#include "app/lead_commands.h"
#include "app/lead_draft.h"

namespace licet::app {

/// Which lists a lead must have been screened against to be up to date. The same entries under another date are the
/// same list.
class ListStanding {
 public:
  static Result<ListStanding> load(Reader& reader);
  /// `screened` is the lead's column: JSON, digests of documents.
  bool up_to_date(std::string_view screened);
  bool any_active() const { return active_ > 0; }

 private:
  std::set<std::string, std::less<>> current_;  ///< documents with the entries of an active list
  std::size_t active_ = 0;
  std::map<std::string, bool, std::less<>> known_;  ///< columns asked about before; there are few different ones
};

struct RescreenReport {
  std::int64_t checked = 0;   ///< leads looked at
  std::int64_t screened = 0;  ///< of those: screened again
  std::int64_t hits = 0;      ///< of those: with hits that were not open before
  std::int64_t taken = 0;     ///< of those: taken from their owner
  std::vector<std::string> hit_leads;
  std::vector<LeadFailure> failures;  ///< leads that could not be decided or screened
  bool stopped = false;
};

/// Screens every lead that is not up to date, and every one that no usable list has seen. A new hit takes the lead from
/// its owner and opens or extends its case; what no hit was found on is recorded many to an entry. A hit that was open
/// stays open, whatever the lists say now. While a list is missing or too old, hits are recorded and nobody is cleared.
/// Names are compared off the writing thread; memory does not grow with the book. Each lead records the lists it was
/// screened against, so that a run that was cut off is gone on with by the next.
Result<RescreenReport> rescreen(Deps& deps, const Principal& principal,
                                const std::function<bool(std::int64_t done, std::int64_t total)>& progress);

/// The same for one lead in a command's transaction, when no usable list has seen it: records into `body` and updates
/// `draft`. `state` holds the lists. Where the policy wants a screening service asked, this leaves it to `rescreen`.
Status screen_unseen(Tx& tx, Deps& deps, const FirmState& state, LeadDraft& draft, record::BodyBuilder& body);

}  // namespace licet::app
