// What reviewers find about hits: a true match, a false positive, or that nobody can tell yet.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"
#include "app/lead_draft.h"
#include "record/body.h"

namespace licet::app {

inline constexpr std::string_view kDispositions[] = {"false_positive", "true_match", "inconclusive"};

/// One hit and what was found about it.
struct HitFinding {
  std::string hit;          ///< as the record names it
  std::string list, entry;  ///< empty for hits that were counted and not listed
  std::string disposition;  ///< of kDispositions
};
using HitFindings = std::vector<HitFinding>;

/// A file that shows why.
struct EvidenceFile {
  std::string name;  ///< without folders
  std::string bytes;
};

/// The entry of a list that a hit is about.
struct ListedEntry {
  std::string list, entry;
};
/// By content hash of the entry ("sha256:..."), of every hit that screenings ever recorded on the lead.
Result<std::map<std::string, ListedEntry, std::less<>>> entries_hit(Deps& deps, const Principal& principal,
                                                                    const LeadId& lead);

/// What is found about the open hits of a lead: `named` by "LIST:ENTRY", and of all that are not named `rest`, which
/// may be empty. kConflict when no hit is open, kBadInput for what is no hit of the lead.
Result<HitFindings> find_hits(const LeadDraft& draft, const std::map<std::string, ListedEntry, std::less<>>& entries,
                              const std::map<std::string, std::string>& named, const std::string& rest);

bool has(const HitFindings& findings, std::string_view disposition);
/// The gravest of them: true_match, inconclusive, false_positive; empty for none.
std::string_view gravest(const HitFindings& findings);
json::Value hits_json(const HitFindings& findings);
/// The findings of a case's row.
HitFindings findings_of(const record::Row& open_case);

/// kLimit for too many or too large files, kBadInput for one without a name or content.
Status check_evidence(const std::vector<EvidenceFile>& files);
/// As they are sealed: [{"bytes": base64, "name"}...].
json::Value files_json(const std::vector<EvidenceFile>& files);
std::vector<std::string> evidence_digests(const std::vector<EvidenceFile>& files);

/// Who found what, and for how long it holds.
struct FindingBy {
  CaseId review;
  PersonId author, approver;
  std::string proposal;
  Instant until;
};
/// Makes a good-guy entry of each hit found false, and adds where the lead stands then.
void keep_findings(Random& random, const FirmState& state, const HitFindings& findings, const FindingBy& by,
                   LeadDraft& draft, record::BodyBuilder& body);

}  // namespace licet::app
