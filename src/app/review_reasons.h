// Why a lead waits for a person: the typed reasons of the review queue. All of them are kept, not the first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/lead_draft.h"
#include "domain/gates.h"

namespace licet::app {

/// Public and stable texts, in the order they are shown.
inline constexpr std::string_view kReviewReasons[] = {
    "undecided",
    "refused_by_review",
    "screening_hit",
    "no_name",
    "not_screened",
    "missing_lawful_basis",
    "possible_duplicate",
    "untagged",
    "contradictory_evidence",
    "no_pack",
    "unconfirmed_rule",
    "rule_review",
    "nobody_licensed",
    "licensed_unavailable",
};

/// Every reason that the tagging and routing of a lead give, and what the lead itself adds: that a reviewer refused it,
/// that its source contradicts what stands, that it has no name and so is not merely not screened. Empty exactly when
/// the routing assigned it.
std::vector<std::string> review_reasons(const domain::Policy& policy, const domain::TagResult& tag,
                                        const domain::Routing& routing, const LeadDraft& draft);
/// "refused" when the law's answer is no and nothing is unclear; "review" otherwise.
std::string_view parked_status(const std::vector<std::string>& reasons);
/// One sentence for people, with the cure.
std::string_view reason_help(std::string_view reason);

}  // namespace licet::app
