// Words that say little about who somebody is, and how much of a name's weight each class carries.
//
// Which words are which is in data/screening. A word in no table is an ordinary part of a name.
#pragma once

#include <cstdint>
#include <string_view>

namespace licet::screening {

/// Classes of a name's words.
enum class TokenKind : std::uint8_t {
  kWord,       ///< an ordinary part of the name
  kInitial,    ///< a single letter in a person's name
  kNumber,     ///< has a digit: never fuzzy, and weighty ("11420 Corp" is not "Corp")
  kParticle,   ///< al, bin, de, von
  kHonorific,  ///< mr, dr, haji
  kLegalForm,  ///< ltd, gmbh, ooo, and the long forms' words
  kFiller,     ///< and, of, the; and business words that half the companies share
};

std::string_view token_kind_name(TokenKind kind);

/// The weight of a word of this kind when names are compared; a relative number, an ordinary word has 100.
std::uint32_t token_weight(TokenKind kind);

}  // namespace licet::screening
