// Cryptographic primitives behind a seam: the pure layers see these functions, base/crypto_openssl.cpp fills them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/encode.h"
#include "base/id.h"

namespace licet::crypto {

using Digest = std::array<std::uint8_t, 32>;
using Key32 = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

Digest sha256(ByteView data);
inline Digest sha256(std::string_view text) { return sha256(as_bytes(text)); }
/// "sha256:" + 64 hex digits: how digests are written in entries and documents.
std::string digest_text(const Digest& digest);
std::optional<Digest> parse_digest_text(std::string_view text);

/// Streaming SHA-256.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(ByteView data);
  void update(std::string_view text) { update(as_bytes(text)); }
  Digest finish();  ///< once

 private:
  void* state_;
};

Digest hmac_sha256(ByteView key, ByteView data);
/// RFC 5869, extract and expand; `size` at most 255*32.
Bytes hkdf_sha256(ByteView key, ByteView salt, ByteView info, std::size_t size);

/// AES-256-GCM with a 96-bit nonce; the 16-byte tag is appended.
Bytes aes256gcm_seal(const Key32& key, const std::array<std::uint8_t, 12>& nonce, ByteView aad, ByteView plain);
/// nullopt when the tag does not verify.
std::optional<Bytes> aes256gcm_open(const Key32& key, const std::array<std::uint8_t, 12>& nonce, ByteView aad,
                                    ByteView sealed);

// Ed25519 (RFC 8032). A seed is the 32-byte private key.
Key32 ed25519_public(const Key32& seed);
Signature ed25519_sign(const Key32& seed, ByteView message);
bool ed25519_verify(const Key32& public_key, ByteView message, ByteView signature);

/// Constant-time equality.
bool equal(ByteView a, ByteView b);

/// The operating system's generator. An identifier begins with the second it was made in (32 bits, big-endian, seconds
/// since 1970, wrapping in 2106) and 96 random bits follow, so that rows made together lie together.
class SystemRandom final : public Random {
 public:
  void fill(std::uint8_t* out, std::size_t size) override;
  void fill_id(std::array<std::uint8_t, kIdBytes>& out) override;
};
Key32 random_key(Random& random);

}  // namespace licet::crypto
