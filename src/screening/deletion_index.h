// Finds the words within one or two edits of a word without comparing against all of them.
//
// Two words at most d edits apart share a word that is left when at most d characters are deleted from each. Every
// indexed word is filed under all words so made from it; a look-up makes them from the word asked for. With the edits
// of `edits_allowed` on each side this finds every pair that the longer side's allowance permits: the shorter side
// needs one deletion less for each character it is shorter by. Unlike a "best N" search this leaves none out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace licet::screening {

/// Immutable once built; look-ups are thread-safe.
class DeletionIndex {
 public:
  struct Term {
    std::string_view text;
    std::uint32_t edits = 0;  ///< 0 to 2
  };

  DeletionIndex() = default;
  /// Term i gets the id i. About 37 keys for a word of 8 characters, 137 for one of 16.
  explicit DeletionIndex(const std::vector<Term>& terms);

  /// Puts into `ids` (sorted, each once) the ids of all terms that share a deletion with `text`: every term near
  /// enough, and a few more; the caller compares.
  void find(std::string_view text, std::uint32_t edits, std::vector<std::uint32_t>& ids) const;

  std::size_t key_count() const { return keys_.size(); }

 private:
  struct Key {
    std::uint64_t hash;
    std::uint32_t id;
  };
  std::size_t bucket_of(std::uint64_t hash) const { return static_cast<std::size_t>(hash >> shift_); }

  std::vector<Key> keys_;               ///< sorted by hash
  std::vector<std::uint32_t> buckets_;  ///< first key of each range of leading hash bits, and an end
  std::uint32_t shift_ = 63;
};

}  // namespace licet::screening
