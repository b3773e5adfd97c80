// How the proof of a list is shown.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "screening/completeness.h"

namespace licet::cli {

/// "proved: 34,341 names, 851,000 words with a slip, 2,000 changed names: nothing is uncovered".
std::string proof_line(const screening::Proof& proof);
/// A line for each class, and the first of what is uncovered.
std::vector<std::string> proof_lines(const screening::Proof& proof);
/// What JSON says of a proof beside the list's own; with everything uncovered.
json::Object proof_fields(const screening::Proof& proof);

}  // namespace licet::cli
