// Slips in single letters and in how a text was carried: see perturb.h.
#pragma once

#include <string>
#include <string_view>

#include "base/id.h"

namespace licet::screening::perturb {

std::string swap_letters(std::string_view name, SeededRandom& random);
std::string drop_letter(std::string_view name, SeededRandom& random);
std::string add_letter(std::string_view name, SeededRandom& random);
std::string replace_letter(std::string_view name, SeededRandom& random);
std::string double_letter(std::string_view name, SeededRandom& random);
std::string undouble_letter(std::string_view name, SeededRandom& random);
std::string change_vowel(std::string_view name, SeededRandom& random);
std::string misread_letter(std::string_view name, SeededRandom& random);  ///< as a scanner does: rn and m, l and 1
std::string neighbour_key(std::string_view name, SeededRandom& random);   ///< on an English keyboard
std::string homoglyph(std::string_view name, SeededRandom& random);       ///< a letter of another script that looks it
std::string without_diacritics(std::string_view name, SeededRandom& random);
std::string question_marks(std::string_view name, SeededRandom& random);  ///< for what is not ASCII
std::string no_break_space(std::string_view name, SeededRandom& random);
std::string join_all(std::string_view name, SeededRandom& random);
std::string split_word(std::string_view name, SeededRandom& random);
std::string hyphen_to_space(std::string_view name, SeededRandom& random);
std::string hyphen_lost(std::string_view name, SeededRandom& random);
std::string space_to_hyphen(std::string_view name, SeededRandom& random);
std::string space_lost(std::string_view name, SeededRandom& random);
std::string cut_at_35(std::string_view name, SeededRandom& random);  ///< as payment messages do
std::string cut_at_50(std::string_view name, SeededRandom& random);

}  // namespace licet::screening::perturb
