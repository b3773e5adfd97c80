#include "screening/join_index.h"

#include "screening/flat_bytes.h"

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

void JoinIndex::write(FlatWriter& out) const {
  keys_.write(out);
  out.rows(letters_);
}

Status JoinIndex::read(FlatReader& in, JoinIndex& out) {
  LICET_CHECK(HashedKeys::read(in, out.keys_));
  in.rows(out.letters_);
  const std::size_t known = out.letters_.size();
  if (in.ok() && out.keys_.all_values([known](std::uint32_t value) { return value < known; })) return {};
  return fail(ErrorCode::kTampered, "kept index: a key leads to neighbours that are not there");
}

}  // namespace licet::screening
