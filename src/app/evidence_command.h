// The files that show why a case was decided so: kept sealed with the decision, and given out on the record.
#pragma once

#include <string>
#include <vector>

#include "app/hit_findings.h"
#include "app/lead_queries.h"

namespace licet::app {

struct KeptFile {
  EvidenceFile file;
  std::string digest;  ///< "sha256:...", as the decision names it
  std::string by;      ///< who decided
  Instant at{};
};
struct CaseEvidence {
  std::string review, lead;
  std::vector<KeptFile> files;  ///< of every decision on the case, oldest first
  std::int64_t erased = 0;      ///< files that were sealed and do not open any more
};
/// Every file of a case. The read is recorded before it returns. kTampered when a file is not the one that its decision
/// names.
Result<CaseEvidence> case_evidence(Deps& deps, const Principal& principal, std::string_view id_or_prefix);

}  // namespace licet::app
