// Which engine made a screening: everything besides the lists that can change an answer.
#pragma once

#include <string>

#include "screening/screening.h"

namespace licet::screening {

/// "sha256:..." over the algorithm, ICU's version, the word tables and the thresholds: what was screened with another
/// engine than the present one is screened again.
std::string engine_digest(const ThresholdSet& thresholds);

/// "sha256:..." over everything besides the lists that an index of them hangs on: the same, less the thresholds, and
/// the source of this layer, so that another version of it never reads an index as its own (kept_index.h).
std::string index_engine_digest();

}  // namespace licet::screening
