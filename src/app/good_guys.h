// Good-guy entries: hits that two persons found false, and that do not alert again while neither side changes.
//
// An entry binds a subject as it was compared (every name and fact that the screening saw, by a digest that is keyed
// under the subject's key), an entry of a list as it was listed (by its content hash), who found it, who approved it,
// and until when. There is no other way for a hit to end (docs/decisions/0043-good-guys.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"
#include "app/lead_commands.h"
#include "app/lead_draft.h"
#include "screening/screening.h"

namespace licet::app {

/// One that holds, to a screening.
struct HeldGoodGuy {
  std::string hit, compared;
};
/// What the hits on a lead are held against when a screening is recorded.
struct HitStanding {
  std::optional<crypto::Key32> key;  ///< the subject's; without it nothing can be compared, and no entry holds
  std::vector<HeldGoodGuy> good;     ///< of the subject, at that moment

  bool holds_for(std::string_view hit, std::string_view compared) const;
};
/// Of a lead at `at`, for a screening with these hits. Empty where there is nothing to hold against anything.
Result<HitStanding> hit_standing(Reader& reader, Deps& deps, const LeadDraft& draft,
                                 const std::vector<std::string>& hits, Instant at);

/// "number" of "number:digest", as hits and what was compared are named.
std::size_t name_number(std::string_view hit);
/// The keyed digest of everything that was compared. It says nothing without the subject's key, and nothing to anybody
/// when that is destroyed.
std::string compared_digest(const crypto::Key32& key, const screening::Query& query);
/// What was compared of the name of a hit, of a lead's `compared`; empty when that is not known.
std::string compared_of(const std::vector<std::string>& compared, std::string_view hit);

/// Why entries end.
enum class GoodGuyEnd : std::uint8_t { kExpired, kRevoked, kReopened };
std::string_view good_guy_end_name(GoodGuyEnd why);

/// Ends `entries` (rows of one subject): their hits alert again at once, on every lead of the subject that has them,
/// and who has such a lead loses it. `always`: a lead on which the hits are open afterwards whether or not the last
/// screening found them; its draft, so that the caller goes on with it. `decides`: false takes the leads away without
/// a decision, for ones that could not be recorded. The leads that alert again.
Result<std::vector<LeadId>> end_good_guys(Tx& tx, Deps& deps, const FirmState& state,
                                          const std::vector<record::Row>& entries, GoodGuyEnd why, const PersonId& by,
                                          LeadDraft* always, bool decides, record::BodyBuilder& body);

struct ExpiryReport {
  std::int64_t checked = 0;  ///< entries that nobody ended
  std::int64_t ended = 0;
  std::vector<std::string> leads;  ///< that alert again
  std::vector<LeadFailure> failures;
};
/// Ends the entries whose time is over. A subject a transaction.
Result<ExpiryReport> expire_good_guys(Deps& deps, const Principal& principal);

}  // namespace licet::app
