#include "app/people_commands.h"

#include <algorithm>

#include "app/firm_state.h"
#include "app/intake_text.h"
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

Status check_words(const std::vector<std::string>& roles) {
  for (const std::string& role : roles)
    if (!parse_grant(role))
      return fail(ErrorCode::kBadInput,
                  "'" + role +
                      "' is no role; roles are rep, manager, compliance, auditor, admin, service, "
                      "each with ':market' behind it to narrow it");
  return {};
}

/// A role that ended before it is given would never be held, and giving it would end one that lasts.
Status check_ends(const std::vector<std::string>& roles, Instant now) {
  for (const std::string& role : roles)
    if (const auto grant = parse_grant(role); grant && grant->until && *grant->until <= now)
      return fail(ErrorCode::kBadInput,
                  "a role that ends at " + format_instant(*grant->until) + " would never be held");
  return {};
}

using Grants = std::vector<Grant>;

Result<Grants> grants_of(const record::Row& person) {
  LICET_TRY(const json::Value roles, json::parse(person.text("roles")));
  if (!roles.is_array()) return fail(ErrorCode::kTampered, "the roles of a person are not a list");
  Grants out;
  for (const json::Value& role : roles.as_array())
    if (const auto grant = role.is_string() ? parse_grant(role.as_string()) : std::nullopt) out.push_back(*grant);
  return out;
}

std::vector<std::string> texts_of(const Grants& grants) {
  std::vector<std::string> out;
  for (const Grant& grant : grants) out.push_back(grant_text(grant));
  return out;
}

bool same_role(const Grant& a, const Grant& b) { return a.role == b.role && a.market == b.market; }

/// Whether lasting rights are left to go on with: somebody who gives rights, and two who approve (one, in a firm of
/// one).
Status check_left(Reader& reader, const PersonId& changed, const Grants& after) {
  LICET_TRY(const Scope directory, Access::scope(Access::system(), Right::kPeople, "who could go on", nullptr));
  LICET_TRY(const auto rows, all_rows(reader, directory, record::TableId::kPerson));
  LICET_TRY(const bool single, single_person_mode(reader));
  int give = 0, approve = 0;
  for (const record::Row& row : rows) {
    if (row.text("state") != "active") continue;
    LICET_TRY(const Grants held, row.text("id") == changed.str() ? Result<Grants>(after) : grants_of(row));
    const auto lasting = [&](Right right) {
      return std::any_of(held.begin(), held.end(),
                         [&](const Grant& grant) { return !grant.until && grant_gives(grant, right); });
    };
    give += lasting(Right::kPeople) ? 1 : 0;
    approve += lasting(Right::kApprove) ? 1 : 0;
  }
  if (give > 0 && approve > (single ? 0 : 1)) return {};
  return fail(
      ErrorCode::kConflict,
      "nobody would be left who may give rights, or no two people who may approve; give those roles to somebody "
      "else first");
}

/// Reads the person's roles, changes them and records that, by two people.
template <typename Change>
Result<RolesChanged> change_roles(Deps& deps, const Principal& principal, const Principal& approver,
                                  const PersonId& person, const char* command, const Change& change) {
  RolesChanged out;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_CHECK(demand_two(tx, principal, approver));
    LICET_TRY(const Scope directory, Access::scope(principal, Right::kPeople, "roles", nullptr));
    LICET_TRY(const auto row, tx.get(directory, record::TableId::kPerson, {person.str()}));
    if (!row || row->text("state") != "active") return fail(ErrorCode::kNotFound, "the firm has no such active person");
    LICET_TRY(Grants grants, grants_of(*row));
    out.before = texts_of(grants);
    LICET_CHECK(change(tx, grants));
    out.after = texts_of(grants);
    record::BodyBuilder body = new_body(deps, principal, command);
    body.add(record::person_recorded(person, out.after, "active", principal.person(), approver.person()));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return out;
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
  if (person.handle.empty() || !intake::says_something(person.name))
    return fail(ErrorCode::kBadInput, "a person needs a handle and a name");
  if (person.roles.empty()) return fail(ErrorCode::kBadInput, "a person needs at least one role");
  LICET_CHECK(check_words(person.roles));
  LICET_CHECK(check_ends(person.roles, deps.clock.now()));
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

Result<RolesChanged> grant_roles(Deps& deps, const Principal& principal, const Principal& approver,
                                 const PersonId& person, const std::vector<std::string>& roles,
                                 std::optional<Instant> until) {
  LICET_CHECK(Access::demand(principal, Right::kPeople));
  LICET_CHECK(check_words(roles));
  LICET_CHECK(check_ends(roles, deps.clock.now()));
  if (roles.empty()) return fail(ErrorCode::kBadInput, "say which roles are given (--roles)");
  if (principal.person() == person || approver.person() == person)
    return refuse("OWN_GRANT", "nobody grants to themselves; two others must give you a role");
  if (until && *until <= deps.clock.now())
    return fail(ErrorCode::kBadInput, "a role that ends at " + format_instant(*until) + " would never be held");
  return change_roles(deps, principal, approver, person, "person grant", [&](Tx& tx, Grants& grants) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_CHECK(check_roles(*state.policy, roles));
    for (const std::string& role : roles) {
      Grant given = *parse_grant(role);
      if (until) given.until = until;
      std::erase_if(grants, [&](const Grant& held) { return same_role(held, given); });
      grants.push_back(std::move(given));
    }
    return check_left(tx, person, grants);
  });
}

Result<RolesChanged> revoke_roles(Deps& deps, const Principal& principal, const Principal& approver,
                                  const PersonId& person, const std::vector<std::string>& roles) {
  LICET_CHECK(Access::demand(principal, Right::kPeople));
  LICET_CHECK(check_words(roles));
  if (roles.empty()) return fail(ErrorCode::kBadInput, "say which roles end (--roles)");
  if (principal.person() == person || approver.person() == person)
    return refuse("OWN_GRANT", "nobody changes their own roles; two others must");
  return change_roles(deps, principal, approver, person, "person revoke", [&](Tx& tx, Grants& grants) -> Status {
    for (const std::string& role : roles) {
      const Grant ended = *parse_grant(role);
      if (std::erase_if(grants, [&](const Grant& held) { return same_role(held, ended); }) == 0)
        return fail(ErrorCode::kNotFound, "the person does not hold '" + role + "'");
    }
    return check_left(tx, person, grants);
  });
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
