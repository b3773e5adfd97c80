// Moments as people type them: RFC 3339, or a date with a time zone (design section 3).
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"

namespace licet::cli {

/// The moment itself, or the first of a date in `zone`. kUsage for a date without a zone.
Result<Instant> begin_moment(const std::string& text, const std::string& zone);
/// The moment itself, or the first moment after a date in `zone`: dates are inclusive.
Result<Instant> end_moment(const std::string& text, const std::string& zone);

}  // namespace licet::cli
