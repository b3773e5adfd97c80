// Finds the neighbouring words of names that, written together, are within one edit of a word.
//
// One edit leaves the first half of a word as it is, or what stands after the character behind that half. Each pair or
// triple of neighbours is filed under these two parts and its length; a word asked for is cut the same way, as if it
// were one character shorter, as long, and one longer. Two keys each instead of one per letter; every pair is found.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "screening/hashed_keys.h"
#include "screening/rolling_hash.h"
#include "screening/term_table.h"

namespace licet::screening {

/// Immutable once built; look-ups are thread-safe.
class JoinIndex {
 public:
  /// Collects; then JoinIndex(builder).
  class Builder {
   public:
    /// `together` has at least kJoinedCharsMin characters; `value` comes back. Values are small, each comes once.
    void add(std::string_view together, std::uint32_t value);

   private:
    friend class JoinIndex;
    std::vector<HashedKeys::Entry> entries_;
    std::vector<std::uint16_t> letters_;
  };

  JoinIndex() = default;
  explicit JoinIndex(const Builder& builder) : keys_(builder.entries_), letters_(builder.letters_) {}

  /// Calls `visit` with the value of every text within one edit of `asked`, and of others; the caller compares. A value
  /// may come twice.
  template <typename Visit>
  void find(std::string_view asked, Visit visit) const {
    const Chars chars(asked);
    const RollingHash hash(chars);
    const TextFacts facts = facts_of(asked);
    std::array<std::uint64_t, 6> hashes;
    std::size_t count = 0;
    for (std::size_t length = chars.size() < 2 ? 1 : chars.size() - 1; length <= chars.size() + 1; ++length) {
      const std::size_t half = length / 2, rest = length - half - 1;
      if (half == 0 || rest == 0 || half > chars.size() || rest > chars.size()) continue;
      hashes[count++] = hash.part(0, half, salt(length, false));
      hashes[count++] = hash.part(chars.size() - rest, chars.size(), salt(length, true));
    }
    keys_.find(std::span(hashes.data(), count), [&](std::uint32_t value) {
      TextFacts other;
      other.letters = letters_[value];
      if (may_be_near(facts, other, 1)) visit(value);
    });
  }

  std::size_t key_count() const { return keys_.size(); }
  template <typename Fits>
  bool all_values(Fits fits) const {
    return keys_.all_values(fits);
  }
  // In a kept index (kept_index.h). What was read can be asked; the values are still to be looked at.
  void write(FlatWriter& out) const;
  static Status read(FlatReader& in, JoinIndex& out);
  std::size_t memory() const { return keys_.memory() + letters_.size() * sizeof(std::uint16_t); }

 private:
  static constexpr std::uint64_t salt(std::size_t length, bool end) { return 2 * length + (end ? 1 : 0) + 1; }

  HashedKeys keys_;
  std::vector<std::uint16_t> letters_;  ///< TextFacts::letters by value
};

}  // namespace licet::screening
