// Who acts and what they may see: Principal and Scope. Only `Access` makes them; no store call goes without.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "domain/policy.h"

namespace licet::app {

enum class Role : std::uint8_t { kRep, kManager, kCompliance, kAuditor, kAdmin, kService };
std::string_view role_name(Role role);
std::optional<Role> parse_role(std::string_view text);

/// What a role may do; roles as data live in access.cpp.
enum class Right : std::uint8_t {
  kImport,         ///< bring leads in
  kReadLeads,      ///< lists and records in scope
  kAssign,         ///< give a lead to somebody (authorise still decides)
  kReview,         ///< claim and decide cases
  kApprove,        ///< be the second person
  kPolicy,         ///< propose policies and register changes, attest
  kLists,          ///< load screening lists
  kReadLedger,     ///< verify, export, checkpoint
  kErase,          ///< erase a subject
  kPeople,         ///< add people and credentials
  kKeys,           ///< back up and check keys
  kJobs,           ///< run jobs
  kClassify,       ///< classify a client
};

/// A proven person, or the system itself. Made by Access only.
class Principal {
 public:
  bool is_system() const { return person_.empty(); }
  const PersonId& person() const { return person_; }
  const std::vector<Role>& roles() const { return roles_; }
  /// How the person was proven: "credential", "os_user", or "system".
  const std::string& proof() const { return proof_; }
  bool has(Right right) const;

 private:
  friend class Access;
  Principal() = default;
  PersonId person_;
  std::vector<Role> roles_;
  std::string proof_;
};

/// What a query may see: markets (with everything below them) and own leads. Made by Access only, for one
/// principal, right and purpose. There is no default scope: a query without one does not compile.
class Scope {
 public:
  bool unrestricted() const { return unrestricted_; }
  const std::vector<std::string>& markets() const { return markets_; }  ///< when not unrestricted; may be empty
  const PersonId& owner() const { return owner_; }                      ///< when set: only this person's leads
  const std::string& purpose() const { return purpose_; }

 private:
  friend class Access;
  Scope() = default;
  bool unrestricted_ = false;
  std::vector<std::string> markets_;
  PersonId owner_;
  std::string purpose_;
};

}  // namespace licet::app
