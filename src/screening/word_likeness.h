// How much one word may be another: spelt alike, sounding alike, or standing for each other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/chars.h"

namespace licet::screening {

/// What two words are compared by. Views: whoever makes it keeps the word.
struct Word {
  std::string_view text;
  std::string_view sound;                             ///< see sound_of; empty: not compared by sound
  const std::vector<std::uint16_t>* names = nullptr;  ///< lines of given_names.txt; nullptr: none
  bool exact = false;                                 ///< nothing but the very same word is like it
  std::uint32_t chars = 0;                            ///< its characters, where they were counted before; else 0
};

enum class Likeness : std::uint8_t {
  kNone,
  kExact,     ///< the same word
  kFuzzy,     ///< as a misspelling
  kPhonetic,  ///< as another spelling of the same sound
  kName,      ///< as another form of the same given name
};

struct Likelihood {
  Likeness why = Likeness::kNone;
  std::uint32_t similarity = 0;  ///< ten-thousandths
};

/// Similarity of words of one sound, and of given names of one line, when their spelling says less.
inline constexpr std::uint32_t kSoundSimilarity = 9'200;
/// The same of words of fewer than `kSoundCharsTelling` sounds: too many short words sound alike.
inline constexpr std::uint32_t kShortSoundSimilarity = 8'000;
inline constexpr std::size_t kSoundCharsTelling = 4;
inline constexpr std::uint32_t kNameSimilarity = 8'600;
/// A sound of fewer characters says too little.
inline constexpr std::size_t kSoundCharsMin = 2;

/// The greatest of what spelling, sound and given name say. Spelling: kFull less the weighted edits' share of the
/// longer word's characters, where both have at most `edits_allowed` (similarity.h) edits between them, or one for
/// words that are written together (`joined`), and neither has a digit. Edits weigh less where a confusion is usual: a
/// doubled letter, a vowel for a vowel, letters of one sound, a swap. Symmetric.
Likelihood likeness(const Word& a, const Word& b, bool joined = false);

/// Weighted edits between two words, in hundredths of an edit. Symmetric.
std::uint32_t edit_cost(const Chars& a, const Chars& b);

}  // namespace licet::screening
