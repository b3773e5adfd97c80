#include "domain/policy.h"

#include <algorithm>

namespace licet::domain {
namespace {

constexpr std::int64_t kUsPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

const Policy::Meaning& Policy::meaning(Symbol code) const {
  static const Meaning kNothing;
  const auto index = static_cast<std::size_t>(code);
  return index < meanings_.size() ? meanings_[index] : kNothing;
}

std::optional<std::uint32_t> Policy::rule_index(std::string_view id) const {
  const auto found = rule_index_.find(id);
  if (found == rule_index_.end()) return std::nullopt;
  return found->second;
}

const Policy::Pack* Policy::pack(Symbol id) const {
  const std::uint32_t index = meaning(id).pack;
  return index == kNoRule ? nullptr : &packs_[index];
}

const Policy::Place* Policy::place(Symbol code) const {
  const std::uint32_t index = meaning(code).place;
  return index == kNoRule ? nullptr : &places_[index];
}

const Policy::Market* Policy::market(Symbol id) const {
  const std::uint32_t index = meaning(id).market;
  return index == kNoRule ? nullptr : &markets_[index];
}

bool Policy::is_product(Symbol code) const { return meaning(code).activity != Symbol::kNone; }
bool Policy::is_client_type(Symbol code) const { return meaning(code).client_type; }

Symbol Policy::activity_of(Symbol product) const {
  if (product == Symbol::kNone) return default_activity_;
  return is_product(product) ? meaning(product).activity : Symbol::kUnknownCode;
}

std::vector<Symbol> Policy::market_path(Symbol id) const {
  std::vector<Symbol> out;
  for (const Market* level = market(id); level != nullptr; level = market(level->parent)) out.push_back(level->id);
  return out;
}

bool Policy::market_within(Symbol id, Symbol above) const {
  for (const Market* level = market(id); level != nullptr; level = market(level->parent))
    if (level->id == above) return true;
  return false;
}

// ZoneTable finds a zone by name; decisions ask for a place's date millions of times, so the zone is resolved
// beforehand.
std::optional<Date> Policy::date_in(const Jurisdiction& where, Instant at) const {
  const Place* listed = place(where.place);
  if (listed == nullptr || at < zones_.from || at >= zones_.until) return std::nullopt;
  const auto pair = std::find(listed->jurisdictions.begin(), listed->jurisdictions.end(), where);
  if (pair == listed->jurisdictions.end()) return std::nullopt;
  const auto& zone = zone_list_[listed->zones[static_cast<std::size_t>(pair - listed->jurisdictions.begin())]];
  const auto next = std::upper_bound(zone.transitions.begin(), zone.transitions.end(), at,
                                     [](Instant moment, const ZoneTable::Transition& t) { return moment < t.from; });
  if (next == zone.transitions.begin()) return std::nullopt;
  const std::int64_t local_s = floor_div(at.us, kUsPerSecond) + std::prev(next)->offset_s;
  return Date{static_cast<std::int32_t>(floor_div(local_s, kSecondsPerDay))};
}

}  // namespace licet::domain
