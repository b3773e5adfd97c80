#include "screening/word_likeness.h"

#include <algorithm>
#include <array>

#include "screening/chars.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

constexpr std::uint32_t kEdit = 100, kVowels = 60, kConfused = 50, kDoubled = 40, kSilent = 70, kSwapped = 80;

bool is_vowel(char32_t c) { return c == U'a' || c == U'e' || c == U'i' || c == U'o' || c == U'u' || c == U'y'; }

/// Letters that stand for one another in transliterations and on keyboards. Source: as word_sound.h.
constexpr std::array<std::string_view, 13> kConfusable{"ck", "kq", "cq", "sz", "vw", "bv", "dt",
                                                       "gk", "iy", "ij", "jy", "bp", "fv"};

constexpr std::size_t kLetters = 26;
using Replacements = std::array<std::array<std::uint8_t, kLetters>, kLetters>;

constexpr Replacements make_replacements() {
  constexpr std::string_view kVowelLetters = "aeiouy";
  Replacements out{};
  for (auto& row : out)
    for (std::uint8_t& cost : row) cost = kEdit;
  const auto set = [&out](char a, char b, std::uint32_t cost) {
    out[static_cast<std::size_t>(a - 'a')][static_cast<std::size_t>(b - 'a')] = static_cast<std::uint8_t>(cost);
    out[static_cast<std::size_t>(b - 'a')][static_cast<std::size_t>(a - 'a')] = static_cast<std::uint8_t>(cost);
  };
  for (const char a : kVowelLetters)
    for (const char b : kVowelLetters) set(a, b, kVowels);
  for (const std::string_view pair : kConfusable) set(pair[0], pair[1], kConfused);
  return out;
}
constexpr Replacements kReplacements = make_replacements();

std::uint32_t replaced(char32_t a, char32_t b) {
  if (a == b) return 0;
  const char32_t row = a - U'a', column = b - U'a';
  return row < kLetters && column < kLetters ? kReplacements[row][column] : kEdit;
}

/// The ending tells Antonio from Antonia.
std::uint32_t replaced_last(char32_t a, char32_t b) {
  return (a == U'a' && b == U'o') || (a == U'o' && b == U'a') ? kEdit : replaced(a, b);
}

/// What it costs that the character at `at` has no partner.
std::uint32_t left_out(const Chars& word, std::size_t at) {
  const char32_t c = word[at];
  if ((at > 0 && word[at - 1] == c) || (at + 1 < word.size() && word[at + 1] == c)) return kDoubled;
  if (c == U'a' && at + 1 == word.size()) return kEdit;  // Martin and Martina
  return (c == U'h' && at > 0) || is_vowel(c) ? kSilent : kEdit;
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool share_a_line(const Word& a, const Word& b) {
  if (a.names == nullptr || b.names == nullptr) return false;
  return std::find_first_of(a.names->begin(), a.names->end(), b.names->begin(), b.names->end()) != a.names->end();
}

std::size_t chars_of(const Word& word) { return word.chars != 0 ? word.chars : char_count(word.text); }

Likelihood by_spelling(const Word& a, const Word& b, bool joined) {
  const std::size_t chars_a = chars_of(a), chars_b = chars_of(b);
  const std::size_t longer = std::max(chars_a, chars_b), shorter = std::min(chars_a, chars_b);
  const std::uint32_t most = edits_allowed(longer);
  const std::uint32_t limit = joined ? std::min(most, 1U) : most;
  if (limit == 0 || longer - shorter > limit || has_digit(a.text) || has_digit(b.text)) return {};
  if (edit_distance(a.text, b.text, limit) > limit) return {};
  const auto lost = static_cast<std::uint32_t>(kFull / 100 * edit_cost(Chars(a.text), Chars(b.text)) / longer);
  return {Likeness::kFuzzy, lost >= kFull ? 0 : kFull - lost};
}

}  // namespace

std::uint32_t edit_cost(const Chars& a, const Chars& b) {
  using Row = std::array<std::uint32_t, Chars::kMax + 1>;
  std::array<Row, 3> rows;
  Row left_out_b;
  rows[0][0] = 0;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    left_out_b[j] = left_out(b, j - 1);
    rows[0][j] = rows[0][j - 1] + left_out_b[j];
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Row& row = rows[i % 3];
    const Row& above = rows[(i + 2) % 3];
    const Row& above2 = rows[(i + 1) % 3];
    const std::uint32_t gone = left_out(a, i - 1);
    row[0] = above[0] + gone;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::uint32_t cost = above[j - 1] + (i == a.size() && j == b.size() ? replaced_last(a[i - 1], b[j - 1])
                                                                          : replaced(a[i - 1], b[j - 1]));
      cost = std::min({cost, above[j] + gone, row[j - 1] + left_out_b[j]});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost = std::min(cost, above2[j - 2] + kSwapped);
      row[j] = cost;
    }
  }
  return rows[a.size() % 3][b.size()];
}

Likelihood likeness(const Word& a, const Word& b, bool joined) {
  if (a.text == b.text) return {Likeness::kExact, kFull};
  if (a.exact || b.exact) return {};
  Likelihood best = by_spelling(a, b, joined);
  if (joined) return best;
  const std::uint32_t sounds = a.sound.size() < kSoundCharsTelling ? kShortSoundSimilarity : kSoundSimilarity;
  if (best.similarity < sounds && a.sound.size() >= kSoundCharsMin && a.sound == b.sound)
    best = {Likeness::kPhonetic, sounds};
  if (best.similarity < kNameSimilarity && share_a_line(a, b)) best = {Likeness::kName, kNameSimilarity};
  return best;
}

}  // namespace licet::screening
