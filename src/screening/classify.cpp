#include "screening/classify.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "screening/similarity.h"
#include "screening/word_sound.h"
#include "screening/word_table.h"

namespace licet::screening {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

/// The letter that a digit is written for.
char letter_like(char c) {
  constexpr std::string_view kLetters = "oizeasgtbg";
  return is_digit(c) ? kLetters[static_cast<std::size_t>(c - '0')] : c;
}

TokenKind person_kind(const Token& token, bool first) {
  const WordTables& tables = word_tables();
  if (has_digit(token.text)) return TokenKind::kNumber;
  if (!tables.particles.find(token.text).empty() && !(first && !token.family && token.names != nullptr))
    return TokenKind::kParticle;
  if (char_count(token.text) == 1) return TokenKind::kInitial;
  return tables.honorifics.find(token.text).empty() ? TokenKind::kWord : TokenKind::kHonorific;
}

/// Words to tokens: a legal form of several words is one.
std::vector<Token> with_legal_forms(std::vector<Token> tokens) {
  std::vector<std::string_view> words;
  words.reserve(tokens.size());
  for (const Token& token : tokens) words.push_back(token.text);
  std::size_t first = 0;
  while (first < words.size() && word_tables().legal_forms.match(words, first).words == 0) ++first;
  if (first == words.size()) return tokens;
  std::vector<Token> out;
  for (std::size_t at = 0; at < tokens.size();) {
    const PhraseMap::Match match = word_tables().legal_forms.match(words, at);
    if (match.words == 0) {
      out.push_back(tokens[at++]);
      continue;
    }
    Token& form = out.emplace_back();
    form.text = match.stands_for;
    form.kind = TokenKind::kLegalForm;
    at += match.words;
  }
  return out;
}

/// The number that a word is; empty when it is none. One letter is a numeral only where nothing but legal forms follow.
std::string_view number_of(const std::vector<Token>& tokens, std::size_t at) {
  const std::string_view number = word_tables().numbers.find(tokens[at].text);
  if (number.empty() || tokens[at].text.size() > 1 || all_digits(tokens[at].text)) return number;
  const bool last = std::all_of(tokens.begin() + static_cast<std::ptrdiff_t>(at) + 1, tokens.end(),
                                [](const Token& token) { return token.kind == TokenKind::kLegalForm; });
  return last && at > 0 ? number : std::string_view();
}

/// "forty" and "4" beside each other are 44.
bool adds_up(const Token& tens, std::string_view unit) {
  return tens.kind == TokenKind::kNumber && tens.text.size() == 2 && tens.text[1] == '0' && tens.text[0] != '1' &&
         unit.size() == 1 && unit != "0";
}

bool is_number(const std::vector<Token>& tokens, std::size_t at) {
  return tokens[at].kind != TokenKind::kLegalForm && (has_digit(tokens[at].text) || !number_of(tokens, at).empty());
}

void spell_numbers(std::vector<Token>& tokens) {
  std::size_t first = 0;
  while (first < tokens.size() && !is_number(tokens, first)) ++first;
  if (first == tokens.size()) return;
  std::vector<Token> out;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    Token& token = tokens[at];
    if (token.kind == TokenKind::kLegalForm) {
      out.push_back(std::move(token));
      continue;
    }
    std::string number(number_of(tokens, at));
    if (number.empty() && has_digit(token.text)) number = token.text;
    if (number.empty()) {
      out.push_back(std::move(token));
    } else if (!out.empty() && adds_up(out.back(), number)) {
      out.back().text[1] = number[0];
    } else {
      token.text = std::move(number);
      token.kind = TokenKind::kNumber;
      out.push_back(std::move(token));
    }
  }
  tokens = std::move(out);
}

/// Of the words that carry the name; grammar words are not spoken in it.
std::string acronym_of(const std::vector<Token>& tokens) {
  constexpr std::size_t kWordsMin = 3;
  std::string out;
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::kLegalForm) continue;
    const std::string_view common = word_tables().business.find(token.text);
    if (common == "and" || common == "of") continue;
    const char c = token.text[0];
    if (c < 'a' || c > 'z') return {};
    out += c;
  }
  return out.size() < kWordsMin ? std::string() : out;
}

/// "JC": letters without a vowel that are no word. Ng is one.
bool are_initials(const Token& token) {
  return (token.text.size() == 2 || token.text.size() == 3) && token.names == nullptr && token.text != "ng" &&
         token.text.find_first_of("aeiouy") == std::string::npos &&
         std::all_of(token.text.begin(), token.text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

void split_initials(std::vector<Token>& tokens) {
  const auto splits = [](const Token& token) { return token.kind == TokenKind::kWord && are_initials(token); };
  if (std::none_of(tokens.begin(), tokens.end(), splits)) return;
  std::vector<Token> out;
  for (Token& token : tokens) {
    if (!splits(token)) {
      out.push_back(std::move(token));
      continue;
    }
    for (const char c : token.text)
      out.push_back({std::string(1, c), TokenKind::kInitial, token.family, {}, false, nullptr});
  }
  tokens = std::move(out);
}

}  // namespace

void classify_person(std::vector<Token>& tokens) {
  bool first = true;
  for (Token& token : tokens) {
    if (has_digit(token.text) && !all_digits(token.text))
      std::transform(token.text.begin(), token.text.end(), token.text.begin(), letter_like);
    const auto& lines = word_tables().given_names.find(token.text);
    token.names = lines.empty() ? nullptr : &lines;
    token.kind = person_kind(token, first);
    first = first && token.family;
    if (token.kind == TokenKind::kParticle) token.text = word_tables().particles.find(token.text);
    if (token.kind == TokenKind::kWord) token.sound = sound_of(token.text);
    if (token.kind != TokenKind::kWord) token.names = nullptr;
  }
  if (tokens.size() > 1) split_initials(tokens);
}

std::string classify_organisation(std::vector<Token>& tokens) {
  tokens = with_legal_forms(std::move(tokens));
  std::string acronym = acronym_of(tokens);
  spell_numbers(tokens);
  for (Token& token : tokens) {
    if (token.kind != TokenKind::kWord) continue;
    if (const auto common = word_tables().business.find(token.text); !common.empty()) {
      token.text = common;
      token.kind = TokenKind::kFiller;
    } else {
      token.sound = sound_of(token.text);
    }
  }
  return acronym;
}

}  // namespace licet::screening
