// The review queue: claim, decide with a reason, approve as the second person, release back into the pipeline.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/decide.h"
#include "app/deps.h"
#include "app/hit_findings.h"

namespace licet::app {

/// What a reviewer settles. Codes; the note is free text and is sealed under the subject's key.
struct CaseDecision {
  std::string outcome;                             ///< "release", "refuse", or "escalate" where nobody can tell yet
  std::map<std::string, std::string> resolutions;  ///< see kResolutions
  std::string note;                                ///< required: the reason in the reviewer's words
  std::map<std::string, std::string> hits = {};    ///< by "LIST:ENTRY" of an open hit: its disposition
  std::optional<Instant> until = {};               ///< how long hits found false do not alert again; a year
  std::optional<Instant> again = {};               ///< when an escalated case comes back; at once
  std::vector<EvidenceFile> evidence = {};
};

/// What may be settled: "place" (a place code), "screening" (of kDispositions: every open hit that
/// `hits` does not name), "duplicate" (distinct, same),
/// "lawful_basis" (a basis of the policy), "client_type" (where two are claimed: one of them), "product" (of the
/// policy), "rule" (rules whose effect is REVIEW, commas between: judged for this lead, see rule_judgements.h). What
/// lifts a protection needs a second person: a place, a lawful basis, a client type, a product, a rule, whatever is
/// found about a hit, a possible duplicate called distinct, and the release of a lead that a reviewer refused.
inline constexpr std::string_view kResolutions[] = {"place",       "screening", "duplicate", "lawful_basis",
                                                    "client_type", "product",   "rule"};

struct CaseAnswer {
  std::string state;     ///< claimed, proposed (waits for the second person), closed, open (released and parked again),
                         ///< escalated
  std::string proposal;  ///< digest of the decision that waits; the second person names it
  DecideOutcome outcome;
};

Result<CaseId> find_case(Reader& reader, const Scope& scope, std::string_view id_or_prefix);
/// `take_over`: also from a colleague who claimed it and has not decided; the record names both.
Status claim_case(Deps& deps, const Principal& principal, const CaseId& id, bool take_over = false);
/// By the claimer. Without an override the decision takes effect at once; with one it waits for `approve_case`.
Result<CaseAnswer> decide_case(Deps& deps, const Principal& principal, const CaseId& id, const CaseDecision& decision);
/// By somebody other than the author, with the right to approve cases. `proposal` is the digest (or its beginning) of
/// the decision that this person looked at: another one is refused. Approved: the resolutions take effect and a
/// released lead goes through the pipeline again. Rejected: the case is open again.
Result<CaseAnswer> approve_case(Deps& deps, const Principal& principal, const CaseId& id, bool approved,
                                std::string_view proposal);
}  // namespace licet::app
