#include "screening/join_index.h"

namespace licet::screening {

void JoinIndex::Builder::add(std::string_view together, std::uint32_t value) {
  if (letters_.size() <= value) letters_.resize(value + 1);
  letters_[value] = facts_of(together).letters;
  for (const std::uint64_t key : keys_of(together)) entries_.push_back({key, value});
}

std::array<std::uint64_t, 2> JoinIndex::keys_of(std::string_view together) {
  const Chars chars(together);
  const RollingHash hash(chars);
  const std::size_t length = chars.size(), half = length / 2;
  return {hash.part(0, half, salt(length, false)), hash.part(half + 1, length, salt(length, true))};
}

void JoinIndex::forget(std::string_view together, std::uint32_t value) {
  for (const std::uint64_t key : keys_of(together)) keys_.forget(key, value, 0);
  letters_[value] = 0;
}

}  // namespace licet::screening
