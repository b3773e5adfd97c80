// Zone look-ups over compiled data: no tzdata is read here, so a replay gives the same dates on any machine.
#include <algorithm>
#include <limits>

#include "base/time.h"

namespace licet {
namespace {

constexpr std::int64_t kUsPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int32_t kOffsetMaxS = 26 * 3600;
constexpr std::int32_t kDateMaxDays = 2'932'896;  // 9999-12-31

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

bool later_than(Instant at, const ZoneTable::Transition& transition) { return at < transition.from; }

tl::unexpected<Error> bad_table(const std::string& what) {
  return fail(ErrorCode::kBadInput, "time zone table: " + what + "; compile it again from the time zone database");
}

Result<std::int64_t> int_member(const json::Value& value, const char* name) {
  const json::Value* member = value.find(name);
  if (member == nullptr || !member->is_int()) return bad_table(std::string(name) + " must be an integer");
  return member->as_int();
}

Result<ZoneTable::Zone> zone_from_json(const std::string& name, const json::Value& value, Instant from, Instant until) {
  if (!value.is_array() || value.as_array().empty()) return bad_table(name + " needs a list of transitions");
  ZoneTable::Zone zone;
  for (const json::Value& item : value.as_array()) {
    if (!item.is_array() || item.as_array().size() != 2 || !item.as_array()[0].is_int() || !item.as_array()[1].is_int())
      return bad_table(name + " has a transition that is no pair of integers");
    const Instant at{item.as_array()[0].as_int()};
    const std::int64_t offset_s = item.as_array()[1].as_int();
    if (offset_s < -kOffsetMaxS || offset_s > kOffsetMaxS) return bad_table(name + " has an offset of over 26 hours");
    if (!zone.transitions.empty() && at <= zone.transitions.back().from)
      return bad_table(name + " has transitions out of order");
    if (at >= until) return bad_table(name + " has a transition after the end of the table");
    zone.transitions.push_back({at, static_cast<std::int32_t>(offset_s)});
  }
  if (zone.transitions.front().from > from) return bad_table(name + " does not cover the beginning of the table");
  return zone;
}

}  // namespace

std::optional<std::int32_t> ZoneTable::offset_at(std::string_view zone, Instant at) const {
  if (at < from || at >= until) return std::nullopt;
  const auto found = zones_.find(zone);
  if (found == zones_.end()) return std::nullopt;
  const auto& transitions = found->second.transitions;
  const auto next = std::upper_bound(transitions.begin(), transitions.end(), at, later_than);
  if (next == transitions.begin()) return std::nullopt;
  return std::prev(next)->offset_s;
}

std::optional<Date> ZoneTable::date_at(std::string_view zone, Instant at) const {
  const auto offset_s = offset_at(zone, at);
  if (!offset_s) return std::nullopt;
  const std::int64_t local_s = floor_div(at.us, kUsPerSecond) + *offset_s;
  return Date{static_cast<std::int32_t>(floor_div(local_s, kSecondsPerDay))};
}

std::optional<std::int32_t> ZoneTable::second_of_day_at(std::string_view zone, Instant at) const {
  const auto offset_s = offset_at(zone, at);
  if (!offset_s) return std::nullopt;
  const std::int64_t local_s = floor_div(at.us, kUsPerSecond) + *offset_s;
  return static_cast<std::int32_t>(local_s - floor_div(local_s, kSecondsPerDay) * kSecondsPerDay);
}

std::optional<Instant> ZoneTable::start_of(std::string_view zone, Date date) const {
  if (date.days > kDateMaxDays || date.days < -kDateMaxDays) return std::nullopt;
  const auto found = zones_.find(zone);
  if (found == zones_.end()) return std::nullopt;
  const auto& transitions = found->second.transitions;
  const std::int64_t midnight_us = date.days * kSecondsPerDay * kUsPerSecond;  // as if the offset were zero
  const Instant earliest{midnight_us - std::int64_t{kOffsetMaxS} * kUsPerSecond};
  auto it = std::upper_bound(transitions.begin(), transitions.end(), earliest, later_than);
  if (it != transitions.begin()) --it;
  // Each stretch of constant offset holds at most one stretch of the date; the first one found begins the date.
  for (; it != transitions.end(); ++it) {
    const std::int64_t offset_us = it->offset_s * kUsPerSecond;
    const std::int64_t end_us = std::next(it) == transitions.end() ? until.us : std::next(it)->from.us;
    const Instant begin{std::max(it->from.us, midnight_us - offset_us)};
    const bool same_date = begin.us + offset_us < midnight_us + kSecondsPerDay * kUsPerSecond;
    if (!same_date) return std::nullopt;
    if (begin.us >= end_us) continue;
    if (begin < from || begin >= until) return std::nullopt;
    return begin;
  }
  return std::nullopt;
}

json::Value ZoneTable::to_json() const {
  json::Array zones;
  for (const auto& [name, zone] : zones_) {
    json::Array transitions;
    for (const auto& transition : zone.transitions)
      transitions.emplace_back(json::Array{transition.from.us, transition.offset_s});
    zones.emplace_back(json::Object{{"name", name}, {"transitions", std::move(transitions)}});
  }
  return json::Object{{"from", from.us}, {"until", until.us}, {"version", version}, {"zones", std::move(zones)}};
}

Result<ZoneTable> ZoneTable::from_json(const json::Value& value) {
  if (!value.is_object() || value.as_object().size() != 4)
    return bad_table("it must have exactly the members from, until, version and zones");
  ZoneTable table;
  LICET_TRY(table.from.us, int_member(value, "from"));
  LICET_TRY(table.until.us, int_member(value, "until"));
  if (table.from >= table.until) return bad_table("it ends before it begins");
  const json::Value* version = value.find("version");
  if (version == nullptr || !version->is_string()) return bad_table("version must be a text");
  table.version = version->as_string();
  const json::Value* zones = value.find("zones");
  if (zones == nullptr || !zones->is_array()) return bad_table("zones must be a list");
  for (const json::Value& item : zones->as_array()) {
    const json::Value* name = item.find("name");
    const json::Value* transitions = item.find("transitions");
    if (name == nullptr || !name->is_string() || transitions == nullptr || item.as_object().size() != 2)
      return bad_table("a zone must have exactly the members name and transitions");
    if (!table.zones_.empty() && name->as_string() <= table.zones_.rbegin()->first)
      return bad_table("zones must be sorted by name, each once");
    LICET_TRY(auto zone, zone_from_json(name->as_string(), *transitions, table.from, table.until));
    table.zones_.emplace(name->as_string(), std::move(zone));
  }
  return table;
}

}  // namespace licet
