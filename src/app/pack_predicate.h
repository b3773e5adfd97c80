// Predicates: when a rule applies. Written in YAML, kept as the JSON of docs/formats/policy.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/yaml_reader.h"
#include "base/json.h"

namespace licet::app {

/// One attribute a predicate may test.
struct PredicateAttribute {
  enum class Type : std::uint8_t { kCode, kPlace, kFlag, kNumber } type = Type::kCode;
  std::string_view name;
};

/// What `applies_to` may test: client_type, product, activity, place, source, entity, entity_home.
std::span<const PredicateAttribute> lead_attributes();
/// What the `when` of an effect may test besides: the action, the recipient and the records of a contact.
std::span<const PredicateAttribute> contact_attributes();

/// What attributes may be compared with.
struct PredicateWords {
  /// By attribute; one that is not here takes any word of its type.
  std::map<std::string, std::vector<std::string>, std::less<>> codes;
  /// Places that packs list beside those of ISO 3166.
  std::vector<std::string> places;
  /// What a lead's `place` may be; nullopt while a pack is read alone.
  std::optional<std::vector<std::string>> lead_places;
};

/// Reads {}, {all: [...]}, {any: [...]}, {not: {...}} or {attribute: [values], ...}; one value may stand without its
/// list. Everything wrong is reported at its place. Lists of values are kept in their order.
json::Value read_predicate(const yaml::ValueReader& value, std::span<const PredicateAttribute> attributes,
                           const PredicateWords& words);

/// Replaces the values that `attribute` is compared with. An attribute left without values can never hold: it becomes
/// {"any":[]}. `values` maps a word to its replacements; words it does not have stay.
json::Value substitute_values(const json::Value& predicate, std::string_view attribute,
                              const std::map<std::string, std::vector<std::string>, std::less<>>& values);

}  // namespace licet::app
