// OpenSSL 3 behind crypto.h. Algorithms are fetched once and contexts live per thread: in OpenSSL 3 fetching by name
// costs more than hashing a short message. A failing call here means no memory or a broken library: both end the
// program, because going on without a hash or a signature is worse.
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <limits>
#include <memory>

#include "base/crypto.h"
#include "base/result.h"

namespace licet::crypto {
namespace {

struct Deleter {
  void operator()(EVP_MD* p) const { EVP_MD_free(p); }
  void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
  void operator()(EVP_CIPHER* p) const { EVP_CIPHER_free(p); }
  void operator()(EVP_CIPHER_CTX* p) const { EVP_CIPHER_CTX_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
template <typename T>
using Owned = std::unique_ptr<T, Deleter>;

constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kBlockBytes = 64;  // of SHA-256, for HMAC

const EVP_MD* sha256_algorithm() {
  // Never freed: threads may still hash while static objects are destroyed.
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  LICET_INVARIANT(md != nullptr);
  return md;
}

const EVP_CIPHER* gcm_algorithm() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  LICET_INVARIANT(cipher != nullptr);
  return cipher;
}

void begin(EVP_MD_CTX* context) { LICET_INVARIANT(EVP_DigestInit_ex2(context, sha256_algorithm(), nullptr) == 1); }
void add(EVP_MD_CTX* context, ByteView data) {
  LICET_INVARIANT(EVP_DigestUpdate(context, data.data(), data.size()) == 1);
}
Digest end(EVP_MD_CTX* context) {
  Digest out{};
  LICET_INVARIANT(EVP_DigestFinal_ex(context, out.data(), nullptr) == 1);
  return out;
}

EVP_MD_CTX* digest_context() {
  thread_local const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  LICET_INVARIANT(context != nullptr);
  return context.get();
}

EVP_CIPHER_CTX* cipher_context() {
  thread_local const Owned<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new());
  LICET_INVARIANT(context != nullptr);
  return context.get();
}

// OpenSSL counts in int.
int int_size(std::size_t size) {
  LICET_INVARIANT(size <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(size);
}

Owned<EVP_PKEY> private_key(const Key32& seed) {
  Owned<EVP_PKEY> key(EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, seed.data(), seed.size()));
  LICET_INVARIANT(key != nullptr);
  return key;
}

// A cipher context keeps the expanded key until it is used again; wipe it instead.
class ContextWipe {
 public:
  explicit ContextWipe(EVP_CIPHER_CTX* context) : context_(context) {}
  ~ContextWipe() { EVP_CIPHER_CTX_reset(context_); }
  ContextWipe(const ContextWipe&) = delete;
  ContextWipe& operator=(const ContextWipe&) = delete;

 private:
  EVP_CIPHER_CTX* context_;
};

}  // namespace

Digest sha256(ByteView data) {
  EVP_MD_CTX* context = digest_context();
  begin(context);
  add(context, data);
  return end(context);
}

Sha256::Sha256() : state_(EVP_MD_CTX_new()) {
  LICET_INVARIANT(state_ != nullptr);
  begin(static_cast<EVP_MD_CTX*>(state_));
}
Sha256::~Sha256() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(state_)); }
void Sha256::update(ByteView data) { add(static_cast<EVP_MD_CTX*>(state_), data); }
Digest Sha256::finish() { return end(static_cast<EVP_MD_CTX*>(state_)); }

// RFC 2104 over our digest: EVP_MAC allocates and looks up parameters on each call.
Digest hmac_sha256(ByteView key, ByteView data) {
  std::array<std::uint8_t, kBlockBytes> block{};
  if (key.size() > block.size()) {
    const Digest hashed = sha256(key);
    std::copy(hashed.begin(), hashed.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  EVP_MD_CTX* context = digest_context();
  for (auto& byte : block) byte ^= 0x36U;
  begin(context);
  add(context, block);
  add(context, data);
  const Digest inner = end(context);
  for (auto& byte : block) byte ^= 0x36U ^ 0x5CU;
  begin(context);
  add(context, block);
  add(context, inner);
  OPENSSL_cleanse(block.data(), block.size());
  return end(context);
}

Bytes hkdf_sha256(ByteView key, ByteView salt, ByteView info, std::size_t size) {
  LICET_INVARIANT(size <= 255 * sizeof(Digest));
  Digest pseudo_random_key = hmac_sha256(salt, key);
  Bytes out;
  out.reserve(size);
  Bytes message;
  for (std::uint8_t counter = 1; out.size() < size; ++counter) {
    message.insert(message.end(), info.begin(), info.end());
    message.push_back(counter);
    Digest block = hmac_sha256(pseudo_random_key, message);
    const std::size_t part = std::min(block.size(), size - out.size());
    out.insert(out.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(part));
    message.assign(block.begin(), block.end());
    OPENSSL_cleanse(block.data(), block.size());
  }
  OPENSSL_cleanse(pseudo_random_key.data(), pseudo_random_key.size());
  if (!message.empty()) OPENSSL_cleanse(message.data(), message.size());
  return out;
}

Bytes aes256gcm_seal(const Key32& key, const std::array<std::uint8_t, 12>& nonce, ByteView aad, ByteView plain) {
  EVP_CIPHER_CTX* context = cipher_context();
  const ContextWipe wipe(context);
  LICET_INVARIANT(EVP_EncryptInit_ex2(context, gcm_algorithm(), key.data(), nonce.data(), nullptr) == 1);
  int written = 0;
  if (!aad.empty())
    LICET_INVARIANT(EVP_EncryptUpdate(context, nullptr, &written, aad.data(), int_size(aad.size())) == 1);
  Bytes out(plain.size() + kTagBytes);
  if (!plain.empty())
    LICET_INVARIANT(EVP_EncryptUpdate(context, out.data(), &written, plain.data(), int_size(plain.size())) == 1);
  std::uint8_t* const tag = out.data() + plain.size();
  LICET_INVARIANT(EVP_EncryptFinal_ex(context, tag, &written) == 1 && written == 0);
  LICET_INVARIANT(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag) == 1);
  return out;
}

std::optional<Bytes> aes256gcm_open(const Key32& key, const std::array<std::uint8_t, 12>& nonce, ByteView aad,
                                    ByteView sealed) {
  if (sealed.size() < kTagBytes) return std::nullopt;
  EVP_CIPHER_CTX* context = cipher_context();
  const ContextWipe wipe(context);
  LICET_INVARIANT(EVP_DecryptInit_ex2(context, gcm_algorithm(), key.data(), nonce.data(), nullptr) == 1);
  int written = 0;
  if (!aad.empty())
    LICET_INVARIANT(EVP_DecryptUpdate(context, nullptr, &written, aad.data(), int_size(aad.size())) == 1);
  const std::size_t size = sealed.size() - kTagBytes;
  Bytes out(size);
  if (size > 0) LICET_INVARIANT(EVP_DecryptUpdate(context, out.data(), &written, sealed.data(), int_size(size)) == 1);
  std::array<std::uint8_t, kTagBytes> tag{};
  std::copy(sealed.end() - kTagBytes, sealed.end(), tag.begin());
  LICET_INVARIANT(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1);
  std::uint8_t none = 0;
  if (EVP_DecryptFinal_ex(context, &none, &written) != 1) {
    if (!out.empty()) OPENSSL_cleanse(out.data(), out.size());
    return std::nullopt;
  }
  return out;
}

Key32 ed25519_public(const Key32& seed) {
  const auto key = private_key(seed);
  Key32 out{};
  std::size_t size = out.size();
  LICET_INVARIANT(EVP_PKEY_get_raw_public_key(key.get(), out.data(), &size) == 1 && size == out.size());
  return out;
}

Signature ed25519_sign(const Key32& seed, ByteView message) {
  const auto key = private_key(seed);
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  LICET_INVARIANT(context != nullptr);
  LICET_INVARIANT(EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key.get(), nullptr) == 1);
  Signature out{};
  std::size_t size = out.size();
  LICET_INVARIANT(EVP_DigestSign(context.get(), out.data(), &size, message.data(), message.size()) == 1);
  LICET_INVARIANT(size == out.size());
  return out;
}

bool ed25519_verify(const Key32& public_key, ByteView message, ByteView signature) {
  if (signature.size() != sizeof(Signature)) return false;
  const Owned<EVP_PKEY> key(
      EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, public_key.data(), public_key.size()));
  if (key == nullptr) return false;
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  LICET_INVARIANT(context != nullptr);
  LICET_INVARIANT(EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key.get(), nullptr) == 1);
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

void SystemRandom::fill(std::uint8_t* out, std::size_t size) {
  while (size > 0) {
    const ssize_t got = getrandom(out, size, 0);
    if (got < 0) {
      LICET_INVARIANT(errno == EINTR);
      continue;
    }
    out += got;
    size -= static_cast<std::size_t>(got);
  }
}

void SystemRandom::fill_id(std::array<std::uint8_t, kIdBytes>& out) {
  using std::chrono::system_clock;
  fill(out.data(), out.size());
  auto seconds = static_cast<std::uint32_t>(
      std::chrono::duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch()).count());
  for (std::size_t i = sizeof seconds; i-- > 0; seconds >>= 8U) out[i] = static_cast<std::uint8_t>(seconds);
}

}  // namespace licet::crypto
