// `licet lead name`: what a lead is called, where the source sent no name or a wrong one.
#pragma once

#include "app/decide.h"
#include "app/deps.h"
#include "app/lead_screening.h"

namespace licet::app {

/// Records the name as another source event of the lead, from "review" and sealed like any; screens the lead by it and
/// by every name it had, against the active lists, and decides the lead anew. Empty parts stay as they are. A name
/// never lifts a hit. kBadInput when nothing in it can be screened, kConflict when the subject was erased.
Result<DecideOutcome> name_lead(Deps& deps, const Principal& principal, const LeadId& lead, const BorneName& name);

}  // namespace licet::app
