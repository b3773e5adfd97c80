// A permit written over another one.
// expect: (use of deleted function|overload resolution selected deleted).*(AssignmentPermit|operator)
#include "domain/gates.h"

#ifdef LICET_MUST_NOT_COMPILE
void over(licet::domain::AssignmentPermit& a, const licet::domain::AssignmentPermit& b) { a = b; }
#else
void over(licet::domain::AssignmentPermit& a, licet::domain::AssignmentPermit&& b) { a = std::move(b); }
#endif
