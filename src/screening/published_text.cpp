#include "screening/published_text.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <unordered_set>

#include "screening/country_names.h"

namespace licet::screening::published {
namespace {

/// No list has texts this long; in one that has, repeats are kept, so that a hostile file costs no more than its size.
constexpr std::size_t kLookedThroughBytes = 16'384;
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

bool holds_part(std::string_view texts, std::string_view text) {
  for (std::size_t at = texts.find(text); at != std::string_view::npos; at = texts.find(text, at + 1)) {
    const std::size_t end = at + text.size();
    const bool begins = at == 0 || (at >= 2 && texts.substr(at - 2, 2) == "; ");
    if (begins && (end == texts.size() || texts.substr(end, 2) == "; ")) return true;
  }
  return false;
}

template <typename T>
void sort_once(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace

std::string clean_text(std::string_view text) {
  std::string out;
  bool gap = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool no_break = text.substr(i, kNoBreakSpace.size()) == kNoBreakSpace;
    if (no_break) ++i;
    if (no_break || is_space(text[i])) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out += text[i];
  }
  return out;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string country_or_text(std::string_view text) {
  std::string clean = clean_text(text);
  const std::string lower = lower_ascii(clean);
  if (lower.empty() || lower == "00" || lower == "unknown" || lower == "-" || lower == "na" || lower == "undetermined")
    return lower == "na" ? country_code(clean) : std::string();
  std::string code = country_code(clean);
  return code.empty() ? clean : code;
}

void append_text(std::string& into, std::string_view text) {
  if (text.empty() || (into.size() <= kLookedThroughBytes && holds_part(into, text))) return;
  if (!into.empty()) into += "; ";
  into += text;
}

bool is_non_latin(std::string_view text) {
  std::size_t latin = 0, other = 0;
  const auto size = static_cast<std::int32_t>(text.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
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

std::optional<int> parse_year(std::string_view text) {
  if (text.size() != 4) return std::nullopt;
  int year = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    year = 10 * year + (c - '0');
  }
  if (year < 1800) return std::nullopt;
  return year;
}

std::optional<Date> day_of(std::string_view text) {
  if (text.size() < 10 ||
      (text.size() > 10 && text[10] != 'T' && text[10] != ' ' && text[10] != 'Z' && text[10] != '+' && text[10] != '-'))
    return std::nullopt;
  const auto day = parse_date(text.substr(0, 10));
  return day ? std::optional<Date>(*day) : std::nullopt;
}

Instant moment_of(std::string_view text) {
  Instant at = kAsOfUnknown;
  if (const auto exact = parse_instant(text))
    at = *exact;
  else if (const auto day = day_of(text))
    at = Instant{day->days * std::int64_t{86'400'000'000}};
  return parse_as_of(as_of_text(at)) ? at : kAsOfUnknown;
}

BirthDate birth_of_years(int from, int to, bool circa) { return {from_ymd(from, 1, 1), from_ymd(to, 12, 31), circa}; }

std::optional<BirthDate> birth_of_month(int year, int month, bool circa) {
  if (month < 1 || month > 12) return std::nullopt;
  const Date next = month == 12 ? from_ymd(year + 1, 1, 1) : from_ymd(year, month + 1, 1);
  return BirthDate{from_ymd(year, month, 1), Date{next.days - 1}, circa};
}

std::optional<Date> checked_day(int year, int month, int day) {
  if (year < 1800 || year > 9998 || day < 1) return std::nullopt;
  const auto whole = birth_of_month(year, month, false);
  if (!whole || day > to_ymd(whole->to).day) return std::nullopt;
  return from_ymd(year, month, day);
}

void add_detail(Entry& entry, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  const auto at = std::lower_bound(entry.details.begin(), entry.details.end(), key,
                                   [](const auto& detail, std::string_view wanted) { return detail.first < wanted; });
  if (at != entry.details.end() && at->first == key)
    append_text(at->second, text);
  else
    entry.details.emplace(at, std::string(key), std::string(text));
}

void add_country(Entry& entry, std::string_view text, CountryRole role) {
  if (std::string code = country_or_text(text); !code.empty()) entry.countries.push_back({std::move(code), role});
}

void add_id(Entry& entry, std::string_view type, std::string_view number, std::string_view country) {
  std::string value = clean_text(number);
  const bool says_something = std::any_of(value.begin(), value.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  });
  if (!says_something) return;
  entry.ids.push_back({std::string(type), std::move(value), country_or_text(country)});
}

void order_entry(Entry& entry) {
  sort_once(entry.births);
  sort_once(entry.countries);
  sort_once(entry.ids);
  std::unordered_set<std::string> seen;
  std::erase_if(entry.programmes, [&](const std::string& programme) { return !seen.insert(programme).second; });
  if (entry.names.empty()) return;
  const auto primary = std::find_if(entry.names.begin(), entry.names.end(),
                                    [](const ListName& name) { return name.kind == NameKind::kPrimary; });
  if (primary == entry.names.end())
    entry.names.front().kind = NameKind::kPrimary;
  else
    std::rotate(entry.names.begin(), primary, primary + 1);
}

}  // namespace licet::screening::published
