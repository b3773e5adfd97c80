// The whole verification of a bundle, levels 0 to 5: the one path of the firm, its auditor and a regulator.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "base/encode.h"
#include "ledger/bundle.h"
#include "ledger/report.h"
#include "ledger/trust.h"
#include "ledger/verify.h"

namespace licet::record {

struct RecordOptions {
  bool reexecute = true;      ///< level 5: decisions taken again, recorded states compared with the fold
  ledger::RunItems run = {};  ///< empty: one after the other
  std::function<void(std::uint64_t entries)> progress = {};
};

/// Container, chain, signatures and form by the ledger's rules; meaning and decisions by the record's. Policies and
/// lists are taken from the bundle's attachments. Pure: the same bytes and the same trust give the same report,
/// wherever the items run. kEnvironment when the bytes cannot be read.
Result<ledger::Report> verify_record(std::shared_ptr<const ledger::BundleBytes> bundle, const ledger::Trust& trust,
                                     const RecordOptions& options = {});
/// The same for a bundle in memory, which can always be read.
ledger::Report verify_record(ByteView bundle, const ledger::Trust& trust);

}  // namespace licet::record
