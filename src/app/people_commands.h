// People of the firm: added and given credentials by an administrator, who can give nothing to themself.
#pragma once

#include <string>
#include <vector>

#include "app/credential.h"
#include "app/deps.h"

namespace licet::app {

struct NewPerson {
  std::string handle, name, os_user;
  std::vector<std::string> roles;
};
/// Adds a person with a key of their own. The handle must be free.
Result<PersonId> add_person(Deps& deps, const Principal& principal, const NewPerson& person);
/// A new credential for somebody else; the one before ends. The caller writes the file.
Result<Credential> renew_credential(Deps& deps, const Principal& principal, const PersonId& person);

}  // namespace licet::app
