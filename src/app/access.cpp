#include "app/access.h"

#include <algorithm>
#include <array>
#include <span>

#include "app/credential.h"
#include "app/refusal.h"
#include "app/store_port.h"
#include "base/crypto.h"
#include "base/json.h"
#include "record/duties.h"

namespace licet::app {
namespace {

using record::TableId;

constexpr std::array<std::pair<Role, std::string_view>, 6> kRoleNames = {{{Role::kRep, "rep"},
                                                                          {Role::kManager, "manager"},
                                                                          {Role::kCompliance, "compliance"},
                                                                          {Role::kAuditor, "auditor"},
                                                                          {Role::kAdmin, "admin"},
                                                                          {Role::kService, "service"}}};

// Administrators manage users, not leads: they have no right to read or assign one, or to approve a case. Who sells,
// and who leads those who sell, does not learn why a lead is held (docs/decisions/0021): reviewing is compliance's
// alone.
constexpr Right kRepRights[] = {Right::kReadLeads};
constexpr Right kManagerRights[] = {Right::kReadLeads, Right::kAssign, Right::kImport};
constexpr Right kComplianceRights[] = {Right::kReadLeads, Right::kReview, Right::kApproveCase, Right::kApprove,
                                       Right::kPolicy,    Right::kLists,  Right::kReadLedger,  Right::kErase,
                                       Right::kJobs,      Right::kScreen, Right::kClassify};
constexpr Right kAuditorRights[] = {Right::kReadLeads, Right::kReadLedger};
constexpr Right kAdminRights[] = {Right::kPeople, Right::kKeys, Right::kJobs, Right::kReadLedger, Right::kApprove};
constexpr Right kServiceRights[] = {Right::kImport, Right::kJobs};

std::span<const Right> rights_of(Role role) {
  switch (role) {
    case Role::kRep:
      return kRepRights;
    case Role::kManager:
      return kManagerRights;
    case Role::kCompliance:
      return kComplianceRights;
    case Role::kAuditor:
      return kAuditorRights;
    case Role::kAdmin:
      return kAdminRights;
    case Role::kService:
      return kServiceRights;
  }
  return {};
}

bool role_has(Role role, Right right) {
  const auto rights = rights_of(role);
  return std::find(rights.begin(), rights.end(), right) != rights.end();
}

std::string_view right_name(Right right) {
  switch (right) {
    case Right::kImport:
      return "import leads";
    case Right::kReadLeads:
      return "read leads";
    case Right::kAssign:
      return "assign leads";
    case Right::kReview:
      return "work the review queue";
    case Right::kApproveCase:
      return "approve the decision on a case";
    case Right::kScreen:
      return "screen a name by hand";
    case Right::kApprove:
      return "approve as the second person";
    case Right::kPolicy:
      return "change policy, register or confirmations";
    case Right::kLists:
      return "load screening lists";
    case Right::kReadLedger:
      return "read the ledger";
    case Right::kErase:
      return "erase a subject";
    case Right::kPeople:
      return "manage people and credentials";
    case Right::kKeys:
      return "manage keys";
    case Right::kJobs:
      return "run jobs";
    case Right::kClassify:
      return "classify a client";
  }
  return "do this";
}

std::string roles_with(Right right) {
  std::string out;
  for (const auto& [role, name] : kRoleNames) {
    if (!role_has(role, right)) continue;
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

/// True when `market` is the granted one or lies below it.
bool below(const domain::Policy& policy, domain::Symbol market, std::string_view granted) {
  const auto path = policy.market_path(market);
  return std::any_of(path.begin(), path.end(),
                     [&](domain::Symbol above) { return policy.symbols().text(above) == granted; });
}

constexpr std::string_view kNotProven =
    "the person could not be proven; use --as PERSON --credential FILE with a valid credential";

}  // namespace

std::string_view role_name(Role role) { return kRoleNames[static_cast<std::size_t>(role)].second; }

std::optional<Role> parse_role(std::string_view text) {
  for (const auto& [role, name] : kRoleNames)
    if (name == text) return role;
  return std::nullopt;
}

std::optional<Grant> parse_grant(std::string_view text) {
  const auto held = record::parse_held_role(text);
  const auto role = held ? parse_role(held->role) : std::nullopt;
  if (!role) return std::nullopt;
  return Grant{*role, std::string(held->market), held->until};
}

std::string grant_text(const Grant& grant) {
  std::string out(role_name(grant.role));
  if (!grant.market.empty()) out += ":" + grant.market;
  if (grant.until) out += "/" + format_instant(*grant.until);
  return out;
}

bool is_firm_wide(Right right) {
  switch (right) {
    case Right::kImport:
    case Right::kReadLeads:
    case Right::kAssign:
    case Right::kReview:
    case Right::kApproveCase:
    case Right::kClassify:
    case Right::kScreen:
      return false;
    case Right::kApprove:
    case Right::kPolicy:
    case Right::kLists:
    case Right::kReadLedger:
    case Right::kErase:
    case Right::kPeople:
    case Right::kKeys:
    case Right::kJobs:
      return true;
  }
  return true;
}

bool grant_gives(const Grant& grant, Right right) {
  return role_has(grant.role, right) && (grant.market.empty() || !is_firm_wide(right));
}

bool Scope::unrestricted() const {
  return std::any_of(parts_.begin(), parts_.end(),
                     [](const Part& part) { return part.every_market && part.owner.empty(); });
}

bool Principal::has(Right right) const {
  if (is_system()) return true;
  return std::any_of(grants_.begin(), grants_.end(), [right](const Grant& g) { return grant_gives(g, right); });
}

Principal Access::system() {
  Principal principal;
  principal.proof_ = "system";
  return principal;
}

Result<Principal> Access::person(Store& store, const PersonId& id, std::string proof, Instant now) {
  LICET_TRY(const Scope directory, scope(system(), Right::kPeople, "prove a person", nullptr));
  Principal principal;
  bool active = false;
  const Status status = store.read(system(), [&](Reader& reader) -> Status {
    LICET_TRY(auto row, reader.get(directory, TableId::kPerson, {id.str()}));
    if (!row || row->text("state") != "active") return {};
    const auto roles = json::parse(row->text("roles"));
    if (!roles || !roles->is_array())
      return fail(ErrorCode::kTampered, "table person, row " + id.str() +
                                            ", column roles: it is no list of roles, so the row is not what the ledger "
                                            "folds to; licet ledger verify --state, as somebody else, names all that "
                                            "was changed");
    for (const json::Value& role : roles->as_array()) {
      auto grant = role.is_string() ? parse_grant(role.as_string()) : std::nullopt;
      if (grant && (!grant->until || now < *grant->until)) principal.grants_.push_back(*grant);
    }
    active = true;
    return {};
  });
  LICET_CHECK(status);
  if (!active) return refuse("NOT_PROVEN", std::string(kNotProven));
  principal.person_ = id;
  principal.proof_ = std::move(proof);
  return principal;
}

Result<Principal> Access::by_credential(Store& store, std::string_view handle_or_id, std::string_view credential,
                                        Instant now) {
  LICET_TRY(const Credential given, parse_credential(credential));
  LICET_TRY(const Scope directory, scope(system(), Right::kPeople, "prove a person", nullptr));
  bool proven = false;
  const Status status = store.read(system(), [&](Reader& reader) -> Status {
    LICET_TRY(auto person, reader.get(directory, TableId::kPerson, {given.person.str()}));
    LICET_TRY(auto row, reader.get(directory, TableId::kCredential, {given.person.str()}));
    if (!person || !row || row->text("state") != "active") return {};
    const bool named =
        handle_or_id.empty() || handle_or_id == given.person.str() || handle_or_id == person->text("handle");
    proven = named && crypto::equal(as_bytes(row->text("verifier")), as_bytes(credential_verifier(given)));
    return {};
  });
  LICET_CHECK(status);
  if (!proven) return refuse("NOT_PROVEN", std::string(kNotProven));
  return person(store, given.person, "credential", now);
}

Result<Principal> Access::by_os_user(Store& store, std::string_view os_user, Instant now) {
  LICET_TRY(const Scope directory, scope(system(), Right::kPeople, "prove a person", nullptr));
  std::vector<PersonId> found;
  const Status status = store.read(system(), [&](Reader& reader) -> Status {
    Query query;
    query.table = TableId::kPerson;
    query.where = {{"os_user", Condition::Op::kEqual, std::string(os_user)},
                   {"state", Condition::Op::kEqual, std::string("active")}};
    query.limit = 2;
    LICET_TRY(auto rows, reader.find(directory, query));
    for (const auto& row : rows)
      if (auto id = PersonId::parse(row.text("id"))) found.push_back(*id);
    return {};
  });
  LICET_CHECK(status);
  if (found.size() > 1)
    return refuse("NOT_PROVEN", "the operating-system user '" + std::string(os_user) +
                                    "' is linked to more than one person of the firm, so it proves nobody; use --as "
                                    "PERSON --credential FILE");
  if (found.empty())
    return refuse("NOT_PROVEN", "the operating-system user '" + std::string(os_user) +
                                    "' is linked to nobody of the firm; use --as PERSON --credential FILE");
  return person(store, found.front(), "os_user", now);
}

Status Access::demand(const Principal& principal, Right right) {
  if (principal.has(right)) return {};
  return refuse("NO_RIGHT", "you have no right to " + std::string(right_name(right)) + "; these roles have it: " +
                                roles_with(right) + (is_firm_wide(right) ? " (for every market)" : ""));
}

Result<Scope> Access::scope(const Principal& principal, Right right, std::string_view purpose,
                            const domain::Policy* policy) {
  LICET_CHECK(demand(principal, right));
  Scope scope;
  scope.purpose_ = std::string(purpose);
  if (principal.is_system()) {
    scope.parts_.push_back({true, {}, {}});
    return scope;
  }
  for (const Grant& grant : principal.grants()) {
    if (!grant_gives(grant, right)) continue;
    Scope::Part part;
    part.every_market = grant.market.empty();
    if (grant.role == Role::kRep) part.owner = principal.person();
    if (!part.every_market) {
      LICET_INVARIANT(policy != nullptr);
      for (const auto& market : policy->markets())
        if (below(*policy, market.id, grant.market)) part.markets.emplace_back(policy->symbols().text(market.id));
    }
    if (std::find(scope.parts_.begin(), scope.parts_.end(), part) == scope.parts_.end())
      scope.parts_.push_back(std::move(part));
  }
  return scope;
}

}  // namespace licet::app
