// How alike two words are, in whole numbers: the same on every machine.
#pragma once

#include <cstdint>
#include <string_view>

namespace licet::screening {

/// Full likeness; a similarity is a whole number of ten-thousandths.
inline constexpr std::uint32_t kFull = 10'000;

/// Jaro's similarity with Winkler's bonus (0.1 per equal leading character, at most 4, only above 0.7), rounded half
/// up to ten-thousandths of the exact fraction. Characters are code points, of which the first 64 count. Two empty
/// words are alike (kFull), an empty and another are not (0). Symmetric.
/// Source: W. Winkler, String Comparator Metrics (1990); half transpositions are counted as halves,
/// and matching goes from the word of fewer bytes (then of lower byte order), which makes it symmetric.
std::uint32_t jaro_winkler(std::string_view a, std::string_view b);

/// Edits (insert, delete, replace, swap of neighbours; no substring edited twice) that turn `a` into `b`, or
/// `limit` + 1 when they are more than `limit`. Characters as above. Symmetric.
std::uint32_t edit_distance(std::string_view a, std::string_view b, std::uint32_t limit);

/// Number of characters of a word, at most 64.
std::size_t char_count(std::string_view word);

/// Edits that two words may be apart and still be the same word misspelt: by the longer one's length, none up to 3
/// characters, 1 up to 6, 2 from 7 (facts: screening 2.4).
constexpr std::uint32_t edits_allowed(std::size_t longer_chars) {
  return longer_chars < 4 ? 0 : (longer_chars < 7 ? 1 : 2);
}

}  // namespace licet::screening
