// Sealing of personal data (docs/formats/ledger.md, "Sealed sections"): the entry keeps salted commitments, the hash of
// a ciphertext and a key commitment; the ciphertext lies outside. Destroying the subject's key leaves the entry valid.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/id.h"
#include "base/json.h"
#include "base/result.h"

namespace licet::ledger {

using Fields = std::map<std::string, json::Value, std::less<>>;

/// The section `{"cm":{field:b64,…},"ct":"sha256:…","kc":b64,"kid":…,"salt":b64}` of an entry's body.
struct SealedSection {
  std::map<std::string, crypto::Digest, std::less<>> commitments;
  crypto::Digest ciphertext{};
  crypto::Digest key_commitment{};
  std::string kid;
  crypto::Digest salt{};

  json::Value to_json() const;
  /// The canonical text of `to_json`, without building it: an import writes one a lead.
  std::string canonical() const;
  static Result<SealedSection> from_json(const json::Value& value);
  bool operator==(const SealedSection&) const = default;
};

/// What binds a section to its place: the log's origin and the event's id.
struct SealContext {
  std::string_view log;
  std::string_view event_id;
};

/// The key of one section. It opens that section and no other, so it can be handed out.
struct EntryKey {
  crypto::Key32 key{};
  crypto::Digest commitment{};
};
EntryKey derive_entry_key(const crypto::Key32& dek, const crypto::Digest& salt, std::string_view event_id);

struct Sealed {
  SealedSection section;
  Bytes blob;  ///< its SHA-256 is section.ciphertext
};
/// Seals 1..kSealedFieldsMax fields whose names are profile keys and values are of the profile; draws one salt and one
/// blinding value per field. kBadInput or kLimit when the fields do not fit that.
Result<Sealed> seal_fields(const SealContext& context, std::string_view kid, const crypto::Key32& dek,
                           const Fields& fields, Random& random);

/// Opens and checks everything: hash of the blob, key commitment, GCM tag, the exact set of fields and every
/// commitment. kTampered says which one failed.
Result<Fields> open_section(const SealContext& context, const SealedSection& section, ByteView blob,
                            const crypto::Key32& dek);
/// The same with the released key of this section alone. Without the DEK the derivation from `salt` is not re-done;
/// blob hash, key commitment, tag and commitments are.
Result<Fields> open_with_entry_key(const SealContext& context, const SealedSection& section, ByteView blob,
                                   const EntryKey& key);

/// The commitment of one field: HMAC-SHA256(blind, "audit/commit/v1" ‖ 0 ‖ event id ‖ 0 ‖ field ‖ 0 ‖ JCS(value)).
crypto::Digest commit_field(ByteView blind, std::string_view event_id, std::string_view field,
                            const json::Value& value);

/// Names a key without giving it away, for `subject.key_created`: base64 of HMAC-SHA256(DEK, "licet/kcv/v1")[0:16].
std::string key_check_value(const crypto::Key32& dek);

/// A DEK under a key-encryption key: nonce(12) ‖ AES-256-GCM(KEK, nonce, AAD = log|kid|epoch, DEK) = 60 bytes.
Bytes wrap_key(const crypto::Key32& kek, const crypto::Key32& dek, std::string_view log, std::string_view kid,
               std::uint64_t epoch, Random& random);
/// nullopt when the wrap is not of this KEK, log, kid and epoch.
std::optional<crypto::Key32> unwrap_key(const crypto::Key32& kek, ByteView wrapped, std::string_view log,
                                        std::string_view kid, std::uint64_t epoch);

/// True when `text`, the raw value of a member named "sealed", is one section or a list of at least one, exactly as
/// `to_json` writes them. Allocates nothing; the hashes go to `each` as (kid, text of ct).
class SectionVisitor {
 public:
  virtual ~SectionVisitor() = default;
  virtual void section(std::string_view kid, const crypto::Digest& ciphertext) = 0;
};
bool scan_sections(std::string_view text, SectionVisitor& visitor);

}  // namespace licet::ledger
