// `ledger verify --state`: everything that the store keeps, against what the ledger's entries make of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/deps.h"
#include "app/verify_command.h"

namespace licet::app {

struct StateCheck {
  std::vector<record::StateDifference> differences;
  std::string digest;  ///< of the tables; empty when an entry did not read
  std::uint64_t lost_keys = 0;
};

/// Folds the ledger again, opening what still opens and deriving blind keys again, and compares: every row of every
/// table; the indexes of entries by object and by event; attachments and sealed payloads, by presence and by hash; and
/// the store's own layout. Differences are values, and one does not hide the others; an error means that the check
/// could not be made.
Result<StateCheck> check_state(Deps& deps, const Principal& principal, const LedgerProgress& progress);

}  // namespace licet::app
