// Nobody but app/access proves a person.
// expect: is private within this context
#include "app/access.h"

#ifdef LICET_MUST_NOT_COMPILE
licet::app::Principal made_by_hand() { return licet::app::Principal(); }
#endif

bool may(const licet::app::Principal& principal) { return principal.has(licet::app::Right::kAssign); }
