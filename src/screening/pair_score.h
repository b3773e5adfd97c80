// The score of `align` from numbers alone.
//
// `align` (alignment.h) is the definition: it compares words and explains itself. A search compares the words of a name
// with those of the listed ones once, and then has thousands of pairs of names to score, whose words are numbers and
// whose likenesses stand in tables. Both must agree to the last unit: tests and fuzz/score_fuzz.cpp hold them together.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "screening/assignment.h"
#include "screening/normalise.h"
#include "screening/token_tables.h"

namespace licet::screening {

/// A word of a name. Equal numbers, equal texts.
struct PairWord {
  std::uint32_t text = 0;
  std::uint32_t first = 0;  ///< first character
  TokenKind kind = TokenKind::kWord;
  std::uint8_t marks = 0;  ///< of Term
  bool family = false;
  bool repeated = false;  ///< its side has it twice
};

/// How alike the words of a pair of names are, ten-thousandths; tables of one row per word asked for, one column per
/// listed word.
struct PairTables {
  /// A joined similarity that also makes the words one: their text is about as long (`may_join`).
  static constexpr std::uint16_t kMayJoin = 0x8000;
  static constexpr std::uint16_t kSimilarity = 0x7FFF;
  const std::uint16_t* words = nullptr;
  /// Two, or three, neighbours from the row's word on, written together, and the column's word; nullptr when none of
  /// them is alike.
  const std::uint16_t* query_joined[2] = {nullptr, nullptr};
  /// The row's word, and the neighbours from the column's word on.
  const std::uint16_t* listed_joined[2] = {nullptr, nullptr};
};

/// Whether texts of so many bytes may be one the other with a space in it.
constexpr bool may_join(std::size_t together, std::size_t other) {
  return other + 4 >= together && other <= together + 4;
}

/// Keeps its memory between pairs; one per thread.
class PairScorer {
 public:
  /// What `align` scores, where neither name is the other written without blanks, nor its acronym.
  std::uint32_t score(std::span<const PairWord> query, std::span<const PairWord> listed, const PairTables& tables,
                      bool organisation);

 private:
  struct Unit {
    std::uint32_t begin = 0, count = 1, weight = 0;
  };
  static bool joins(std::span<const PairWord> side, std::size_t at, std::size_t count, std::span<const PairWord> others,
                    const std::uint16_t* cells, std::size_t step);
  void make_units(std::span<const PairWord> query, std::span<const PairWord> listed, const PairTables& tables);
  void pair_up(std::span<const PairWord> query, std::span<const PairWord> listed, const PairTables& tables);
  void find_conflicts(std::span<const PairWord> query, std::span<const PairWord> listed,
                      const std::vector<std::int32_t>& assigned);
  static void mark_heaviest(const std::vector<Unit>& units, std::vector<std::uint32_t>& spare, std::size_t count,
                            std::vector<char>& conflicts);

  struct Gain {
    std::uint32_t weight = 0, similarity = 0;
    bool initial = false;
  };
  std::vector<Unit> query_units_, list_units_;
  std::vector<Gain> gains_;
  GainTable table_;
  Assigner assigner_;
  std::vector<char> list_taken_, query_conflicts_, list_conflicts_;
  std::vector<std::uint32_t> extra_, missing_;
};

/// Whether one is the first letter that the other is written by.
bool is_initial_of(const PairWord& a, const PairWord& b);
/// Whether a word without a partner may stand against one of the other side.
bool may_conflict(const PairWord& word);
/// The least percent of its weight that a word costs without a partner.
std::uint32_t least_extra(const PairWord& word, bool organisation);
std::uint32_t least_missing(const PairWord& word);

/// The least of all words of a side, at most 100.
std::uint32_t least_percent(std::span<const PairWord> words, bool query, NameForm form);

/// Whether both have the same words in whatever order.
bool same_texts(std::span<const PairWord> a, std::span<const PairWord> b);
/// Sets `repeated`.
void mark_repeats(std::span<PairWord> words);

}  // namespace licet::screening
