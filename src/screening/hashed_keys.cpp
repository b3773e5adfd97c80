#include "screening/hashed_keys.h"

#include "screening/flat_bytes.h"

namespace licet::screening {

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 0xCBF2'9CE4'8422'2325ULL ^ text.size();
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3ULL;
  return mixed_bits(h);
}

HashedKeys::HashedKeys(std::span<const Entry> entries) {
  constexpr std::size_t kPerBucket = 4;
  while (bits_ < kBitsMax && (kPerBucket << bits_) < entries.size()) ++bits_;
  buckets_.assign((std::size_t{1} << bits_) + 1, 0);
  for (const Entry& entry : entries) ++buckets_[bucket_of(entry.hash) + 1];
  for (std::size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
  std::vector<std::uint32_t> next(buckets_.begin(), buckets_.end() - 1);
  keys_.resize(entries.size());
  for (const Entry& entry : entries) keys_[next[bucket_of(entry.hash)]++] = {rest_of(entry.hash), entry.value};
}

void HashedKeys::write(FlatWriter& out) const {
  out.number(bits_);
  out.rows(buckets_);
  out.rows(keys_);
}

Status HashedKeys::read(FlatReader& in, HashedKeys& out) {
  const std::uint64_t bits = in.number();
  in.rows(out.buckets_);
  in.rows(out.keys_);
  const bool whole = bits >= 1 && bits <= kBitsMax && out.buckets_.size() == (std::size_t{1} << bits) + 1 &&
                     out.buckets_.front() == 0 && out.buckets_.back() == out.keys_.size() &&
                     std::is_sorted(out.buckets_.begin(), out.buckets_.end());
  if (!in.ok() || !whole) return fail(ErrorCode::kTampered, "kept index: a table of keys does not fit together");
  out.bits_ = static_cast<std::uint32_t>(bits);
  return {};
}

}  // namespace licet::screening
