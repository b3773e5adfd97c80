// One rule as a person writes it, in a pack or among a firm's house rules, as the JSON of docs/formats/policy.md.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/pack_predicate.h"
#include "app/yaml_reader.h"
#include "base/json.h"

namespace licet::app {

/// Who wrote the rule: it decides which statuses and which fields there are.
enum class RuleOrigin : std::uint8_t {
  kPack,  ///< facts and a status are required; what is verified needs its source
  kFirm,  ///< the firm's own: status "house" and no other, and `packs` says where it holds
};

/// What a rule was read into.
struct RuleText {
  json::Object json;               ///< as in policy.md; words of predicates are still the writer's
  std::vector<std::string> packs;  ///< RuleOrigin::kFirm: ids, or "*" alone
  Where where;
};

/// The words that the predicates of a rule may use, by the packs it holds in (none for a rule of a pack).
using WordsOf = std::function<PredicateWords(const std::vector<std::string>& packs)>;

/// Reads a rule and its effect, all 28 shapes. Every problem is reported.
RuleText read_rule(yaml::MapReader& map, RuleOrigin origin, const WordsOf& words_of);

}  // namespace licet::app
