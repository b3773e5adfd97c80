#include "app/deps.h"

namespace licet::app {

record::Actor actor_of(const Principal& principal) {
  record::Actor actor;
  if (principal.is_system()) return actor;
  actor.kind = "person";
  actor.id = principal.person().str();
  for (const Grant& grant : principal.grants()) {
    if (!actor.role.empty()) actor.role += ',';
    actor.role += role_name(grant.role);
  }
  return actor;
}

record::BodyBuilder new_body(Deps& deps, const Principal& principal, std::string command) {
  return record::BodyBuilder(EventId::make(deps.random), deps.clock.now(), actor_of(principal), std::move(command));
}

Status append(Tx& tx, record::BodyBuilder&& builder) {
  if (builder.empty()) return {};
  LICET_TRY(record::Body body, std::move(builder).finish());
  return tx.append(std::move(body));
}

}  // namespace licet::app
