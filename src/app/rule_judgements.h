// Rules that leave the answer to a person's judgement, and what two people judged for one lead.
#pragma once

#include <string>
#include <string_view>

#include "app/firm_state.h"
#include "app/lead_draft.h"
#include "record/body.h"

namespace licet::app {

/// What two people judged for the lead and counts: about the lead as it is, and rules whose text is the same.
record::SettledRules judgements_in_force(const domain::Policy& policy, const LeadDraft& draft);

/// The rules that stand settled for the lead once `named` (rule ids, commas between) is: these and those of before
/// that still count. kBadInput for a rule that the policy lacks, that leaves nothing to judge (what forbids, and what
/// lacks a fact, is nobody's to override), or that asks for no judgement of this lead at `at`, whoever would get it.
Result<record::SettledRules> rules_to_settle(const FirmState& state, const LeadDraft& draft, std::string_view named,
                                             Instant at);

/// The same as one text, for a resolution: the ids with commas between, sorted.
std::string rule_names(const record::SettledRules& rules);

/// Two persons settled `rules`, all that are settled now. Adds a rules_settled.
void settle_rules(const record::SettledRules& rules, const PersonId& by, const PersonId& approved_by, LeadDraft& draft,
                  record::BodyBuilder& body);

}  // namespace licet::app
