// The suppression set keeps erased persons out of imports; here two persons let somebody come back.
#pragma once

#include <string>
#include <vector>

#include "app/deps.h"

namespace licet::app {

/// Who comes back, as a row of an import would say it: the same fields, cleaned the same way. What is empty is not
/// said.
struct Returning {
  std::string source{}, source_id{}, email{}, phone{}, first_name{}, last_name{}, birth_date{}, country{};
};
/// Why: the person asks for it or consents anew, so that everything that keeps them out ends; or it is somebody else
/// who shares an address, a number or a name with an erased person, so that only what they share does. The record's own
/// list (record/event_specs.cpp) is the same.
inline constexpr std::string_view kLiftBases[] = {"own_request", "renewed_consent", "other_person"};

struct LiftRequest {
  Returning who;
  std::string basis;     ///< one of kLiftBases
  std::string evidence;  ///< digest of the file that shows it
};
/// What would end, and the digest by which a second person approves exactly that.
struct LiftProposal {
  std::int64_t erasures = 0;  ///< erased persons whom the data fits
  std::int64_t lifted = 0;    ///< keyed digests
  std::string digest;
};
/// Recorded as a read. kNotFound when nobody with this data is kept out.
Result<LiftProposal> suppression_lift_proposal(Deps& deps, const Principal& principal, const LiftRequest& request);
/// Ends it. `approver` is a second proven person, `proposal` the digest (or its beginning) of what that person looked
/// at, `note` the reason in words, sealed under the key of who asks. What is imported afterwards is a new subject:
/// nothing of the erased one comes back.
Result<LiftProposal> lift_suppression(Deps& deps, const Principal& principal, const Principal& approver,
                                      const LiftRequest& request, std::string_view proposal, const std::string& note);

}  // namespace licet::app
