// Commands on one lead: assign by hand, classify the client, re-authorise the owner, and what a decision answers.
#pragma once

#include <string>
#include <vector>

#include "app/decide.h"
#include "app/deps.h"

namespace licet::app {

/// The answer of `assign`: granted, or the decision that refused it (also recorded).
struct AssignAnswer {
  bool assigned = false;
  std::string person, team;
  json::Value decision;  ///< authorise's answer, as recorded
  std::vector<std::string> reasons;
  Receipt receipt;
};

/// Gives the lead to a person if `authorise` allows it; a refusal is recorded and answered with its reasons. A lead
/// that is held is given by hand only by somebody who may also review it; to everybody else the one reason is
/// IN_REVIEW.
Result<AssignAnswer> assign_lead(Deps& deps, const Principal& principal, const LeadId& lead, const PersonId& person);

struct Classification {
  std::string client_type;      ///< of the policy's vocabulary
  std::string basis;            ///< of the pack's R04 rules: "per_se", "elective", ...
  std::string evidence_digest;  ///< "sha256:..." of the evidence file
};
/// Records a classification by a reviewer and decides the lead anew: only this loosens what a client type permits. The
/// basis must be one that the classification rules of the lead's jurisdictions know for this type, the evidence the
/// digest of a file, and the reviewer nobody who serves the lead.
Result<DecideOutcome> classify_lead(Deps& deps, const Principal& principal, const LeadId& lead,
                                    const Classification& given);

/// A lead that a run over many could not decide.
struct LeadFailure {
  std::string lead;
  Error error;
  bool taken = true;  ///< nobody has it now; false: it could not even be taken from its owner
};
/// What cannot be decided permits nothing: the lead goes from its owner into review, by the system.
Status take_from_owner(Deps& deps, const Principal& principal, const LeadId& lead);
struct ReauthoriseResult {
  std::int64_t checked = 0, kept = 0, moved = 0, parked = 0;
  std::vector<std::string> moved_leads;
  std::vector<LeadFailure> failures;  ///< taken from their owner without a decision; counted as parked where it was
};
/// Re-authorises the owners of the given leads and moves each lead where the answer is no now. Every command that
/// touches a lead calls this first: licences and registrations also end by the clock. A lead whose decision cannot be
/// recorded is taken from its owner and named; it does not keep the others. An error means that the store is at fault.
Result<ReauthoriseResult> reauthorise(Deps& deps, const Principal& principal, const std::vector<LeadId>& leads);

}  // namespace licet::app
