// `licet init`: the first entries of a firm's ledger, from its file.
#pragma once

#include <string>

#include "app/credential.h"
#include "app/deps.h"
#include "app/firm_reader.h"

namespace licet::app {

struct InitReport {
  PersonId first, second;  ///< the administrators; `second` is empty in single-person mode
  std::string first_handle, second_handle;
  std::string policy_digest;
  std::int64_t people = 0, records = 0;
  std::int64_t confirmations = 0;                  ///< in force
  std::int64_t proposals = 0;                      ///< confirmations that wait for a second person
  Credential first_credential, second_credential;  ///< the caller writes them to files (0600)
};

/// Records a checked firm into an empty store: people, policy (proposed by the first administrator, approved by the
/// second), register, confirmations (in force only where FirmBundle::in_force_at_once says so), credentials. `os_user`
/// is linked to the first administrator. The store must be new: a crash in between leaves a folder that the caller
/// throws away.
Result<InitReport> init_firm(Deps& deps, const FirmBundle& bundle, const std::string& os_user);

/// Ids for every person of the file, fresh.
PersonIds make_person_ids(const FirmBundle& bundle, Random& random);

}  // namespace licet::app
