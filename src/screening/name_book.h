// The names of one kind of a whole book, kept small: which of them may be alike to a few listed names.
//
// The inverse of NameIndex, with the same rules and the same bound of the score, so that nothing that reaches the
// threshold is left out. A million names take some sixty bytes each. No name stands here as text: words are kept once,
// with who has them, and go when the last who has them goes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "screening/name_index.h"

namespace licet::screening {

/// A name that came upon a list.
struct ListedName {
  NormalName normal;
  bool weak = false;
};

/// Searches are thread-safe among each other; whoever adds or removes is alone.
class NameBook {
 public:
  /// Whose a name is; the caller's number.
  using Owner = std::uint32_t;

  void add(const NormalName& name, Owner owner);
  /// Forgets every name of `owner`, and the words that nobody else has.
  void remove(Owner owner);
  /// Makes what was added findable by word; without it, those added last are candidates of every search. Done by `add`
  /// when there are many of them.
  void settle();

  /// Owners of every name whose alignment with one of the listed names may reach the cutoff of its strength; sorted,
  /// each once. Never leaves out one that does, and gives few that do not.
  std::vector<Owner> candidates(std::span<const ListedName> listed, const Cutoff& cutoff) const;

  std::size_t names() const { return owners_.size() - dead_; }
  std::size_t words() const { return words_live_; }
  /// Every text that is kept, one after the other: for tests of what was forgotten.
  std::string_view texts() const { return arena_; }

 private:
  /// A word of a name in the book, or in the postings a name that has the word: the number, and the word's kind there.
  class Ref {
   public:
    Ref() = default;
    Ref(std::uint32_t number, TokenKind kind) : packed_(number << 4U | static_cast<std::uint32_t>(kind)) {}
    std::uint32_t number() const { return packed_ >> 4U; }
    TokenKind kind() const { return static_cast<TokenKind>(packed_ & 15U); }

   private:
    std::uint32_t packed_ = 0;
  };
  struct Hashed {
    std::uint32_t hash;
    std::uint32_t name;
  };
  class Search;
  friend class Search;

  std::uint32_t word_of(std::string_view text);
  std::uint32_t find_word(std::string_view text) const;
  std::string_view text(std::uint32_t word) const { return {arena_.data() + starts_[word], sizes_[word]}; }
  void forget_word(std::uint32_t word);
  void drop_posting(std::uint32_t word, std::uint32_t name);
  void grow_slots();
  std::span<const Ref> tokens(std::uint32_t name) const {
    return {tokens_.data() + first_[name], first_[name + 1] - first_[name]};
  }

  // Words.
  std::string arena_;
  std::vector<std::uint32_t> starts_;  ///< into the arena
  std::vector<std::uint16_t> sizes_;   ///< bytes; 0: forgotten
  std::vector<std::uint8_t> chars_;
  std::vector<std::uint64_t> masks_;     ///< which letters it has
  std::vector<std::uint32_t> prints_;    ///< sum of its letters' numbers
  std::vector<std::uint32_t> sounds_;    ///< hash of how it sounds; 0: does not
  std::vector<std::uint8_t> has_lines_;  ///< stands in given_names.txt
  std::vector<std::uint32_t> counts_;    ///< names that have it, each time they do
  std::vector<std::uint32_t> slots_;     ///< open addressing over words; kNone: free
  std::vector<std::uint32_t> free_words_;
  std::size_t words_live_ = 0;

  // Names.
  std::vector<std::uint32_t> first_ = {0};
  std::vector<Ref> tokens_;
  std::vector<Owner> owners_;         ///< kNone: removed
  std::vector<std::uint32_t> whole_;  ///< hash of the name written as one word
  std::vector<std::uint16_t> totals_;
  std::vector<std::uint8_t> percents_;
  std::vector<std::uint8_t> native_;
  std::vector<Hashed> natural_;  ///< the same, given names first, where that is another
  std::vector<Hashed> acronyms_;
  std::size_t dead_ = 0;

  // Postings of the first `settled_` names, in one array; by word where they begin and how many are left.
  std::size_t settled_ = 0;
  std::vector<std::uint32_t> post_first_, post_count_;
  std::vector<Ref> postings_;
};

}  // namespace licet::screening
