#include "screening/country_names.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace licet::screening {
namespace {

constexpr std::size_t kTextBytesMax = 128;

struct Spelling {
  std::string_view name, code;
};

// What ICU does not say, by who says it. Words are compared as a set, so that one spelling stands for all orders.
constexpr std::array kSpellings = {
    // OFAC: sdn.csv, add.csv, the Country column and the Remarks.
    Spelling{"Burma", "MM"},
    Spelling{"Bosnia", "BA"},
    Spelling{"Congo, Democratic Republic of the", "CD"},
    Spelling{"Congo, Republic of the", "CG"},
    Spelling{"Palestinian", "PS"},
    Spelling{"possibly Palestinian", "PS"},
    Spelling{"Palestinian Authority", "PS"},
    Spelling{"Palestine", "PS"},
    Spelling{"Gaza", "PS"},
    Spelling{"Gaza Strip", "PS"},
    Spelling{"West Bank", "PS"},
    Spelling{"West Bank (Palestinian Authority)", "PS"},
    Spelling{"Gaza (Palestinian Authority)", "PS"},
    Spelling{"Region: Gaza", "PS"},
    Spelling{"Region: West Bank", "PS"},
    Spelling{"Region: Crimea", "UA"},
    Spelling{"Crimea", "UA"},
    Spelling{"Region: Northern Mali", "ML"},
    Spelling{"Hong Kong", "HK"},
    Spelling{"Macau", "MO"},
    Spelling{"Macao", "MO"},
    Spelling{"Macedonia", "MK"},
    Spelling{"Macedonia, The Former Yugoslav Republic of", "MK"},
    Spelling{"Comoros Islands", "KM"},
    Spelling{"Eritrean", "ER"},
    Spelling{"Cabo Verde", "CV"},
    Spelling{"Cote d Ivoire", "CI"},
    Spelling{"Ivory Coast", "CI"},
    Spelling{"DRC", "CD"},
    Spelling{"England", "GB"},
    Spelling{"Scotland", "GB"},
    Spelling{"Wales", "GB"},
    Spelling{"Northern Ireland", "GB"},
    Spelling{"Great Britain", "GB"},
    Spelling{"UK", "GB"},
    Spelling{"U.K.", "GB"},
    Spelling{"USA", "US"},
    Spelling{"U.S.A.", "US"},
    Spelling{"U.S.", "US"},
    Spelling{"UAE", "AE"},
    Spelling{"U.A.E.", "AE"},
    Spelling{"Phillipines", "PH"},
    Spelling{"Swaziland", "SZ"},
    Spelling{"East Timor", "TL"},
    Spelling{"Saint Vincent and the Grenadines", "VC"},
    Spelling{"Saint Lucia", "LC"},
    Spelling{"Saint Kitts and Nevis", "KN"},
    Spelling{"Saint Helena", "SH"},
    Spelling{"Saint Martin", "MF"},
    Spelling{"Saint Barthelemy", "BL"},
    Spelling{"Saint Pierre and Miquelon", "PM"},
    Spelling{"Virgin Islands, U.S.", "VI"},
    Spelling{"Virgin Islands, US", "VI"},
    // UN, with its members' official names.
    Spelling{"Democratic People's Republic of Korea", "KP"},
    Spelling{"DPRK", "KP"},
    Spelling{"Republic of Korea", "KR"},
    Spelling{"Russian Federation", "RU"},
    Spelling{"Syrian Arab Republic", "SY"},
    Spelling{"Iran (Islamic Republic of)", "IR"},
    Spelling{"Democratic Republic of the Congo", "CD"},
    Spelling{"United Kingdom of Great Britain and Northern Ireland", "GB"},
    Spelling{"United States of America", "US"},
    Spelling{"United Republic of Tanzania", "TZ"},
    Spelling{"State of Palestine", "PS"},
    Spelling{"Türkiye", "TR"},
    Spelling{"Lao People's Democratic Republic", "LA"},
    Spelling{"Bolivia (Plurinational State of)", "BO"},
    Spelling{"Venezuela (Bolivarian Republic of)", "VE"},
    Spelling{"Micronesia (Federated States of)", "FM"},
    Spelling{"Viet Nam", "VN"},
    Spelling{"Brunei Darussalam", "BN"},
    Spelling{"Libyan Arab Jamahiriya", "LY"},
    Spelling{"People's Republic of China", "CN"},
    Spelling{"PRC", "CN"},
    Spelling{"Republic of China", "TW"},
    Spelling{"Taiwan, Province of China", "TW"},
    Spelling{"Kingdom of Saudi Arabia", "SA"},
    Spelling{"KSA", "SA"},
    Spelling{"Islamic Republic of Pakistan", "PK"},
    Spelling{"Islamic Republic of Afghanistan", "AF"},
    Spelling{"Islamic Emirate of Afghanistan", "AF"},
    Spelling{"Myanmar", "MM"},
    Spelling{"China, Hong Kong Special Administrative Region", "HK"},
    Spelling{"China, Macao Special Administrative Region", "MO"},
    Spelling{"Hong Kong SAR", "HK"},
    Spelling{"Macao SAR", "MO"},
    Spelling{"Holy See", "VA"},
    Spelling{"Kingdom of the Netherlands", "NL"},
    // EU: countryDescription.
    Spelling{"CONGO, Democratic Republic of (was Zaire)", "CD"},
    Spelling{"CONGO, People's Republic of", "CG"},
    Spelling{"PALESTINIAN TERRITORY, Occupied", "PS"},
    Spelling{"BOSNIA AND HERZEGOWINA", "BA"},
    Spelling{"CZECH REPUBLIC", "CZ"},
    Spelling{"CENTRAL AFRICAN REPUBLIC", "CF"},
    Spelling{"DOMINICAN REPUBLIC", "DO"},
    Spelling{"SLOVAK REPUBLIC", "SK"},
    Spelling{"KYRGYZ REPUBLIC", "KG"},
    Spelling{"The Netherlands", "NL"},
    Spelling{"Reunion", "RE"},
    Spelling{"HOLY SEE (VATICAN CITY STATE)", "VA"},
    // UK: Address Country, Nationality.
    Spelling{"Congo (Democratic Republic)", "CD"},
    Spelling{"Congo", "CG"},
    Spelling{"Congo (Republic)", "CG"},
    Spelling{"Occupied Palestinian Territories", "PS"},
    Spelling{"The Occupied Palestinian Territories", "PS"},
    Spelling{"Burma/Myanmar", "MM"},
    Spelling{"Myanmar/Burma", "MM"},
    Spelling{"Holland", "NL"},
};

/// The words in one order, without what does not tell countries apart: "Korea, North" and "the north KOREA" are one.
std::vector<std::string> words_of(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return {};
  const icu::UnicodeString plain = nfd->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))), status);
  std::vector<std::string> words(1);
  for (std::int32_t i = 0; U_SUCCESS(status) && i < plain.length(); i = plain.moveIndex32(i, 1)) {
    const UChar32 c = plain.char32At(i);
    if (u_isalnum(c)) {
      icu::UnicodeString(u_tolower(c)).toUTF8String(words.back());
    } else if (c != '.' && c != '\'' && c != 0x2019 && u_charType(c) != U_NON_SPACING_MARK && !words.back().empty()) {
      words.emplace_back();
    }
  }
  std::erase_if(words, [](const std::string& w) { return w.empty() || w == "the" || w == "of" || w == "and"; });
  for (std::string& word : words) word = word == "st" ? "saint" : word;
  std::sort(words.begin(), words.end());
  return words;
}

std::string key_of(const std::vector<std::string>& words) {
  std::string key;
  for (const std::string& word : words) key += word + ' ';
  return key;
}

using Names = std::map<std::string, std::string, std::less<>>;

Names make_names() {
  Names names;
  for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
    const std::string_view iso = *code;
    if (iso == "DG" || iso == "EA" || iso == "IC") continue;  // CLDR's own, no countries of ISO 3166-1
    const icu::Locale country("", *code);
    icu::UnicodeString english;
    country.getDisplayCountry(icu::Locale::getEnglish(), english);
    std::string name;
    english.toUTF8String(name);
    names.emplace(key_of(words_of(name)), iso);
    names.emplace(key_of(words_of(iso)), iso);
    if (const std::string_view three = country.getISO3Country(); !three.empty()) {
      names.emplace(key_of(words_of(three)), iso);
    }
  }
  names.erase("");  // AND, Andorra's three letters, is a word that says nothing
  for (const Spelling& spelling : kSpellings) names.emplace(key_of(words_of(spelling.name)), spelling.code);
  return names;
}

}  // namespace

std::string country_code(std::string_view text) {
  static const Names kNames = make_names();
  if (text.empty() || text.size() > kTextBytesMax) return {};
  std::vector<std::string> words = words_of(text);
  if (const auto found = kNames.find(key_of(words)); found != kNames.end()) return found->second;
  // "Republic of Serbia" is Serbia; where the word tells two states apart the table has the whole.
  std::erase(words, "republic");
  if (const auto found = kNames.find(key_of(words)); found != kNames.end()) return found->second;
  return {};
}

}  // namespace licet::screening
