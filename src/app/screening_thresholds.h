// How much of a name makes a hit, as the firm's policy says it: for everybody, for a list, for a source of leads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/firm_words.h"
#include "app/yaml_reader.h"
#include "base/json.h"
#include "screening/screening.h"

namespace licet::app {

/// Below 70 %, where one clean person in 25 is an alert, nothing was measured (docs/screening.md);
/// above 10,000 nobody at all would.
inline constexpr std::int64_t kThresholdLeast = 7'000;
inline constexpr std::int64_t kThresholdMost = 10'000;

/// Reads `thresholds` and `overrides` of a firm file's `screening` into the policy document; what the file does not
/// say is not in it. `lists` are the kinds that the policy demands.
void read_thresholds(yaml::MapReader& screening, const std::vector<std::string>& lists, json::Object& out);

/// What holds for leads of a source ("" for nobody's: a name typed by hand) under a policy document: the shipped
/// thresholds, then `thresholds`, then each of `overrides` that speaks of this source or of none, in their order.
screening::ThresholdSet thresholds_of(const json::Value& policy, std::string_view source);

/// Of every source, and of nobody's, the least of each threshold: who is no hit by these is none by any.
screening::ThresholdSet least_thresholds(const json::Value& policy);

/// In words, what a policy lets pass that `before` would have stopped: one sentence for each threshold that is higher.
/// Without `before` the shipped thresholds are the measure.
std::vector<std::string> loosened_thresholds(const json::Value* before, const json::Value& after);

}  // namespace licet::app
