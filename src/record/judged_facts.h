// What two people looked at when they judged for a lead what a rule leaves to a person's judgement.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/json.h"

namespace licet::record {

/// Rules that are settled for a lead: id -> digest of the rule's text as it was judged.
using SettledRules = std::map<std::string, std::string, std::less<>>;

/// The facts of a lead that rules hang on. A judgement counts while all of them are as they were (docs/decisions/0041).
struct JudgedFacts {
  std::string_view jurisdictions;  ///< "PACK:PLACE PACK:PLACE", sorted
  std::string_view client_type, product;
  bool classified = false;  ///< the client type is a reviewer's classification, no claim
};

/// As an event carries them: what is empty or false is left out. Never null.
json::Value judged_facts_json(const JudgedFacts& facts);

/// Names rules, their texts and what was judged about: what a decision settles, and its approver has to have seen.
/// `about` is judged_facts_json.
std::string judgement_digest(const SettledRules& rules, const json::Value& about);

}  // namespace licet::record
