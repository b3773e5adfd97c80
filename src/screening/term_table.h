// The words of many names, each kept once.
//
// A text is a word as it is written. A term is a text with what it is in a name (its kind, whether it is compared by
// sound and given name): what `likeness` tells apart. Names are rows of term numbers; to compare a name is to look up
// small numbers.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/normalise.h"

namespace licet::screening {

class FlatReader;
class FlatWriter;

/// What is known of one text.
struct TextFacts {
  std::uint8_t chars = 0;  ///< its characters, at most 64
  std::uint8_t edits = 0;  ///< with which it is looked for: none when it has a digit
  bool digit = false;
  std::uint16_t letters = 0;  ///< per group of characters, whether their number is odd
};
TextFacts facts_of(std::string_view text);

/// Of texts at most `edits` edits apart. An edit changes the number of at most two characters.
inline bool may_be_near(const TextFacts& a, const TextFacts& b, std::uint32_t edits) {
  return static_cast<std::uint32_t>(std::popcount(static_cast<unsigned>(a.letters ^ b.letters))) <= 2 * edits;
}

struct Term {
  /// Marks that a term has.
  enum : std::uint8_t {
    kSounds = 1,      ///< compared by sound
    kNames = 2,       ///< compared by given name
    kExact = 4,       ///< Token::exact
    kGrammar = 8,     ///< "and", "of"
    kOneChar = 16,    ///< a single character
    kAnyCompany = 32  ///< the legal form that says nothing
  };
  std::uint32_t text = 0;
  std::uint32_t first = 0;  ///< first character
  TokenKind kind = TokenKind::kWord;
  std::uint8_t marks = 0;
};
/// The term of a token whose text has this number.
Term term_of(const Token& token, std::uint32_t text);

/// Immutable once finished; look-ups are thread-safe.
class TermTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;

  /// The number of the text, made when it is new. A number holds for ever.
  std::uint32_t intern_text(std::string_view text);
  /// The same for the token's term. The token is as `normalise` makes it: sound and names follow from its text.
  std::uint32_t intern(const Token& token);
  /// After the last `intern`: makes the groups.
  void finish();

  std::uint32_t find_text(std::string_view text) const;  ///< kNone when no text is that
  std::string_view text(std::uint32_t id) const {
    const std::uint32_t begin = id == 0 ? 0 : ends_[id - 1];
    return std::string_view(bytes_).substr(begin, ends_[id] - begin);
  }
  const TextFacts& facts(std::uint32_t text) const { return facts_[text]; }
  const Term& term(std::uint32_t id) const { return terms_[id]; }
  /// A token as it was interned; `family` is not the term's.
  Token token(std::uint32_t term, bool family) const;

  std::span<const std::uint32_t> terms_of(std::uint32_t text) const { return of_text_.at(text); }
  /// Texts of terms that are compared by this sound, or by this line of given_names.txt.
  std::span<const std::uint32_t> texts_sounding(std::string_view sound) const;
  std::span<const std::uint32_t> texts_named(std::uint16_t line) const { return of_line_.at(line); }

  std::uint32_t text_count() const { return static_cast<std::uint32_t>(ends_.size()); }
  std::uint32_t term_count() const { return static_cast<std::uint32_t>(terms_.size()); }
  /// Bytes held.
  std::size_t memory() const;

  // In a kept index (kept_index.h): a finished table. One that was read takes no further words.
  void write(FlatWriter& out) const;
  static Status read(FlatReader& in, TermTable& out);

 private:
  /// Rows of numbers in one array.
  struct Groups {
    std::vector<std::uint32_t> first, items;
    std::span<const std::uint32_t> at(std::uint32_t row) const {
      if (row + 1 >= first.size()) return {};
      return std::span(items).subspan(first[row], first[row + 1] - first[row]);
    }
    std::size_t memory() const { return (first.size() + items.size()) * sizeof(std::uint32_t); }
  };
  /// Whether there are so many rows, and numbers below `items`.
  static bool fits(const Groups& groups, std::size_t rows, std::size_t items);
  Status index_texts();
  Status index_sounds();
  static Groups group(std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs, std::uint32_t rows);
  void grow();
  std::uint32_t find_slot(std::string_view text) const;

  std::string bytes_;
  std::vector<std::uint32_t> ends_;  ///< of each text in `bytes_`
  std::vector<TextFacts> facts_;
  std::vector<std::uint32_t> slots_;  ///< open addressing: text + 1, or 0
  std::vector<Term> terms_;
  std::vector<std::uint32_t> first_term_, next_term_;  ///< while interning: the terms of a text, a chain
  Groups of_text_, of_sound_, of_line_;
  std::vector<std::uint32_t> sound_slots_;  ///< open addressing: sound + 1, or 0
  std::vector<std::string> sounds_;
};

}  // namespace licet::screening
