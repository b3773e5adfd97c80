// Cases and leads that are put before the reviewers again. Each is an event; what was found before stays on the record.
#pragma once

#include <string>

#include "app/deps.h"

namespace licet::app {

/// Puts a lead that a reviewer refused before the reviewers again, as a new case. The refusal stands until a release is
/// approved by a second person.
Result<CaseId> reopen_lead(Deps& deps, const Principal& principal, const LeadId& lead);

/// Opens a closed case again whose finding about hits somebody doubts, with their reason (sealed). Its good-guy entries
/// end, its hits are open again, and whoever has the lead loses it, in one entry. One person suffices: it only
/// tightens. Its lead. kConflict when the case is not closed, found nothing about hits, or its lead has another open
/// case.
Result<LeadId> reopen_case(Deps& deps, const Principal& principal, const CaseId& id, const std::string& note);

}  // namespace licet::app
