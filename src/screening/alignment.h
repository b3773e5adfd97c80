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

namespace licet::screening {

/// The version of everything in this layer that can change a score. Recorded with every result.
inline constexpr std::string_view kAlgorithm = "licet-v0";

enum class Relation : std::uint8_t {
  kExact,    ///< the same word
  kFuzzy,    ///< as a misspelling, see `related`
  kInitial,  ///< one is the first letter of the other
  kJoined,   ///< two neighbouring words on one side written as one on the other, or the whole name written as one
  kExtra,    ///< a word asked for that the listed name lacks
  kMissing,  ///< a word of the listed name that was not asked for
};
std::string_view relation_name(Relation relation);  ///< "exact", "fuzzy", "initial", "joined", "extra", "missing"

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
  std::uint32_t extra = 50;
  std::uint32_t missing = 25;
  /// A family name of which no word matched, where the list says which it is; or any word when only one word matched.
  std::uint32_t missing_decisive = 75;
};
inline constexpr UnmatchedCost kUnmatchedCost{};
/// Percent of what Jaro-Winkler lacks to full likeness that is taken off: two words that differ are less one word than
/// the measure says, which was made for choosing between similar records, not for finding that there is none.
inline constexpr std::uint32_t kUnlikenessPercent = 150;
/// Similarity of a word and its initial, and the weight each side of such a pair has.
inline constexpr std::uint32_t kInitialSimilarity = 9'000;
/// A whole name written as one word must have this many letters; shorter ones coincide by chance.
inline constexpr std::size_t kJoinedCharsMin = 5;

/// Similarity of two words as the scorer sees it: kFull when equal; when both have at most `edits_allowed` of the
/// longer one between them (`joined`: at most 1) and neither has a digit, kFull minus kUnlikenessPercent of what
/// Jaro-Winkler lacks; else 0. Symmetric.
std::uint32_t related(std::string_view a, std::string_view b, bool joined = false);

/// Aligns: the pairing of words with the greatest sum of weight times similarity. Word order does not matter.
/// A pair of initials or legal forms alone scores 0: some ordinary word, number or particle must match.
Alignment align(const NormalName& query, const NormalName& listed);

/// What pruning needs: a score that `align` cannot exceed, given at most `query_weight` and `list_weight` of the
/// words' weights can find partners. `missing_weight_total` and `extra_weight_total` are the weights of all words.
std::uint32_t score_bound(std::uint32_t query_weight, std::uint32_t query_weight_total, std::uint32_t list_weight,
                          std::uint32_t list_weight_total);

/// Sum of the weights of all words.
std::uint32_t total_weight(const NormalName& name);

}  // namespace licet::screening
