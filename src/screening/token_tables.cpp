#include "screening/token_tables.h"

#include <algorithm>
#include <array>
#include <utility>

namespace licet::screening {
namespace {

// Sorted, for binary search; `sorted` below makes the compiler check it.
// clang-format off
constexpr auto kHonorifics = std::to_array<std::string_view>({
    "ayatollah", "brigadier", "captain", "col", "colonel", "dr", "engineer", "eng", "gen", "general", "hadji", "haj",
    "haji", "hajj", "hajji", "hon", "imam", "judge", "lady", "lieutenant", "lord", "lt", "maj", "major", "maulavi",
    "maulawi", "mawlawi", "messrs", "miss", "mr", "mrs", "ms", "mufti", "mulla", "mullah", "prof", "professor", "qari",
    "rev", "sayyid", "seyed", "sgt", "shaikh", "shaykh", "sheik", "sheikh", "sir"});

constexpr auto kParticles = std::to_array<std::string_view>({
    "al", "an", "ap", "ar", "as", "at", "az", "ben", "bin", "bint", "binti", "da", "dal", "de", "del", "della", "den",
    "der", "di", "do", "dos", "du", "e", "ed", "el", "es", "ibn", "la", "las", "le", "los", "mac", "san", "santa",
    "st", "ter", "u", "ud", "ul", "und", "ur", "van", "ve", "von", "y", "zu", "zur"});

constexpr auto kFillers = std::to_array<std::string_view>({
    "a", "and", "bank", "business", "center", "centre", "commercial", "de", "del", "des", "development", "di", "e",
    "el", "engineering", "enterprise", "enterprises", "establishment", "export", "for", "general", "global", "group",
    "holding", "holdings", "import", "in", "industrial", "industries", "industry", "institute", "international",
    "investment", "investments", "la", "management", "marine", "maritime", "of", "organisation", "organization",
    "production", "products", "research", "service", "services", "shipping", "solutions", "state", "systems",
    "technologies", "technology", "the", "trade", "trading", "und", "y"});

// Variant to spelling. Source: the company laws' own names of forms (UK, US, DE, FR, ES, IT, NL, RU, AE, CH, SG).
constexpr auto kLegalForms = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"ab", "ab"}, {"ag", "ag"}, {"aktiengesellschaft", "ag"}, {"aktsionernoe", "ao"}, {"ao", "ao"}, {"as", "as"},
    {"bv", "bv"}, {"ca", "ca"}, {"closed", "closed"}, {"co", "co"}, {"company", "co"}, {"corp", "corp"},
    {"corporation", "corp"}, {"cv", "cv"}, {"doo", "doo"}, {"dmcc", "dmcc"}, {"est", "est"}, {"eurl", "eurl"},
    {"fz", "fz"}, {"fzc", "fzc"}, {"fzco", "fzco"}, {"fze", "fze"}, {"gmbh", "gmbh"}, {"inc", "inc"},
    {"incorporated", "inc"}, {"joint", "joint"}, {"jsc", "jsc"}, {"kft", "kft"}, {"kg", "kg"}, {"lda", "ltda"},
    {"liability", "liability"}, {"limitada", "ltda"}, {"limited", "ltd"}, {"llc", "llc"}, {"llp", "llp"},
    {"lp", "lp"}, {"ltd", "ltd"}, {"ltda", "ltda"}, {"nv", "nv"}, {"oao", "oao"}, {"obshchestvo", "obshchestvo"},
    {"ogranichennoi", "ogranichennoy"}, {"ogranichennoy", "ogranichennoy"}, {"ojsc", "ojsc"}, {"ooo", "ooo"},
    {"open", "open"}, {"otkrytoe", "otkrytoe"}, {"otvetstvennostyu", "otvetstvennostyu"}, {"oy", "oy"},
    {"pao", "pao"}, {"pjsc", "pjsc"}, {"plc", "plc"}, {"private", "pvt"}, {"pt", "pt"}, {"pte", "pte"},
    {"pty", "pty"}, {"public", "public"}, {"publichnoe", "publichnoe"}, {"pvt", "pvt"}, {"s", "s"}, {"sa", "sa"},
    {"sal", "sal"}, {"sarl", "sarl"}, {"sas", "sas"}, {"se", "se"}, {"sl", "sl"}, {"spa", "spa"}, {"srl", "srl"},
    {"stock", "stock"}, {"zakrytoe", "zakrytoe"}, {"zao", "zao"}});
// clang-format on

template <typename Table>
const std::string_view* find_word(const Table& table, std::string_view token) {
  const auto found = std::find(table.begin(), table.end(), token);
  return found == table.end() ? nullptr : &*found;
}

bool has_digit(std::string_view token) {
  return std::any_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// One letter, however many bytes it takes.
bool is_one_letter(std::string_view token) {
  const auto continuation = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  return static_cast<std::size_t>(std::count_if(token.begin(), token.end(), continuation)) + 1 == token.size();
}

}  // namespace

std::string_view token_kind_name(TokenKind kind) {
  constexpr std::array<std::string_view, 7> kNames{"word",      "initial",    "number", "particle",
                                                   "honorific", "legal_form", "filler"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::uint32_t token_weight(TokenKind kind) {
  switch (kind) {
    case TokenKind::kWord:
      return 100;
    case TokenKind::kInitial:
      return 40;
    case TokenKind::kNumber:
      return 130;
    case TokenKind::kParticle:
      return 25;
    case TokenKind::kHonorific:
      return 10;
    case TokenKind::kLegalForm:
      return 15;
    case TokenKind::kFiller:
      return 40;
  }
  return 100;
}

TokenKind person_token_kind(std::string_view token) {
  if (has_digit(token)) return TokenKind::kNumber;
  if (find_word(kParticles, token) != nullptr) return TokenKind::kParticle;
  if (is_one_letter(token)) return TokenKind::kInitial;
  return find_word(kHonorifics, token) != nullptr ? TokenKind::kHonorific : TokenKind::kWord;
}

TokenKind organisation_token_kind(std::string_view token) {
  if (has_digit(token)) return TokenKind::kNumber;
  for (const auto& [variant, spelling] : kLegalForms) {
    if (variant == token) return TokenKind::kLegalForm;
  }
  return find_word(kFillers, token) != nullptr ? TokenKind::kFiller : TokenKind::kWord;
}

std::string_view legal_form_spelling(std::string_view token) {
  for (const auto& [variant, spelling] : kLegalForms) {
    if (variant == token) return spelling;
  }
  return token;
}

}  // namespace licet::screening
