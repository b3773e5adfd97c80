#include "screening/asked_word.h"

#include <algorithm>

#include "screening/similarity.h"
#include "screening/word_likeness.h"

namespace licet::screening {
namespace {

std::uint32_t spelt(const Chars& a, const Chars& b) {
  const std::size_t longer = std::max(a.size(), b.size());
  const auto lost = static_cast<std::uint32_t>(kFull / 100 * edit_cost(a, b) / longer);
  return lost >= kFull ? 0 : kFull - lost;
}

}  // namespace

AskedWord::AskedWord(std::string_view text) : text_(text), facts_(facts_of(text)), chars_(text), ascii_{} {
  for (std::size_t i = 0; i < chars_.size(); ++i) {
    const char32_t c = chars_[i];
    const std::uint64_t place = std::uint64_t{1} << i;
    if (c < ascii_.size()) {
      ascii_[c] |= place;
      continue;
    }
    const auto found = std::find_if(others_.begin(), others_.end(), [c](const auto& one) { return one.first == c; });
    if (found == others_.end())
      others_.emplace_back(c, place);
    else
      found->second |= place;
  }
}

std::uint64_t AskedWord::places_of(char32_t c) const {
  if (c < ascii_.size()) return ascii_[c];
  for (const auto& [known, places] : others_)
    if (known == c) return places;
  return 0;
}

std::size_t AskedWord::edits_to(const Chars& other) const {
  std::size_t distance = chars_.size();
  if (distance == 0) return other.size();
  const std::uint64_t last = std::uint64_t{1} << (chars_.size() - 1);
  std::uint64_t up = ~std::uint64_t{0}, down = 0, diagonal = 0, before = 0;
  for (std::size_t j = 0; j < other.size(); ++j) {
    const std::uint64_t here = places_of(other[j]);
    const std::uint64_t swapped = ((~diagonal & here) << 1U) & before;
    diagonal = (((here & up) + up) ^ up) | here | down | swapped;
    std::uint64_t right = down | ~(diagonal | up);
    const std::uint64_t left = diagonal & up;
    if ((right & last) != 0) ++distance;
    if ((left & last) != 0) --distance;
    right = (right << 1U) | 1U;
    up = (left << 1U) | ~(diagonal | right);
    down = right & diagonal;
    before = here;
  }
  return distance;
}

/// How many edits the two may be apart; none when they must be the same.
std::uint32_t AskedWord::limit_for(const TextFacts& facts, bool joined) const {
  const std::uint32_t longer = std::max(facts_.chars, facts.chars), shorter = std::min(facts_.chars, facts.chars);
  const std::uint32_t most = edits_allowed(longer), limit = joined ? std::min(most, 1U) : most;
  return longer - shorter > limit || facts_.digit || facts.digit ? 0 : limit;
}

/// So few edits never cost the whole of the words that they are allowed in.
bool AskedWord::is_spelt_like(std::string_view other, const TextFacts& facts, bool joined) const {
  if (text_ == other) return true;
  const std::uint32_t limit = limit_for(facts, joined);
  return limit > 0 && may_be_near(facts_, facts, limit) && edits_to(Chars(other)) <= limit;
}

std::uint32_t AskedWord::spelling(std::string_view other, const TextFacts& facts, bool joined) const {
  if (!is_spelt_like(other, facts, joined)) return 0;
  return text_ == other ? kFull : spelt(chars_, Chars(other));
}

}  // namespace licet::screening
