#include "app/pack_week.h"

#include <array>
#include <optional>
#include <set>
#include <string>

#include "app/did_you_mean.h"

namespace licet::app {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<std::size_t> day_index(std::string_view text) {
  for (std::size_t i = 0; i < kDays.size(); ++i)
    if (kDays[i] == text) return i;
  return std::nullopt;
}

/// The days a key names: one, or a range that may run over the end of the week.
std::optional<std::vector<std::size_t>> days_of(std::string_view key) {
  const std::size_t dash = key.find('-');
  const auto first = day_index(key.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : day_index(key.substr(dash + 1));
  if (!first || !last) return std::nullopt;
  std::vector<std::size_t> days{*first};
  while (days.back() != *last) days.push_back((days.back() + 1) % kDays.size());
  return days;
}

/// Minutes of the day of "HH:MM", 0 to 1440.
std::optional<int> minutes_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 3U, 4U})
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour > 24 || (hour == 24 && minute != 0)) return std::nullopt;
  return hour * 60 + minute;
}

/// The intervals of one day; what is wrong is reported and left out.
json::Array read_day(const yaml::ValueReader& value) {
  json::Array out;
  int open_until = -1;
  for (const yaml::ValueReader& item : value.list()) {
    const std::string text = item.text();
    if (text.empty()) continue;
    const std::size_t dash = text.find('-');
    const auto from = minutes_of(std::string_view(text).substr(0, dash));
    const auto to = dash == std::string::npos ? std::nullopt : minutes_of(std::string_view(text).substr(dash + 1));
    if (!from || !to) {
      item.problem("must be an interval like 09:00-17:30, not '" + text.substr(0, 40) + "'");
    } else if (*to <= *from) {
      item.problem("ends before it starts: hours over midnight are two intervals, -24:00 and 00:00- of the next day");
    } else if (*from < open_until) {
      item.problem("overlaps the interval before it; write the intervals of a day in order");
    } else {
      open_until = *to;
      out.emplace_back(text);
    }
  }
  return out;
}

}  // namespace

json::Value read_week(const yaml::ValueReader& value) {
  json::Object out;
  std::set<std::size_t> seen;
  yaml::MapReader map = value.map();
  for (const auto& [key, day] : map.entries()) {
    const auto days = days_of(key);
    if (!days) {
      day.problem("'" + key.substr(0, 40) + "' is no day or range of days" + known_words_hint(key, kDays));
      continue;
    }
    const json::Array intervals = read_day(day);
    for (const std::size_t index : *days) {
      if (!seen.insert(index).second) day.problem(std::string(kDays[index]) + " is given twice");
      if (!intervals.empty()) out.insert_or_assign(std::string(kDays[index]), intervals);
    }
  }
  return out;
}

}  // namespace licet::app
