#include "screening/similarity.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/result.h"
#include "screening/chars.h"

namespace licet::screening {
namespace {

struct JaroCounts {
  std::uint32_t matches = 0;
  std::uint32_t out_of_order = 0;  ///< matched characters that stand in another order; a transposition has two
};

/// Jaro's window: equal characters match when at most this far apart.
std::size_t window_of(std::size_t a, std::size_t b) {
  const std::size_t half = std::max(a, b) / 2;
  return half == 0 ? 0 : half - 1;
}

JaroCounts jaro_counts(const Chars& a, const Chars& b) {
  const std::size_t window = window_of(a.size(), b.size());
  std::uint64_t used_a = 0;
  std::uint64_t used_b = 0;
  JaroCounts counts;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t begin = i > window ? i - window : 0;
    const std::size_t end = std::min(b.size(), i + window + 1);
    for (std::size_t j = begin; j < end; ++j) {
      if ((used_b >> j & 1U) != 0 || a[i] != b[j]) continue;
      used_a |= std::uint64_t{1} << i;
      used_b |= std::uint64_t{1} << j;
      ++counts.matches;
      break;
    }
  }
  std::size_t j = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if ((used_a >> i & 1U) == 0) continue;
    while ((used_b >> j & 1U) == 0) ++j;
    counts.out_of_order += a[i] != b[j] ? 1U : 0U;
    ++j;
  }
  return counts;
}

}  // namespace

std::size_t char_count(std::string_view word) { return Chars(word).size(); }

std::uint32_t jaro_winkler(std::string_view a_text, std::string_view b_text) {
  if (a_text == b_text) return kFull;
  // Jaro's matching is greedy from the left of the first word; a fixed order of the two makes it symmetric.
  if (a_text.size() > b_text.size() || (a_text.size() == b_text.size() && b_text < a_text)) std::swap(a_text, b_text);
  const Chars a(a_text);
  const Chars b(b_text);
  const JaroCounts counts = jaro_counts(a, b);
  if (counts.matches == 0) return 0;  // also when a word has no character
  // Jaro = (m/|a| + m/|b| + (m - t)/m) / 3 with t = out_of_order / 2, as the fraction num / den.
  const std::uint64_t m = counts.matches;
  const std::uint64_t size_a = a.size();
  const std::uint64_t size_b = b.size();
  const std::uint64_t num = 2 * m * m * (size_a + size_b) + (2 * m - counts.out_of_order) * size_a * size_b;
  const std::uint64_t den = 6 * m * size_a * size_b;
  LICET_INVARIANT(den > 0);
  std::uint64_t prefix = 0;
  while (prefix < 4 && prefix < size_a && prefix < size_b && a[prefix] == b[prefix]) ++prefix;
  if (num * 10 <= den * 7) prefix = 0;
  const std::uint64_t boosted = 10 * num + prefix * (den - num);
  return static_cast<std::uint32_t>((2 * kFull * boosted + 10 * den) / (20 * den));
}

std::uint32_t edit_distance(std::string_view a_text, std::string_view b_text, std::uint32_t limit) {
  const Chars a(a_text);
  const Chars b(b_text);
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;
  // Three rows of the usual table; cells further than `limit` from the diagonal cannot matter.
  using Row = std::array<std::uint32_t, Chars::kMax + 1>;
  std::array<Row, 3> rows;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<std::uint32_t>(j);
  const std::uint32_t over = limit + 1;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Row& row = rows[i % 3];
    const Row& above = rows[(i + 2) % 3];
    const Row& above2 = rows[(i + 1) % 3];
    const std::size_t begin = i > limit ? i - limit : 1;
    const std::size_t end = std::min(b.size(), i + limit);
    row[begin - 1] = begin == 1 ? static_cast<std::uint32_t>(i) : over;
    std::uint32_t best = row[begin - 1];
    for (std::size_t j = begin; j <= end; ++j) {
      std::uint32_t cost = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost = std::min(cost, row[j - 1] + 1);
      if (j < i + limit) cost = std::min(cost, above[j] + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost = std::min(cost, above2[j - 2] + 1);
      row[j] = cost;
      best = std::min(best, cost);
    }
    if (best > limit) return over;
  }
  return std::min(over, rows[a.size() % 3][b.size()]);
}

}  // namespace licet::screening
