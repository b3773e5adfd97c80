#include "screening/similarity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace licet::screening {
namespace {

/// The textbook, in long double, on bytes.
long double naive_jaro_winkler(std::string a, std::string b) {
  if (a == b) return 1;
  if (a.size() > b.size() || (a.size() == b.size() && b < a)) std::swap(a, b);
  if (a.empty() || b.empty()) return 0;
  const int window = std::max(0, static_cast<int>(std::max(a.size(), b.size())) / 2 - 1);
  std::vector<bool> used_a(a.size());
  std::vector<bool> used_b(b.size());
  std::string left;
  std::string right;
  for (int i = 0; i < static_cast<int>(a.size()); ++i) {
    for (int j = 0; j < static_cast<int>(b.size()); ++j) {
      const auto at = static_cast<std::size_t>(j);
      if (std::abs(i - j) > window || used_b[at] || a[static_cast<std::size_t>(i)] != b[at]) continue;
      used_a[static_cast<std::size_t>(i)] = used_b[at] = true;
      break;
    }
  }
  for (std::size_t i = 0; i < a.size(); ++i) left += used_a[i] ? std::string(1, a[i]) : "";
  for (std::size_t j = 0; j < b.size(); ++j) right += used_b[j] ? std::string(1, b[j]) : "";
  if (left.empty()) return 0;
  long double moved = 0;
  for (std::size_t i = 0; i < left.size(); ++i) moved += left[i] != right[i] ? 0.5L : 0;
  const auto m = static_cast<long double>(left.size());
  const long double jaro =
      (m / static_cast<long double>(a.size()) + m / static_cast<long double>(b.size()) + (m - moved) / m) / 3;
  std::size_t prefix = 0;
  while (prefix < 4 && prefix < a.size() && prefix < b.size() && a[prefix] == b[prefix]) ++prefix;
  return jaro > 0.7L + 1e-12L ? jaro + static_cast<long double>(prefix) * 0.1L * (1 - jaro) : jaro;
}

/// Whole table, no limit.
std::uint32_t naive_edits(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::uint32_t>> d(a.size() + 1, std::vector<std::uint32_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<std::uint32_t>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<std::uint32_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

rc::Gen<std::string> word(char last = 'd', int size_max = 14) {
  return rc::gen::mapcat(rc::gen::inRange(0, size_max), [last](int size) {
    return rc::gen::container<std::string>(static_cast<std::size_t>(size),
                                           rc::gen::inRange<char>('a', static_cast<char>(last + 1)));
  });
}

TEST(JaroWinkler, PublishedExamples) {
  EXPECT_EQ(jaro_winkler("martha", "marhta"), 9611U);
  EXPECT_EQ(jaro_winkler("dwayne", "duane"), 8400U);
  EXPECT_EQ(jaro_winkler("dixon", "dicksonx"), 8133U);
  EXPECT_EQ(jaro_winkler("", ""), kFull);
  EXPECT_EQ(jaro_winkler("", "a"), 0U);
  EXPECT_EQ(jaro_winkler("abc", "xyz"), 0U);
}

TEST(JaroWinkler, CountsCharactersNotBytes) { EXPECT_EQ(jaro_winkler("ក្រុម", "ក្រុន"), jaro_winkler("abcde", "abcdf")); }

TEST(JaroWinkler, LooksAtTheFirst64Characters) {
  const std::string same(64, 'a');
  EXPECT_EQ(jaro_winkler(same + "b", same + "c"), kFull);
}

RC_GTEST_PROP(JaroWinkler, EqualsTheTextbook, ()) {
  const std::string a = *word();
  const std::string b = *word();
  const long double exact = naive_jaro_winkler(a, b) * 10'000;
  RC_ASSERT(std::fabs(exact - static_cast<long double>(jaro_winkler(a, b))) <= 0.5L + 1e-9L);
}

RC_GTEST_PROP(JaroWinkler, SymmetricAndInRange, ()) {
  const std::string a = *word('h', 70);
  const std::string b = *word('h', 70);
  RC_ASSERT(jaro_winkler(a, b) == jaro_winkler(b, a));
  RC_ASSERT(jaro_winkler(a, b) <= kFull);
  RC_ASSERT(jaro_winkler(a, a) == kFull);
}

RC_GTEST_PROP(EditDistance, EqualsTheWholeTable, ()) {
  const std::string a = *word('c', 10);
  const std::string b = *word('c', 10);
  for (std::uint32_t limit = 0; limit <= 3; ++limit) {
    RC_ASSERT(edit_distance(a, b, limit) == std::min(naive_edits(a, b), limit + 1));
  }
}

TEST(EditDistance, SwapIsOneEdit) {
  EXPECT_EQ(edit_distance("smith", "smiht", 2), 1U);
  EXPECT_EQ(edit_distance("ca", "abc", 3), 3U);  // the restricted measure: no substring is edited twice
}

TEST(EditsAllowed, GrowWithLength) {
  EXPECT_EQ(edits_allowed(3), 0U);
  EXPECT_EQ(edits_allowed(4), 1U);
  EXPECT_EQ(edits_allowed(6), 1U);
  EXPECT_EQ(edits_allowed(7), 2U);
}

}  // namespace
}  // namespace licet::screening
