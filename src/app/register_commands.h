// The register: changed by events only. Suspending takes effect at once; applying a proposal needs two people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"

namespace licet::app {

/// One record's change, for people and for `register apply`.
struct RegisterChange {
  std::string key;
  json::Value before;  ///< null when added
  json::Value after;   ///< null when removed
};
/// Changes that turn `before` into `after` (both register documents), by key.
Result<std::vector<RegisterChange>> register_changes(const json::Value& before, const json::Value& after);

/// Applies a register document: every changed record becomes an event. `approver` is a second proven person. The whole
/// document must pass the register checks. Returns what changed; nothing is written with `dry_run`.
Result<std::vector<RegisterChange>> apply_register(Deps& deps, const Principal& principal, const Principal& approver,
                                                   const json::Value& document, bool dry_run);
/// Suspends or restores one record. Suspending only tightens and needs one person; restoring needs a second one.
Status suspend_record(Deps& deps, const Principal& principal, std::string_view key);
Status restore_record(Deps& deps, const Principal& principal, const Principal& approver, std::string_view key);

}  // namespace licet::app
