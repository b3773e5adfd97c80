// A jurisdiction pack: reading packs/ID.yaml (docs/formats/pack.md).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/pack_rule.h"
#include "app/yaml_node.h"
#include "app/yaml_problems.h"
#include "base/json.h"

namespace licet::app {

/// One word a list declares, and where.
struct DeclaredWord {
  std::string word;
  Where where;
};

/// A pack as written. The words of its predicates are its own: firm_policy.h puts the firm's in their place.
struct PackText {
  std::string id;
  std::string parent;  ///< empty: none
  json::Object json;   ///< the pack of policy.md without "rules"
  std::vector<RuleText> rules;
  std::vector<std::string> product_classes;
  std::vector<std::pair<std::string, DeclaredWord>> client_types;  ///< the pack's type, and what it counts as
  std::vector<DeclaredWord> zones;                                 ///< every zone named, to be looked up
  std::vector<std::string> places;
  Where where;  ///< of its id
};

/// Reads one parsed pack file. Everything wrong goes to `problems`; what is answered is whole enough to go on with.
PackText read_pack(const yaml::Document& document, yaml::Problems& problems);

}  // namespace licet::app
