// What a second person approves, by digest: an approval names exactly the proposal that its giver saw. Pure.
#pragma once

#include <string>
#include <vector>

#include "record/event.h"

namespace licet::record {

/// "sha256:..." over the proposing event and the id of its body: the same words proposed again, by anybody or at
/// another moment, are another proposal. The text that is hashed is the canonical form of
/// {"ev","event":{"t","v",fields...}}.
std::string proposal_digest(const EventId& body, const Event& event);

/// One register record: as it is, by its digest (empty: there is none), and as it will be (null: it goes).
struct RegisterChange {
  std::string key;
  std::string before;
  json::Value after;
};
using RegisterChanges = std::vector<RegisterChange>;
/// "sha256:..." of a record's canonical form.
std::string register_record_digest(const json::Value& record);
/// "sha256:..." over the canonical form of [[key, before, record or null], ...], sorted by key. Named by every event of
/// the body that makes these changes. What stands in the register meanwhile is part of what was approved: the same
/// record may close a gap or lift a suspension.
std::string register_proposal_digest(RegisterChanges changes);

}  // namespace licet::record
