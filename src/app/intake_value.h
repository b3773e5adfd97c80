// Single cells as typed values. Each takes a cleaned, non-empty text and answers its canonical form, or what is wrong
// with it and what to do ("is no e-mail address; ..."), without repeating the value.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace licet::app::intake {

using Value = tl::expected<std::string, std::string>;

/// An address "local@domain" with at least one dot in the domain; the domain in lower case. "mailto:" is dropped.
/// RFC 5321 lengths (local 64, whole 254); unquoted local parts only; characters past ASCII are allowed (RFC 6531).
Value read_email(std::string_view text);
/// A code: lower case, spaces as '_', then [a-z0-9][a-z0-9_.-]{0,63}. "Per Se Professional" gives
/// "per_se_professional".
Value read_code(std::string_view text);
/// ISO 3166-1 alpha-2, by name or code, with "did you mean".
Value read_country(std::string_view text);
/// A place code, see find_place.
Value read_place(std::string_view text);
/// A place code when the text names one, else a code.
Value read_place_or_code(std::string_view text);
/// A language by its ISO 639 code, with or without a region ("en-GB"), or its English name: the code alone.
Value read_language(std::string_view text);
/// The id of a record at its source; "l:" is dropped, numbers that a spreadsheet rounded are refused.
Value read_source_id(std::string_view text);

/// "male", "female", or empty for a word that says neither ("diverse", "not stated"): lists speak of these two alone.
Value read_gender(std::string_view text);
/// Countries of today by name or code, several between semicolons, bars or slashes: "FR;GB", each once, in their order;
/// empty for "stateless".
Value read_nationality(std::string_view text);
/// The number of a passport or an identity card as written; several between semicolons or bars: "A1;B2". Numbers that
/// a spreadsheet rounded are refused.
Value read_document_number(std::string_view text);
/// What `read_nationality` and `read_document_number` answered, one by one.
std::vector<std::string> several(std::string_view text);

/// First and last name of a whole name: "Family, Given", else the last word is the last name. One word is a last name.
std::pair<std::string, std::string> split_name(std::string_view text);
/// "", "-", "n/a", "none", "null", "unknown" and the like: what people write for nothing. Not "NA": that is a country.
bool is_nothing(std::string_view text);

}  // namespace licet::app::intake
