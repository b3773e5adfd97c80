// Tag, route, assign: the one way a lead gets, keeps or loses an owner. Runs inside a command's transaction.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"
#include "app/lead_draft.h"

namespace licet::app {

struct DecideOutcome {
  std::string status;  ///< assigned, review, refused
  PersonId owner;
  std::string team, market;
  std::vector<std::string> reasons;  ///< of the review queue, when not assigned
  bool changed = true;               ///< false when an owner was confirmed and nothing was recorded
};

/// Why the decision is taken, as recorded with an assignment.
enum class Why : std::uint8_t { kRoute, kRelease, kChange, kClock, kDelisted };
std::string_view why_name(Why why);

/// Tags the draft from its evidence and adds lead_tagged to `body`. Reads no table, so an import does it before its
/// transaction.
domain::TagResult tag_lead(const FirmState& state, LeadDraft& draft, record::BodyBuilder& body);
/// The market that takes a lead with this evidence and client type; empty when none does.
std::string expected_market(const domain::Policy& policy, LeadDraft draft, Instant at);
/// Routes a tagged draft: the rest of `decide`. A lead that would be assigned, and that was cleared by thresholds which
/// stop less than those of the market or client type that it has now, waits for a screening instead.
Result<DecideOutcome> route_lead(Tx& tx, Deps& deps, const FirmState& state, LeadDraft& draft,
                                 const domain::TagResult& tag, Why why, record::BodyBuilder& body);

/// Tags the draft from its evidence, routes it, and adds the events to `body`: tagged, routed, then assigned (with the
/// permit that `authorise` gave) or parked with a case. With kClock an owner whom `authorise` still allows stays, and
/// nothing is recorded. Updates `draft`.
Result<DecideOutcome> decide(Tx& tx, Deps& deps, const FirmState& state, LeadDraft& draft, Why why,
                             record::BodyBuilder& body);

/// Takes the lead from its owner into review, reason "undecided": for a lead whose decision could not be recorded.
void take_away(Deps& deps, LeadDraft& draft, Why why, record::BodyBuilder& body);

/// The gate's answer for one person, as a member of one team.
struct PersonAnswer {
  domain::Candidate candidate;
  domain::Authorisation authorisation;
};
/// The gate alone, for one person: the best answer over the teams the person is in. nullopt when the person is not in
/// the register or in no team.
std::optional<PersonAnswer> authorise_person(const FirmState& state, const LeadDraft& draft, const PersonId& person,
                                             Instant at);

/// Whether the owner of a draft may have it now. A lead that moves is moved by `decide` with kClock.
bool may_keep(const FirmState& state, const LeadDraft& draft, Instant at);

/// Rotation and load as the tables hold them, for the people of the teams that serve the firm.
Result<domain::RotationState> rotation_state(Reader& reader, const domain::RegisterView& view,
                                             const std::vector<std::uint32_t>& teams);

}  // namespace licet::app
