// A fixed table from 64-bit hashes to numbers, several to a hash, in two flat arrays.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace licet::screening {

class FlatReader;
class FlatWriter;

/// Spreads the bits of a number over all of it.
constexpr std::uint64_t mixed_bits(std::uint64_t h) {
  h ^= h >> 32U;
  h *= 0xD6E8'FEB8'6659'FD93ULL;
  h ^= h >> 29U;
  h *= 0xA24B'AED4'963E'E407ULL;
  return h ^ (h >> 32U);
}

/// The hash of a text; the same on every machine.
std::uint64_t hash_of(std::string_view text);

/// Immutable once built; look-ups are thread-safe. About 9 bytes per entry. Hashes must be well mixed.
class HashedKeys {
 public:
  struct Entry {
    std::uint64_t hash;
    std::uint32_t value;
  };
  struct Key {
    std::uint32_t rest;  ///< the hash's bits after those that name the bucket
    std::uint32_t value;
  };

  HashedKeys() = default;
  explicit HashedKeys(std::span<const Entry> entries);

  /// Calls `visit` with every value filed under one of the hashes, in the order of the hashes and of filing, and, once
  /// in four thousand million times, with one filed under another: the caller compares. The memory of all is asked for
  /// before the first is read.
  template <typename Visit>
  void find(std::span<const std::uint64_t> hashes, Visit visit) const {
    if (keys_.empty()) return;
    for (const std::uint64_t hash : hashes) __builtin_prefetch(buckets_.data() + bucket_of(hash));
    for (const std::uint64_t hash : hashes) __builtin_prefetch(keys_.data() + buckets_[bucket_of(hash)]);
    for (const std::uint64_t hash : hashes) {
      const std::size_t bucket = bucket_of(hash);
      const std::uint32_t rest = rest_of(hash);
      for (std::uint32_t at = buckets_[bucket]; at < buckets_[bucket + 1]; ++at)
        if (keys_[at].rest == rest) visit(keys_[at].value);
    }
  }
  template <typename Visit>
  void find(std::uint64_t hash, Visit visit) const {
    find(std::span(&hash, 1), visit);
  }

  std::size_t size() const { return keys_.size(); }
  template <typename Fits>
  bool all_values(Fits fits) const {
    return std::all_of(keys_.begin(), keys_.end(), [&](const Key& key) { return fits(key.value); });
  }
  // In a kept index (kept_index.h). A table that was read is whole; its values are still to be looked at.
  void write(FlatWriter& out) const;
  static Status read(FlatReader& in, HashedKeys& out);
  /// Bytes held.
  std::size_t memory() const { return keys_.size() * sizeof(Key) + buckets_.size() * sizeof(std::uint32_t); }

 private:
  static constexpr std::uint32_t kBitsMax = 28;
  std::size_t bucket_of(std::uint64_t hash) const { return static_cast<std::size_t>(hash >> (64U - bits_)); }
  std::uint32_t rest_of(std::uint64_t hash) const { return static_cast<std::uint32_t>((hash << bits_) >> 32U); }

  std::uint32_t bits_ = 1;
  std::vector<Key> keys_;               ///< by bucket
  std::vector<std::uint32_t> buckets_;  ///< the first key of each range of leading hash bits, and an end
};

}  // namespace licet::screening
