// The figures that a release must reach, each held to what it must be.
#pragma once

#include <filesystem>
#include <vector>

#include "quality_data.h"

namespace licet::bench {

/// Prints every figure beside what is asked of it; false when one is not reached.
bool quality_gate(const std::filesystem::path& data, const std::vector<Labelled>& pairs);

/// How many of OFAC's own answers the algorithm `ofac` gives within five points, and how many there are.
std::pair<std::size_t, std::size_t> ofac_parity(const std::filesystem::path& data);

}  // namespace licet::bench
