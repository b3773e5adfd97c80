// A lead in hand while a command decides on it: what its row says, in the terms of the domain.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/segment.h"
#include "app/store_port.h"
#include "domain/claims.h"
#include "domain/facts.h"
#include "domain/policy.h"
#include "record/event.h"
#include "record/judged_facts.h"
#include "record/schema.h"

namespace licet::app {

/// Codes only; personal data stays in the subject's row. Value type.
struct LeadDraft {
  LeadId lead;
  SubjectId subject;
  std::string status;  ///< "" for one not yet recorded, else received, assigned, review, refused, erased
  std::string source, client_type, client_type_basis, product, language, lawful_basis;
  std::string screening = "not";            ///< not, clear, hit, stale, nameless
  std::vector<std::string> open_hits;       ///< nobody decided them; "hit" exactly when there are some
  std::vector<std::string> cleared_hits;    ///< a good-guy entry holds for them
  std::vector<std::string> compared;        ///< of names with a hit: what was compared (good_guys.h)
  std::vector<std::string> screened_lists;  ///< digests
  std::string engine;                       ///< digest of what compared the names; empty while nothing did
  std::string market;
  std::vector<record::EvidenceItem> evidence;
  std::vector<std::pair<std::string, std::string>> jurisdictions;  ///< (pack, place)
  bool open_duplicate = false;
  domain::ClaimMap contradicts;        ///< the source says otherwise, undecided
  domain::ClaimMap outranked;          ///< claims that persons heard and found otherwise
  record::SettledRules settled_rules;  ///< what two people judged; counts while judged_facts() is `settled_about`
  std::string settled_about;           ///< canonical JSON
  bool refused = false;                ///< a reviewer's refusal stands
  PersonId owner;
  std::string team;
  CaseId case_id;  ///< the open case, or empty
  Instant received_at{};
};

/// Of the column `client_type_basis`; unknown for anything else than it may hold.
domain::Basis basis_of(std::string_view text);
/// By what thresholds may be chosen, as the draft stands.
Segment segment_of(const LeadDraft& draft);
Segment segment_of(const record::Row& lead);
/// The facts that a judgement on a rule is about, as they are now.
json::Value judged_facts(const LeadDraft& draft);
/// Whether what two people judged for the lead was about the lead as it is now.
bool judgements_count(const LeadDraft& draft);
/// The facts as the gates see them, with the jurisdictions and market of the draft.
domain::LeadFacts facts_of(const domain::Policy& policy, const LeadDraft& draft);

/// The draft of a stored lead; kNotFound when it is not there or out of `scope`.
Result<LeadDraft> load_draft(Reader& reader, const Scope& scope, const LeadId& lead);
LeadDraft draft_of(const record::Row& lead);
/// The same with what the row does not say: whether a double waits for a reviewer.
Result<LeadDraft> draft_with_doubles(Reader& reader, const record::Row& lead);

/// The evidence in the policy's symbols; a place or kind the policy does not know becomes kUnknownCode.
std::vector<domain::Evidence> evidence_of(const domain::Policy& policy, const LeadDraft& draft);

/// A lead by its whole id or a unique prefix of it; kNotFound says the same for none, several and out of scope
/// when nothing in scope matches, and names the count when several in scope do.
Result<LeadId> find_lead(Reader& reader, const Scope& scope, std::string_view id_or_prefix);

}  // namespace licet::app
