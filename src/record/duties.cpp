#include "record/duties.h"

#include <algorithm>

namespace licet::record {

// A grant for a market ("compliance:uk") is not the role for the whole firm. The rights of src/app/access.cpp say the
// same (Access.TheRecordKnowsWhoMayAttestAndApprove).
bool may_attest(const std::vector<std::string>& roles) {
  return std::find(roles.begin(), roles.end(), "compliance") != roles.end();
}

bool may_approve(const std::vector<std::string>& roles) {
  return may_attest(roles) || std::find(roles.begin(), roles.end(), "admin") != roles.end();
}

}  // namespace licet::record
