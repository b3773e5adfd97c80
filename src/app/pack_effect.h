// The `effect` of a rule, read by the table of its shape.
#pragma once

#include "app/pack_predicate.h"
#include "app/pack_shapes.h"
#include "app/yaml_reader.h"
#include "base/json.h"

namespace licet::app {

/// Reads the fields of `shape` and no others. What is left out stays out of the answer. Every problem is reported.
json::Value read_effect(const yaml::ValueReader& value, const RuleShape& shape, const PredicateWords& words);

/// Puts the firm's words in place of the pack's in every predicate of an effect: see substitute_values.
json::Value substitute_in_effect(const json::Value& effect, const RuleShape& shape, std::string_view attribute,
                                 const std::map<std::string, std::vector<std::string>, std::less<>>& values);

}  // namespace licet::app
