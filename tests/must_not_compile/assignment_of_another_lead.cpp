// A permit is for its lead: the event of an assignment takes no other.
// expect: invalid initialization of reference|no matching function for call to '.*lead_assigned|no (viable|known)
// conversion
#include <utility>

#include "record/event.h"

#ifdef LICET_MUST_NOT_COMPILE
licet::record::NewEvent give(licet::domain::AssignmentPermit permit, const licet::LeadId& another) {
  return licet::record::lead_assigned(std::move(permit), another, licet::PersonId(), "manual", {}, false);
}
#else
licet::record::NewEvent give(licet::domain::AssignmentPermit permit) {
  return licet::record::lead_assigned(std::move(permit), licet::PersonId(), "manual", {}, false);
}
#endif
