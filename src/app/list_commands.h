// Screening lists: read whole or not at all, kept by digest, replaced in one step. A short list is not activated.
#pragma once

#include <string>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"
#include "screening/matcher.h"
#include "screening/model.h"

namespace licet::app {

struct ListReport {
  std::string digest, replaces;
  std::int64_t entries = 0, entries_before = 0;
  bool unchanged = false;  ///< the active one has the same entries: only its date may be new
};
/// Share of entries, in percent, that a list may lose against the active one of its kind before it is refused.
inline constexpr std::int64_t kListShrinkPercentMax = 20;

/// How somebody came to know when a list was current.
inline constexpr std::string_view kAsOfStated = "stated";       ///< a person says so
inline constexpr std::string_view kAsOfFileTime = "file_time";  ///< a person says that the files' own times tell

struct ListLoad {
  std::vector<std::string> file_digests{};
  bool accept_shrink = false;
  std::string_view as_of_from = kAsOfStated;
  bool replace_newer = false;  ///< also over a list of a later date; then `note` says why, and is sealed
  std::string note{};
};

/// Activates a list. A list whose `as_of` is unknown finds people and clears nobody. kBadInput when it would be of the
/// future, or of an earlier date than the active one of its kind and `replace_newer` is not set. kRefused when it
/// shrank by more than kListShrinkPercentMax and `accept_shrink` is not set. In both cases the active one stays, and
/// the refusal is recorded. Leads in the book are screened again by the job "rescreen", which belongs right after this.
Result<ListReport> load_list(Deps& deps, const Principal& principal, const screening::List& list,
                             const ListLoad& how = {});

/// One screening by hand, recorded as a read. kNotFound when no list is loaded.
Result<screening::Screening> screen_name(Deps& deps, const Principal& principal, const FirmState& state,
                                         screening::Query query);

}  // namespace licet::app
