// Which engine made a screening: everything besides the lists that can change an answer.
#pragma once

#include <string>

#include "screening/screening.h"

namespace licet::screening {

/// "sha256:..." over the algorithm, ICU's version, the word tables and the thresholds: what was screened with another
/// engine than the present one is screened again.
std::string engine_digest(const ThresholdSet& thresholds);

}  // namespace licet::screening
