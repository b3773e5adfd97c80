// One word compared with many: what `likeness` says of the spelling, with the work on the one word done once.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "screening/chars.h"
#include "screening/term_table.h"

namespace licet::screening {

class AskedWord {
 public:
  /// `text` must outlive it.
  explicit AskedWord(std::string_view text);

  std::string_view text() const { return text_; }
  const TextFacts& facts() const { return facts_; }
  /// kFull for the same text; else the similarity by spelling, 0 when they are not alike. Equals
  /// `likeness(..., joined).similarity` of words without sound and names, which are not `exact`.
  std::uint32_t spelling(std::string_view other, const TextFacts& facts, bool joined) const;
  /// Whether that is more than 0.
  bool is_spelt_like(std::string_view other, const TextFacts& facts, bool joined) const;

 private:
  /// The edits (as `edit_distance` counts) that turn one word into the other. Bit-parallel: after H. Hyyro, A
  /// Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances (2003).
  std::size_t edits_to(const Chars& other) const;
  std::uint32_t limit_for(const TextFacts& facts, bool joined) const;
  std::uint64_t places_of(char32_t c) const;

  std::string_view text_;
  TextFacts facts_;
  Chars chars_;
  std::array<std::uint64_t, 128> ascii_;  ///< per character, in which places of the word it stands
  std::vector<std::pair<char32_t, std::uint64_t>> others_;
};

}  // namespace licet::screening
