// The event of an assignment from a lead and a person, which no gate was asked about.
// expect: could not convert|invalid initialization|cannot convert|no (matching|viable)
#include <utility>

#include "record/event.h"

#ifdef LICET_MUST_NOT_COMPILE
licet::record::NewEvent give(const licet::PersonId& person) {
  return licet::record::lead_assigned(person, licet::PersonId(), "manual", {}, false);
}
#else
licet::record::NewEvent give(licet::domain::AssignmentPermit permit) {
  return licet::record::lead_assigned(std::move(permit), licet::PersonId(), "manual", {}, false);
}
#endif
