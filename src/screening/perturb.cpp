#include "screening/perturb.h"

#include <unicode/uscript.h>

#include <algorithm>
#include <array>

#include "screening/perturb_letters.h"
#include "screening/perturb_scripts.h"
#include "screening/perturb_text.h"
#include "screening/perturb_words.h"

namespace licet::screening {
namespace {

constexpr auto kAny = NameOf::kAnybody;
constexpr auto kPerson = NameOf::kPerson;
constexpr auto kCompany = NameOf::kCompany;
using enum Leaves;

constexpr std::array<PerturbOperator, 52> kOperators{{
    {"given names first", kPerson, kSame, perturb::natural_order},
    {"family, given", kPerson, kSame, perturb::family_comma_given},
    {"words swapped", kAny, kSame, perturb::swap_words},
    {"no-break space", kAny, kSame, perturb::no_break_space},
    {"diacritics lost", kAny, kSame, perturb::without_diacritics},
    {"homoglyph", kAny, kSame, perturb::homoglyph},
    {"hyphen to space", kAny, kSame, perturb::hyphen_to_space},
    {"space to hyphen", kAny, kSame, perturb::space_to_hyphen},
    {"romanised", kAny, kSame, perturb::romanised},
    {"adjacent swap", kAny, kTypo, perturb::swap_letters},
    {"letter dropped", kAny, kTypo, perturb::drop_letter},
    {"letter added", kAny, kTypo, perturb::add_letter},
    {"letter replaced", kAny, kTypo, perturb::replace_letter},
    {"letter doubled", kAny, kTypo, perturb::double_letter},
    {"double to single", kAny, kTypo, perturb::undouble_letter},
    {"vowel changed", kAny, kTypo, perturb::change_vowel},
    {"misread letter", kAny, kTypo, perturb::misread_letter},
    {"neighbouring key", kAny, kTypo, perturb::neighbour_key},
    {"question marks", kAny, kTypo, perturb::question_marks},
    {"hyphen lost", kAny, kTypo, perturb::hyphen_lost},
    {"space lost", kAny, kTypo, perturb::space_lost},
    {"all joined", kAny, kTypo, perturb::join_all},
    {"word split", kAny, kTypo, perturb::split_word},
    {"Cyrillic by ISO 9", kAny, kOther, perturb::by_iso9},
    {"Cyrillic by BGN", kAny, kOther, perturb::by_bgn},
    {"Cyrillic by passport", kAny, kOther, perturb::by_passport},
    {"Cyrillic by ALA-LC", kAny, kOther, perturb::by_ala_lc},
    {"Cyrillic by French", kAny, kOther, perturb::by_french},
    {"Cyrillic by German", kAny, kOther, perturb::by_german},
    {"another scheme", kAny, kOther, perturb::other_scheme},
    {"nickname", kPerson, kOther, perturb::nickname},
    {"honorific added", kPerson, kOther, perturb::with_honorific},
    {"middle name added", kPerson, kOther, perturb::with_middle},
    {"al, el", kPerson, kOther, perturb::other_article},
    {"bin, ibn, ben", kPerson, kOther, perturb::other_bin},
    {"Mohammed", kPerson, kOther, perturb::other_mohammed},
    {"Abdul", kPerson, kOther, perturb::other_abdul},
    {"middle names dropped", kPerson, kLess, perturb::without_middle},
    {"patronymic dropped", kPerson, kLess, perturb::without_patronymic},
    {"initial for given name", kPerson, kLess, perturb::initial_of_given},
    {"initials for middle names", kPerson, kLess, perturb::initial_of_middle},
    {"half of a double name", kPerson, kLess, perturb::without_half_of_double},
    {"cut at 35", kAny, kLess, perturb::cut_at_35},
    {"cut at 50", kAny, kLess, perturb::cut_at_50},
    {"another legal form", kCompany, kOther, perturb::other_legal_form},
    {"legal form added", kCompany, kOther, perturb::with_legal_form},
    {"legal form dropped", kCompany, kLess, perturb::without_legal_form},
    {"number words", kCompany, kOther, perturb::number_words},
    {"& Co", kCompany, kOther, perturb::with_and_co},
    {"and, &", kCompany, kSame, perturb::other_and},
    {"The", kCompany, kOther, perturb::with_the},
    {"last word dropped", kCompany, kLess, perturb::without_last_word},
}};

Script script_of_letter(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_LATIN:
      return Script::kLatin;
    case USCRIPT_CYRILLIC:
      return Script::kCyrillic;
    case USCRIPT_ARABIC:
      return Script::kArabic;
    case USCRIPT_HAN:
      return Script::kHan;
    case USCRIPT_HANGUL:
      return Script::kHangul;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return Script::kKana;
    case USCRIPT_GREEK:
      return Script::kGreek;
    case USCRIPT_HEBREW:
      return Script::kHebrew;
    default:
      return Script::kOther;
  }
}

}  // namespace

Script script_of(std::string_view name) {
  std::array<std::size_t, 9> letters{};
  for (const char32_t c : characters(name))
    if (is_letter(c)) ++letters[static_cast<std::size_t>(script_of_letter(c))];
  const auto most = std::max_element(letters.begin(), letters.end());
  return *most == 0 ? Script::kOther : static_cast<Script>(most - letters.begin());
}

std::string_view script_name(Script script) {
  constexpr std::array<std::string_view, 9> kNames{"Latin", "Cyrillic", "Arabic", "Han",  "Hangul",
                                                   "Kana",  "Greek",    "Hebrew", "other"};
  return kNames[static_cast<std::size_t>(script)];
}

std::span<const PerturbOperator> perturb_operators() { return kOperators; }

std::string perturbed(const PerturbOperator& change, std::string_view name, bool person, SeededRandom& random) {
  if (change.of == (person ? NameOf::kCompany : NameOf::kPerson)) return {};
  std::string out = change.apply(name, random);
  return out == name ? std::string() : out;
}

}  // namespace licet::screening
