// Exporting the ledger as a bundle, and verifying it: one path for the firm itself and for the outsider.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/deps.h"
#include "app/publishing.h"
#include "ledger/export_native.h"
#include "ledger/report.h"
#include "ledger/trust.h"
#include "record/memory_tables.h"

namespace licet::app {

/// Told now and then what is being done ("rows", "measuring", "writing", "entries"), how much of it, and of how much
/// (0: not known).
using LedgerProgress = std::function<void(std::string_view doing, std::uint64_t done, std::uint64_t total)>;

/// Writes the whole ledger as a `.licet` bundle to `out` (0600), under a fresh checkpoint, with sealed payloads and
/// attachments, in constant memory. First the state of the tables is recorded, so that the bundle's fold can be
/// compared with it; the export itself is recorded before the file has its name.
Result<ledger::Exported> export_ledger(Deps& deps, const Principal& principal, const LedgerFolder& folder,
                                       const std::string& out, const LedgerProgress& progress = {});

struct LedgerVerification {
  ledger::Report report;
  bool state_checked = false;
  std::vector<record::StateDifference> differences;
  std::string state_digest;  ///< of the tables, when state was checked
  std::uint64_t lost_keys = 0;
};
/// Verifies everything L0 to L5 over the very bundle that an export would write, kept in a nameless file in the data
/// folder meanwhile, against the installation's own key and `kept` checkpoints. With `state` everything that the store
/// keeps is compared with the ledger first (state_check.h).
Result<LedgerVerification> verify_ledger(Deps& deps, const Principal& principal, const LedgerFolder& folder,
                                         std::vector<std::string> kept, bool state,
                                         const LedgerProgress& progress = {});

}  // namespace licet::app
