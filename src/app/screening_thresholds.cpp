#include "app/screening_thresholds.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "screening/engine.h"

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

const json::Array& overrides_of(const json::Value& policy) {
  static const json::Array kNone;
  const json::Value* screening = policy.find("screening");
  const json::Value* overrides = screening == nullptr ? nullptr : screening->find("overrides");
  return overrides != nullptr && overrides->is_array() ? overrides->as_array() : kNone;
}

/// What of a lead an override may be for, how it is called in words, and how it stands in a sentence about leads.
struct Dimension {
  std::string_view name, words, of;
  std::string Segment::*value;
};
constexpr Dimension kDimensions[] = {{"source", "source", "of ", &Segment::source},
                                     {"client_type", "client type", "of client type ", &Segment::client_type},
                                     {"market", "market", "of market ", &Segment::market}};
/// Stands for every source, client type or market that no override names: no code is written so.
constexpr std::string_view kAnyOther = "-";

enum class Applies : std::uint8_t { kNo, kMaybe, kYes };

Applies applies(const json::Value& one, const Segment& segment) {
  Applies out = Applies::kYes;
  for (const Dimension& dimension : kDimensions) {
    const std::string_view of = one.string_or(dimension.name, "");
    const std::string& known = segment.*dimension.value;
    if (of.empty() || of == known) continue;
    if (!known.empty()) return Applies::kNo;
    out = Applies::kMaybe;
  }
  return out;
}

/// Of names on `list`; "" for lists that no override is for.
Thresholds cuts_for(const json::Value& policy, const Thresholds& base, const Segment& segment, std::string_view list) {
  Thresholds out = base;
  for (const auto& [name, cut] : screening::kThresholdNames) {
    std::optional<std::uint32_t> least;
    bool replaced = false;
    for (const json::Value& one : overrides_of(policy)) {
      const std::string_view of = one.string_or("list", "");
      const Applies how = applies(one, segment);
      if ((!of.empty() && of != list) || how == Applies::kNo || one.find(name) == nullptr) continue;
      const auto said = static_cast<std::uint32_t>(one.int_or(name, 0));
      least = std::min(least.value_or(said), said);
      replaced = replaced || how == Applies::kYes;
    }
    if (least) out.*cut = replaced ? *least : std::min(*least, base.*cut);
  }
  return out;
}

/// "client type retail, market not known": what of the lead the overrides that count were chosen by.
std::string chosen_by(const json::Value& policy, const Segment& segment) {
  std::string out;
  for (const Dimension& dimension : kDimensions) {
    const bool counts =
        std::any_of(overrides_of(policy).begin(), overrides_of(policy).end(), [&](const json::Value& one) {
          return !one.string_or(dimension.name, "").empty() && applies(one, segment) != Applies::kNo;
        });
    if (!counts) continue;
    const std::string& known = segment.*dimension.value;
    out += (out.empty() ? "" : ", ") + std::string(dimension.words) + " " + (known.empty() ? "not known" : known);
  }
  return out;
}

Thresholds general_of(const json::Value& policy) {
  Thresholds out;
  const json::Value* screening = policy.find("screening");
  const json::Value* general = screening == nullptr ? nullptr : screening->find("thresholds");
  if (general == nullptr) return out;
  for (const auto& [name, cut] : screening::kThresholdNames)
    out.*cut = static_cast<std::uint32_t>(general->int_or(name, out.*cut));
  return out;
}

/// What `key` of the overrides names, and `rest` for all the others.
std::set<std::string> named(const json::Value& policy, std::string_view key, std::string_view rest) {
  std::set<std::string> out{std::string(rest)};
  for (const json::Value& one : overrides_of(policy))
    if (const std::string_view of = one.string_or(key, ""); !of.empty()) out.emplace(of);
  return out;
}

/// Every segment that the overrides of one or two policies tell apart.
std::vector<Segment> segments_of(const json::Value& policy, const json::Value& other) {
  std::vector<Segment> out(1);
  for (const Dimension& dimension : kDimensions) {
    std::set<std::string> values = named(policy, dimension.name, kAnyOther);
    values.merge(named(other, dimension.name, kAnyOther));
    std::vector<Segment> more;
    for (const Segment& segment : out)
      for (const std::string& value : values) {
        more.push_back(segment);
        more.back().*dimension.value = value;
      }
    out = std::move(more);
  }
  return out;
}

/// Nothing that `b` stops passes `a`.
bool as_strict(const ThresholdSet& a, const ThresholdSet& b) {
  const auto no_higher = [](const Thresholds& one, const Thresholds& other) {
    return std::all_of(screening::kThresholdNames.begin(), screening::kThresholdNames.end(),
                       [&](const auto& name) { return one.*name.second <= other.*name.second; });
  };
  const auto on_lists = [&](const ThresholdSet& of) {
    return std::all_of(of.lists.begin(), of.lists.end(),
                       [&](const auto& list) { return no_higher(a.of(list.first), b.of(list.first)); });
  };
  return no_higher(a.general, b.general) && on_lists(a) && on_lists(b);
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
    json::Object cuts = read_cuts(map);
    if (cuts.empty()) map.problem("person", "an override without a threshold changes nothing");
    const auto list = map.optional_slug("list");
    bool whose = list.has_value();
    for (const Dimension& dimension : kDimensions)
      if (auto code = map.optional_slug(dimension.name)) {
        cuts.emplace(dimension.name, std::move(*code));
        whose = true;
      }
    if (!whose)
      map.problem("list", "an override is for a list, a source of leads, a client type or a market: say which");
    if (list && std::find(lists.begin(), lists.end(), *list) == lists.end())
      map.problem("list", "'" + *list + "' is none of the lists that this policy demands");
    if (list) cuts.emplace("list", *list);
    overrides.emplace_back(std::move(cuts));
  }
  if (!overrides.empty()) out.emplace("overrides", std::move(overrides));
}

ThresholdSet thresholds_of(const json::Value& policy, const Segment& segment) {
  const Thresholds base = general_of(policy);
  ThresholdSet out;
  out.general = cuts_for(policy, base, segment, "");
  for (const std::string& list : named(policy, "list", "")) {
    const bool own = !list.empty() &&
                     std::any_of(overrides_of(policy).begin(), overrides_of(policy).end(), [&](const json::Value& one) {
                       return one.string_or("list", "") == list && applies(one, segment) != Applies::kNo;
                     });
    if (own) out.lists.emplace_back(list, cuts_for(policy, base, segment, list));
  }
  out.segment = chosen_by(policy, segment);
  return out;
}

bool has_market_thresholds(const json::Value& policy) {
  return std::any_of(overrides_of(policy).begin(), overrides_of(policy).end(),
                     [](const json::Value& one) { return !one.string_or("market", "").empty(); });
}

bool compared_more_loosely(const json::Value& policy, const Segment& segment, std::string_view engine) {
  if (overrides_of(policy).empty()) return false;
  const ThresholdSet present = thresholds_of(policy, segment);
  if (screening::engine_digest(present) == engine) return false;
  for (const std::string& client_type : named(policy, "client_type", kAnyOther))
    for (const std::string& market : named(policy, "market", kAnyOther)) {
      const ThresholdSet then = thresholds_of(policy, {segment.source, client_type, market});
      if (screening::engine_digest(then) == engine) return !as_strict(then, present);
    }
  return false;
}

std::vector<std::string> threshold_lines(const json::Value& policy) {
  const auto cuts_text = [](const auto& cut_of) {
    std::string out;
    for (const auto& [name, cut] : screening::kThresholdNames)
      if (const std::uint32_t value = cut_of(name, cut); value != 0)
        out += (out.empty() ? "" : ", ") + std::string(name) + " " + percent(value);
    return out;
  };
  const Thresholds general = general_of(policy);
  std::vector<std::string> out{"for everybody: " + cuts_text([&](std::string_view, auto cut) { return general.*cut; })};
  for (const json::Value& one : overrides_of(policy)) {
    std::string whose;
    const auto add = [&](std::string_view words, std::string_view value) {
      if (!value.empty()) whose += (whose.empty() ? "" : ", ") + std::string(words) + " " + std::string(value);
    };
    add("list", one.string_or("list", ""));
    for (const Dimension& dimension : kDimensions) add(dimension.words, one.string_or(dimension.name, ""));
    out.push_back(whose + ": " + cuts_text([&](std::string_view name, auto) {
                    return static_cast<std::uint32_t>(one.int_or(name, 0));
                  }));
  }
  return out;
}

std::vector<std::string> loosened_thresholds(const json::Value* before, const json::Value& after) {
  const json::Value none{json::Object{}};
  const json::Value& old = before == nullptr ? none : *before;
  std::set<std::string> lists = named(after, "list", "");
  lists.merge(named(old, "list", ""));
  std::vector<std::string> out;
  // What is said of more leads or lists is not repeated of fewer: by change, the lists and segments that were named.
  std::map<std::string, std::vector<std::pair<std::string, Segment>>> said;
  for (const Segment& segment : segments_of(after, old))
    for (const std::string& list : lists) {
      const Thresholds was = thresholds_of(old, segment).of(list), is = thresholds_of(after, segment).of(list);
      for (const auto& [name, cut] : screening::kThresholdNames) {
        if (is.*cut <= was.*cut) continue;
        const std::string change = std::string(name) + " from " + percent(was.*cut) + " to " + percent(is.*cut);
        const auto covers = [&](const auto& wider) {
          return (wider.first.empty() || wider.first == list) &&
                 std::all_of(std::begin(kDimensions), std::end(kDimensions), [&](const Dimension& dimension) {
                   const std::string& of = wider.second.*dimension.value;
                   return of == kAnyOther || of == segment.*dimension.value;
                 });
        };
        auto& wider = said[change];
        if (std::any_of(wider.begin(), wider.end(), covers)) continue;
        wider.emplace_back(list, segment);
        std::string whose;
        for (const Dimension& dimension : kDimensions)
          if (const std::string& value = segment.*dimension.value; value != kAnyOther)
            whose += (whose.empty() ? ", for leads " : ", ") + std::string(dimension.of) + value;
        out.push_back("threshold " + change + ": more " + std::string(lost(name)) +
                      (list.empty() ? "" : " of the list " + list) + " will pass unseen" + whose);
      }
    }
  return out;
}

}  // namespace licet::app
