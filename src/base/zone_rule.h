// The rule at the end of a time zone file: what the offsets will be after the last transition that is listed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace licet {

/// A POSIX TZ rule with the extensions of RFC 8536 section 3.3.1, like "GMT0BST,M3.5.0/1,M10.5.0".
class ZoneRule {
 public:
  /// Nullopt when the text is no such rule.
  static std::optional<ZoneRule> parse(std::string_view text);
  /// The transitions of a calendar year in order of time; none when the offset never changes.
  std::vector<ZoneTable::Transition> transitions(int year) const;
  /// The offset outside daylight saving time, in seconds east of UTC.
  std::int32_t standard_offset_s() const { return standard_offset_s_; }

 private:
  enum class DayKind : std::uint8_t { kMonthWeekDay, kJulianWithoutLeapDay, kDayOfYear };
  struct Change {
    DayKind kind = DayKind::kMonthWeekDay;
    int month = 1;    // 1..12
    int week = 1;     // 1..5, 5 means the last
    int weekday = 0;  // 0 is Sunday
    int day = 0;      // for the other two kinds
    std::int32_t time_s = 7200;
  };
  class Reader;
  static Date date_of(const Change& change, int year);

  std::int32_t standard_offset_s_ = 0;
  std::int32_t daylight_offset_s_ = 0;
  bool changes_ = false;
  Change to_daylight_;
  Change to_standard_;
};

}  // namespace licet
