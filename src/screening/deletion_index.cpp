#include "screening/deletion_index.h"

#include <algorithm>
#include <array>

#include "screening/chars.h"

namespace licet::screening {
namespace {

constexpr std::uint64_t kBase = 0x9E37'79B9'7F4A'7C15ULL;

std::uint64_t mixed(std::uint64_t h) {
  h ^= h >> 32U;
  h *= 0xD6E8'FEB8'6659'FD93ULL;
  h ^= h >> 29U;
  h *= 0xA24B'AED4'963E'E407ULL;
  return h ^ (h >> 32U);
}

/// A rolling hash of a word, so that the hash of any of its deletions takes constant time.
class RollingHash {
 public:
  explicit RollingHash(const Chars& chars) : size_(chars.size()) {
    prefix_[0] = 0;
    power_[0] = 1;
    for (std::size_t i = 0; i < size_; ++i) {
      prefix_[i + 1] = prefix_[i] * kBase + chars[i] + 1;
      power_[i + 1] = power_[i] * kBase;
    }
  }
  std::size_t size() const { return size_; }
  std::uint64_t whole() const { return mixed(prefix_[size_]); }
  std::uint64_t without(std::size_t i) const { return mixed(append(prefix_[i], i + 1, size_)); }
  /// i < j
  std::uint64_t without(std::size_t i, std::size_t j) const {
    return mixed(append(append(prefix_[i], i + 1, j), j + 1, size_));
  }

 private:
  std::uint64_t append(std::uint64_t hash, std::size_t begin, std::size_t end) const {
    return hash * power_[end - begin] + prefix_[end] - prefix_[begin] * power_[end - begin];
  }
  std::array<std::uint64_t, Chars::kMax + 1> prefix_;
  std::array<std::uint64_t, Chars::kMax + 1> power_;
  std::size_t size_;
};

template <typename Visit>
void each_deletion(std::string_view text, std::uint32_t edits, Visit visit) {
  const RollingHash hash{Chars(text)};
  visit(hash.whole());
  if (edits == 0) return;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    visit(hash.without(i));
    if (edits < 2) continue;
    for (std::size_t j = i + 1; j < hash.size(); ++j) visit(hash.without(i, j));
  }
}

}  // namespace

DeletionIndex::DeletionIndex(const std::vector<Term>& terms) {
  for (std::size_t id = 0; id < terms.size(); ++id) {
    const std::size_t begin = keys_.size();
    each_deletion(terms[id].text, terms[id].edits, [&](std::uint64_t hash) {
      keys_.push_back({hash, static_cast<std::uint32_t>(id)});
    });
    // Doubled letters give the same deletion twice.
    const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(begin);
    std::sort(first, keys_.end(), [](const Key& a, const Key& b) { return a.hash < b.hash; });
    keys_.erase(std::unique(first, keys_.end(), [](const Key& a, const Key& b) { return a.hash == b.hash; }),
                keys_.end());
  }
  std::sort(keys_.begin(), keys_.end(),
            [](const Key& a, const Key& b) { return a.hash != b.hash ? a.hash < b.hash : a.id < b.id; });
  keys_.shrink_to_fit();

  std::uint32_t bits = 1;
  while (bits < 28 && (std::size_t{1} << bits) < keys_.size()) ++bits;
  shift_ = 64 - bits;
  buckets_.assign((std::size_t{1} << bits) + 1, 0);
  for (const Key& key : keys_) ++buckets_[bucket_of(key.hash) + 1];
  for (std::size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
}

void DeletionIndex::find(std::string_view text, std::uint32_t edits, std::vector<std::uint32_t>& ids) const {
  ids.clear();
  if (keys_.empty()) return;
  each_deletion(text, edits, [&](std::uint64_t hash) {
    const std::size_t bucket = bucket_of(hash);
    for (std::uint32_t at = buckets_[bucket]; at < buckets_[bucket + 1]; ++at) {
      if (keys_[at].hash == hash) ids.push_back(keys_[at].id);
    }
  });
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace licet::screening
