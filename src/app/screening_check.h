// Level 5 for screenings: run again from the names that were sealed and the lists that the record names.
#pragma once

#include "app/deps.h"
#include "app/verify_command.h"

namespace licet::app {

/// Runs every recorded screening again whose names still open, against the very lists it names and with the same code
/// as live, and compares status, open hits, clear and sealed results. Findings go into the report as level 5, code
/// `screening`; counts into `report.screenings`. One with another engine or ICU, or with a list that is not at hand,
/// makes level 5 not checkable, and a remark says what is needed. Erased names stay what they are: sealed.
Status rerun_screenings(Deps& deps, const Principal& principal, ledger::Report& report, const LedgerProgress& progress);

}  // namespace licet::app
