// Finds the words within one or two edits of a word without comparing against all of them.
//
// Two words at most d edits apart share a word that is left when at most d characters are deleted from each. Every
// indexed word is filed under all words so made from it; a look-up makes them from the word asked for. With the edits
// of `edits_allowed` on each side this finds every pair that the longer side's allowance permits: the shorter side
// needs one deletion less for each character it is shorter by. Unlike a "best N" search this leaves none out.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "screening/hashed_keys.h"
#include "screening/rolling_hash.h"

namespace licet::screening {

/// Immutable once built; look-ups are thread-safe.
class DeletionIndex {
 public:
  /// Not to be found.
  static constexpr std::uint32_t kLeftOut = 3;
  struct Term {
    std::string_view text;
    std::uint32_t edits = 0;  ///< 0 to 2, or kLeftOut
  };

  DeletionIndex() = default;
  /// Term i gets the id i. About 37 keys for a word of 8 characters, 137 for one of 16.
  explicit DeletionIndex(std::span<const Term> terms);

  /// Calls `visit` with the ids of all terms that share a deletion with `text`: every term near enough, and a few more;
  /// the caller compares. An id may come several times.
  template <typename Visit>
  void find(std::string_view text, std::uint32_t edits, Visit visit) const {
    constexpr std::size_t kMost = Chars::kMax * (Chars::kMax + 1) / 2 + 1;
    std::array<std::uint64_t, kMost> hashes;
    std::size_t count = 0;
    each_deletion(text, edits, [&](std::uint64_t hash) { hashes[count++] = hash; });
    keys_.find(std::span(hashes.data(), count), visit);
  }

  std::size_t key_count() const { return keys_.size(); }
  std::size_t memory() const { return keys_.memory(); }

  // In a kept index (kept_index.h).
  void write(FlatWriter& out) const { keys_.write(out); }
  static Status read(FlatReader& in, std::uint32_t terms, DeletionIndex& out);

 private:
  /// Of a doubled letter it does not matter which is deleted: each deletion comes once.
  template <typename Visit>
  static void each_deletion(std::string_view text, std::uint32_t edits, Visit visit) {
    const Chars chars(text);
    const RollingHash hash(chars);
    visit(hash.whole());
    if (edits == 0) return;
    for (std::size_t i = 0; i < hash.size(); ++i) {
      if (i > 0 && chars[i] == chars[i - 1]) continue;
      visit(hash.without(i));
    }
    if (edits < 2) return;
    for (std::size_t i = 0; i < hash.size(); ++i) {
      if (i > 0 && chars[i] == chars[i - 1]) continue;
      for (std::size_t j = i + 1; j < hash.size(); ++j) {
        if (j > i + 1 && chars[j] == chars[j - 1]) continue;
        visit(hash.without(i, j));
      }
    }
  }

  HashedKeys keys_;
};

}  // namespace licet::screening
