// Instants (microseconds since 1970-01-01T00:00:00Z), calendar dates, and time zones as data.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace licet {

/// A moment, in microseconds since the Unix epoch, UTC, without leap seconds. |us| < 2^53.
struct Instant {
  std::int64_t us = 0;
  auto operator<=>(const Instant&) const = default;
};

/// A calendar date (proleptic Gregorian) as days since 1970-01-01. No zone: see `ZoneTable::date_at`.
struct Date {
  std::int32_t days = 0;
  auto operator<=>(const Date&) const = default;
};
enum class Weekday : std::uint8_t { kMon, kTue, kWed, kThu, kFri, kSat, kSun };

struct YearMonthDay {
  int year = 1970;
  int month = 1;
  int day = 1;
};
YearMonthDay to_ymd(Date date);
Date from_ymd(int year, int month, int day);  ///< the arguments must form a real date
Weekday weekday(Date date);

/// RFC 3339 with a zone ("2026-11-22T16:20:00Z", "…+01:00", up to six decimals). A leap second is refused.
Result<Instant> parse_instant(std::string_view text);
std::string format_instant(Instant at);          ///< "2026-11-22T16:20:00.000000Z", decimals dropped when zero
Result<Date> parse_date(std::string_view text);  ///< "YYYY-MM-DD", years 1800 to 9999
std::string format_date(Date date);

/// Zone rules compiled to data: offsets by instant. A policy carries those it needs, so that replay does not
/// depend on the machine's tzdata. Outside [from, until) the table answers nullopt: a missing year is not guessed.
class ZoneTable {
 public:
  struct Transition {
    Instant from;
    std::int32_t offset_s = 0;
    auto operator<=>(const Transition&) const = default;
  };
  struct Zone {
    std::vector<Transition> transitions;  ///< sorted; the first covers `from`
  };

  /// Local date in `zone` at `at`; nullopt when the zone or the moment is not covered.
  std::optional<Date> date_at(std::string_view zone, Instant at) const;
  /// Seconds since local midnight (0..86399), same conditions.
  std::optional<std::int32_t> second_of_day_at(std::string_view zone, Instant at) const;
  /// The instant a local date begins in `zone` (its first existing second).
  std::optional<Instant> start_of(std::string_view zone, Date date) const;
  bool has(std::string_view zone) const { return zones_.find(zone) != zones_.end(); }

  /// {"from":µs,"until":µs,"version":"2024a","zones":[{"name":"Europe/London","transitions":[[µs,offset_s],...]},...]}:
  /// names are values and not keys, so that the table passes the profile of json.h inside a policy.
  json::Value to_json() const;
  static Result<ZoneTable> from_json(const json::Value& value);

  std::string version;
  Instant from{};
  Instant until{};
  std::map<std::string, Zone, std::less<>> zones_;

 private:
  std::optional<std::int32_t> offset_at(std::string_view zone, Instant at) const;
};

/// Compiles zones from the machine's tzdata (native only: base/zone_tzdata.cpp). Years 1990 to 2060.
Result<ZoneTable> compile_zones(const std::vector<std::string>& names);

/// The present, passed in everywhere; only programs read the system's.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() = 0;
};
class SystemClock final : public Clock {
 public:
  Instant now() override;
};
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  Instant now() override { return at_; }
  void set(Instant at) { at_ = at; }

 private:
  Instant at_;
};

}  // namespace licet
