#include "screening/word_table.h"

#include <algorithm>
#include <utility>

#include "screening/embedded.h"

namespace licet::screening {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

bool is_normal(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ';
  });
}

/// Cuts at every `separator`; trimmed.
std::vector<std::string_view> cut(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t at = text.find(separator);
    if (const auto piece = trimmed(text.substr(0, at)); !piece.empty()) out.push_back(piece);
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

std::vector<WordLine> embedded_lines(std::string_view name) {
  auto lines = parse_word_table(name, embedded_table(name));
  LICET_INVARIANT(lines && !lines->empty());
  return std::move(*lines);
}

}  // namespace

Result<std::vector<WordLine>> parse_word_table(std::string_view name, std::string_view text) {
  std::vector<WordLine> out;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, std::min(end, text.find('#'))));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) continue;
    const auto wrong = [&](std::string what) {
      Error error{ErrorCode::kBadInput, std::move(what), {}, {}};
      error.where.file = std::string(name) + ".txt";
      error.where.line = number;
      return fail(std::move(error));
    };
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return wrong("a line is 'word: variant, variant'");
    WordLine& one = out.emplace_back();
    one.word = trimmed(line.substr(0, colon));
    for (const std::string_view variant : cut(line.substr(colon + 1), ',')) one.variants.emplace_back(variant);
    one.variants.push_back(one.word);
    for (const std::string& variant : one.variants)
      if (!is_normal(variant)) return wrong("'" + variant + "' is not written as after normalising: a-z, 0-9, spaces");
  }
  return out;
}

WordMap::WordMap(const std::vector<WordLine>& lines) {
  for (const WordLine& line : lines)
    for (const std::string& variant : line.variants) words_.try_emplace(variant, line.word);
}

std::string_view WordMap::find(std::string_view word) const {
  const auto found = words_.find(word);
  return found == words_.end() ? std::string_view() : std::string_view(found->second);
}

WordGroups::WordGroups(const std::vector<WordLine>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (const std::string& variant : lines[i].variants) {
      auto& groups = groups_[variant];
      const auto number = static_cast<std::uint16_t>(i + 1);
      if (groups.empty() || groups.back() != number) groups.push_back(number);
    }
}

const std::vector<std::uint16_t>& WordGroups::find(std::string_view word) const {
  static const std::vector<std::uint16_t> kNone;
  const auto found = groups_.find(word);
  return found == groups_.end() ? kNone : found->second;
}

PhraseMap::PhraseMap(const std::vector<WordLine>& lines) {
  for (const WordLine& line : lines)
    for (const std::string& variant : line.variants) {
      Phrase phrase;
      for (const std::string_view word : cut(variant, ' ')) phrase.words.emplace_back(word);
      phrase.stands_for = line.word;
      by_first_[phrase.words.front()].push_back(std::move(phrase));
    }
  for (auto& [first, phrases] : by_first_)
    std::stable_sort(phrases.begin(), phrases.end(),
                     [](const Phrase& a, const Phrase& b) { return a.words.size() > b.words.size(); });
}

PhraseMap::Match PhraseMap::match(const std::vector<std::string_view>& words, std::size_t at) const {
  const auto found = by_first_.find(words[at]);
  if (found == by_first_.end()) return {};
  for (const Phrase& phrase : found->second) {
    if (phrase.words.size() > words.size() - at) continue;
    if (std::equal(phrase.words.begin(), phrase.words.end(), words.begin() + static_cast<std::ptrdiff_t>(at)))
      return {phrase.words.size(), phrase.stands_for};
  }
  return {};
}

const WordTables& word_tables() {
  static const WordTables kTables{WordMap(embedded_lines("honorifics")),     WordMap(embedded_lines("particles")),
                                  WordMap(embedded_lines("numbers")),        WordMap(embedded_lines("business_words")),
                                  WordGroups(embedded_lines("given_names")), PhraseMap(embedded_lines("legal_forms"))};
  return kTables;
}

}  // namespace licet::screening
