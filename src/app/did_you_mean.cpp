#include "app/did_you_mean.h"

#include <algorithm>
#include <array>

namespace licet::app {
namespace {

constexpr std::size_t kWordBytesMax = 64;
constexpr std::size_t kNamedMax = 20;

/// Lower case without separators, so that "Pass_Ports" is at distance 0 from "passports".
std::string folded(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (c == '-' || c == '_' || c == ' ') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > kWordBytesMax || b.size() > kWordBytesMax) return a == b ? 0 : limit + 1;
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;

  using Line = std::array<std::size_t, kWordBytesMax + 1>;
  Line two_back{};
  Line back{};
  Line now{};
  for (std::size_t j = 0; j <= b.size(); ++j) back[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    std::size_t best = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = back[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      now[j] = std::min({replace, back[j] + 1, now[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], two_back[j - 2] + 1);
      best = std::min(best, now[j]);
    }
    if (best > limit) return limit + 1;
    two_back = back;
    back = now;
  }
  return std::min(back[b.size()], limit + 1);
}

std::optional<std::string_view> did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > kWordBytesMax) return std::nullopt;
  const std::string wanted = folded(word);
  const std::size_t limit = std::max<std::size_t>(1, wanted.size() / 3);
  std::size_t best_distance = limit + 1;
  std::optional<std::string_view> best;
  for (const std::string_view candidate : candidates) {
    const std::string other = folded(candidate);
    const std::size_t distance = edit_distance(wanted, other, limit);
    // Two letters are one edit away from every other pair of two sharing one: no hint in that.
    if (distance < best_distance && distance < std::max(wanted.size(), other.size()) - 1) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string known_words_hint(std::string_view word, std::span<const std::string_view> candidates) {
  if (const auto near = did_you_mean(word, candidates)) return "; did you mean '" + std::string(*near) + "'?";
  if (candidates.empty()) return {};
  std::string out = "; known are: ";
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i == kNamedMax) return out + " and " + std::to_string(candidates.size() - kNamedMax) + " more";
    if (i != 0) out += ", ";
    out += candidates[i];
  }
  return out;
}

}  // namespace licet::app
