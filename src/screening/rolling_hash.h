// A rolling hash of a word, so that the hash of any part of it takes constant time.
#pragma once

#include <array>
#include <cstdint>

#include "screening/chars.h"
#include "screening/hashed_keys.h"

namespace licet::screening {

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
  std::uint64_t whole() const { return mixed_bits(prefix_[size_]); }
  std::uint64_t without(std::size_t i) const { return mixed_bits(append(prefix_[i], i + 1, size_)); }
  /// i < j
  std::uint64_t without(std::size_t i, std::size_t j) const {
    return mixed_bits(append(append(prefix_[i], i + 1, j), j + 1, size_));
  }
  /// Of the characters from `begin` to before `end`; another `salt`, another hash.
  std::uint64_t part(std::size_t begin, std::size_t end, std::uint64_t salt) const {
    return mixed_bits(append(0, begin, end) + salt * kSalt);
  }

 private:
  static constexpr std::uint64_t kBase = 0x9E37'79B9'7F4A'7C15ULL;
  static constexpr std::uint64_t kSalt = 0xBF58'476D'1CE4'E5B9ULL;

  std::uint64_t append(std::uint64_t hash, std::size_t begin, std::size_t end) const {
    return hash * power_[end - begin] + prefix_[end] - prefix_[begin] * power_[end - begin];
  }
  std::array<std::uint64_t, Chars::kMax + 1> prefix_;
  std::array<std::uint64_t, Chars::kMax + 1> power_;
  std::size_t size_;
};

}  // namespace licet::screening
