// The register: changed by events only. Suspending takes effect at once; applying a proposal needs two people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/deps.h"
#include "app/firm_diff.h"
#include "app/firm_state.h"

namespace licet::app {

/// Applies a register document: every changed record becomes an event. `approver` is a second proven person. The whole
/// document must pass the register checks. Returns what changed; nothing is written with `dry_run`.
Result<std::vector<RecordChange>> apply_register(Deps& deps, const Principal& principal, const Principal& approver,
                                                 const json::Value& document, bool dry_run);
/// Suspends or restores one record. Suspending only tightens and needs one person; restoring needs a second one.
Status suspend_record(Deps& deps, const Principal& principal, std::string_view key);
Status restore_record(Deps& deps, const Principal& principal, const Principal& approver, std::string_view key);

}  // namespace licet::app
