// Recall under each way to write a name otherwise (screening/perturb.h), by script, on the four lists.
#pragma once

#include <cstddef>
#include <filesystem>

namespace licet::bench {

/// Up to `names` names for each operator and script; at the shipped thresholds, with Wilson's intervals.
void print_operators(const std::filesystem::path& data, std::size_t names);

}  // namespace licet::bench
