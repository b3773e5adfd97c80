// What a second person approves, by digest: an approval names exactly the proposal that its giver saw. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "record/event.h"

namespace licet::record {

/// "sha256:..." over the proposing event and the id of its body: the same words proposed again, by anybody or at
/// another moment, are another proposal. The text that is hashed is the canonical form of
/// {"ev","event":{"t","v",fields...}}.
std::string proposal_digest(const EventId& body, const Event& event);

/// One register record as it will be; null when it goes.
using RegisterChanges = std::vector<std::pair<std::string, json::Value>>;
/// "sha256:..." over the canonical form of [[key, record or null], ...], sorted by key. Named by every event of the
/// body that makes these changes.
std::string register_proposal_digest(RegisterChanges changes);

}  // namespace licet::record
