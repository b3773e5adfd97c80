#include "base/zone_rule.h"

#include <algorithm>

namespace licet {

class ZoneRule::Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool ok() const { return ok_; }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok_ = take(c) && ok_; }

  // "GMT" or "<+04>": at least three characters.
  void abbreviation() {
    const bool bracketed = take('<');
    std::size_t size = 0;
    while (size < rest_.size() && (bracketed ? rest_[size] != '>' : is_letter(rest_[size]))) ++size;
    ok_ = ok_ && size >= 3;
    rest_.remove_prefix(size);
    if (bracketed) expect('>');
  }

  int number(int min, int max) {
    int value = 0;
    bool any = false;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9' && value <= max) {
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
      any = true;
    }
    ok_ = ok_ && any && value >= min && value <= max;
    return value;
  }

  // [+-]h[h[h]][:mm[:ss]]
  std::int32_t seconds() {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int32_t value = number(0, 167) * 3600;
    if (take(':')) value += number(0, 59) * 60;
    if (take(':')) value += number(0, 59);
    return negative ? -value : value;
  }

  Change change() {
    Change out;
    if (take('M')) {
      out.month = number(1, 12);
      expect('.');
      out.week = number(1, 5);
      expect('.');
      out.weekday = number(0, 6);
    } else if (take('J')) {
      out.kind = DayKind::kJulianWithoutLeapDay;
      out.day = number(1, 365);
    } else {
      out.kind = DayKind::kDayOfYear;
      out.day = number(0, 365);
    }
    if (take('/')) out.time_s = seconds();
    return out;
  }
  bool next_is_offset() const { return !rest_.empty() && rest_.front() != ','; }

 private:
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  std::string_view rest_;
  bool ok_ = true;
};

std::optional<ZoneRule> ZoneRule::parse(std::string_view text) {
  Reader in(text);
  ZoneRule rule;
  // POSIX counts offsets west of Greenwich; we count east.
  in.abbreviation();
  rule.standard_offset_s_ = -in.seconds();
  if (!in.at_end()) {
    rule.changes_ = true;
    in.abbreviation();
    rule.daylight_offset_s_ = in.next_is_offset() ? -in.seconds() : rule.standard_offset_s_ + 3600;
    in.expect(',');
    rule.to_daylight_ = in.change();
    in.expect(',');
    rule.to_standard_ = in.change();
  }
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return rule;
}

Date ZoneRule::date_of(const Change& change, int year) {
  const Date first_of_year = from_ymd(year, 1, 1);
  if (change.kind == DayKind::kDayOfYear) return {first_of_year.days + change.day};
  if (change.kind == DayKind::kJulianWithoutLeapDay) {
    const bool leap = from_ymd(year + 1, 1, 1).days - first_of_year.days == 366;
    return {first_of_year.days + change.day - (leap && change.day >= 60 ? 0 : 1)};
  }
  const Date first = from_ymd(year, change.month, 1);
  const Date next_month = change.month == 12 ? from_ymd(year + 1, 1, 1) : from_ymd(year, change.month + 1, 1);
  const int first_weekday = (static_cast<int>(weekday(first)) + 1) % 7;  // 0 is Sunday
  int day = first.days + (change.weekday - first_weekday + 7) % 7 + (change.week - 1) * 7;
  while (day >= next_month.days) day -= 7;
  return {day};
}

std::vector<ZoneTable::Transition> ZoneRule::transitions(int year) const {
  if (!changes_) return {};
  const auto instant_of = [&](const Change& change, std::int32_t offset_before_s) {
    return Instant{(std::int64_t{date_of(change, year).days} * 86'400 + change.time_s - offset_before_s) * 1'000'000};
  };
  std::vector<ZoneTable::Transition> out = {{instant_of(to_daylight_, standard_offset_s_), daylight_offset_s_},
                                            {instant_of(to_standard_, daylight_offset_s_), standard_offset_s_}};
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace licet
