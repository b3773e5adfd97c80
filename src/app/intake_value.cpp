#include "app/intake_value.h"

#include <algorithm>
#include <optional>

#include "app/did_you_mean.h"
#include "app/intake_tables.h"
#include "app/intake_text.h"
#include "screening/country_names.h"
#include "screening/list_text.h"

namespace licet::app::intake {
namespace {

constexpr std::string_view kNoEmail = "is no e-mail address; write name@domain";
constexpr std::string_view kRounded =
    "was turned into a rounded number by a spreadsheet; format the column as text and export again";

tl::unexpected<std::string> fault(std::string_view text) { return tl::unexpected(std::string(text)); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || is_digit(c); }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

/// "1.05E+15".
bool is_rounded(std::string_view text) {
  const std::size_t e = text.find("E+");
  return e != std::string_view::npos && e > 0 && e + 2 < text.size() &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || c == '.' || c == ',' || c == 'E' || c == '+'; });
}

bool is_local_part(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || is_beyond_ascii(c) ||
           std::string_view(".!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  });
}

bool is_label(std::string_view text) {
  if (text.empty() || text.size() > 63 || text.front() == '-' || text.back() == '-') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower_or_digit(c) || c == '-' || is_beyond_ascii(c); });
}

/// Lower case already. At least two labels, the last one no number.
bool is_domain(std::string_view text) {
  std::size_t labels = 0;
  std::string_view last;
  for (;;) {
    const std::size_t dot = text.find('.');
    last = text.substr(0, dot);
    if (!is_label(last)) return false;
    ++labels;
    if (dot == std::string_view::npos) break;
    text.remove_prefix(dot + 1);
  }
  return labels >= 2 && last.size() >= 2 && !std::all_of(last.begin(), last.end(), is_digit);
}

struct Language {
  std::string_view name;
  std::string_view code;
};
constexpr Language kLanguages[] = {
    {"arabic", "ar"},    {"bulgarian", "bg"},  {"chinese", "zh"},   {"croatian", "hr"},   {"czech", "cs"},
    {"danish", "da"},    {"deutsch", "de"},    {"dutch", "nl"},     {"english", "en"},    {"espanol", "es"},
    {"estonian", "et"},  {"finnish", "fi"},    {"francais", "fr"},  {"french", "fr"},     {"german", "de"},
    {"greek", "el"},     {"hebrew", "he"},     {"hindi", "hi"},     {"hungarian", "hu"},  {"indonesian", "id"},
    {"irish", "ga"},     {"italian", "it"},    {"italiano", "it"},  {"japanese", "ja"},   {"korean", "ko"},
    {"latvian", "lv"},   {"lithuanian", "lt"}, {"malay", "ms"},     {"maltese", "mt"},    {"mandarin", "zh"},
    {"norwegian", "no"}, {"persian", "fa"},    {"polish", "pl"},    {"portuguese", "pt"}, {"romanian", "ro"},
    {"russian", "ru"},   {"slovak", "sk"},     {"slovenian", "sl"}, {"spanish", "es"},    {"swedish", "sv"},
    {"thai", "th"},      {"turkish", "tr"},    {"ukrainian", "uk"}, {"urdu", "ur"},       {"vietnamese", "vi"}};

/// ISO 639-1, and of the longer codes those that have no short one and that people put into such a column.
constexpr std::string_view kLanguageCodes =
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
    "ast ceb ckb cmn fil gsw haw hmn hsb mai nds pap prs scn smn sma smj tet wuu yue zgh ";

bool is_language(std::string_view code) {
  return kLanguageCodes.find(" " + std::string(code) + " ") != std::string_view::npos;
}

}  // namespace

Value read_email(std::string_view text) {
  if (lower(text.substr(0, 7)) == "mailto:") text.remove_prefix(7);
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > 254) return fault(kNoEmail);
  const std::string domain = lower(text.substr(at + 1));
  if (!is_local_part(text.substr(0, at)) || !is_domain(domain)) return fault(kNoEmail);
  return std::string(text.substr(0, at)) + "@" + domain;
}

Value read_code(std::string_view text) {
  std::string code = lower(text);
  std::replace(code.begin(), code.end(), ' ', '_');
  const bool known = std::all_of(code.begin(), code.end(),
                                 [](char c) { return is_lower_or_digit(c) || c == '_' || c == '-' || c == '.'; });
  if (code.empty() || code.size() > 64 || !known || !is_lower_or_digit(code[0])) {
    return fault("is no code; use letters, digits, _ - and . only, or translate it in a map file (--map, values)");
  }
  return code;
}

Value read_country(std::string_view text) {
  if (const auto code = find_country(text)) return std::string(*code);
  const auto near = did_you_mean(text, country_names());
  return fault("is no country" + (near ? "; did you mean '" + std::string(*near) + "'?"
                                       : std::string("; write its name or its two-letter ISO code")));
}

Value read_place(std::string_view text) {
  if (auto place = find_place(text)) return *std::move(place);
  const auto near = did_you_mean(text, country_names());
  return fault("is no place" + (near ? "; did you mean '" + std::string(*near) + "'?"
                                     : std::string("; write a country, or a code such as US-NY")));
}

Value read_place_or_code(std::string_view text) {
  if (auto place = find_place(text)) return *std::move(place);
  return read_code(text);
}

Value read_language(std::string_view text) {
  const std::string name = fold(text);
  for (const Language& language : kLanguages) {
    if (language.name == name) return std::string(language.code);
  }
  // The code stands in the clear, so it is one of a closed list: three letters could be a name.
  const std::string code = lower(text.substr(0, text.find_first_of("-_")));
  if (code.find(' ') == std::string::npos && is_language(code)) return code;
  return fault("is no language; write its two-letter ISO code");
}

Value read_source_id(std::string_view text) {
  if (text.starts_with("l:")) text.remove_prefix(2);
  if (is_rounded(text)) return fault(kRounded);
  if (text.size() > 256) return fault("is longer than 256 bytes; no id is");
  return std::string(text);
}

Value read_gender(std::string_view text) {
  const std::string word = fold(text);
  for (const std::string_view male : {"m", "male", "man", "mr", "herr", "mannlich", "homme", "hombre"})
    if (word == male) return std::string("male");
  for (const std::string_view female : {"f", "w", "female", "woman", "mrs", "ms", "frau", "weiblich", "femme", "mujer"})
    if (word == female) return std::string("female");
  for (const std::string_view neither :
       {"x", "d", "u", "other", "diverse", "divers", "nonbinary", "notstated", "undisclosed", "prefernottosay"})
    if (word == neither) return std::string();
  return fault("is no gender; write male or female, or leave it empty where neither is known");
}

Value read_nationality(std::string_view text) {
  std::string out;
  for (const std::string& piece : screening::split_values(text, ";|/")) {
    if (fold(piece) == "stateless") continue;
    std::string code = screening::country_code(piece);
    if (code.empty()) {
      Value read = read_country(piece);
      if (!read) return read;
      code = *std::move(read);
    }
    const std::vector<std::string> known = several(out);
    if (std::find(known.begin(), known.end(), code) == known.end()) out += (out.empty() ? "" : ";") + code;
  }
  return out;
}

Value read_document_number(std::string_view text) {
  std::string out;
  for (const std::string& piece : screening::split_values(text, ";|")) {
    if (is_rounded(piece)) return fault(kRounded);
    if (!is_nothing(piece)) out += (out.empty() ? "" : ";") + piece;
  }
  return out;
}

std::vector<std::string> several(std::string_view text) { return screening::split_values(text); }

std::pair<std::string, std::string> split_name(std::string_view text) {
  if (const std::size_t comma = text.find(','); comma != std::string_view::npos) {
    return {clean(text.substr(comma + 1)), clean(text.substr(0, comma))};
  }
  const std::size_t space = text.rfind(' ');
  if (space == std::string_view::npos) return {"", std::string(text)};
  return {std::string(text.substr(0, space)), std::string(text.substr(space + 1))};
}

bool is_nothing(std::string_view text) {
  const std::string word = lower(text);
  for (const std::string_view nothing : {"", "-", "--", "n/a", "#n/a", "none", "null", "nil", "unknown"}) {
    if (word == nothing) return true;
  }
  return false;
}

}  // namespace licet::app::intake
