// The policy half of a firm file: products, evidence, markets, routing, house rules; and the policy document they make
// with the packs (docs/formats/policy.md section 1).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/firm_words.h"
#include "app/pack_reader.h"
#include "app/yaml_reader.h"
#include "base/json.h"

namespace licet::app {

/// The kind of evidence that a reviewer's determination of the place is, approved by a second person. Every policy
/// has it.
inline constexpr std::string_view kDetermination = "determination";

/// Where things of a document were written. Keys: "pack:UK", "rule:UK-LICENCE", "market:uk", "route:eu",
/// "product:bonds", "evidence:address", and the keys of register records.
using Positions = std::map<std::string, Where, std::less<>>;

/// The policy half as read.
struct FirmPolicy {
  json::Object json;  ///< policy.md without "zones" and "packs"
  /// product id -> pack -> the classes it has there
  std::map<std::string, std::map<std::string, std::vector<std::string>>> product_classes;
  std::vector<RuleText> house_rules;
  Positions positions;
};

/// Reads products, client types, lawful bases, evidence, screening, markets, routing and house rules.
FirmPolicy read_firm_policy(yaml::MapReader& root, const FirmWords& words);

/// The pack of policy.md: its own words for client types and products replaced by the firm's.
json::Value resolve_pack(const PackText& pack, const FirmPolicy& firm);

/// Checks what needs packs and firm together: parents that are there, client types that are the firm's. Adds positions.
void check_packs(const std::vector<PackText>& packs, const FirmWords& words, yaml::Problems& problems,
                 Positions& positions);

}  // namespace licet::app
