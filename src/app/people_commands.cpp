#include "app/people_commands.h"

#include <algorithm>

#include "app/lead_queries.h"
#include "app/reading.h"
#include "app/refusal.h"
#include "app/yaml_reader.h"

namespace licet::app {
namespace {

/// Two people, save in a firm that runs in single-person mode: the verifier says so there.
Status demand_two(Reader& reader, const Principal& principal, const Principal& approver) {
  LICET_TRY(const bool single, single_person_mode(reader));
  if (single && principal.person() == approver.person()) return Access::demand(approver, Right::kApprove);
  return demand_second(principal, approver, Right::kApprove);
}

Status check_roles(const domain::Policy& policy, const std::vector<std::string>& roles) {
  for (const std::string& role : roles) {
    const auto grant = parse_grant(role);
    if (!grant || grant->market.empty()) continue;
    if (policy.market(policy.symbols().find(grant->market)) == nullptr)
      return fail(ErrorCode::kBadInput, "'" + role + "' names no market of the policy; licet policy show lists them");
  }
  return {};
}

/// What the firm file demands of a handle.
Status check_handle(const std::string& handle) {
  if (yaml::is_slug(handle)) return {};
  return fail(ErrorCode::kBadInput, "a handle is lower-case letters, digits and - _ . , at most 64");
}

/// A name or a user: one line of ordinary length.
Status check_line(const std::string& what, const std::string& text) {
  constexpr std::size_t kLineBytesMax = 256;
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20U || static_cast<unsigned char>(c) == 0x7FU;
  });
  if (is_utf8(text) && !control && text.size() <= kLineBytesMax) return {};
  return fail(ErrorCode::kBadInput, "the " + what + " is one line of text, at most " + std::to_string(kLineBytesMax) +
                                        " bytes, without control characters");
}

/// A handle names one person, and an operating-system user proves one: a second link would disable the first.
Status check_free(Reader& reader, const NewPerson& person) {
  LICET_TRY(const Scope directory, Access::scope(Access::system(), Right::kPeople, "the firm's directory", nullptr));
  LICET_TRY(const auto rows, all_rows(reader, directory, record::TableId::kPerson));
  for (const record::Row& row : rows) {
    if (row.text("handle") == person.handle)
      return fail(ErrorCode::kConflict, "the handle '" + person.handle + "' is taken");
    if (!person.os_user.empty() && row.text("state") == "active" && row.text("os_user") == person.os_user)
      return fail(ErrorCode::kConflict, "the operating-system user '" + person.os_user + "' is linked to '" +
                                            std::string(row.text("handle")) +
                                            "' already, and a user proves one person");
  }
  return {};
}

}  // namespace

Result<bool> single_person_mode(Reader& reader) {
  LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kPeople, "the firm's mode", nullptr));
  LICET_TRY(const auto row, reader.get(scope, record::TableId::kMeta, {std::string("mode")}));
  return row && row->text("value") == "single";
}

Result<PersonId> add_person(Deps& deps, const Principal& principal, const Principal& approver,
                            const NewPerson& person) {
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
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_CHECK(demand_two(reader, principal, approver));
    LICET_TRY(const FirmState state, deps.firm.state(reader, LoadLists::kNo));
    return check_roles(*state.policy, person.roles);
  }));
  LICET_CHECK(check_handle(person.handle));
  LICET_CHECK(check_line("name", person.name));
  LICET_CHECK(check_line("operating-system user", person.os_user));
  const PersonId id = PersonId::make(deps.random);
  LICET_TRY(const auto keys, deps.keys.create({id.str()}));
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_CHECK(check_free(tx, person));
    record::BodyBuilder body = new_body(deps, principal, "person add");
    std::map<std::string, json::Value> sealed = {{"handle", json::Value(person.handle)},
                                                 {"name", json::Value(person.name)}};
    if (!person.os_user.empty()) sealed.emplace("os_user", json::Value(person.os_user));
    body.seal(deps.store.origin(), id.str(), keys.front(), sealed, deps.random);
    body.add(record::person_recorded(id, person.roles, "active", principal.person(), approver.person()));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return id;
}

Result<Credential> renew_credential(Deps& deps, const Principal& principal, const Principal& approver,
                                    const PersonId& person, const std::function<Status(const Credential&)>& keep) {
  LICET_CHECK(Access::demand(principal, Right::kPeople));
  if (principal.person() == person)
    return refuse("OWN_GRANT", "nobody grants to themselves; another administrator must write your credential");
  const Credential credential = make_credential(person, deps.random);
  if (keep) LICET_CHECK(keep(credential));
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_CHECK(demand_two(tx, principal, approver));
    LICET_TRY(const Scope directory, Access::scope(principal, Right::kPeople, "credentials", nullptr));
    LICET_TRY(const auto row, tx.get(directory, record::TableId::kPerson, {person.str()}));
    if (!row || row->text("state") != "active") return fail(ErrorCode::kNotFound, "the firm has no such active person");
    record::BodyBuilder body = new_body(deps, principal, "person credential");
    body.add(record::credential_set(person, credential_verifier(credential), "active", principal.person(),
                                    approver.person(), body.at()));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return credential;
}

}  // namespace licet::app
