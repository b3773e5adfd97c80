// An answer of the gate gives one permit and is used up.
// expect: passing 'licet::domain::Authorisation' as 'this' argument discards qualifiers|is not (viable|allowed)|'this'
// argument|no matching member
#include <utility>

#include "domain/gates.h"

#ifdef LICET_MUST_NOT_COMPILE
void both(licet::domain::Authorisation& answer, const licet::domain::RegisterView& view) {
  (void)answer.permit(view);
  (void)answer.permit(view);
}
#else
void one(licet::domain::Authorisation& answer, const licet::domain::RegisterView& view) {
  (void)std::move(answer).permit(view);
}
#endif
