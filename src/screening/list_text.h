// Small readings that publishers' files share: tidy texts, several values in one, dates with unknown parts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screening/model.h"

namespace licet::screening {

/// Without white space at the ends, and one space for each run of it inside; a no-break space counts as one.
std::string clean(std::string_view text);
std::string lower_ascii(std::string_view text);
/// The pieces between any of `separators`, cleaned, empty ones left out.
std::vector<std::string> split_values(std::string_view text, std::string_view separators = ";");
/// Values as British lists put them in one cell: "(1) A (2) B", or between semicolons, bars and line breaks.
std::vector<std::string> split_numbered(std::string_view text);
/// The code of a country (country_names.h), or the cleaned text when it names none of today; empty for what says that
/// it is not known ("00", "UNKNOWN", "-").
std::string country_or_text(std::string_view text);
/// The code of the country at the end of a place ("Tehran, Iran", "Tunis (Tunisia)", "Pyongyang, Korea, North"); empty
/// for a place without one.
std::string country_at_end(std::string_view place);
/// The same as `country_or_text`, of a text that may name several countries.
std::vector<std::string> countries_in(std::string_view text);

/// The days a year, a month (0: not known) and a day (0: not known) may mean; nullopt when there is no such day or the
/// year is not 1800 to 9999.
std::optional<BirthDate> birth_of(int year, int month, int day);
/// All days of the years from one to another; nullopt when a year is not 1800 to 9999 or they are the wrong way round.
std::optional<BirthDate> birth_of_years(int from, int to);
/// The number of a text of one to four digits.
std::optional<int> small_number(std::string_view text);
/// "1966-09-08", "1966-09", "1966"; a time or a zone behind the day is ignored.
std::optional<BirthDate> birth_of_iso(std::string_view text);
/// "08/09/1966" with unknown parts as 00, dd or mm, or a year alone.
std::optional<BirthDate> birth_of_dmy(std::string_view text);
/// One day, written either way; nullopt when a part is unknown.
std::optional<Date> day_of(std::string_view text);
/// The first moment of a day in UTC, as a list's date; nullopt for days outside the years 1970 to 2199.
std::optional<Instant> start_of_day(Date date);
/// When a list says that it was made: "2023-04-20T01:02:03" with or without a zone (without one it is UTC), or a day,
/// which counts from its first moment; kAsOfUnknown when it is neither.
Instant moment_of(std::string_view text);

/// Whether most of its letters are of other scripts than Latin: publishers mix in a Latin I here and there.
bool is_non_latin(std::string_view text);

}  // namespace licet::screening
