// The whole verification of a bundle, levels 0 to 5: the one path of the firm, its auditor and a regulator.
#pragma once

#include "base/encode.h"
#include "ledger/report.h"
#include "ledger/trust.h"

namespace licet::record {

/// Container, chain, signatures and form by the ledger's rules; meaning and decisions by the record's. Policies and
/// lists are taken from the bundle's attachments. Pure: the same bytes and the same trust give the same report.
ledger::Report verify_record(ByteView bundle, const ledger::Trust& trust);

}  // namespace licet::record
