// Policy versions and counsel's confirmations: proposed by one person, approved by another.
#pragma once

#include <string>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"

namespace licet::app {

/// Records a policy document as a proposal and keeps its bytes. Returns its digest.
Result<std::string> propose_policy(Deps& deps, const Principal& principal, const json::Value& document);
/// Activates a proposed policy, named by its digest or at least kProposalDigitsMin digits of it. Refused for its
/// author. Decisions taken from now on use it; owners are re-authorised by the caller (`licet policy approve` runs the
/// job).
Status approve_policy(Deps& deps, const Principal& principal, std::string_view digest_or_prefix);

struct Attestation {
  std::string rule;            ///< rule id
  std::string opinion_digest;  ///< "sha256:..." of counsel's opinion
  Instant until;               ///< counts strictly before this moment
};
/// Proposes a confirmation of one rule as it reads now (its digest is bound). Returns the digest of the proposal.
Result<std::string> attest_rule(Deps& deps, const Principal& principal, const Attestation& attestation);
/// Approves a proposed confirmation; refused for its author, and when `proposal` (a digest or its beginning) is not
/// what waits now.
Status approve_attestation(Deps& deps, const Principal& principal, std::string_view rule, std::string_view proposal);
/// Ends a confirmation at once; one person suffices, because it only tightens.
Status revoke_attestation(Deps& deps, const Principal& principal, std::string_view rule);

}  // namespace licet::app
