#include "screening/join_index.h"

namespace licet::screening {

void JoinIndex::Builder::add(std::string_view together, std::uint32_t value) {
  const Chars chars(together);
  const RollingHash hash(chars);
  if (letters_.size() <= value) letters_.resize(value + 1);
  letters_[value] = facts_of(together).letters;
  const std::size_t length = chars.size(), half = length / 2;
  entries_.push_back({hash.part(0, half, salt(length, false)), value});
  entries_.push_back({hash.part(half + 1, length, salt(length, true)), value});
}

}  // namespace licet::screening
