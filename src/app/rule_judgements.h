// Rules that leave the answer to a person's judgement, and what two people judged for one lead.
#pragma once

#include <string>
#include <string_view>

#include "app/lead_draft.h"
#include "record/body.h"

namespace licet::app {

/// The rules that stand settled for the lead once `named` (rule ids, commas between) are: these and those of before
/// that still count. Rule id -> digest of its text. kBadInput for a rule that the policy lacks, that leaves nothing to
/// judge (what forbids, and what lacks a fact, is nobody's to override), or that is none of the lead's jurisdictions.
Result<record::SettledRules> rules_to_settle(const domain::Policy& policy, const LeadDraft& draft,
                                             std::string_view named);

/// The same as one text, for a resolution: the ids with commas between, sorted.
std::string rule_names(const record::SettledRules& rules);
/// Names the rules' texts and the facts of the lead: what a decision was about, while it waits for its second person.
std::string judgement_digest(const record::SettledRules& rules, const LeadDraft& draft);

/// Two persons settled `rules`, all that are settled now. Adds a rules_settled.
void settle_rules(const record::SettledRules& rules, const PersonId& by, const PersonId& approved_by, LeadDraft& draft,
                  record::BodyBuilder& body);

}  // namespace licet::app
