#include "ledger/note.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/encode.h"
#include "base/limits.h"

namespace licet::ledger {

namespace {

constexpr std::string_view kLineStart = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t kEd25519KeyBytes = 32;
constexpr std::size_t kEd25519SignatureBytes = 64;
constexpr std::size_t kCosignatureBytes = 8 + kEd25519SignatureBytes;

/// White space beyond ASCII, as UTF-8: U+0085, U+00A0, U+1680, U+2000..200A, U+2028, U+2029, U+202F, U+205F, U+3000.
bool has_unicode_space(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kSpaces = {"\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80",
                                                              "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF",
                                                              "\xE2\x81\x9F", "\xE3\x80\x80"};
  if (std::any_of(kSpaces.begin(), kSpaces.end(),
                  [&](std::string_view space) { return text.find(space) != std::string_view::npos; }))
    return true;
  for (std::size_t at = text.find("\xE2\x80"); at != std::string_view::npos; at = text.find("\xE2\x80", at + 1)) {
    if (at + 2 >= text.size()) break;
    const auto last = static_cast<unsigned char>(text[at + 2]);
    if (last >= 0x80 && last <= 0x8A) return true;
  }
  return false;
}

std::array<std::uint8_t, 4> big_endian(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value >> 24U), static_cast<std::uint8_t>(value >> 16U),
          static_cast<std::uint8_t>(value >> 8U), static_cast<std::uint8_t>(value)};
}

std::uint32_t from_big_endian(ByteView bytes) {
  return (std::uint32_t{bytes[0]} << 24U) | (std::uint32_t{bytes[1]} << 16U) | (std::uint32_t{bytes[2]} << 8U) |
         std::uint32_t{bytes[3]};
}

std::string cosignature_message(std::string_view text, std::int64_t time_s) {
  return "cosignature/v1\ntime " + std::to_string(time_s) + "\n" + std::string(text);
}

crypto::Key32 key32(ByteView bytes) {
  crypto::Key32 key{};
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

/// Seconds of a cosignature when it is good, 0 for a good plain signature, nullopt when bad.
std::optional<std::int64_t> check_signature(const VerifierKey& key, std::string_view text, ByteView signature) {
  const crypto::Key32 public_key = key32(key.public_key);
  if (key.type == kTypeEd25519)
    return crypto::ed25519_verify(public_key, as_bytes(text), signature) ? std::optional<std::int64_t>(0)
                                                                         : std::nullopt;
  if (signature.size() != kCosignatureBytes) return std::nullopt;
  std::uint64_t time_s = 0;
  for (const std::uint8_t byte : signature.first(8)) time_s = (time_s << 8U) | byte;
  if (time_s >> 62U != 0) return std::nullopt;
  const std::string message = cosignature_message(text, static_cast<std::int64_t>(time_s));
  if (!crypto::ed25519_verify(public_key, as_bytes(message), signature.subspan(8))) return std::nullopt;
  return static_cast<std::int64_t>(time_s);
}

tl::unexpected<Error> malformed(std::string what) {
  return fail(ErrorCode::kTampered, "this is no signed note: " + std::move(what));
}

Result<SignatureLine> parse_line(std::string_view line) {
  if (line.substr(0, kLineStart.size()) != kLineStart)
    return malformed("a signature line must begin with an em dash and a space");
  line.remove_prefix(kLineStart.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return malformed("a signature line needs a name and a signature");
  SignatureLine out;
  out.name = std::string(line.substr(0, space));
  if (!is_key_name(out.name)) return malformed("a signer's name is not a key name");
  const auto blob = from_base64(line.substr(space + 1));
  if (!blob || blob->size() < 5)
    return malformed("the signature of " + out.name + " is not base64 of id and signature");
  out.id = from_big_endian(*blob);
  out.signature.assign(blob->begin() + 4, blob->end());
  return out;
}

VerifierKey ed25519_key(std::string name, std::uint8_t type, const crypto::Key32& seed) {
  const crypto::Key32 public_key = crypto::ed25519_public(seed);
  VerifierKey key{std::move(name), 0, type, Bytes(public_key.begin(), public_key.end())};
  key.id = key_id(key.name, key.type, key.public_key);
  return key;
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty() || !is_utf8(name) || has_unicode_space(name)) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != '+' && c != 0x7f; });
}

std::uint32_t key_id(std::string_view name, std::uint8_t type, ByteView public_key) {
  Bytes message(name.begin(), name.end());
  message.push_back('\n');
  message.push_back(type);
  message.insert(message.end(), public_key.begin(), public_key.end());
  const crypto::Digest digest = crypto::sha256(message);
  return from_big_endian(digest);
}

Result<VerifierKey> VerifierKey::parse(std::string_view vkey) {
  const auto bad = [](std::string_view what) {
    return fail(ErrorCode::kBadInput, "a verifier key must read name+id+base64: " + std::string(what));
  };
  const std::size_t first = vkey.find('+');
  const std::size_t second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
  if (second == std::string_view::npos) return bad("it needs two plus signs");
  VerifierKey key;
  key.name = std::string(vkey.substr(0, first));
  if (!is_key_name(key.name)) return bad("the name is empty or has spaces or control characters");
  const std::string_view id = vkey.substr(first + 1, second - first - 1);
  const auto blob = from_base64(vkey.substr(second + 1));
  if (!blob || blob->size() < 2) return bad("the part after the id is not base64 of a type and a key");
  key.type = blob->front();
  key.public_key.assign(blob->begin() + 1, blob->end());
  if (key.checkable() && key.public_key.size() != kEd25519KeyBytes) return bad("an Ed25519 key has 32 bytes");
  key.id = key_id(key.name, key.type, key.public_key);
  if (id != hex(big_endian(key.id))) return bad("the id is not that of this name and key");
  return key;
}

std::string VerifierKey::text() const {
  Bytes blob{type};
  blob.insert(blob.end(), public_key.begin(), public_key.end());
  return name + "+" + hex(big_endian(id)) + "+" + base64(blob);
}

Result<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > limits::kNoteBytesMax) return malformed("it is longer than a note may be");
  if (!is_utf8(bytes)) return malformed("it is not UTF-8");
  if (std::any_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }))
    return malformed("it has control characters");
  const std::size_t blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos) return malformed("no blank line stands before the signatures");
  Note note;
  note.text = std::string(bytes.substr(0, blank + 1));
  std::string_view rest = bytes.substr(blank + 2);
  if (rest.empty() || rest.back() != '\n') return malformed("it must end with signature lines, each with its newline");
  while (!rest.empty()) {
    if (note.signatures.size() == limits::kNoteSignaturesMax) return malformed("it has too many signatures");
    const std::size_t end = rest.find('\n');
    LICET_TRY(SignatureLine line, parse_line(rest.substr(0, end)));
    note.signatures.push_back(std::move(line));
    rest.remove_prefix(end + 1);
  }
  return note;
}

std::string format_note(const Note& note) {
  std::string out = note.text + "\n";
  for (const SignatureLine& line : note.signatures) {
    const auto id = big_endian(line.id);
    Bytes blob(id.begin(), id.end());
    blob.insert(blob.end(), line.signature.begin(), line.signature.end());
    out += kLineStart;
    out += line.name + " " + base64(blob) + "\n";
  }
  return out;
}

Result<OpenedNote> open_note(std::string_view bytes, std::span<const VerifierKey> known) {
  OpenedNote out;
  LICET_TRY(out.note, parse_note(bytes));
  for (const SignatureLine& line : out.note.signatures) {
    const auto key = std::find_if(known.begin(), known.end(), [&](const VerifierKey& k) {
      return k.checkable() && k.name == line.name && k.id == line.id;
    });
    if (key == known.end()) continue;
    const auto time_s = check_signature(*key, out.note.text, line.signature);
    if (!time_s)
      return fail(ErrorCode::kTampered, "the signature of " + line.name + " does not fit the text it stands under");
    const bool again =
        std::any_of(out.verified.begin(), out.verified.end(), [&](const Verified& v) { return v.key == *key; });
    if (!again) out.verified.push_back({*key, *time_s});
  }
  return out;
}

Result<NoteSigner> NoteSigner::make(std::string name, const crypto::Key32& seed) {
  if (!is_key_name(name))
    return fail(ErrorCode::kBadInput, "a signing key's name must not be empty and must not have spaces or '+'");
  return NoteSigner(ed25519_key(std::move(name), kTypeEd25519, seed), seed);
}

SignatureLine NoteSigner::sign(std::string_view text) const {
  const crypto::Signature signature = crypto::ed25519_sign(seed_, as_bytes(text));
  return {key_.name, key_.id, Bytes(signature.begin(), signature.end())};
}

VerifierKey cosigner_key(std::string name, const crypto::Key32& seed) {
  return ed25519_key(std::move(name), kTypeCosignature, seed);
}

SignatureLine cosign(std::string_view checkpoint_text, const std::string& name, const crypto::Key32& seed,
                     std::int64_t time_s) {
  const std::string message = cosignature_message(checkpoint_text, time_s);
  const crypto::Signature signature = crypto::ed25519_sign(seed, as_bytes(message));
  SignatureLine line{name, cosigner_key(name, seed).id, {}};
  for (unsigned shift = 64; shift > 0; shift -= 8)
    line.signature.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(time_s) >> (shift - 8)));
  line.signature.insert(line.signature.end(), signature.begin(), signature.end());
  return line;
}

}  // namespace licet::ledger
