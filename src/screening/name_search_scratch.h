// What one search keeps, and what its two halves share: finding and adding up (name_search.cpp), and scoring
// (name_search_score.cpp). For these two files alone.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "screening/name_search.h"
#include "screening/neighbour_cache.h"
#include "screening/similarity.h"

namespace licet::screening {

/// How a name came to be looked at, where that decides how it is scored.
enum Way : std::uint8_t {
  kJoined = 1,   ///< neighbours of its words, written together, are like a word asked for
  kWhole = 2,    ///< written without blanks it is the name asked for
  kAcronym = 4,  ///< one may be the other's acronym
};

inline std::uint32_t earned(std::uint32_t weight, std::uint32_t similarity) {
  return (weight * similarity + kFull - 1) / kFull;
}

/// Memory of one thread's searches. What is as large as the index is zero between them.
struct NameSearch::Scratch {
  struct Sum {
    std::uint32_t asked = 0, indexed = 0;
  };
  struct NearText {
    std::uint32_t text = 0, spelling = 0;
  };
  std::vector<Sum> sums;            ///< per name
  std::vector<std::uint8_t> ways;   ///< per name
  std::vector<std::uint32_t> rows;  ///< per term: its row + 1 in `cells`
  std::vector<std::uint8_t> nears;  ///< per text
  std::vector<std::uint32_t> touched, flagged, terms;
  std::vector<NearText> near_texts;
  std::vector<TermHit> hits;
  /// Per row: likeness with each word asked for, with two, with three of them.
  std::vector<std::uint16_t> cells;
  std::vector<std::uint8_t> row_joins;
  std::vector<std::uint32_t> refs;
  std::vector<JoinHit> join_hits;
  std::string together;
  std::vector<PairWord> words;
  std::vector<std::uint16_t> best, most;
  /// Similarities of neighbours written together that this search has met, by their terms.
  std::array<KnownJoin, 256> known_joins;
  std::vector<std::uint32_t> known_used;
  std::array<std::vector<std::uint16_t>, 5> tables;
  PairScorer scorer;
  struct Cache {
    std::shared_ptr<const char> index;
    NeighbourCache words;
  };
  std::array<Cache, 4> caches;  ///< of the indexes that were searched last
  std::size_t next_cache = 0;
  NeighbourCache& cache_of(const NameIndex& index);
};

}  // namespace licet::screening
