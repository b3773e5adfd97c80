// What of an index is like a word, kept for the next name that has the word.
//
// Names share words: most words of a book have been looked up before. A search answers the same whether its words are
// known here or not.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/crypto.h"
#include "screening/normalise.h"

namespace licet::screening {

/// What of an index is like a word.
struct Neighbours {
  struct Alike {
    std::uint32_t term = 0, similarity = 0;
  };
  /// Neighbouring words of an indexed name that, written together, are like it.
  struct Joined {
    std::uint32_t name = 0, weight = 0;  ///< weight: of these words
    std::uint16_t at = 0, count = 0;     ///< of the name's words
    std::uint16_t cell = 0;              ///< as in PairTables
  };
  std::vector<Alike> alike;
  std::vector<Joined> joined;
};

/// Of one index. Bounded: when it is full it begins anew. One per thread.
class NeighbourCache {
 public:
  static constexpr std::size_t kWordsMax = 8'192, kItemsMax = 262'144;

  /// nullptr when nothing is known. Both answers hold until the next `keep`.
  const Neighbours* find(const Token& token);
  const Neighbours& keep(const Token& token, Neighbours found);

 private:
  /// Of a token's text and of what else it is compared by: its sound and names follow from the text. The words of
  /// leads stay in no memory longer than their screening takes: what is kept has no letters.
  static crypto::Digest key_of(const Token& token);
  struct KeyHash {
    std::size_t operator()(const crypto::Digest& key) const;
  };

  std::unordered_map<crypto::Digest, Neighbours, KeyHash> words_;
  std::size_t items_ = 0;
};

}  // namespace licet::screening
