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

/// "sha256:..." over the canonical form of {"basis","kid","leads":[id, ...],"suppress":[...]}, both lists sorted: whose
/// erasure was approved, on what basis, of which leads, and what stays behind to keep the person out. Who owns the
/// leads is no part of it.
std::string erasure_proposal_digest(std::string_view kid, std::string_view basis, std::vector<std::string> leads,
                                    std::vector<std::string> suppress);

/// The same over {"basis","evidence","kid","lifted":[...]}: whose suppression ends, which part of it, and by what.
std::string suppression_proposal_digest(std::string_view kid, std::string_view basis, std::string_view evidence,
                                        std::vector<std::string> lifted);

}  // namespace licet::record
