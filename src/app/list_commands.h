// Screening lists: read whole or not at all, kept by digest, replaced in one step. A short list is not activated.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"
#include "app/list_proof.h"
#include "screening/algorithm.h"
#include "screening/matcher.h"
#include "screening/model.h"

namespace licet::app {

struct ListReport {
  std::string digest, replaces;
  std::int64_t entries = 0, entries_before = 0;
  bool unchanged = false;  ///< the active one has the same entries: only its date may be new
  screening::Proof proof;  ///< that the index over it loses nobody; on record with the list
};
/// Share of what it holds, in percent, that a list may lose against the active one of its kind before it is refused:
/// of its entries, persons, names, strong names and facts, each (screening/list_size.h).
inline constexpr std::int64_t kListShrinkPercentMax = 20;

/// How somebody came to know when a list was current.
inline constexpr std::string_view kAsOfStated = "stated";       ///< a person says so
inline constexpr std::string_view kAsOfFileTime = "file_time";  ///< a person says that the files' own times tell
inline constexpr std::string_view kAsOfFile = "file";           ///< the publisher says so in the files

struct ListLoad {
  std::vector<std::string> file_digests{};
  bool accept_shrink = false;
  std::string_view as_of_from = kAsOfStated;
  bool replace_newer = false;  ///< also over a list of a later date; then `note` says why, and is sealed
  std::string note{};
  std::function<void(std::uint64_t done, std::uint64_t all)> proving{};  ///< how far the proof is
};

/// Activates a list. A list whose `as_of` is unknown finds people and clears nobody. kBadInput when it would be of the
/// future, or of an earlier date than the active one of its kind and `replace_newer` is not set. kRefused when it
/// shrank by more than kListShrinkPercentMax and `accept_shrink` is not set. In both cases the active one stays, the
/// refusal is recorded, and the active one's row bears it (`list_alarms`) until another list takes its place. Leads in
/// the book are screened again by the job "rescreen", which belongs right after this. The list's index is proved first
/// (list_proof.h); a list whose proof has something uncovered is activated all the same, for the one before it is of no
/// better index, and the record and the report say so.
Result<ListReport> load_list(Deps& deps, const Principal& principal, const screening::List& list,
                             const ListLoad& how = {});

/// A list that was not even read whole, or is too short to be its publisher's (`error` says which): it is on record as
/// LIST_UNREADABLE, and the active one of its kind stays and bears it, as in `load_list`. Errors of the machine and of
/// usage are no list's fault: nothing is recorded of them.
Status record_unread_list(Deps& deps, const Principal& principal, const std::string& kind, const Error& error);

/// An active list that stays because a newer one was refused: nobody knows whom that one lists.
struct ListAlarm {
  std::string kind;
  std::string reason;  ///< code of the last refusal
  Instant at;          ///< of it
};
/// By kind; for whoever may load lists or review leads, and nothing for anybody else.
Result<std::vector<ListAlarm>> list_alarms(Deps& deps, const Principal& principal);

/// One screening by hand, recorded as a read. kNotFound when no list is loaded. When the firm's screening service did
/// not answer, the result is degraded and `service_problem` says why. Another algorithm than the firm's is for
/// comparison: it clears nobody, and no service is asked.
Result<screening::Screening> screen_name(Deps& deps, const Principal& principal, const FirmState& state,
                                         screening::Query query, std::optional<Error>* service_problem = nullptr,
                                         screening::Algorithm algorithm = screening::Algorithm::kLicetV1);

}  // namespace licet::app
