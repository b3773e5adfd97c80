// A second gate beside the gate.
// expect: is private|private (constructor|member)
#include "domain/gates.h"

#ifdef LICET_MUST_NOT_COMPILE
class Gate : public licet::domain::Authorisation {
 public:
  Gate() : Authorisation({}, {}, {}, {}) {}
};
#else
class Gate : public licet::domain::Authorisation {
 public:
  explicit Gate(const licet::domain::Authorisation& answer) : Authorisation(answer) {}
};
#endif
