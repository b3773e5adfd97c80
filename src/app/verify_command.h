// Exporting the ledger as a bundle, and verifying it: one path for the firm itself and for the outsider.
#pragma once

#include <string>
#include <vector>

#include "app/deps.h"
#include "app/publishing.h"
#include "ledger/report.h"
#include "ledger/trust.h"
#include "record/memory_tables.h"

namespace licet::app {

/// The whole ledger as a `.licet` bundle, under a fresh checkpoint, with sealed payloads and attachments.
Result<Bytes> export_bundle(Deps& deps, const Principal& principal, const LedgerFolder& folder);
/// The same, recorded as an export.
Result<Bytes> export_ledger(Deps& deps, const Principal& principal, const LedgerFolder& folder);

struct LedgerVerification {
  ledger::Report report;
  bool state_checked = false;
  std::vector<record::StateDifference> differences;
  std::string state_digest;  ///< of the tables, when state was checked
  std::uint64_t lost_keys = 0;
};
/// Verifies everything L0 to L5, against the installation's own key and `kept` checkpoints. With `state` also folds the
/// ledger again, opening what still opens, and compares every table row by row.
Result<LedgerVerification> verify_ledger(Deps& deps, const Principal& principal, const LedgerFolder& folder,
                                         std::vector<std::string> kept, bool state);

}  // namespace licet::app
