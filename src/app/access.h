// Who acts and what they may see: Principal and Scope. Only `Access` makes them; no store call goes without.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/policy.h"

namespace licet::app {

class Store;

enum class Role : std::uint8_t { kRep, kManager, kCompliance, kAuditor, kAdmin, kService };
std::string_view role_name(Role role);
std::optional<Role> parse_role(std::string_view text);

/// What a role may do; roles as data live in access.cpp.
enum class Right : std::uint8_t {
  kImport,       ///< bring leads in
  kReadLeads,    ///< lists and records in scope
  kAssign,       ///< give a lead to somebody (authorise still decides)
  kReview,       ///< claim and decide cases, and see why a lead is in review
  kApproveCase,  ///< be the second person of a case
  kClassify,     ///< classify a client
  kScreen,       ///< screen a name by hand
  kApprove,      ///< be the second person of what concerns the firm: policy, register, people, erasure
  kPolicy,       ///< propose policies and register changes, attest
  kLists,        ///< load screening lists
  kReadLedger,   ///< verify, export, checkpoint
  kErase,        ///< erase a subject
  kPeople,       ///< add people, give and end roles, write credentials
  kKeys,         ///< back up, check and put back keys
  kJobs,         ///< run jobs
};
/// True for a right over the firm as a whole: a grant that is narrowed to a market does not give it.
bool is_firm_wide(Right right);

/// A role held, for all markets or for one and what lies below it.
struct Grant {
  Role role = Role::kRep;
  std::string market;            ///< empty: every market
  std::optional<Instant> until;  ///< holds strictly before this moment
  bool operator==(const Grant&) const = default;
};
/// A grant as stored with a person: "role", "role:market", either with "/" and an RFC 3339 moment behind it; nullopt
/// when it is none of them.
std::optional<Grant> parse_grant(std::string_view text);
std::string grant_text(const Grant& grant);
/// True when the grant by itself gives the right, for its market or, firm-wide, for all of them. Not whether it ended.
bool grant_gives(const Grant& grant, Right right);

/// A proven person, or the system itself. Made by Access only.
class Principal {
 public:
  bool is_system() const { return person_.empty(); }
  const PersonId& person() const { return person_; }
  const std::vector<Grant>& grants() const { return grants_; }
  /// How the person was proven: "credential", "os_user", or "system".
  const std::string& proof() const { return proof_; }
  bool has(Right right) const;

 private:
  friend class Access;
  Principal() = default;
  PersonId person_;
  std::vector<Grant> grants_;
  std::string proof_;
};

/// What a query may see: the union of what each grant that gives the right reaches. Made by Access only, for one
/// principal, right and purpose. There is no default scope: a query without one does not compile.
class Scope {
 public:
  /// The reach of one grant. Grants do not lend each other anything: the markets of one never meet the right, or the
  /// missing owner, of another.
  struct Part {
    bool every_market = false;
    std::vector<std::string> markets;  ///< when not every_market: these, with everything below them; may be empty
    PersonId owner;                    ///< when set: only this person's leads
    bool operator==(const Part&) const = default;
  };
  const std::vector<Part>& parts() const { return parts_; }  ///< none: nothing is seen
  /// Everything there is.
  bool unrestricted() const;
  const std::string& purpose() const { return purpose_; }

 private:
  friend class Access;
  Scope() = default;
  std::vector<Part> parts_;
  std::string purpose_;
};

/// The only maker of principals and scopes.
class Access {
 public:
  /// The system itself: the pipeline, matching, jobs. Its scope sees everything; every entry says "system".
  static Principal system();

  /// Proves a person by a credential: the text of a credential file (see credential.h).
  /// Grants that have ended by `now` are none.
  static Result<Principal> by_credential(Store& store, std::string_view handle_or_id, std::string_view credential,
                                         Instant now);
  /// Proves a person by the operating system's user, when exactly one active person is linked to it.
  static Result<Principal> by_os_user(Store& store, std::string_view os_user, Instant now);

  /// What `principal` may see for `right`, or kRefused naming the missing right and who has it. `policy` gives the
  /// market tree: a grant for a market holds for everything below it. Only grants whose role has the right count, each
  /// with its own markets.
  static Result<Scope> scope(const Principal& principal, Right right, std::string_view purpose,
                             const domain::Policy* policy);
  /// kRefused unless the principal has the right.
  static Status demand(const Principal& principal, Right right);

 private:
  static Result<Principal> person(Store& store, const PersonId& id, std::string proof, Instant now);
};

}  // namespace licet::app
