// Signed notes (C2SP signed-note): a text and signature lines, the keys that check them and the one that makes them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"

namespace licet::ledger {

/// Signature types that we check. Others are carried and ignored.
inline constexpr std::uint8_t kTypeEd25519 = 0x01;
inline constexpr std::uint8_t kTypeCosignature = 0x04;

/// Who may have signed: the parts of a vkey text `<name>+<8 hex digits>+<base64(type ‖ public key)>`.
struct VerifierKey {
  std::string name;
  std::uint32_t id = 0;
  std::uint8_t type = 0;
  Bytes public_key;

  /// Checks that the id is the one the key gives and that Ed25519 keys have 32 bytes; kBadInput otherwise.
  static Result<VerifierKey> parse(std::string_view vkey);
  std::string text() const;
  /// True for a type whose signatures we can check.
  bool checkable() const { return type == kTypeEd25519 || type == kTypeCosignature; }
  bool operator==(const VerifierKey&) const = default;
};

/// SHA-256(name ‖ 0x0A ‖ type ‖ public key)[0:4], big endian.
std::uint32_t key_id(std::string_view name, std::uint8_t type, ByteView public_key);
/// Not empty, UTF-8, no '+', no white space, no control characters.
bool is_key_name(std::string_view name);

/// One line below the text: "— name base64(id ‖ signature)".
struct SignatureLine {
  std::string name;
  std::uint32_t id = 0;
  Bytes signature;  ///< without the key id; for a cosignature 8 bytes of time and 64 of Ed25519
  bool operator==(const SignatureLine&) const = default;
};

/// `text` ends in a newline and is what is signed.
struct Note {
  std::string text;
  std::vector<SignatureLine> signatures;
};

/// Splits at the last blank line; refuses whatever `format_note` would not write. At most kNoteSignaturesMax lines.
Result<Note> parse_note(std::string_view bytes);
std::string format_note(const Note& note);

/// A signature that a known key made.
struct Verified {
  VerifierKey key;
  std::int64_t time_s = 0;  ///< of a cosignature; 0 otherwise
};
struct OpenedNote {
  Note note;
  std::vector<Verified> verified;  ///< in the order of the lines; each key once
};
/// Parses and checks against known keys. A known key with a bad signature refuses the whole note (kTampered); lines of
/// unknown keys, or of types we cannot check, are ignored. That anybody known signed at all is for the caller to ask.
Result<OpenedNote> open_note(std::string_view bytes, std::span<const VerifierKey> known);

/// An Ed25519 key that signs notes under a name.
class NoteSigner {
 public:
  /// kBadInput when the name cannot be a key name.
  static Result<NoteSigner> make(std::string name, const crypto::Key32& seed);
  const VerifierKey& key() const { return key_; }
  /// The line for `text`, type 01.
  SignatureLine sign(std::string_view text) const;

 private:
  NoteSigner(VerifierKey key, const crypto::Key32& seed) : key_(std::move(key)), seed_(seed) {}
  VerifierKey key_;
  crypto::Key32 seed_;
};

/// The key and the line of a witness (cosignature v1, type 04): the signed message is "cosignature/v1\ntime <s>\n" and
/// the checkpoint's text.
VerifierKey cosigner_key(std::string name, const crypto::Key32& seed);
SignatureLine cosign(std::string_view checkpoint_text, const std::string& name, const crypto::Key32& seed,
                     std::int64_t time_s);

}  // namespace licet::ledger
