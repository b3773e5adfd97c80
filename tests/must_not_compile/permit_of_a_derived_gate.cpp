// A second gate beside the gate.
// expect: is private|private (constructor|member)
#include <utility>

#include "domain/gates.h"

#ifdef LICET_MUST_NOT_COMPILE
class Gate : public licet::domain::Authorisation {
 public:
  Gate() : Authorisation({}, {}, {}, {}) {}
};
#else
class Gate : public licet::domain::Authorisation {
 public:
  explicit Gate(licet::domain::Authorisation answer) : Authorisation(std::move(answer)) {}
};
#endif
