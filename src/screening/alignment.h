// How a name asked for and a listed name lie side by side, and the score that follows, part by part.
//
// The score is a weighted share: every word has a weight (token_tables.h), a pair of words earns both weights times
// its similarity, a word without a partner costs a part of its own. Whole numbers throughout. This file decides what a
// match is; the index (matcher.h) only finds the names worth comparing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/normalise.h"
#include "screening/word_likeness.h"

namespace licet::screening {

/// The version of everything in this layer that can change a score. Recorded with every result.
inline constexpr std::string_view kAlgorithm = "licet-v1";

enum class Relation : std::uint8_t {
  kExact,     ///< the same word
  kFuzzy,     ///< as a misspelling
  kPhonetic,  ///< as another spelling of the same sound
  kName,      ///< as another form of the same given name
  kInitial,   ///< one is the first letter of the other
  kAcronym,   ///< the first letters of the other side's words
  kJoined,    ///< two neighbouring words on one side written as one on the other, or the whole name written as one
  kExtra,     ///< a word asked for that the listed name lacks
  kMissing,   ///< a word of the listed name that was not asked for
  kConflict,  ///< a word of either where the other has another to spare
};
std::string_view relation_name(Relation relation);  ///< "exact", "fuzzy", "phonetic", "name", ...

/// One line of the explanation.
struct Part {
  std::string query_token;  ///< empty when missing
  std::string list_token;   ///< empty when extra
  Relation relation = Relation::kExact;
  std::uint32_t similarity = 0;    ///< ten-thousandths, after the penalty for not being the same
  std::uint32_t weight = 0;        ///< this part's share of the whole, in the units of token_weight times 100
  std::uint32_t contribution = 0;  ///< ten-thousandths of the score; contributions sum exactly to the score
  bool operator==(const Part&) const = default;
};

struct Alignment {
  std::uint32_t score = 0;  ///< 0 to kFull
  std::vector<Part> parts;
};

/// Percent of its weight that a word without a partner costs.
struct UnmatchedCost {
  std::uint32_t extra = 50;           ///< of a person asked for
  std::uint32_t extra_decisive = 75;  ///< where only one word matched
  std::uint32_t extra_organisation = 80;
  std::uint32_t extra_filler = 150;  ///< a word that half the companies share: what remains is another company
  std::uint32_t missing_filler = 60;
  std::uint32_t missing = 25;           ///< of the listed name
  std::uint32_t missing_decisive = 40;  ///< of a person, where only one word matched
  std::uint32_t missing_family = 75;    ///< a family name of which no word matched, where the list says which it is
  std::uint32_t number = 60;            ///< a number that only one side has
  std::uint32_t repeated = 10;          ///< a word that its side has twice
  std::uint32_t conflict = 100;         ///< a word where the other side has another to spare
  std::uint32_t legal_form = 60;        ///< not percent: the weight of each legal form where the two differ
};
inline constexpr UnmatchedCost kUnmatchedCost{};
/// So many neighbouring words may be one word of the other side.
inline constexpr std::size_t kJoinedWordsMax = 3;
/// Similarity of a word and its initial, and the weight each side of such a pair has.
inline constexpr std::uint32_t kInitialSimilarity = 9'000;
/// Similarity of an organisation's words and their first letters.
inline constexpr std::uint32_t kAcronymSimilarity = 9'000;
/// A whole name written as one word must have this many letters; shorter ones coincide by chance.
inline constexpr std::size_t kJoinedCharsMin = 5;

/// Aligns: the pairing of words with the greatest sum of weight times similarity. Word order does not matter.
/// A pair of initials or legal forms alone scores 0: some ordinary word, number or particle must match.
Alignment align(const NormalName& query, const NormalName& listed);

/// Sum of the weights of all words.
std::uint32_t total_weight(const NormalName& name);

}  // namespace licet::screening
