// A data subject: what is held, and erasure by destroying the key.
#pragma once

#include <string>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"

namespace licet::app {

/// What came in for a subject, once.
struct SourceEventView {
  record::Row row;
  std::string raw;  ///< {"their column":"their cell",...} as it came; empty when it does not open any more
};
/// Everything held about one subject: the opened row, leads, source events. The read is recorded before it is answered.
struct SubjectView {
  record::Row subject;
  std::vector<record::Row> leads;
  std::vector<SourceEventView> source_events;
};

Result<SubjectId> find_subject(Reader& reader, const Scope& scope, std::string_view id_or_prefix);
Result<SubjectView> show_subject(Deps& deps, const Principal& principal, const SubjectId& subject);

struct ErasureReport {
  std::int64_t leads = 0, blobs = 0;
  EventId event;
};
/// Why a subject may be erased, as it stands in the record for ever: what the person said, and the paragraph of the
/// law, belong into the firm's file. The record's own list (record/event_specs.cpp) is the same.
inline constexpr std::string_view kErasureBases[] = {
    "request", "consent_withdrawn", "objection", "unlawful_processing", "legal_obligation", "purpose_ended"};
/// What an erasure would end, and the digest by which a second person approves exactly that; empty when the subject was
/// erased before, so that only what an interruption left is still to be done.
struct ErasureProposal {
  std::vector<std::string> leads;
  std::size_t suppressed = 0;  ///< keyed digests that would keep the person out of later imports
  std::string digest;
};
/// Recorded as a read.
Result<ErasureProposal> erasure_proposal(Deps& deps, const Principal& principal, const SubjectId& subject,
                                         std::string_view legal_basis);
/// Records the erasure with the keyed digests that keep the person out of later imports, destroys the key so that no
/// sealed payload opens any more, and purges the blobs. `approver` is a second proven person, `legal_basis` one of
/// kErasureBases, `proposal` the digest (or its beginning) of what the approver looked at: when the subject has another
/// lead or other data by now, it is refused. Running it again after an interruption finishes it.
Result<ErasureReport> erase_subject(Deps& deps, const Principal& principal, const Principal& approver,
                                    const SubjectId& subject, std::string_view legal_basis, std::string_view proposal);

}  // namespace licet::app
