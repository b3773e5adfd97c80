// A birth date as others write it who know no spans.
#pragma once

#include <string>

#include "screening/model.h"

namespace licet::screening {

/// "1966-09-08", or the month or year that is known ("1966-09", "1966"), as FollowTheMoney has it; empty for a longer
/// span.
std::string known_birth(const BirthDate& birth);

}  // namespace licet::screening
