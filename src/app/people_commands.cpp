#include "app/people_commands.h"

#include "app/lead_queries.h"

namespace licet::app {

Result<PersonId> add_person(Deps& deps, const Principal& principal, const NewPerson& person) {
  LICET_CHECK(Access::demand(principal, Right::kPeople));
  if (person.handle.empty() || person.name.empty())
    return fail(ErrorCode::kBadInput, "a person needs a handle and a name");
  if (person.roles.empty()) return fail(ErrorCode::kBadInput, "a person needs at least one role");
  for (const std::string& role : person.roles)
    if (!parse_grant(role))
      return fail(ErrorCode::kBadInput,
                  "'" + role +
                      "' is no role; roles are rep, manager, compliance, auditor, admin, service, "
                      "each with ':market' behind it to narrow it");
  LICET_TRY(const auto handles, person_handles(deps, principal));
  for (const auto& [id, handle] : handles)
    if (handle == person.handle) return fail(ErrorCode::kConflict, "the handle '" + person.handle + "' is taken");
  const PersonId id = PersonId::make(deps.random);
  LICET_TRY(const auto keys, deps.keys.create({id.str()}));
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    record::BodyBuilder body = new_body(deps, principal, "person add");
    std::map<std::string, json::Value> sealed = {{"handle", json::Value(person.handle)},
                                                 {"name", json::Value(person.name)}};
    if (!person.os_user.empty()) sealed.emplace("os_user", json::Value(person.os_user));
    body.seal(deps.store.origin(), id.str(), keys.front(), sealed, deps.random);
    body.add(record::person_recorded(id, person.roles, "active"));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return id;
}

Result<Credential> renew_credential(Deps& deps, const Principal& principal, const PersonId& person) {
  LICET_CHECK(Access::demand(principal, Right::kPeople));
  if (principal.person() == person)
    return fail(ErrorCode::kRefused, "nobody grants to themselves; another administrator must write your credential");
  const Credential credential = make_credential(person, deps.random);
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const Scope directory, Access::scope(principal, Right::kPeople, "credentials", nullptr));
    LICET_TRY(const auto row, tx.get(directory, record::TableId::kPerson, {person.str()}));
    if (!row || row->text("state") != "active") return fail(ErrorCode::kNotFound, "the firm has no such active person");
    record::BodyBuilder body = new_body(deps, principal, "person credential");
    body.add(record::credential_set(person, credential_verifier(credential), "active", body.at()));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return credential;
}

}  // namespace licet::app
