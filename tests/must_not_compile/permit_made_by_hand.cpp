// A permit that no gate gave.
// expect: AssignmentPermit(::AssignmentPermit.*is private|.*private constructor)|private constructor.*AssignmentPermit
#include "domain/gates.h"

#ifdef LICET_MUST_NOT_COMPILE
licet::domain::AssignmentPermit make(const licet::LeadId& lead, const licet::PersonId& person) {
  return {lead, person, "desk", "entity", licet::Instant{}};
}
#else
std::optional<licet::domain::AssignmentPermit> make(licet::domain::Authorisation answer,
                                                    const licet::domain::RegisterView& view) {
  return std::move(answer).permit(view);
}
#endif
