// Keys against the record: whose are there, whose are missing, and whose were destroyed and must not come back.
#pragma once

#include <string>
#include <vector>

#include "app/deps.h"

namespace licet::app {

/// The key store at hand against subjects, staff and erasures.
struct KeyAudit {
  std::int64_t in_use = 0;              ///< of subjects and staff who are not erased
  std::int64_t missing = 0;             ///< of these, not there
  std::int64_t wrong = 0;               ///< there, and another than the record's check value says
  std::int64_t unused = 0;              ///< of nobody
  std::vector<std::string> resurfaced;  ///< of the erased, by the ledger's own entries; sorted
  bool sound() const { return missing == 0 && wrong == 0 && resurfaced.empty(); }
};
/// Needs the right over keys. Reads every entry: the tables may have been changed, the ledger says who was erased.
Result<KeyAudit> audit_keys(Deps& deps, const Principal& principal);

/// A restoring that is about to be done, for the record.
struct KeysRestored {
  std::string backup;              ///< digest of the backup file
  std::vector<std::string> files;  ///< names of the key files that come back
  std::int64_t keys = 0;           ///< that can be opened afterwards
  std::int64_t missing = 0;        ///< of subjects and staff, that the backup does not have
  std::int64_t left_out = 0;       ///< of the erased
};
Status record_keys_restored(Deps& deps, const Principal& principal, const KeysRestored& restored);

}  // namespace licet::app
