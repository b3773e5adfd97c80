// Texts, dates and names as publishers write them: what the readers of several formats share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "screening/model.h"

namespace licet::screening::published {

/// Without white space at either end, each run of white space inside (line breaks, no-break spaces) as one space.
std::string clean_text(std::string_view text);
std::string lower_ascii(std::string_view text);
/// The code of a country, or the cleaned text when it names none; empty for what says that it is not known
/// ("00", "UNKNOWN", "-").
std::string country_or_text(std::string_view text);
/// Adds `text` after "; " unless it is empty or one of the texts already there.
void append_text(std::string& into, std::string_view text);
/// Whether more of its letters are of other scripts than Latin: publishers mix in a Latin I here and there.
bool is_non_latin(std::string_view text);

/// A year from 1800 to 9999 in exactly four digits.
std::optional<int> parse_year(std::string_view text);
/// The day at the beginning of "2026-02-27" or "2026-02-27T00:00:09Z".
std::optional<Date> day_of(std::string_view text);
/// The moment of an RFC 3339 text, or the first of a day; kAsOfUnknown for anything else, and for what is no Instant.
Instant moment_of(std::string_view text);
/// All days of the years, which need `from` <= `to`.
BirthDate birth_of_years(int from, int to, bool circa);
/// All days of a month; nullopt when `month` is not 1 to 12.
std::optional<BirthDate> birth_of_month(int year, int month, bool circa);
/// The day, when it is one of the calendar's.
std::optional<Date> checked_day(int year, int month, int day);

/// Sets the text of a detail, or appends to it as `append_text` does. Keeps the details sorted.
void add_detail(Entry& entry, std::string_view key, std::string_view text);
void add_country(Entry& entry, std::string_view text, CountryRole role);
/// Nothing when the number is empty or only signs.
void add_id(Entry& entry, std::string_view type, std::string_view number, std::string_view country);
/// Births, countries and ids sorted and each once; each programme once; the primary name first, or the first name made
/// the primary one.
void order_entry(Entry& entry);

}  // namespace licet::screening::published
