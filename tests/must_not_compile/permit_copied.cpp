// One permit, two assignments.
// expect: (use of deleted function|deleted (copy )?constructor|call to deleted).*AssignmentPermit
#include <utility>

#include "domain/gates.h"

void take(licet::domain::AssignmentPermit permit);

#ifdef LICET_MUST_NOT_COMPILE
void twice(licet::domain::AssignmentPermit permit) {
  take(permit);
  take(std::move(permit));
}
#else
void once(licet::domain::AssignmentPermit permit) { take(std::move(permit)); }
#endif
