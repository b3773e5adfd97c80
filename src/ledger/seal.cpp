#include "ledger/seal.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/encode.h"
#include "base/limits.h"
#include "ledger/canonical_scan.h"
#include "ledger/entry.h"

namespace licet::ledger {

namespace {

constexpr std::string_view kSealInfo = "audit/seal/v1";
constexpr std::string_view kCommitPrefix = "audit/commit/v1";
constexpr std::string_view kCheckValueLabel = "licet/kcv/v1";
constexpr std::size_t kCheckValueBytes = 16;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kHashTextBytes = 44;
constexpr std::size_t kDigestTextBytes = 71;
/// Fields nest inside {field: {"v": value}}: two levels of their own.
constexpr std::uint32_t kValueDepthMax = limits::kEntryDepthMax - 2;

// Every section has a key of its own, so one fixed nonce is used once per key.
constexpr std::array<std::uint8_t, kNonceBytes> kZeroNonce{};

std::string seal_aad(const SealContext& context) {
  return std::string(context.log) + "|" + std::string(context.event_id);
}

std::string wrap_aad(std::string_view log, std::string_view kid, std::uint64_t epoch) {
  return std::string(log) + "|" + std::string(kid) + "|" + std::to_string(epoch);
}

std::optional<crypto::Digest> read_hash(std::string_view text) {
  const auto bytes = text.size() == kHashTextBytes ? from_base64(text) : std::nullopt;
  crypto::Digest out{};
  if (!bytes || bytes->size() != out.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

tl::unexpected<Error> malformed(const char* what) {
  return fail(ErrorCode::kTampered, std::string("a sealed section is malformed: ") + what);
}
tl::unexpected<Error> broken(std::string what) { return fail(ErrorCode::kTampered, std::move(what)); }

Result<Fields> check_opened(const SealContext& context, const SealedSection& section, const json::Value& plain) {
  if (!plain.is_object()) return broken("the sealed payload is not an object");
  Fields out;
  for (const auto& [name, opening] : plain.as_object()) {
    const json::Value* value = opening.find("v");
    const auto blind = read_hash(opening.string_or("r", ""));
    if (value == nullptr || !blind || opening.as_object().size() != 2)
      return broken("the sealed field " + name + " is not a value with its blinding");
    const auto committed = section.commitments.find(name);
    if (committed == section.commitments.end())
      return broken("the sealed payload has a field " + name + " that the entry does not commit to");
    if (!crypto::equal(commit_field(*blind, context.event_id, name, *value), committed->second))
      return broken("the sealed field " + name + " is not what the entry committed to");
    out.emplace(name, *value);
  }
  if (out.size() != section.commitments.size())
    return broken("the sealed payload lacks fields that the entry commits to");
  return out;
}

/// Base64 of 32 bytes without decoding it.
bool scan_hash(CanonicalScan& scan) {
  std::string_view raw;
  return scan.string(raw) && is_hash_text(raw);
}

bool scan_digest(CanonicalScan& scan, crypto::Digest& out) {
  std::string_view raw;
  if (!scan.string(raw) || raw.size() != kDigestTextBytes || raw.substr(0, 7) != "sha256:") return false;
  const auto nibble = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = nibble(raw[7 + 2 * i]);
    const int low = nibble(raw[8 + 2 * i]);
    if (high < 0 || low < 0) return false;
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

bool scan_commitments(CanonicalScan& scan) {
  if (!scan.literal("{")) return false;
  std::string_view previous;
  for (std::size_t count = 1;; ++count) {
    std::string_view name;
    if (!scan.string(name) || !is_link_kind(name) || name <= previous || count > limits::kSealedFieldsMax) return false;
    previous = name;
    if (!scan.literal(":") || !scan_hash(scan)) return false;
    if (scan.peek() == '}') return scan.literal("}");
    if (!scan.literal(",")) return false;
  }
}

bool scan_section(CanonicalScan& scan, SectionVisitor& visitor) {
  crypto::Digest ciphertext{};
  std::string_view kid;
  if (!scan.literal(R"({"cm":)") || !scan_commitments(scan) || !scan.literal(R"(,"ct":)") ||
      !scan_digest(scan, ciphertext) || !scan.literal(R"(,"kc":)") || !scan_hash(scan) || !scan.literal(R"(,"kid":)") ||
      !scan.string(kid) || !is_link_id(kid) || !scan.literal(R"(,"salt":)") || !scan_hash(scan) || !scan.literal("}"))
    return false;
  visitor.section(kid, ciphertext);
  return true;
}

}  // namespace

json::Value SealedSection::to_json() const {
  json::Object cm;
  for (const auto& [name, commitment] : commitments) cm.emplace(name, base64(commitment));
  return json::Object{{"cm", std::move(cm)},
                      {"ct", crypto::digest_text(ciphertext)},
                      {"kc", base64(key_commitment)},
                      {"kid", kid},
                      {"salt", base64(salt)}};
}

std::string SealedSection::canonical() const {
  constexpr std::size_t kUsualBytes = 1024;
  std::string out;
  out.reserve(kUsualBytes);
  const auto append_bytes = [&out](ByteView bytes) {
    out += '"';
    append_base64(out, bytes);
    out += '"';
  };
  out += "{\"cm\":{";
  for (const auto& [name, commitment] : commitments) {
    if (out.back() != '{') out += ',';
    json::append_string(out, name);
    out += ':';
    append_bytes(commitment);
  }
  out += "},\"ct\":\"";
  out += crypto::digest_text(ciphertext);
  out += "\",\"kc\":";
  append_bytes(key_commitment);
  out += ",\"kid\":";
  json::append_string(out, kid);
  out += ",\"salt\":";
  append_bytes(salt);
  out += '}';
  return out;
}

Result<SealedSection> SealedSection::from_json(const json::Value& value) {
  SealedSection out;
  const json::Value* cm = value.find("cm");
  if (cm == nullptr || !cm->is_object() || cm->as_object().empty() ||
      cm->as_object().size() > limits::kSealedFieldsMax || value.as_object().size() != 5)
    return malformed("it must have cm, ct, kc, kid and salt");
  for (const auto& [name, text] : cm->as_object()) {
    if (!is_link_kind(name) || !text.is_string() || !is_hash_text(text.as_string()))
      return malformed("a commitment is not base64 of 32 bytes");
    out.commitments.emplace(name, *read_hash(text.as_string()));
  }
  const auto ct = crypto::parse_digest_text(value.string_or("ct", ""));
  const auto kc = read_hash(value.string_or("kc", ""));
  const auto salt = read_hash(value.string_or("salt", ""));
  out.kid = std::string(value.string_or("kid", ""));
  if (!ct || !kc || !salt || !is_link_id(out.kid)) return malformed("ct, kc, kid or salt has not its form");
  out.ciphertext = *ct;
  out.key_commitment = *kc;
  out.salt = *salt;
  return out;
}

EntryKey derive_entry_key(const crypto::Key32& dek, const crypto::Digest& salt, std::string_view event_id) {
  const std::string info = std::string(kSealInfo) + std::string(event_id);
  Bytes okm = crypto::hkdf_sha256(dek, salt, as_bytes(info), 64);
  EntryKey out;
  std::copy_n(okm.begin(), 32, out.key.begin());
  std::copy_n(okm.begin() + 32, 32, out.commitment.begin());
  std::fill(okm.begin(), okm.end(), std::uint8_t{0});
  return out;
}

crypto::Digest commit_field(ByteView blind, std::string_view event_id, std::string_view field,
                            const json::Value& value) {
  std::string message(kCommitPrefix);
  message += '\0';
  message += event_id;
  message += '\0';
  message += field;
  message += '\0';
  json::append_canonical(message, value);
  return crypto::hmac_sha256(blind, as_bytes(message));
}

Result<Sealed> seal_fields(const SealContext& context, std::string_view kid, const crypto::Key32& dek,
                           const Fields& fields, Random& random) {
  if (fields.empty() || fields.size() > limits::kSealedFieldsMax)
    return fail(ErrorCode::kLimit, "a sealed section holds 1 to " + std::to_string(limits::kSealedFieldsMax) +
                                       " fields, not " + std::to_string(fields.size()));
  if (!is_link_id(kid)) return fail(ErrorCode::kBadInput, "the sealing key's id is malformed");
  Sealed out;
  out.section.kid = std::string(kid);
  random.fill(out.section.salt.data(), out.section.salt.size());
  json::Object plain;
  for (const auto& [name, value] : fields) {
    if (!is_link_kind(name))
      return fail(ErrorCode::kBadInput, "the sealed field \"" + name + "\" has a malformed name");
    LICET_CHECK(json::check_profile(value, kValueDepthMax));
    const crypto::Key32 blind = crypto::random_key(random);
    out.section.commitments.emplace(name, commit_field(blind, context.event_id, name, value));
    plain.emplace(name, json::Object{{"r", base64(blind)}, {"v", value}});
  }
  std::string text = json::canonical(plain);
  if (text.size() + 16 > limits::kSealedBlobBytesMax)
    return fail(ErrorCode::kLimit, "the sealed fields have " + std::to_string(text.size()) + " bytes, at most " +
                                       std::to_string(limits::kSealedBlobBytesMax) + " fit");
  const EntryKey key = derive_entry_key(dek, out.section.salt, context.event_id);
  out.section.key_commitment = key.commitment;
  out.blob = crypto::aes256gcm_seal(key.key, kZeroNonce, as_bytes(seal_aad(context)), as_bytes(text));
  std::fill(text.begin(), text.end(), '\0');
  out.section.ciphertext = crypto::sha256(out.blob);
  return out;
}

Result<Fields> open_with_entry_key(const SealContext& context, const SealedSection& section, ByteView blob,
                                   const EntryKey& key) {
  if (crypto::sha256(blob) != section.ciphertext)
    return broken("the sealed payload is not the one that the entry names");
  if (!crypto::equal(key.commitment, section.key_commitment))
    return broken("this key is not the one that the entry's key commitment names");
  const auto plain = crypto::aes256gcm_open(key.key, kZeroNonce, as_bytes(seal_aad(context)), blob);
  if (!plain) return broken("the sealed payload does not open under this key, log and event");
  const std::string_view text = as_text(*plain);
  LICET_TRY(const json::Value value,
            json::parse(text, {json::Profile::kEntry, limits::kEntryDepthMax, limits::kSealedBlobBytesMax}));
  if (json::canonical(value) != text) return broken("the sealed payload is not canonical JSON");
  return check_opened(context, section, value);
}

Result<Fields> open_section(const SealContext& context, const SealedSection& section, ByteView blob,
                            const crypto::Key32& dek) {
  return open_with_entry_key(context, section, blob, derive_entry_key(dek, section.salt, context.event_id));
}

std::string key_check_value(const crypto::Key32& dek) {
  const crypto::Digest mac = crypto::hmac_sha256(dek, as_bytes(kCheckValueLabel));
  return base64(ByteView(mac).first(kCheckValueBytes));
}

Bytes wrap_key(const crypto::Key32& kek, const crypto::Key32& dek, std::string_view log, std::string_view kid,
               std::uint64_t epoch, Random& random) {
  std::array<std::uint8_t, kNonceBytes> nonce{};
  random.fill(nonce.data(), nonce.size());
  const Bytes sealed = crypto::aes256gcm_seal(kek, nonce, as_bytes(wrap_aad(log, kid, epoch)), dek);
  Bytes out(nonce.size() + sealed.size());
  std::copy(nonce.begin(), nonce.end(), out.begin());
  std::copy(sealed.begin(), sealed.end(), out.begin() + kNonceBytes);
  return out;
}

std::optional<crypto::Key32> unwrap_key(const crypto::Key32& kek, ByteView wrapped, std::string_view log,
                                        std::string_view kid, std::uint64_t epoch) {
  crypto::Key32 dek{};
  if (wrapped.size() != kNonceBytes + dek.size() + 16) return std::nullopt;
  std::array<std::uint8_t, kNonceBytes> nonce{};
  std::copy_n(wrapped.begin(), kNonceBytes, nonce.begin());
  auto plain = crypto::aes256gcm_open(kek, nonce, as_bytes(wrap_aad(log, kid, epoch)), wrapped.subspan(kNonceBytes));
  if (!plain || plain->size() != dek.size()) return std::nullopt;
  std::copy(plain->begin(), plain->end(), dek.begin());
  std::fill(plain->begin(), plain->end(), std::uint8_t{0});
  return dek;
}

bool scan_sections(std::string_view text, SectionVisitor& visitor) {
  CanonicalScan scan(text);
  if (scan.peek() != '[') return scan_section(scan, visitor) && scan.at_end();
  if (!scan.literal("[")) return false;
  while (true) {
    if (!scan_section(scan, visitor)) return false;
    if (scan.peek() == ']') return scan.literal("]") && scan.at_end();
    if (!scan.literal(",")) return false;
  }
}

}  // namespace licet::ledger
