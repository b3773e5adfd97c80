// A reviewer's words and files, sealed under the subject's key.
#pragma once

#include <string>
#include <vector>

#include "app/deps.h"
#include "app/hit_findings.h"
#include "app/lead_draft.h"

namespace licet::app {

/// Seals them into `body`. kConflict when the subject was erased.
Status seal_note(Deps& deps, const LeadDraft& draft, const std::string& note, const std::vector<EvidenceFile>& files,
                 record::BodyBuilder& body);

}  // namespace licet::app
