#include "app/credential.h"

#include "base/crypto.h"
#include "base/encode.h"
#include "base/json.h"

namespace licet::app {
namespace {
constexpr std::string_view kSchema = "licet.credential/1";
constexpr std::size_t kSecretBytes = 32;
}  // namespace

Credential make_credential(const PersonId& person, Random& random) {
  const crypto::Key32 secret = crypto::random_key(random);
  return {person, base32(secret)};
}

std::string credential_text(const Credential& credential) {
  const json::Value value(
      json::Object{{"person", credential.person.str()}, {"schema", kSchema}, {"secret", credential.secret}});
  return json::pretty(value) + "\n";
}

Result<Credential> parse_credential(std::string_view text) {
  const std::string cure = "this is not a credential file; `licet person credential` writes one";
  auto value = json::parse(text);
  if (!value || value->string_or("schema", "") != kSchema) return fail(ErrorCode::kBadInput, cure);
  auto person = PersonId::parse(value->string_or("person", ""));
  const std::string_view secret = value->string_or("secret", "");
  if (!person || !from_base32(secret, kSecretBytes)) return fail(ErrorCode::kBadInput, cure);
  return Credential{*person, std::string(secret)};
}

std::string credential_verifier(const Credential& credential) {
  return crypto::digest_text(
      crypto::sha256("licet/credential/v1\n" + credential.person.str() + "\n" + credential.secret));
}

}  // namespace licet::app
