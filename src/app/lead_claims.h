// What a source says of a lead once more, and what persons settle of it, in the draft and in the record.
#pragma once

#include "app/lead_draft.h"
#include "record/body.h"

namespace licet::app {

/// Holds what a source says now against what stands (domain/claims.h); adds a claims_set when something changed.
void hear_claims(const domain::Policy& policy, const domain::Claims& said, LeadDraft& draft, record::BodyBuilder& body);

/// Two persons settled claims about the lead: codes by "client_type", "product" or "lawful_basis"; other names are
/// passed over. Adds a claims_set when something changed.
void settle_claims(const std::map<std::string, std::string>& resolutions, const PersonId& by,
                   const PersonId& approved_by, LeadDraft& draft, record::BodyBuilder& body);
/// A reviewer classified the client: what the source claims of the type no longer contradicts it. Called while the
/// draft still holds what stood before.
void outrank_client_type(std::string_view client_type, const PersonId& reviewer, LeadDraft& draft,
                         record::BodyBuilder& body);

/// Names what the source says otherwise without repeating it: what a decision was about, while it waits for its second
/// person. Empty when nothing is contradicted.
std::string contradictions_digest(const LeadDraft& draft);

}  // namespace licet::app
