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
/// The codes of a text that names one country or several; a piece that names none stays as it is.
std::vector<std::string> countries_in(std::string_view text);

/// The days a year, a month (0: not known) and a day (0: not known) may mean; nullopt when there is no such day or the
/// year is not 1800 to 9999.
std::optional<BirthDate> birth_of(int year, int month, int day);
/// "1966-09-08", "1966-09", "1966"; a time after "T" is ignored.
std::optional<BirthDate> birth_of_iso(std::string_view text);
/// "08/09/1966" with unknown parts as 00, dd or mm, or a year alone.
std::optional<BirthDate> birth_of_dmy(std::string_view text);
/// One day, written either way; nullopt when a part is unknown.
std::optional<Date> day_of(std::string_view text);
/// The first moment of a day in UTC, as a list's date; nullopt for days outside the years 1970 to 2199.
std::optional<Instant> start_of_day(Date date);

/// Whether no letter is of another script than Latin.
bool is_latin(std::string_view text);

}  // namespace licet::screening
