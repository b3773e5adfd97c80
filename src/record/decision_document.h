// Decisions that are too large for an entry: a routing over thousands of candidates is kept beside the ledger, and the
// entry names it by its digest. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "record/attachments.h"

namespace licet::record {

/// What stands in the entry for a decision whose canonical text has this digest: {"document","gate"}.
json::Value named_decision(const json::Value& decision, std::string_view digest);
/// The digest ("sha256:...") that a decision's value or canonical text names; empty where the decision stands there
/// itself.
std::string_view decision_document(const json::Value& decision);
std::string_view decision_document(std::string_view decision_text);
/// The canonical text of a decision kept under `digest`. kTampered when it is not at hand, is another than its digest
/// says, or is no canonical JSON.
Result<std::string> read_decision_document(std::string_view digest, const Attachments& attachments);

}  // namespace licet::record
