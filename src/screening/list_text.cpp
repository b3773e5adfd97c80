#include "screening/list_text.h"

#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "screening/country_names.h"

namespace licet::screening {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

/// The number of a text of digits only, at most four of them.
std::optional<int> number_of(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// A day or a month, of which "dd", "mm" and "00" are unknown.
std::optional<int> part_of(std::string_view text) {
  const std::string lower = lower_ascii(text);
  if (lower == "dd" || lower == "mm") return 0;
  return number_of(text);
}

int days_in(int year, int month) {
  constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
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

std::vector<std::string> countries_in(std::string_view text) {
  std::vector<std::string> out;
  for (std::string& piece : split_numbered(text)) {
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

std::optional<BirthDate> birth_of_iso(std::string_view text) {
  text = text.substr(0, text.find_first_of("T "));
  const std::vector<std::string> parts = split_values(text, "-");
  if (parts.empty() || parts.size() > 3 || text.back() == '-') return std::nullopt;
  std::array<int, 3> numbers{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = number_of(parts[i]);
    if (!number || parts[i].size() != (i == 0 ? 4U : 2U) || (i > 0 && *number == 0)) return std::nullopt;
    numbers[i] = *number;
  }
  return birth_of(numbers[0], numbers[1], numbers[2]);
}

std::optional<BirthDate> birth_of_dmy(std::string_view text) {
  const std::vector<std::string> parts = split_values(text, "/");
  if (parts.size() == 1) {
    const auto year = number_of(parts[0]);
    return year ? birth_of(*year, 0, 0) : std::nullopt;
  }
  if (parts.size() != 3 || parts[2].size() != 4) return std::nullopt;
  const auto day = part_of(parts[0]), month = part_of(parts[1]), year = number_of(parts[2]);
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

bool is_latin(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (c < 0) return false;
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &status);
    if (script != USCRIPT_LATIN && script != USCRIPT_COMMON && script != USCRIPT_INHERITED) return false;
  }
  return true;
}

}  // namespace licet::screening
