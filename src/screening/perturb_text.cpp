#include "screening/perturb_text.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "screening/chars.h"

namespace licet::screening {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// Runs of letters, as begin and end.
std::vector<std::pair<std::size_t, std::size_t>> letter_runs(const std::u32string& text, std::size_t least) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && is_letter(text[at])) continue;
    if (at - begin >= least) out.emplace_back(begin, at);
    begin = at + 1;
  }
  return out;
}

}  // namespace

std::u32string characters(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) out += next_char(text, at);
  return out;
}

std::string text_of(const std::u32string& characters) {
  std::string out;
  const auto tail = [&](char32_t c, unsigned shift) { out += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
  for (const char32_t c : characters) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xC0U | (c >> 6U));
      tail(c, 0);
    } else if (c < 0x10000) {
      out += static_cast<char>(0xE0U | (c >> 12U));
      tail(c, 6);
      tail(c, 0);
    } else {
      out += static_cast<char>(0xF0U | (c >> 18U));
      tail(c, 12);
      tail(c, 6);
      tail(c, 0);
    }
  }
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) out.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::string sentence(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string lower_word(std::string_view word) {
  std::string out(word);
  for (char& c : out) c = is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string in_case_of(std::string like, std::string_view as) {
  if (as.empty() || like.empty() || !is_upper(as[0])) return like;
  const bool all = as.size() > 1 && std::none_of(as.begin(), as.end(), is_lower);
  for (std::size_t i = 0; i < (all ? like.size() : 1); ++i)
    if (is_lower(like[i])) like[i] = static_cast<char>(like[i] - 'a' + 'A');
  return like;
}

std::string_view bare(std::string_view word) {
  while (!word.empty() && (word.back() == ',' || word.back() == '.')) word.remove_suffix(1);
  return word;
}

std::string instead(std::string_view word, std::string_view other) {
  const std::string_view letters = bare(word);
  return in_case_of(std::string(other), letters) + std::string(word.substr(letters.size()));
}

bool is_letter(char32_t c) { return u_isalpha(static_cast<UChar32>(c)) != 0; }

std::size_t pick(SeededRandom& random, std::size_t end) { return static_cast<std::size_t>(random.next() % end); }

std::optional<std::size_t> place_in_word(const std::u32string& text, SeededRandom& random) {
  if (const auto runs = letter_runs(text, 4); !runs.empty()) {
    const auto [begin, end] = runs[pick(random, runs.size())];
    return begin + 1 + pick(random, end - begin - 2);
  }
  const auto runs = letter_runs(text, 3);
  if (runs.empty()) return std::nullopt;
  return runs[pick(random, runs.size())].first + 1;
}

}  // namespace licet::screening
