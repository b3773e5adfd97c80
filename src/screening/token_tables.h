// Words that say little about who somebody is, and how much of a name's weight each class carries.
//
// Small on purpose and written by hand from general knowledge of name conventions and company law; nothing is copied
// from another product. A word in no table is an ordinary part of a name.
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

/// Class of a normalised word in a person's name; never kLegalForm or kFiller.
TokenKind person_token_kind(std::string_view token);
/// Class of a normalised word in an organisation's name; never kInitial, kParticle or kHonorific.
TokenKind organisation_token_kind(std::string_view token);
/// One spelling for the variants of a legal form ("limited" to "ltd"); other words come back unchanged.
std::string_view legal_form_spelling(std::string_view token);

}  // namespace licet::screening
