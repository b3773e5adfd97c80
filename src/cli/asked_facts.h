// What `licet screen` is told of somebody beside the name.
#pragma once

#include "base/result.h"
#include "cli/options.h"
#include "screening/screening.h"

namespace licet::cli {

/// Puts --birth-date, --country, --gender, --id and --address into the query. kBadInput for a value that cannot be
/// read: a fact that was meant and dropped would be missed by whoever asked.
Status ask_facts(const Options& options, screening::Query& query);

}  // namespace licet::cli
