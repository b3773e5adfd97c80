// An answer that was never asked for: its empty decision would allow.
// expect: Authorisation::Authorisation\(\)|default constructor|no matching (function|constructor).*Authorisation
#include "domain/gates.h"

#ifdef LICET_MUST_NOT_COMPILE
licet::domain::Authorisation answer;
#else
std::optional<licet::domain::Authorisation> answer;
#endif
