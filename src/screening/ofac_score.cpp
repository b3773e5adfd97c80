#include "screening/ofac_score.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "base/result.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

constexpr std::size_t kPrefixMax = 5;
constexpr std::size_t kQueryWordCharsMin = 3;

/// Capital ASCII letters without accents; other letters are left out.
std::string capitals(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) return {};
  const std::string_view head = name.substr(0, 4 * kOfacCharsMax);
  const icu::UnicodeString text = decompose->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(head.data(), static_cast<std::int32_t>(head.size()))), status);
  std::string out;
  if (U_FAILURE(status)) return out;
  for (std::int32_t at = 0; at < text.length(); ++at) {
    const char16_t c = text[at];
    if (c >= u'a' && c <= u'z')
      out += static_cast<char>(c - u'a' + 'A');
    else if (u_isUWhiteSpace(c) != 0)
      out += ' ';
    else if (c > ' ' && c < 0x7F)
      out += static_cast<char>(c);
  }
  return out;
}

bool is_sign(char c) { return (c < 'A' || c > 'Z') && (c < '0' || c > '9'); }

/// With one blank between words and none at the ends.
std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out += c;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out.substr(0, kOfacCharsMax);
}

struct JaroCounts {
  std::uint64_t matches = 0;
  std::uint64_t out_of_order = 0;  ///< a transposition has two
};

JaroCounts jaro_counts(std::string_view a, std::string_view b) {
  const std::size_t half = std::max(a.size(), b.size()) / 2;
  const std::size_t window = half == 0 ? 0 : half - 1;
  std::vector<char> used(b.size(), 0);
  std::string matched_a, matched_b;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t begin = i > window ? i - window : 0;
    const std::size_t end = std::min(b.size(), i + window + 1);
    for (std::size_t j = begin; j < end; ++j) {
      if (used[j] != 0 || a[i] != b[j]) continue;
      used[j] = 1;
      matched_a += a[i];
      break;
    }
  }
  for (std::size_t j = 0; j < b.size(); ++j)
    if (used[j] != 0) matched_b += b[j];
  JaroCounts counts{matched_a.size(), 0};
  for (std::size_t i = 0; i < matched_a.size(); ++i) counts.out_of_order += matched_a[i] != matched_b[i] ? 1U : 0U;
  return counts;
}

std::uint32_t boosted(std::uint64_t num, std::uint64_t den, std::uint64_t prefix) {
  LICET_INVARIANT(den > 0);
  const std::uint64_t sum = 10 * num + prefix * (den - num);
  return static_cast<std::uint32_t>((2 * kFull * sum + 10 * den) / (20 * den));
}

/// What `ofac_jaro_winkler` cannot exceed for words of these lengths.
std::uint32_t length_bound(std::uint64_t a, std::uint64_t b) {
  if (a == 0 || b == 0) return 0;
  const std::uint64_t shorter = std::min(a, b), longer = std::max(a, b);
  return boosted(2 * longer + shorter, 3 * longer, kPrefixMax);
}

/// Whether at least half of the longer one's characters stay when one is edited into the other.
bool half_stays(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return 2 * row[b.size()] <= std::max(a.size(), b.size());
}

/// Soundex's class of a letter; 0 for vowels, h, w, y and what is no letter.
int soundex_class(char c) {
  constexpr std::string_view kClasses = "01230120022455012623010202";  // of A to Z
  return c >= 'A' && c <= 'Z' ? kClasses[static_cast<std::size_t>(c - 'A')] - '0' : 0;
}

bool begin_alike(char a, char b) { return a == b || (soundex_class(a) != 0 && soundex_class(a) == soundex_class(b)); }

}  // namespace

OfacName ofac_name(std::string_view name) {
  OfacName out;
  std::string words;
  for (const char c : capitals(name)) {
    if (c != ',' && c != '.') out.whole += c;
    // "O'BRIEN", "J.P." are one word, "AL-QAEDA" is two.
    if (c != '\'' && c != '.' && c != '`') words += is_sign(c) ? ' ' : c;
  }
  out.whole = squeezed(out.whole);
  words = squeezed(words);
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    out.words.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  if (out.words.empty()) out.whole.clear();
  return out;
}

std::uint32_t ofac_jaro_winkler(std::string_view query, std::string_view listed) {
  if (query.empty() || listed.empty()) return 0;
  const auto [m, out_of_order] = jaro_counts(query, listed);
  if (m == 0) return 0;
  // Jaro = (m/|a| + m/|b| + (m - t)/m) / 3 with t = out_of_order / 2, as the fraction num / den.
  const std::uint64_t a = query.size(), b = listed.size();
  const std::uint64_t num = 2 * m * m * (a + b) + (2 * m - out_of_order) * a * b;
  const std::uint64_t den = 6 * m * a * b;
  std::uint64_t prefix = 0;
  while (prefix < kPrefixMax && prefix < a && prefix < b && query[prefix] == listed[prefix]) ++prefix;
  return boosted(num, den, prefix);
}

std::vector<std::string_view> ofac_query_words(const OfacName& query) {
  std::vector<std::string_view> out;
  for (const std::string& word : query.words)
    if (word.size() >= kQueryWordCharsMin) out.emplace_back(word);
  if (out.empty()) out.assign(query.words.begin(), query.words.end());
  return out;
}

std::uint32_t ofac_word_score(std::string_view query, std::string_view listed) {
  if (query.empty() || listed.empty() || !begin_alike(query[0], listed[0])) return 0;
  const std::uint32_t similarity = ofac_jaro_winkler(query, listed);
  return similarity < kOfacFloor ? 0 : similarity;
}

std::uint32_t ofac_whole_score(const OfacName& query, const OfacName& listed, std::uint32_t least) {
  const std::string &a = query.whole, &b = listed.whole;
  if (a.empty() || b.empty() || length_bound(a.size(), b.size()) < least) return 0;
  const std::uint32_t similarity = ofac_jaro_winkler(a, b);
  if (similarity < least) return 0;
  return a[0] == b[0] || half_stays(a, b) ? similarity : 0;
}

std::uint32_t ofac_mean(const std::vector<std::uint32_t>& similarities) {
  if (similarities.empty()) return 0;
  const std::uint64_t sum = std::accumulate(similarities.begin(), similarities.end(), std::uint64_t{0});
  return static_cast<std::uint32_t>((2 * sum + similarities.size()) / (2 * similarities.size()));
}

OfacScore ofac_score(const OfacName& query, const OfacName& listed) {
  OfacScore out;
  std::vector<std::uint32_t> similarities;
  for (const std::string_view word : ofac_query_words(query)) {
    OfacPart part{std::string(word), {}, 0};
    for (const std::string& other : listed.words) {
      const std::uint32_t similarity = ofac_word_score(word, other);
      if (similarity <= part.similarity) continue;
      part.listed = other;
      part.similarity = similarity;
    }
    similarities.push_back(part.similarity);
    out.parts.push_back(std::move(part));
  }
  out.score = ofac_mean(similarities);
  if (const std::uint32_t whole = ofac_whole_score(query, listed, out.score + 1); whole > out.score) {
    out.score = whole;
    out.whole = true;
    out.parts = {{query.whole, listed.whole, whole}};
  }
  if (out.score < kOfacFloor) return {};
  return out;
}

}  // namespace licet::screening
