#include "app/screening_thresholds.h"

#include <algorithm>
#include <set>

namespace licet::app {
namespace {

using screening::Thresholds;
using screening::ThresholdSet;

json::Object read_cuts(yaml::MapReader& map) {
  json::Object out;
  for (const auto& [name, cut] : screening::kThresholdNames)
    if (const auto value = map.optional_integer(name, kThresholdLeast, kThresholdMost)) out.emplace(name, *value);
  return out;
}

void overlay(Thresholds& cuts, const json::Value& said) {
  for (const auto& [name, cut] : screening::kThresholdNames)
    cuts.*cut = static_cast<std::uint32_t>(said.int_or(name, cuts.*cut));
}

const json::Array& overrides_of(const json::Value& policy) {
  static const json::Array kNone;
  const json::Value* screening = policy.find("screening");
  const json::Value* overrides = screening == nullptr ? nullptr : screening->find("overrides");
  return overrides != nullptr && overrides->is_array() ? overrides->as_array() : kNone;
}

/// What `key` of the overrides names, and "" for all the others.
std::set<std::string> named(const json::Value& policy, std::string_view key) {
  std::set<std::string> out{""};
  for (const json::Value& one : overrides_of(policy)) out.emplace(one.string_or(key, ""));
  return out;
}

std::string percent(std::uint32_t cut) {
  const std::string hundredths = std::to_string(cut % 100);
  return std::to_string(cut / 100) + (cut % 100 == 0 ? "" : (cut % 100 < 10 ? ".0" : ".") + hundredths) + " %";
}

/// What a higher threshold of this name lets pass.
std::string_view lost(std::string_view name) {
  if (name == "person") return "names of persons";
  if (name == "company") return "names of companies";
  if (name == "weak_alias") return "weak aliases";
  if (name == "corroborated") return "names of those whose birth date or number agrees";
  return "names of those whose birth date speaks against it";
}

}  // namespace

void read_thresholds(yaml::MapReader& screening, const std::vector<std::string>& lists, json::Object& out) {
  yaml::MapReader general = screening.optional_map("thresholds");
  if (general.present())
    if (json::Object cuts = read_cuts(general); !cuts.empty()) out.emplace("thresholds", std::move(cuts));
  json::Array overrides;
  for (yaml::MapReader& map : screening.optional_list_of_maps("overrides")) {
    const auto list = map.optional_slug("list"), source = map.optional_slug("source");
    json::Object cuts = read_cuts(map);
    if (!list && !source) map.problem("list", "an override is for a list, a source of leads, or both: say which");
    if (cuts.empty()) map.problem("person", "an override without a threshold changes nothing");
    if (list && std::find(lists.begin(), lists.end(), *list) == lists.end())
      map.problem("list", "'" + *list + "' is none of the lists that this policy demands");
    if (list) cuts.emplace("list", *list);
    if (source) cuts.emplace("source", *source);
    overrides.emplace_back(std::move(cuts));
  }
  if (!overrides.empty()) out.emplace("overrides", std::move(overrides));
}

ThresholdSet thresholds_of(const json::Value& policy, std::string_view source) {
  ThresholdSet out;
  const json::Value* screening = policy.find("screening");
  const json::Value* general = screening == nullptr ? nullptr : screening->find("thresholds");
  if (general != nullptr) overlay(out.general, *general);
  const auto speaks = [&](const json::Value& one) {
    const std::string_view of = one.string_or("source", "");
    if (of == source && !source.empty()) out.segment = source;
    return of.empty() || of == source;
  };
  for (const json::Value& one : overrides_of(policy))
    if (speaks(one) && one.string_or("list", "").empty()) overlay(out.general, one);
  for (const std::string& list : named(policy, "list")) {
    Thresholds own = out.general;
    bool any = false;
    for (const json::Value& one : overrides_of(policy))
      if (speaks(one) && !list.empty() && one.string_or("list", "") == list) {
        overlay(own, one);
        any = true;
      }
    if (any) out.lists.emplace_back(list, own);
  }
  return out;
}

ThresholdSet least_thresholds(const json::Value& policy) {
  const std::set<std::string> sources = named(policy, "source");
  const auto least_of = [&](const std::string& list) {
    Thresholds out = thresholds_of(policy, "").of(list);
    for (const std::string& source : sources) {
      const Thresholds cuts = thresholds_of(policy, source).of(list);
      for (const auto& [name, cut] : screening::kThresholdNames) out.*cut = std::min(out.*cut, cuts.*cut);
    }
    return out;
  };
  ThresholdSet out = least_of("");
  for (const std::string& list : named(policy, "list"))
    if (!list.empty()) out.lists.emplace_back(list, least_of(list));
  return out;
}

std::vector<std::string> loosened_thresholds(const json::Value* before, const json::Value& after) {
  const json::Value none{json::Object{}};
  const json::Value& old = before == nullptr ? none : *before;
  std::set<std::string> sources = named(after, "source"), lists = named(after, "list");
  sources.merge(named(old, "source"));
  lists.merge(named(old, "list"));
  std::vector<std::string> out;
  std::set<std::string> said;  // by source and list: what is said of more leads or lists is not repeated of fewer
  for (const std::string& source : sources)
    for (const std::string& list : lists) {
      const Thresholds was = thresholds_of(old, source).of(list), is = thresholds_of(after, source).of(list);
      for (const auto& [name, cut] : screening::kThresholdNames) {
        if (is.*cut <= was.*cut) continue;
        const std::string change = std::string(name) + " from " + percent(was.*cut) + " to " + percent(is.*cut);
        const auto key = [&](const std::string& of, const std::string& on) { return of + "\n" + on + "\n" + change; };
        if (said.count(key("", "")) + said.count(key("", list)) + said.count(key(source, "")) != 0) continue;
        said.insert(key(source, list));
        out.push_back("threshold " + change + ": more " + std::string(lost(name)) +
                      (list.empty() ? "" : " of the list " + list) + " will pass unseen" +
                      (source.empty() ? "" : ", for leads of " + source));
      }
    }
  return out;
}

}  // namespace licet::app
