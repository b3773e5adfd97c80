#include "screening/hashed_keys.h"

#include <algorithm>

namespace licet::screening {

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 0xCBF2'9CE4'8422'2325ULL ^ text.size();
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3ULL;
  return mixed_bits(h);
}

HashedKeys::HashedKeys(std::span<const Entry> entries) {
  constexpr std::size_t kPerBucket = 4;
  while (bits_ < 28 && (kPerBucket << bits_) < entries.size()) ++bits_;
  buckets_.assign((std::size_t{1} << bits_) + 1, 0);
  for (const Entry& entry : entries) ++buckets_[bucket_of(entry.hash) + 1];
  for (std::size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
  std::vector<std::uint32_t> next(buckets_.begin(), buckets_.end() - 1);
  keys_.resize(entries.size());
  for (const Entry& entry : entries) keys_[next[bucket_of(entry.hash)]++] = {rest_of(entry.hash), entry.value};
}

void HashedKeys::forget(std::uint64_t hash, std::uint32_t value, std::uint32_t blank) {
  if (keys_.empty()) return;
  const std::size_t bucket = bucket_of(hash);
  const auto begin = keys_.begin() + buckets_[bucket], end = keys_.begin() + buckets_[bucket + 1];
  const auto is_it = [&](const Key& key) { return key.rest == rest_of(hash) && key.value == value; };
  const auto other = std::find_if_not(begin, end, is_it);
  std::replace_if(begin, end, is_it, other == end ? Key{0, blank} : Key(*other));
}

}  // namespace licet::screening
