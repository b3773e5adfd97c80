#include "base/time.h"

#include <array>

namespace licet {
namespace {

constexpr std::int64_t kUsPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int64_t kInstantMaxUs = (std::int64_t{1} << 53U) - 1;

constexpr bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

constexpr bool is_real_date(int year, int month, int day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Days since 1970-01-01. Years are counted from March, so that the leap day is the last of its year.
constexpr std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  const std::int64_t shifted_year = year - (month <= 2 ? 1 : 0);
  const int shifted_month = (month + 9) % 12;
  const std::int64_t leap_days =
      floor_div(shifted_year, 4) - floor_div(shifted_year, 100) + floor_div(shifted_year, 400);
  const int day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
  constexpr std::int64_t kDaysToEpoch = 719'468;  // from 0000-03-01 to 1970-01-01
  return shifted_year * 365 + leap_days + day_of_year - kDaysToEpoch;
}
static_assert(days_from_civil(1970, 1, 1) == 0 && days_from_civil(2000, 2, 29) == 11'016);

// Reads fixed-width fields from the front of a text; `ok` turns false at the first that does not fit.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    if (rest_.size() < count) return bad();
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return bad();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!take(c)) ok_ = false;
  }
  bool next_is_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
  bool at_end() const { return rest_.empty(); }
  bool ok() const { return ok_; }
  int bad() {
    ok_ = false;
    return 0;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// Text of others goes into messages shortened, so that a broken file does not flood the screen.
std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 40;
  std::string out = "'";
  for (const char c : text.substr(0, kShown)) out += c < ' ' || c > '~' ? '?' : c;
  return out + (text.size() > kShown ? "...'" : "'");
}

void append_digits(std::string& out, std::int64_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

struct CivilTime {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  std::int64_t fraction_us = 0;
  int offset_s = 0;
};

std::int64_t read_fraction_us(FieldReader& in) {
  std::int64_t unit = kUsPerSecond;
  std::int64_t fraction = 0;
  if (!in.next_is_digit()) return in.bad();
  while (in.next_is_digit()) {
    if (unit == 1) return in.bad();
    unit /= 10;
    fraction += in.digits(1) * unit;
  }
  return fraction;
}

int read_offset_s(FieldReader& in) {
  if (in.take('Z') || in.take('z')) return 0;
  const bool west = in.take('-');
  if (!west) in.expect('+');
  const int hours = in.digits(2);
  in.expect(':');
  const int minutes = in.digits(2);
  if (hours > 23 || minutes > 59) return in.bad();
  const int seconds = hours * 3600 + minutes * 60;
  return west ? -seconds : seconds;
}

bool read_civil_time(std::string_view text, CivilTime& out) {
  FieldReader in(text);
  out.year = in.digits(4);
  in.expect('-');
  out.month = in.digits(2);
  in.expect('-');
  out.day = in.digits(2);
  if (!in.take('t')) in.expect('T');
  out.hour = in.digits(2);
  in.expect(':');
  out.minute = in.digits(2);
  in.expect(':');
  out.second = in.digits(2);
  if (in.take('.')) out.fraction_us = read_fraction_us(in);
  out.offset_s = read_offset_s(in);
  return in.ok() && in.at_end();
}

}  // namespace

YearMonthDay to_ymd(Date date) {
  // The inverse of days_from_civil, by eras of 400 years (146,097 days) that begin on 1 March.
  const std::int64_t days = std::int64_t{date.days} + 719'468;
  const std::int64_t era = floor_div(days, 146'097);
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  const int day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  return {static_cast<int>(year_of_era + era * 400) + (month <= 2 ? 1 : 0), month, day};
}

Date from_ymd(int year, int month, int day) {
  LICET_INVARIANT(is_real_date(year, month, day));
  return {static_cast<std::int32_t>(days_from_civil(year, month, day))};
}

Weekday weekday(Date date) {
  // 1970-01-01 was a Thursday.
  const std::int64_t days = std::int64_t{date.days} + 3;
  return static_cast<Weekday>(days - floor_div(days, 7) * 7);
}

Result<Instant> parse_instant(std::string_view text) {
  CivilTime t;
  if (!read_civil_time(text, t))
    return fail(ErrorCode::kBadInput, quoted(text) +
                                          " is not a moment; write it like 2026-11-22T16:20:00Z or with an offset "
                                          "like +01:00, at most six decimals of a second");
  if (!is_real_date(t.year, t.month, t.day) || t.hour > 23 || t.minute > 59 || t.second > 60)
    return fail(ErrorCode::kBadInput, quoted(text) + " names a day or a time of day that does not exist");
  if (t.second == 60) return fail(ErrorCode::kBadInput, quoted(text) + " names a leap second; write second 59 instead");
  const std::int64_t seconds =
      days_from_civil(t.year, t.month, t.day) * kSecondsPerDay + t.hour * 3600 + t.minute * 60 + t.second - t.offset_s;
  const Instant at{seconds * kUsPerSecond + t.fraction_us};
  if (at.us > kInstantMaxUs || at.us < -kInstantMaxUs)
    return fail(ErrorCode::kBadInput, quoted(text) + " is outside the years 1685 to 2254, which are supported");
  return at;
}

std::string format_instant(Instant at) {
  const std::int64_t seconds = floor_div(at.us, kUsPerSecond);
  const std::int64_t fraction = at.us - seconds * kUsPerSecond;
  const std::int64_t days = floor_div(seconds, kSecondsPerDay);
  const std::int64_t second_of_day = seconds - days * kSecondsPerDay;
  std::string out = format_date({static_cast<std::int32_t>(days)});
  out += 'T';
  append_digits(out, second_of_day / 3600, 2);
  out += ':';
  append_digits(out, second_of_day / 60 % 60, 2);
  out += ':';
  append_digits(out, second_of_day % 60, 2);
  if (fraction != 0) {
    out += '.';
    append_digits(out, fraction, 6);
  }
  return out + 'Z';
}

Result<Date> parse_date(std::string_view text) {
  FieldReader in(text);
  const int year = in.digits(4);
  in.expect('-');
  const int month = in.digits(2);
  in.expect('-');
  const int day = in.digits(2);
  if (!in.ok() || !in.at_end())
    return fail(ErrorCode::kBadInput, quoted(text) + " is not a date; write it like 2026-11-22");
  if (!is_real_date(year, month, day))
    return fail(ErrorCode::kBadInput, quoted(text) + " names a day that does not exist");
  if (year < 1800) return fail(ErrorCode::kBadInput, quoted(text) + " lies before the year 1800");
  return from_ymd(year, month, day);
}

std::string format_date(Date date) {
  const YearMonthDay ymd = to_ymd(date);
  std::string out;
  append_digits(out, ymd.year, 4);
  out += '-';
  append_digits(out, ymd.month, 2);
  out += '-';
  append_digits(out, ymd.day, 2);
  return out;
}

}  // namespace licet
