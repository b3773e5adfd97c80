// How much of a name makes a hit, as the firm's policy says it: for everybody, and otherwise for a list, a source of
// leads, a client type, a market.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/firm_words.h"
#include "app/segment.h"
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

/// What holds for a lead under a policy document: the shipped thresholds, then `thresholds`, and in their place what
/// `overrides` say that are for this lead; of several the strictest, which is the lowest. Where it is not known whether
/// one is for it, it counts as soon as it is stricter than what holds without it. Their `segment` names, in words, what
/// of the lead they were chosen by. Of a lead of which nothing is known they are the least of all: who is no hit by
/// these is none by any.
screening::ThresholdSet thresholds_of(const json::Value& policy, const Segment& segment);

/// Whether any override is for a market: only then it matters before a lead has one.
bool has_market_thresholds(const json::Value& policy);
/// Whether `engine` (screening/engine.h) is of thresholds that this policy has for leads of another client type or
/// market and that let something pass which those of `segment` would stop.
bool compared_more_loosely(const json::Value& policy, const Segment& segment, std::string_view engine);

/// The general thresholds and each override, a line each.
std::vector<std::string> threshold_lines(const json::Value& policy);

/// In words, what a policy lets pass that `before` would have stopped: one sentence for each threshold that is higher.
/// Without `before` the shipped thresholds are the measure.
std::vector<std::string> loosened_thresholds(const json::Value* before, const json::Value& after);

}  // namespace licet::app
