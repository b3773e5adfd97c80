#include "screening/perturb_letters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "screening/perturb_text.h"

namespace licet::screening::perturb {
namespace {

/// Changes the characters at a place inside a word.
template <typename Change>
std::string at_a_place(std::string_view name, SeededRandom& random, Change change) {
  std::u32string text = characters(name);
  const auto at = place_in_word(text, random);
  if (!at) return {};
  change(text, *at);
  return text_of(text);
}

/// A letter of the name itself where it is not Latin, so that the script stays.
char32_t some_letter(const std::u32string& text, std::size_t at, SeededRandom& random) {
  if (text[at] < 0x250) {
    const auto letter = static_cast<char32_t>(U'a' + pick(random, 26));
    return u_isupper(static_cast<UChar32>(text[at])) != 0 ? letter - U'a' + U'A' : letter;
  }
  std::vector<char32_t> letters;
  for (const char32_t c : text)
    if (is_letter(c) && c != text[at]) letters.push_back(c);
  return letters.empty() ? text[at] : letters[pick(random, letters.size())];
}

/// One of the places where `fits` holds, or the end of the text.
template <typename Fits>
std::size_t one_place(std::size_t end, SeededRandom& random, Fits fits) {
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < end; ++at)
    if (fits(at)) places.push_back(at);
  return places.empty() ? end : places[pick(random, places.size())];
}

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

/// One occurrence of a left side becomes its right side.
std::string with_one_of(std::string_view name, const Pairs& pairs, SeededRandom& random) {
  std::vector<std::pair<std::size_t, std::size_t>> found;  // place, number of the pair
  for (std::size_t k = 0; k < pairs.size(); ++k)
    for (std::size_t at = name.find(pairs[k].first); at != std::string_view::npos;
         at = name.find(pairs[k].first, at + 1))
      found.emplace_back(at, k);
  if (found.empty()) return {};
  const auto [at, k] = found[pick(random, found.size())];
  return std::string(name).replace(at, pairs[k].first.size(), pairs[k].second);
}

std::string cut_at(std::string_view name, std::size_t size) {
  std::u32string text = characters(name);
  if (text.size() <= size) return {};
  text.resize(size);
  while (!text.empty() && text.back() == U' ') text.pop_back();
  return text_of(text);
}

std::string without_char(std::string_view name, char sign, std::string_view with, SeededRandom& random) {
  const std::size_t at = one_place(name.size(), random, [&](std::size_t i) { return name[i] == sign; });
  if (at == name.size() || at == 0 || at + 1 == name.size()) return {};
  return std::string(name).replace(at, 1, with);
}

/// A blank that parts two words, not one behind a comma.
std::string without_blank(std::string_view name, std::string_view with, SeededRandom& random) {
  const std::size_t at =
      one_place(name.size(), random, [&](std::size_t i) { return i > 0 && name[i] == ' ' && name[i - 1] != ','; });
  if (at == name.size() || at + 1 == name.size()) return {};
  return std::string(name).replace(at, 1, with);
}

}  // namespace

std::string swap_letters(std::string_view name, SeededRandom& random) {
  return at_a_place(name, random, [](std::u32string& text, std::size_t at) { std::swap(text[at], text[at + 1]); });
}

std::string drop_letter(std::string_view name, SeededRandom& random) {
  return at_a_place(name, random, [](std::u32string& text, std::size_t at) { text.erase(at, 1); });
}

std::string add_letter(std::string_view name, SeededRandom& random) {
  return at_a_place(name, random,
                    [&](std::u32string& text, std::size_t at) { text.insert(at, 1, some_letter(text, at, random)); });
}

std::string replace_letter(std::string_view name, SeededRandom& random) {
  return at_a_place(name, random,
                    [&](std::u32string& text, std::size_t at) { text[at] = some_letter(text, at, random); });
}

std::string double_letter(std::string_view name, SeededRandom& random) {
  return at_a_place(name, random, [](std::u32string& text, std::size_t at) { text.insert(at, 1, text[at]); });
}

std::string undouble_letter(std::string_view name, SeededRandom& random) {
  std::u32string text = characters(name);
  const std::size_t at = one_place(text.size(), random, [&](std::size_t i) {
    return i + 1 < text.size() && is_letter(text[i]) && text[i] == text[i + 1];
  });
  if (at == text.size()) return {};
  text.erase(at, 1);
  return text_of(text);
}

std::string change_vowel(std::string_view name, SeededRandom& random) {
  constexpr std::string_view kVowels = "aeiou";
  std::string out(name);
  const std::size_t at = one_place(out.size(), random, [&](std::size_t i) {
    return i > 0 && kVowels.find(lower_word(out.substr(i, 1))) != std::string_view::npos;
  });
  if (at == out.size()) return {};
  const std::string before = out.substr(at, 1);
  const std::string_view other = kVowels.substr(pick(random, kVowels.size()), 1);
  return out.replace(at, 1, before == lower_word(before) ? std::string(other) : in_case_of(std::string(other), before));
}

std::string misread_letter(std::string_view name, SeededRandom& random) {
  static const Pairs kPairs{{"rn", "m"}, {"m", "rn"}, {"RN", "M"}, {"l", "1"},  {"I", "1"},  {"l", "I"},  {"O", "0"},
                            {"o", "0"},  {"S", "5"},  {"B", "8"},  {"cl", "d"}, {"d", "cl"}, {"vv", "w"}, {"w", "vv"},
                            {"h", "b"},  {"e", "c"},  {"u", "v"},  {"E", "F"},  {"G", "C"},  {"Q", "O"},  {"Z", "2"}};
  return with_one_of(name, kPairs, random);
}

std::string neighbour_key(std::string_view name, SeededRandom& random) {
  constexpr std::array<std::string_view, 3> kRows{"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  return at_a_place(name, random, [&](std::u32string& text, std::size_t at) {
    const bool upper = text[at] >= U'A' && text[at] <= U'Z';
    const char32_t low = upper ? text[at] - U'A' + U'a' : text[at];
    if (low < U'a' || low > U'z') return;
    for (const std::string_view row : kRows) {
      const std::size_t key = row.find(static_cast<char>(low));
      if (key == std::string_view::npos) continue;
      const std::size_t next = key == 0 || (key + 1 < row.size() && random.next() % 2 == 0) ? key + 1 : key - 1;
      const auto letter = static_cast<char32_t>(row[next]);
      text[at] = upper ? letter - U'a' + U'A' : letter;
    }
  });
}

std::string homoglyph(std::string_view name, SeededRandom& random) {
  static const Pairs kPairs{{"a", "\u0430"}, {"e", "\u0435"}, {"o", "\u043E"}, {"p", "\u0440"}, {"c", "\u0441"},
                            {"x", "\u0445"}, {"i", "\u0456"}, {"A", "\u0410"}, {"E", "\u0415"}, {"O", "\u041E"},
                            {"H", "\u041D"}, {"K", "\u041A"}, {"M", "\u041C"}, {"T", "\u0422"}, {"B", "\u0412"},
                            {"O", "\u039F"}, {"A", "\u0391"}};
  return with_one_of(name, kPairs, random);
}

std::string without_diacritics(std::string_view name, SeededRandom& /*random*/) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
  const icu::Normalizer2* compose = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return {};
  const icu::UnicodeString apart = decompose->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size()))), status);
  if (U_FAILURE(status)) return {};
  icu::UnicodeString bare_letters;
  char16_t before = 0;
  for (std::int32_t at = 0; at < apart.length(); ++at) {
    const char16_t c = apart[at];
    // Of Latin letters: marks of other scripts are letters of their own.
    if (u_charType(c) == U_NON_SPACING_MARK && before < 0x250) continue;
    bare_letters += c;
    before = c;
  }
  std::string out;
  compose->normalize(bare_letters, status).toUTF8String(out);
  return out;
}

std::string question_marks(std::string_view name, SeededRandom& /*random*/) {
  std::u32string text = characters(name);
  const auto foreign = std::count_if(text.begin(), text.end(), [](char32_t c) { return c > 0x7F; });
  // Of a name in another script nothing would be left.
  if (foreign == 0 || foreign * 3 > static_cast<std::ptrdiff_t>(text.size())) return {};
  std::replace_if(
      text.begin(), text.end(), [](char32_t c) { return c > 0x7F; }, U'?');
  return text_of(text);
}

std::string no_break_space(std::string_view name, SeededRandom& random) {
  return without_blank(name, "\u00A0", random);
}

std::string join_all(std::string_view name, SeededRandom& /*random*/) {
  std::string out;
  for (const char c : name)
    if (c != ' ' && c != ',') out += c;
  return out;
}

std::string split_word(std::string_view name, SeededRandom& random) {
  std::u32string text = characters(name);
  const std::size_t at = one_place(text.size(), random, [&](std::size_t i) {
    for (std::size_t k = i < 3 ? text.size() : i - 3; k < i + 3; ++k)
      if (k >= text.size() || !is_letter(text[k])) return false;
    return true;  // three letters on each side stay
  });
  if (at == text.size()) return {};
  text.insert(at, 1, U' ');
  return text_of(text);
}

std::string hyphen_to_space(std::string_view name, SeededRandom& random) {
  return without_char(name, '-', " ", random);
}
std::string hyphen_lost(std::string_view name, SeededRandom& random) { return without_char(name, '-', "", random); }
std::string space_to_hyphen(std::string_view name, SeededRandom& random) { return without_blank(name, "-", random); }
std::string space_lost(std::string_view name, SeededRandom& random) { return without_blank(name, "", random); }

std::string cut_at_35(std::string_view name, SeededRandom& /*random*/) { return cut_at(name, 35); }

std::string cut_at_50(std::string_view name, SeededRandom& /*random*/) { return cut_at(name, 50); }

}  // namespace licet::screening::perturb
