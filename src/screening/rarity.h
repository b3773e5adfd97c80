// How much a word tells: the rarer among the listed names, the more. Whole numbers, the same on every machine.
#pragma once

#include <cstdint>

namespace licet::screening {

/// -log2(count / total) in hundredths of a bit, rounded down: 0 for a word that every name has, 100 for one that every
/// second has. A count of 0 is taken for 1, one above `total` for `total`.
std::uint32_t bits_told(std::uint32_t count, std::uint32_t total);

}  // namespace licet::screening
