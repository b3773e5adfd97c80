// People of the firm: added and given credentials by an administrator and a second person; nobody gives anything to
// themself (docs/decisions/0020).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/credential.h"
#include "app/deps.h"

namespace licet::app {

struct NewPerson {
  std::string handle, name, os_user;
  std::vector<std::string> roles;
};
/// Adds a person with a key of their own. The handle must be free, the markets of the roles must be the policy's.
/// `approver` is a second proven person; in a firm of a single person, the same one.
Result<PersonId> add_person(Deps& deps, const Principal& principal, const Principal& approver, const NewPerson& person);
/// What somebody holds before and after roles were given or ended; each as parse_grant reads it.
struct RolesChanged {
  std::vector<std::string> before, after;
};
/// Gives roles, until a moment when one is given. A role that is held for the same market is given anew, with the new
/// end. `approver` as above, and not the person themself: nobody grants to themselves.
Result<RolesChanged> grant_roles(Deps& deps, const Principal& principal, const Principal& approver,
                                 const PersonId& person, const std::vector<std::string>& roles,
                                 std::optional<Instant> until);
/// Ends roles, "role" or "role:market" as they are held; kNotFound when one is not. kConflict when nobody would be left
/// to give rights or, of two persons, to approve. Commands of the person that are under way end with what they had.
Result<RolesChanged> revoke_roles(Deps& deps, const Principal& principal, const Principal& approver,
                                  const PersonId& person, const std::vector<std::string>& roles);
/// A new credential for somebody else; the one before ends. `approver` as above; it may be the person themself, who
/// proves so with the old one. `keep` makes the new one durable before it is recorded: on its error nothing changes, so
/// that nobody is left without a credential.
Result<Credential> renew_credential(Deps& deps, const Principal& principal, const Principal& approver,
                                    const PersonId& person, const std::function<Status(const Credential&)>& keep = {});
/// True when `init` recorded one administrator only.
Result<bool> single_person_mode(Reader& reader);

}  // namespace licet::app
