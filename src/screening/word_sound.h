// How a word sounds, roughly: one spelling for what transliterations and languages write differently.
#pragma once

#include <string>
#include <string_view>

namespace licet::screening {

/// The skeleton of a normalised word: consonants by sound (kh as k, ph as f, sch as sh, w as v, x as s at the
/// beginning), vowels in three classes, double letters once, a silent h dropped. Two words of one skeleton sound alike
/// to somebody who writes either down. Empty for a word with a character outside a-z and for fewer than two letters.
/// Source: the romanisation tables of BGN/PCGN, ISO 9, ALA-LC and pinyin, folded by hand.
std::string sound_of(std::string_view word);

}  // namespace licet::screening
