// Which entries bring bytes that are kept beside the ledger: documents that decisions and screenings are taken with.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/encode.h"
#include "record/body.h"

namespace licet::record {

/// Public bytes by digest ("sha256:..."), out of a bundle or a store; nullopt when they are not there.
using Attachments = std::function<std::optional<Bytes>(std::string_view digest)>;

/// The digests ("sha256:...") of the attachments that a body brings: policies, lists, decisions that are too large for
/// an entry, and the opinions that a firm is founded with. Other digests in events name what stays in the firm's
/// archive: later opinions, a source's files, evidence.
std::vector<std::string_view> attachments_of(const StoredBody& body);

}  // namespace licet::record
