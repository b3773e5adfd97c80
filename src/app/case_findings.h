// What a decision on a case finds about hits, checked and as the record has it.
#pragma once

#include <map>
#include <string>

#include "app/review_commands.h"

namespace licet::app {

using KnownEntries = std::map<std::string, ListedEntry, std::less<>>;

/// How long a good-guy entry may hold under this policy: as long as it says, three years at most.
std::int64_t good_guy_max_us(const domain::Policy& policy);

/// For the event; the gravest of it goes into `settled` as "screening". Nothing when the decision is about no hit.
/// kBadInput when the outcome does not fit what was found, or what was found is to hold for too long.
Result<record::CaseFindings> case_findings(const CaseDecision& decision, const domain::Policy& policy,
                                           const KnownEntries& entries, const LeadDraft& draft, Instant at,
                                           std::map<std::string, std::string>& settled);

}  // namespace licet::app
