// "did you mean 'passports'?": the nearest known word to a mistyped one.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::app {

/// Number of single-byte insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`
/// (optimal string alignment). Answers `limit + 1` as soon as it must be more than `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The candidate nearest to `word`, ASCII case, '-', '_' and ' ' aside; nullopt when none is near (more than one
/// edit per three characters) or `word` is longer than 64 bytes. Of equally near ones the first wins.
std::optional<std::string_view> did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

/// The end of a message about an unknown word: "; did you mean 'x'?" or "; known are: a, b, c" (at most 20 named).
std::string known_words_hint(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace licet::app
