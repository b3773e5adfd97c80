// What publishers call countries, as codes.
#pragma once

#include <string>
#include <string_view>

namespace licet::screening {

/// The ISO 3166-1 alpha-2 code ("KP") of a country as a list names it: "Korea, North", "NORTH KOREA", "DPRK", "kp",
/// "PRK". Case, accents, punctuation, the order of words, "the", "of" and "and" do not matter. XK is Kosovo, and the
/// parts of the Palestinian territories are PS. "" when no country of today is meant: unknown words, states that are
/// no more ("USSR"), "UNKNOWN", "stateless". Names are ICU's English ones and the publishers' own spellings
/// (country_names.cpp). Never fails; texts over 128 bytes are none.
std::string country_code(std::string_view text);

}  // namespace licet::screening
