// The register: changed by events only. Suspending takes effect at once; applying a proposal needs two people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/deps.h"
#include "app/firm_diff.h"
#include "app/firm_state.h"

namespace licet::app {

/// What a document would change in the register as it stands, and the digest by which a second person approves exactly
/// that. Empty changes have no digest.
struct RegisterProposal {
  std::vector<RecordChange> changes;
  std::string digest;
};
/// Recorded as a read. The document need not pass the register checks.
Result<RegisterProposal> register_proposal(Deps& deps, const Principal& principal, const json::Value& document);

/// Applies a register document: every changed record becomes an event. `approver` is a second proven person, `proposal`
/// the digest (or its beginning) of what this person looked at: when the document or the register changed meanwhile, it
/// is refused. The whole document must pass the register checks. Returns what changed.
Result<RegisterProposal> apply_register(Deps& deps, const Principal& principal, const Principal& approver,
                                        const json::Value& document, std::string_view proposal);
/// Suspending one record only tightens and needs one person.
Status suspend_record(Deps& deps, const Principal& principal, std::string_view key);
/// What restoring a record would change. Recorded as a read. kConflict when it is not suspended.
Result<RegisterProposal> restore_proposal(Deps& deps, const Principal& principal, std::string_view key);
/// Restores it: `approver` is a second proven person, `proposal` the digest (or its beginning) of what this person
/// looked at; when the record changed meanwhile, it is refused.
Status restore_record(Deps& deps, const Principal& principal, const Principal& approver, std::string_view key,
                      std::string_view proposal);

}  // namespace licet::app
