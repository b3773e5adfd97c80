// Nobody but app/access makes a scope: a query cannot be asked without one.
// expect: is private within this context
#include "app/access.h"

#ifdef LICET_MUST_NOT_COMPILE
licet::app::Scope made_by_hand() { return licet::app::Scope(); }
#endif

licet::app::Scope passed_on(const licet::app::Scope& scope) { return scope; }
