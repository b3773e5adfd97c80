// Cleaning and comparing the texts of people: spaces of every kind, invisible characters, accents.
#pragma once

#include <string>
#include <string_view>

namespace licet::app::intake {

/// `text` (UTF-8) without invisible characters (zero-width, direction marks, byte order mark, controls), every run of
/// spaces, no-break spaces, tabs and line ends as one space, and none at either end.
std::string clean(std::string_view text);

/// What two spellings of a name or heading have in common: ASCII lower case, Latin letters without accents, "&" as
/// "and", other scripts as they are, and nothing else: "E-mail " and "e_mail" both give "email".
std::string fold(std::string_view text);

/// Whether the text has a letter or digit of any script: blanks and signs alone are no reason and no name.
bool says_something(std::string_view text);

/// ASCII upper case.
std::string upper(std::string_view text);
/// ASCII lower case.
std::string lower(std::string_view text);

/// A value as a message may show it: in quotes; of more than 40 bytes only the beginning.
std::string shown(std::string_view text);

}  // namespace licet::app::intake
