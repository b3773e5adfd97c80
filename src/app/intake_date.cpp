#include "app/intake_date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "app/intake_text.h"

namespace licet::app::intake {
namespace {

constexpr std::string_view kNotADate = "is not a date; write YYYY-MM-DD";
constexpr std::string_view kNotAMoment = "is not a date and time; write 2026-01-31T09:30:00Z";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<Date> make_date(int year, int month, int day) {
  // The base parser knows the calendar; the text is made for it.
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  if (year < 1000 || year > 9999 || month < 0 || day < 0) return std::nullopt;
  const auto date = parse_date(std::to_string(year) + "-" + two(month) + "-" + two(day));
  return date ? std::optional(*date) : std::nullopt;
}

int month_of(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                               "may",       "june",     "july",     "august",
                                                               "september", "october",  "november", "december"};
  const std::string name = lower(word);
  if (name.size() < 3) return 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i].starts_with(name)) return static_cast<int>(i) + 1;
  }
  return name == "sept" ? 9 : 0;
}

/// A text cut into numbers and words, with what separates them.
struct Part {
  std::string_view text;
  bool word = false;
  int number = 0;
};

std::vector<Part> parts_of(std::string_view text, std::string& separators) {
  std::vector<Part> parts;
  std::size_t i = 0;
  while (i < text.size() && parts.size() < 8) {
    const bool digit = is_digit(text[i]);
    if (!digit && !is_letter(text[i])) {
      separators += text[i++];
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && (digit ? is_digit(text[end]) : is_letter(text[end]))) ++end;
    Part part{text.substr(i, end - i), !digit, 0};
    if (digit && part.text.size() <= 8)
      std::from_chars(part.text.data(), part.text.data() + part.text.size(), part.number);
    parts.push_back(part);
    i = end;
  }
  return parts;
}

tl::expected<Date, std::string> real(std::optional<Date> date) {
  if (date) return *date;
  return tl::unexpected(std::string("is no day of the calendar; write YYYY-MM-DD"));
}

/// Three numbers with the year last.
tl::expected<Date, std::string> year_last(const std::vector<Part>& parts, char separator) {
  const int a = parts[0].number;
  const int b = parts[1].number;
  const int year = parts[2].number;
  if (parts[2].text.size() == 2) return tl::unexpected(std::string("has a year of two digits; write YYYY-MM-DD"));
  if (parts[2].text.size() != 4) return tl::unexpected(std::string(kNotADate));
  if (separator == '.') return real(make_date(year, b, a));
  const auto day_first = make_date(year, b, a);
  const auto month_first = make_date(year, a, b);
  if (day_first && month_first && *day_first != *month_first) {
    return tl::unexpected(std::string("could be day/month or month/day; write YYYY-MM-DD"));
  }
  return real(day_first ? day_first : month_first);
}

/// Drops " 00:00", "T00:00:00", "T00:00:00.000Z" from a date that an exporter dressed up as a moment.
std::string_view without_midnight(std::string_view text) {
  if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ') || text[4] != '-') return text;
  std::string_view time = text.substr(11);
  if (time.ends_with('Z')) time.remove_suffix(1);
  const bool zero = time.size() >= 5 && time.find_first_not_of("0:.") == std::string_view::npos;
  return zero ? text.substr(0, 10) : text;
}

}  // namespace

tl::expected<Date, std::string> read_date(std::string_view text) {
  const std::string cleaned = clean(text);
  const std::string_view value = without_midnight(cleaned);
  std::string separators;
  const std::vector<Part> parts = parts_of(value, separators);
  if (parts.size() == 1 && separators.empty() && !parts[0].word && parts[0].text.size() == 8) {
    const int n = parts[0].number;
    return real(make_date(n / 10'000, n / 100 % 100, n % 100));
  }
  if (parts.size() != 3 || value.empty() || !(is_digit(value[0]) || is_letter(value[0]))) {
    return tl::unexpected(std::string(kNotADate));
  }
  const auto words = std::count_if(parts.begin(), parts.end(), [](const Part& part) { return part.word; });
  if (words == 1 && separators.find_first_not_of(" ,.-") == std::string::npos) {
    const std::size_t at = parts[0].word ? 0 : 1;
    const int month = parts[2].word ? 0 : month_of(parts[at].text);
    if (month == 0 || parts[2].text.size() != 4) return tl::unexpected(std::string(kNotADate));
    return real(make_date(parts[2].number, month, parts[1 - at].number));
  }
  const bool one_separator = separators.size() == 2 && separators[0] == separators[1];
  if (words != 0 || !one_separator || std::string_view("-/.").find(separators[0]) == std::string_view::npos) {
    return tl::unexpected(std::string(kNotADate));
  }
  if (parts[0].text.size() == 4) return real(make_date(parts[0].number, parts[1].number, parts[2].number));
  return year_last(parts, separators[0]);
}

tl::expected<Instant, std::string> read_moment(std::string_view text, int offset_minutes) {
  std::string value = clean(text);
  if (value.size() > 10 && value[10] == ' ' && value[4] == '-') value[10] = 'T';
  if (value.size() > 11 && value[value.size() - 1] == 'z') value.back() = 'Z';
  if (const std::size_t space = value.find(' '); space != std::string::npos && space > 10) value.erase(space, 1);
  const std::size_t sign = value.size() > 11 ? value.find_first_of("+-", 11) : std::string::npos;
  if (sign != std::string::npos && value.size() - sign == 5) value.insert(sign + 3, ":");
  if (const auto instant = parse_instant(value)) return *instant;

  const std::int64_t offset_us = std::int64_t{offset_minutes} * 60'000'000;
  const bool zoned = value.size() > 11 && (sign != std::string::npos || value.back() == 'Z');
  if (!zoned && value.size() > 11 && value[10] == 'T') {
    const std::string seconds = value.size() == 16 ? ":00" : "";
    if (const auto instant = parse_instant(value + seconds + "Z")) return Instant{instant->us - offset_us};
    return tl::unexpected(std::string(kNotAMoment));
  }
  const auto date = read_date(value);
  if (!date) return tl::unexpected(zoned ? std::string(kNotAMoment) : date.error());
  return Instant{std::int64_t{date->days} * 86'400'000'000 - offset_us};
}

}  // namespace licet::app::intake
