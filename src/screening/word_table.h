// A table of words that stand for each other, as data/screening writes them: "word: variant, variant".
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace licet::screening {

/// So that a look-up needs no string of its own.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
template <typename T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

/// One line: the word and its variants, each of one or several words.
struct WordLine {
  std::string word;
  std::vector<std::string> variants;
};

/// Reads a table; '#' begins a comment, blank lines are skipped. Errors name file and line: a line without ':', an
/// empty word, a character that no normalised word has.
Result<std::vector<WordLine>> parse_word_table(std::string_view name, std::string_view text);

/// Single words by what they stand for.
class WordMap {
 public:
  WordMap() = default;
  explicit WordMap(const std::vector<WordLine>& lines);
  /// What the word stands for, itself included when it is a line's own; empty when it is in no line.
  std::string_view find(std::string_view word) const;

 private:
  TextMap<std::string> words_;
};

/// Words that may stand in several lines: which lines, by number from 1, ascending.
class WordGroups {
 public:
  WordGroups() = default;
  explicit WordGroups(const std::vector<WordLine>& lines);
  const std::vector<std::uint16_t>& find(std::string_view word) const;

 private:
  TextMap<std::vector<std::uint16_t>> groups_;
};

/// Phrases of one or several words, longest first.
class PhraseMap {
 public:
  PhraseMap() = default;
  explicit PhraseMap(const std::vector<WordLine>& lines);
  struct Match {
    std::size_t words = 0;  ///< 0: no phrase begins here
    std::string_view stands_for;
  };
  /// The longest phrase that begins at `words[at]`.
  Match match(const std::vector<std::string_view>& words, std::size_t at) const;

 private:
  struct Phrase {
    std::vector<std::string> words;
    std::string stands_for;
  };
  TextMap<std::vector<Phrase>> by_first_;
};

/// The tables of data/screening, parsed once.
struct WordTables {
  WordMap honorifics, particles, numbers, business;
  WordGroups given_names;
  PhraseMap legal_forms;
};
const WordTables& word_tables();

}  // namespace licet::screening
