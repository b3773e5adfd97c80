// Decisions as they are recorded: canonical JSON with the inputs that were read, so that a decision can be taken again
// from its record alone and gives the same bytes. The form is docs/formats/decision.md.
#pragma once

#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "domain/gates.h"

namespace licet::domain {

/// {"engine","verdict","reasons":[{"code","verdict","pack","place","rule"}...]}: what does not apply is left out.
json::Value decision_record(const Policy& policy, const Decision& decision);
/// {"gate":"tag",...}: evidence, and what came of it.
json::Value tag_record(const Policy& policy, const std::vector<Evidence>& evidence, const TagResult& result,
                       Instant at);
/// {"gate":"authorise",...}: the answer for one person.
json::Value authorise_record(const Policy& policy, const RegisterView& view, const LeadFacts& lead,
                             const Candidate& candidate, const Decision& decision, Instant at);
/// {"gate":"route",...}: every candidate with every reason. Of the rotation only what the candidates' order and load
/// hang on.
json::Value routing_record(const Policy& policy, const RegisterView& view, const LeadFacts& lead,
                           const RotationState& rotation, const Routing& routing, Instant at);

// The inputs alone.
json::Value lead_to_json(const Policy& policy, const LeadFacts& lead);
Result<LeadFacts> lead_from_json(const Policy& policy, const json::Value& value);
json::Value evidence_to_json(const Policy& policy, const std::vector<Evidence>& evidence);
Result<std::vector<Evidence>> evidence_from_json(const Policy& policy, const json::Value& value);
json::Value rotation_to_json(const RotationState& rotation);
Result<RotationState> rotation_from_json(const json::Value& value);

/// Takes the decision of a record again, with the policy and the register it names elsewhere, and returns the new
/// record: equal bytes prove the old one. kUnsupported when another engine decided; kBadInput when this is no record of
/// a gate.
Result<json::Value> decide_again(const Policy& policy, const RegisterView& view, const json::Value& record);

}  // namespace licet::domain
