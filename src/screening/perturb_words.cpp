#include "screening/perturb_words.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

#include "screening/embedded.h"
#include "screening/perturb_text.h"
#include "screening/word_table.h"

namespace licet::screening::perturb {
namespace {

/// Given names first; a name without a comma is taken to be so already.
std::string in_natural_order(std::string_view name) {
  const std::size_t comma = name.find(", ");
  if (comma == std::string_view::npos) return std::string(name);
  return std::string(name.substr(comma + 2)) + ' ' + std::string(name.substr(0, comma));
}

std::vector<std::string> natural_words(std::string_view name) { return words_of(in_natural_order(name)); }

bool is_patronymic(std::string_view word) {
  const std::string low = lower_word(bare(word));
  constexpr std::array<std::string_view, 8> kEndings{"ovich",
                                                     "evich",
                                                     "ovna",
                                                     "evna",
                                                     "ovic",
                                                     "\u043E\u0432\u0438\u0447",
                                                     "\u0435\u0432\u0438\u0447",
                                                     "\u043E\u0432\u043D\u0430"};
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
    return low.size() > ending.size() + 2 && low.compare(low.size() - ending.size(), ending.size(), ending) == 0;
  });
}

std::vector<WordLine> table(std::string_view name) {
  auto lines = parse_word_table(name, embedded_table(name));
  return lines ? std::move(*lines) : std::vector<WordLine>{};
}

/// Another variant of a line that has the text; empty when there is none.
std::string other_variant(const std::vector<WordLine>& lines, std::string_view text, SeededRandom& random) {
  std::vector<std::string_view> others;
  for (const WordLine& line : lines) {
    if (std::find(line.variants.begin(), line.variants.end(), text) == line.variants.end()) continue;
    for (const std::string& variant : line.variants)
      if (variant != text) others.emplace_back(variant);
  }
  return others.empty() ? std::string() : std::string(others[pick(random, others.size())]);
}

/// One word for which `other` has an answer is changed to it.
template <typename Other>
std::string with_another_word(std::vector<std::string> words, SeededRandom& random, Other other) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < words.size(); ++i) order.push_back(i);
  const std::size_t first = words.empty() ? 0 : pick(random, words.size());
  std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(first), order.end());
  for (const std::size_t i : order) {
    const std::string changed = other(words[i]);
    if (changed.empty()) continue;
    words[i] = changed;
    return sentence(words);
  }
  return {};
}

std::string one_of(std::initializer_list<std::string_view> forms, std::string_view not_this, SeededRandom& random) {
  std::vector<std::string_view> others;
  for (const std::string_view form : forms)
    if (form != not_this) others.push_back(form);
  return std::string(others[pick(random, others.size())]);
}

/// Words from `begin` on that are a legal form at the end of a company's name; `words.size()` when there is none.
std::size_t legal_form_at_end(const std::vector<std::string>& words) {
  std::vector<std::string> low;
  for (const std::string& word : words) {
    std::string one = lower_word(word);
    one.erase(std::remove_if(one.begin(), one.end(), [](char c) { return c == '.' || c == ','; }), one.end());
    low.push_back(one.empty() ? std::string("-") : one);
  }
  const std::vector<std::string_view> views(low.begin(), low.end());
  for (std::size_t at = 1; at < views.size(); ++at) {
    const PhraseMap::Match match = word_tables().legal_forms.match(views, at);
    if (match.words > 0 && at + match.words == views.size()) return at;
  }
  return words.size();
}

std::string form_text(const std::vector<std::string>& words, std::size_t at) {
  std::string out;
  for (std::size_t i = at; i < words.size(); ++i) out += (out.empty() ? "" : " ") + lower_word(words[i]);
  out.erase(std::remove_if(out.begin(), out.end(), [](char c) { return c == '.' || c == ','; }), out.end());
  return out;
}

std::string without_article(std::string_view word) {
  for (const std::string_view article : {"al-", "el-", "as-", "ar-", "ash-", "an-", "ad-"})
    if (word.size() > article.size() + 2 && lower_word(word.substr(0, article.size())) == article)
      return std::string(word.substr(article.size()));
  return {};
}

}  // namespace

std::string swap_words(std::string_view name, SeededRandom& random) {
  std::vector<std::string> words = natural_words(name);
  if (words.size() < 2) return {};
  const std::size_t at = pick(random, words.size() - 1);
  std::swap(words[at], words[at + 1]);
  return sentence(words);
}

std::string family_comma_given(std::string_view name, SeededRandom& /*random*/) {
  std::vector<std::string> words = words_of(name);
  if (words.size() < 2 || name.find(',') != std::string_view::npos) return {};
  words.insert(words.begin(), words.back() + ',');
  words.pop_back();
  return sentence(words);
}

std::string natural_order(std::string_view name, SeededRandom& /*random*/) { return in_natural_order(name); }

std::string without_middle(std::string_view name, SeededRandom& /*random*/) {
  const std::vector<std::string> words = natural_words(name);
  return words.size() < 3 ? std::string() : words.front() + ' ' + words.back();
}

std::string initial_of_given(std::string_view name, SeededRandom& /*random*/) {
  std::vector<std::string> words = natural_words(name);
  if (words.size() < 2) return {};
  const std::u32string given = characters(words.front());
  if (given.size() < 3 || !is_letter(given[0])) return {};
  words.front() = text_of(given.substr(0, 1)) + '.';
  return sentence(words);
}

std::string initial_of_middle(std::string_view name, SeededRandom& /*random*/) {
  std::vector<std::string> words = natural_words(name);
  if (words.size() < 3) return {};
  for (std::size_t i = 1; i + 1 < words.size(); ++i) words[i] = text_of(characters(words[i]).substr(0, 1)) + '.';
  return sentence(words);
}

std::string without_patronymic(std::string_view name, SeededRandom& /*random*/) {
  std::vector<std::string> words = natural_words(name);
  const auto found = std::find_if(words.begin(), words.end(), is_patronymic);
  if (found == words.end() || words.size() < 3) return {};
  words.erase(found);
  return sentence(words);
}

std::string with_middle(std::string_view name, SeededRandom& random) {
  constexpr std::array<std::string_view, 6> kMiddle{"Xander", "Aurelio", "Maria", "Jan", "Kofi", "Teodor"};
  std::vector<std::string> words = natural_words(name);
  if (words.size() != 2) return {};
  words.insert(words.begin() + 1, std::string(kMiddle[pick(random, kMiddle.size())]));
  return sentence(words);
}

std::string with_honorific(std::string_view name, SeededRandom& random) {
  constexpr std::array<std::string_view, 7> kTitles{"Mr", "Mr.", "Dr.", "Prof.", "Sheikh", "General", "Herr"};
  return std::string(kTitles[pick(random, kTitles.size())]) + ' ' + in_natural_order(name);
}

std::string nickname(std::string_view name, SeededRandom& random) {
  static const std::vector<WordLine> kNames = table("given_names");
  return with_another_word(natural_words(name), random, [&](const std::string& word) {
    const std::string other = other_variant(kNames, lower_word(bare(word)), random);
    return other.empty() ? other : in_case_of(instead(word, other), "A");
  });
}

std::string without_half_of_double(std::string_view name, SeededRandom& random) {
  return with_another_word(words_of(name), random, [&](const std::string& word) -> std::string {
    const std::size_t hyphen = word.find('-');
    if (hyphen == std::string::npos || hyphen < 4 || word.size() - hyphen < 5) return {};
    const bool comma = word.back() == ',';
    return random.next() % 2 == 0 ? word.substr(0, hyphen) + (comma ? "," : "") : word.substr(hyphen + 1);
  });
}

std::string other_article(std::string_view name, SeededRandom& random) {
  return with_another_word(words_of(name), random, [&](const std::string& word) -> std::string {
    std::string rest = without_article(word);
    if (rest.empty()) return {};
    switch (random.next() % 4) {
      case 0:
        return in_case_of("el", word) + '-' + rest;
      case 1:
        return in_case_of("al", word) + ' ' + rest;
      case 2:
        return in_case_of("al", word) + lower_word(rest);
      default:
        return rest;
    }
  });
}

std::string other_bin(std::string_view name, SeededRandom& random) {
  return with_another_word(words_of(name), random, [&](const std::string& word) -> std::string {
    const std::string low = lower_word(word);
    if (low != "bin" && low != "ibn" && low != "ben") return {};
    return in_case_of(one_of({"bin", "ibn", "ben"}, low, random), word);
  });
}

std::string other_mohammed(std::string_view name, SeededRandom& random) {
  static const std::vector<WordLine> kNames = table("given_names");
  return with_another_word(words_of(name), random, [&](const std::string& word) -> std::string {
    const std::string low = lower_word(bare(word));
    const auto& lines = word_tables().given_names;
    if (lines.find(low).empty() || lines.find(low) != lines.find("mohammed")) return {};
    return instead(word, other_variant(kNames, low, random));
  });
}

std::string other_abdul(std::string_view name, SeededRandom& random) {
  const std::vector<std::string> words = words_of(name);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string low = lower_word(words[i]);
    std::vector<std::string> out(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i));
    const auto rest = words.begin() + static_cast<std::ptrdiff_t>(i);
    if ((low == "abdul" || low == "abdel") && i + 1 < words.size()) {
      out.push_back(random.next() % 2 == 0
                        ? words[i] + lower_word(words[i + 1])
                        : in_case_of("abd", words[i]) + ' ' + in_case_of("al", words[i]) + '-' + words[i + 1]);
      out.insert(out.end(), rest + 2, words.end());
      return sentence(out);
    }
    if (low.size() > 8 && (low.compare(0, 5, "abdul") == 0 || low.compare(0, 5, "abdel") == 0)) {
      out.push_back(words[i].substr(0, 5) + ' ' + in_case_of(words[i].substr(5), words[i]));
      out.insert(out.end(), rest + 1, words.end());
      return sentence(out);
    }
  }
  return {};
}

std::string other_legal_form(std::string_view name, SeededRandom& random) {
  static const std::vector<WordLine> kForms = table("legal_forms");
  std::vector<std::string> words = words_of(name);
  const std::size_t at = legal_form_at_end(words);
  if (at == words.size()) return {};
  const std::string other = other_variant(kForms, form_text(words, at), random);
  if (other.empty()) return {};
  words.resize(at);
  return sentence(words) + ' ' + in_case_of(other, "AA");
}

std::string without_legal_form(std::string_view name, SeededRandom& /*random*/) {
  std::vector<std::string> words = words_of(name);
  const std::size_t at = legal_form_at_end(words);
  if (at == words.size()) return {};
  words.resize(at);
  return std::string(bare(sentence(words)));
}

std::string with_legal_form(std::string_view name, SeededRandom& random) {
  const std::vector<std::string> words = words_of(name);
  if (legal_form_at_end(words) != words.size()) return {};
  constexpr std::array<std::string_view, 5> kForms{"Ltd", "LLC", "GmbH", "S.A.", "Inc."};
  return std::string(name) + ' ' + std::string(kForms[pick(random, kForms.size())]);
}

std::string number_words(std::string_view name, SeededRandom& random) {
  static const std::vector<WordLine> kNumbers = table("numbers");
  return with_another_word(words_of(name), random, [&](const std::string& word) -> std::string {
    const std::string low = lower_word(bare(word));
    if (low.size() < 2 && (low.empty() || low[0] > '9')) return {};  // a letter is not always a numeral
    const std::string other = other_variant(kNumbers, low, random);
    return other.empty() || other.size() == 1 ? std::string() : instead(word, other);
  });
}

std::string with_and_co(std::string_view name, SeededRandom& /*random*/) {
  std::vector<std::string> words = words_of(name);
  const std::size_t at = legal_form_at_end(words);
  if (words.empty()) return {};
  words.insert(words.begin() + static_cast<std::ptrdiff_t>(at), "& Co");
  return sentence(words);
}

std::string other_and(std::string_view name, SeededRandom& random) {
  return with_another_word(words_of(name), random, [](const std::string& word) -> std::string {
    if (word == "&") return "and";
    return lower_word(word) == "and" ? "&" : "";
  });
}

std::string with_the(std::string_view name, SeededRandom& /*random*/) { return "The " + std::string(name); }

std::string without_last_word(std::string_view name, SeededRandom& /*random*/) {
  std::vector<std::string> words = words_of(name);
  if (words.size() < 3) return {};
  words.pop_back();
  return std::string(bare(sentence(words)));
}

}  // namespace licet::screening::perturb
