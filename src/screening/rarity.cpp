#include "screening/rarity.h"

#include <algorithm>
#include <bit>

namespace licet::screening {
namespace {

constexpr unsigned kFractionBits = 16;

/// log2 with kFractionBits binary places, rounded down. `value` is at least 1.
std::uint64_t log2_fixed(std::uint32_t value) {
  const auto whole = static_cast<unsigned>(std::bit_width(value)) - 1;
  // The mantissa in [1, 2) with 31 binary places. Squaring doubles its logarithm; where that passes 1, the next place
  // of it is set.
  std::uint64_t mantissa = std::uint64_t{value} << (31U - whole);
  std::uint64_t log = whole;
  for (unsigned place = 0; place < kFractionBits; ++place) {
    mantissa = (mantissa * mantissa) >> 31U;
    log <<= 1U;
    if (mantissa < (std::uint64_t{1} << 32U)) continue;
    mantissa >>= 1U;
    log |= 1U;
  }
  return log;
}

}  // namespace

std::uint32_t bits_told(std::uint32_t count, std::uint32_t total) {
  const std::uint32_t of = std::max(total, 1U), seen = std::clamp(count, 1U, of);
  return static_cast<std::uint32_t>(((log2_fixed(of) - log2_fixed(seen)) * 100) >> kFractionBits);
}

}  // namespace licet::screening
