// Texts as the perturbation operators (perturb.h) take them apart: characters, words, and places in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace licet::screening {

std::u32string characters(std::string_view text);
std::string text_of(const std::u32string& characters);

/// Between blanks; a comma stays with its word.
std::vector<std::string> words_of(std::string_view text);
std::string sentence(const std::vector<std::string>& words);
/// Lower-case ASCII letters of a word; other characters are left as they are.
std::string lower_word(std::string_view word);
/// `like` with the letter case of `as`: all capitals, a capital first, or as it is.
std::string in_case_of(std::string like, std::string_view as);
/// The word without a comma or full stop at its end.
std::string_view bare(std::string_view word);
/// Puts `other` where the bare part of `word` is, in its letter case.
std::string instead(std::string_view word, std::string_view other);

bool is_letter(char32_t c);
/// 0 to `end` - 1; `end` > 0.
std::size_t pick(SeededRandom& random, std::size_t end);
/// A place inside a word of four letters or more, neither its first nor its last letter; one where there is none, a
/// place in a shorter word (but Han, whose characters are words).
std::optional<std::size_t> place_in_word(const std::u32string& text, SeededRandom& random);

}  // namespace licet::screening
