#include "screening/perturb_scripts.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "screening/normalise.h"
#include "screening/perturb.h"
#include "screening/perturb_text.h"

namespace licet::screening::perturb {
namespace {

/// For the 32 letters from U+0430 on, then io (U+0451).
using Scheme = std::array<std::string_view, 33>;

constexpr Scheme kIso9{"a", "b",      "v",       "g",       "d",       "e",       "z\u030C", "z",       "i",
                       "j", "k",      "l",       "m",       "n",       "o",       "p",       "r",       "s",
                       "t", "u",      "f",       "h",       "c",       "c\u030C", "s\u030C", "s\u0302", "\u02BA",
                       "y", "\u02B9", "e\u0300", "u\u0302", "a\u0302", "e\u0308"};
constexpr Scheme kBgn{"a", "b", "v", "g", "d",  "e",  "zh", "z",  "i",    "y",  "k", "l", "m", "n",  "o",  "p", "r",
                      "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "\"", "y", "'", "e", "yu", "ya", "yo"};
constexpr Scheme kPassport{"a",  "b",  "v",  "g",    "d",  "e", "zh", "z", "i",  "i",  "k",
                           "l",  "m",  "n",  "o",    "p",  "r", "s",  "t", "u",  "f",  "kh",
                           "ts", "ch", "sh", "shch", "ie", "y", "",   "e", "iu", "ia", "e"};
constexpr Scheme kAlaLc{"a", "b", "v", "g", "d",  "e",  "zh", "z",  "i",    "i", "k", "l", "m", "n",  "o",  "p", "r",
                        "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "iu", "ia", "e"};
constexpr Scheme kFrench{"a",  "b",   "v",  "g",     "d", "e", "j", "z", "i",   "i",  "k",
                         "l",  "m",   "n",  "o",     "p", "r", "s", "t", "ou",  "f",  "kh",
                         "ts", "tch", "ch", "chtch", "",  "y", "",  "e", "iou", "ia", "e"};
constexpr Scheme kGerman{"a", "b",    "w",   "g",       "d", "e", "sch", "s", "i",  "i",  "k",
                         "l", "m",    "n",   "o",       "p", "r", "s",   "t", "u",  "f",  "ch",
                         "z", "tsch", "sch", "schtsch", "",  "y", "",    "e", "ju", "ja", "jo"};

std::string_view of_letter(const Scheme& scheme, char32_t low) {
  if (low >= 0x430 && low < 0x450) return scheme[low - 0x430];
  return low == 0x451 ? scheme[32] : std::string_view();
}

std::string by(const Scheme& scheme, std::string_view name) {
  if (script_of(name) != Script::kCyrillic) return {};
  std::string out;
  for (const char32_t c : characters(name)) {
    const auto low = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
    if (low < 0x400) {
      out += text_of(std::u32string(1, c));
      continue;
    }
    if (low >= 0x450 && low != 0x451) return {};  // a letter of another language than Russian
    out += in_case_of(std::string(of_letter(scheme, low)), low == c ? "" : "A");
  }
  return out;
}

using Group = std::array<std::string_view, 2>;
constexpr std::array<Group, 24> kGroups{
    {{"sh", "sch"}, {"kh", "h"},  {"kh", "ch"}, {"zh", "j"}, {"zh", "z"}, {"ts", "c"}, {"ts", "tz"}, {"ya", "ia"},
     {"ya", "ja"},  {"yu", "iu"}, {"yu", "ju"}, {"iy", "y"}, {"iy", "i"}, {"yi", "y"}, {"ye", "e"},  {"ov", "off"},
     {"ev", "eff"}, {"ou", "u"},  {"oo", "u"},  {"ee", "i"}, {"dj", "j"}, {"q", "k"},  {"gh", "g"},  {"w", "v"}}};

}  // namespace

std::string by_iso9(std::string_view name, SeededRandom& /*random*/) { return by(kIso9, name); }
std::string by_bgn(std::string_view name, SeededRandom& /*random*/) { return by(kBgn, name); }
std::string by_passport(std::string_view name, SeededRandom& /*random*/) { return by(kPassport, name); }
std::string by_ala_lc(std::string_view name, SeededRandom& /*random*/) { return by(kAlaLc, name); }
std::string by_french(std::string_view name, SeededRandom& /*random*/) { return by(kFrench, name); }
std::string by_german(std::string_view name, SeededRandom& /*random*/) { return by(kGerman, name); }

std::string other_scheme(std::string_view name, SeededRandom& random) {
  if (script_of(name) != Script::kLatin) return {};
  std::vector<std::string> words = words_of(name);
  // Each place where a side of a group stands behind a word's first letter.
  struct Place {
    std::size_t word, at, group, side;
  };
  std::vector<Place> places;
  for (std::size_t word = 0; word < words.size(); ++word) {
    const std::string low = lower_word(words[word]);
    if (low.size() < 5) continue;
    for (std::size_t group = 0; group < kGroups.size(); ++group)
      for (std::size_t side = 0; side < 2; ++side)
        for (std::size_t at = low.find(kGroups[group][side]); at != std::string::npos;
             at = low.find(kGroups[group][side], at + 1))
          if (kGroups[group][side].size() > 1) places.push_back({word, at, group, side});
  }
  if (places.empty()) return {};
  const Place place = places[pick(random, places.size())];
  const Group& group = kGroups[place.group];
  std::string& word = words[place.word];
  const std::string_view before = std::string_view(word).substr(place.at, group[place.side].size());
  word = word.substr(0, place.at) + in_case_of(std::string(group[1 - place.side]), before) +
         word.substr(place.at + before.size());
  return sentence(words);
}

std::string romanised(std::string_view name, SeededRandom& /*random*/) {
  const Script script = script_of(name);
  if (script == Script::kLatin || script == Script::kOther) return {};
  const auto normal = normalise(name, NameForm::kPerson);
  if (!normal) return {};
  std::string out;
  for (const Token& token : normal->tokens) out += (out.empty() ? "" : " ") + token.text;
  return out;
}

}  // namespace licet::screening::perturb
