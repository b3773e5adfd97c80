// Credentials of people on the command line: a random secret in a file, its verifier in the ledger.
#pragma once

#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"

namespace licet::app {

/// What a credential file holds. The secret is 256 random bits, so a plain hash of it reveals nothing.
struct Credential {
  PersonId person;
  std::string secret;  ///< 52 characters of base32
};

Credential make_credential(const PersonId& person, Random& random);
/// The file's text: one JSON object with a `schema` field.
std::string credential_text(const Credential& credential);
Result<Credential> parse_credential(std::string_view text);
/// "sha256:..." over a domain-separated secret: what the ledger and the tables hold.
std::string credential_verifier(const Credential& credential);

}  // namespace licet::app
