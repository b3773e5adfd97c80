#include "screening/list_text.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "screening/country_names.h"

namespace licet::screening {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

/// A day or a month, of which "dd", "mm" and "00" are unknown.
std::optional<int> part_of(std::string_view text) {
  const std::string lower = lower_ascii(text);
  if (lower == "dd" || lower == "mm") return 0;
  return small_number(text);
}

int days_in(int year, int month) {
  constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

/// Behind a day of ten signs: a time, "Z", or a zone as XML writes it ("-05:00").
bool has_time_or_zone(std::string_view text) {
  if (text.size() <= 10) return false;
  const char next = text[10];
  return next == 'T' || next == ' ' || (next == 'Z' && text.size() == 11) ||
         ((next == '+' || next == '-') && text.size() == 16 && text[13] == ':');
}

/// The length of "(12)" at `at`, or 0.
std::size_t number_mark(std::string_view text, std::size_t at) {
  if (text[at] != '(') return 0;
  std::size_t end = at + 1;
  while (end < text.size() && end < at + 4 && text[end] >= '0' && text[end] <= '9') ++end;
  return end > at + 1 && end < text.size() && text[end] == ')' ? end + 1 - at : 0;
}

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  bool space = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool no_break = text.substr(i, 2) == kNoBreakSpace;
    const char c = text[i];
    if (no_break || c == ' ' || (c >= '\t' && c <= '\r')) {
      space = !out.empty();
      i += no_break ? 1 : 0;
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += c;
  }
  return out;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::vector<std::string> split_values(std::string_view text, std::string_view separators) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t at = text.find_first_of(separators);
    if (std::string piece = clean(text.substr(0, at)); !piece.empty()) out.push_back(std::move(piece));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

std::vector<std::string> split_numbered(std::string_view text) {
  std::string marked;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const std::size_t mark = number_mark(text, i); mark > 0) {
      marked += ';';
      i += mark - 1;
    } else {
      marked += text[i];
    }
  }
  return split_values(marked, ";|\n");
}

std::string country_or_text(std::string_view text) {
  std::string tidy = clean(text);
  const std::string lower = lower_ascii(tidy);
  for (const std::string_view unknown : {"00", "unknown", "-", "undetermined", "not available", "not known"})
    if (lower == unknown) return {};
  std::string code = country_code(tidy);
  return code.empty() ? tidy : code;
}

std::string country_at_end(std::string_view place) {
  const std::vector<std::string> parts = split_values(place, ",()");
  std::string code;
  if (parts.size() > 1) code = country_code(parts[parts.size() - 2] + ", " + parts.back());
  if (code.empty() && !parts.empty()) code = country_code(parts.back());
  return code;
}

std::vector<std::string> countries_in(std::string_view text) {
  std::vector<std::string> out;
  for (std::string& piece : split_numbered(text)) {
    if (country_or_text(piece).empty()) continue;
    if (std::string code = country_code(piece); !code.empty()) {
      out.push_back(std::move(code));
      continue;
    }
    const std::vector<std::string> parts = split_values(piece, ",/");
    std::vector<std::string> codes;
    for (const std::string& part : parts) codes.push_back(country_code(part));
    const bool all_known = std::none_of(codes.begin(), codes.end(), [](const auto& code) { return code.empty(); });
    if (all_known) {
      out.insert(out.end(), codes.begin(), codes.end());
    } else {
      out.push_back(std::move(piece));
    }
  }
  return out;
}

std::optional<BirthDate> birth_of(int year, int month, int day) {
  if (year < 1800 || year > 9999 || month < 0 || month > 12 || day < 0) return std::nullopt;
  if (month == 0) return BirthDate{from_ymd(year, 1, 1), from_ymd(year, 12, 31)};
  const int days = days_in(year, month);
  if (day > days) return std::nullopt;
  return BirthDate{from_ymd(year, month, day == 0 ? 1 : day), from_ymd(year, month, day == 0 ? days : day)};
}

std::optional<BirthDate> birth_of_years(int from, int to) {
  if (from < 1800 || to > 9999 || to < from) return std::nullopt;
  return BirthDate{from_ymd(from, 1, 1), from_ymd(to, 12, 31)};
}

std::optional<int> small_number(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<BirthDate> birth_of_iso(std::string_view text) {
  if (has_time_or_zone(text)) text = text.substr(0, 10);
  const std::vector<std::string> parts = split_values(text, "-");
  if (parts.empty() || parts.size() > 3 || text.back() == '-') return std::nullopt;
  std::array<int, 3> numbers{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = small_number(parts[i]);
    if (!number || parts[i].size() != (i == 0 ? 4U : 2U) || (i > 0 && *number == 0)) return std::nullopt;
    numbers[i] = *number;
  }
  return birth_of(numbers[0], numbers[1], numbers[2]);
}

std::optional<BirthDate> birth_of_dmy(std::string_view text) {
  const std::vector<std::string> parts = split_values(text, "/");
  if (parts.size() == 1) {
    const auto year = small_number(parts[0]);
    return year ? birth_of(*year, 0, 0) : std::nullopt;
  }
  if (parts.size() != 3 || parts[2].size() != 4) return std::nullopt;
  const auto day = part_of(parts[0]), month = part_of(parts[1]), year = small_number(parts[2]);
  if (!day || !month || !year) return std::nullopt;
  return birth_of(*year, *month, *day);
}

std::optional<Date> day_of(std::string_view text) {
  const auto birth = text.find('/') == std::string_view::npos ? birth_of_iso(text) : birth_of_dmy(text);
  if (!birth || birth->from != birth->to) return std::nullopt;
  return birth->from;
}

std::optional<Instant> start_of_day(Date date) {
  if (date.days <= 0 || date >= from_ymd(2200, 1, 1)) return std::nullopt;
  return Instant{date.days * std::int64_t{86'400'000'000}};
}

Instant moment_of(std::string_view text) {
  auto at = parse_instant(text);
  if (!at) at = parse_instant(std::string(text) + "Z");
  if (at) {
    const bool sane = at->us > 0 && at->us < start_of_day(from_ymd(2199, 12, 31))->us;
    return sane ? *at : kAsOfUnknown;
  }
  const auto day = day_of(text);
  return day ? start_of_day(*day).value_or(kAsOfUnknown) : kAsOfUnknown;
}

bool is_non_latin(std::string_view text) {
  std::size_t latin = 0, other = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (c < 0 || !u_isalpha(c)) continue;
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &status);
    if (script == USCRIPT_COMMON || script == USCRIPT_INHERITED) continue;
    ++(script == USCRIPT_LATIN ? latin : other);
  }
  return other > latin;
}

}  // namespace licet::screening
