#include "base/crypto.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>

namespace licet::crypto {
namespace {

Bytes unhex(std::string_view text) { return from_hex(text).value(); }
template <std::size_t N>
std::array<std::uint8_t, N> fixed(std::string_view text) {
  const Bytes bytes = unhex(text);
  std::array<std::uint8_t, N> out{};
  EXPECT_EQ(bytes.size(), N);
  std::copy_n(bytes.begin(), std::min(N, bytes.size()), out.begin());
  return out;
}

TEST(Sha256, VectorsOfFips180) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

RC_GTEST_PROP(Sha256, StreamingEqualsOneCall, (const std::vector<std::string>& parts)) {
  Sha256 stream;
  std::string whole;
  for (const auto& part : parts) {
    stream.update(part);
    sha256("another message on the same thread");
    whole += part;
  }
  RC_ASSERT(stream.finish() == sha256(whole));
}

TEST(Digest, HasOneText) {
  const std::string text = digest_text(sha256(""));
  EXPECT_EQ(text, "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(parse_digest_text(text), sha256(""));
  std::string upper = text;
  upper[7] = 'E';
  EXPECT_FALSE(parse_digest_text(upper));
  EXPECT_FALSE(parse_digest_text(text.substr(7)));
  EXPECT_FALSE(parse_digest_text(text + "0"));
  EXPECT_FALSE(parse_digest_text("sha512:" + text.substr(7)));
  EXPECT_FALSE(parse_digest_text("sha256:" + std::string(64, 'g')));
}

TEST(Hmac, VectorsOfRfc4231) {
  EXPECT_EQ(hex(hmac_sha256(Bytes(20, 0x0b), as_bytes("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(Bytes(20, 0xaa), Bytes(50, 0xdd))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(hex(hmac_sha256(Bytes(131, 0xaa), as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hkdf, VectorsOfRfc5869) {
  const Bytes key(22, 0x0b);
  EXPECT_EQ(hex(hkdf_sha256(key, unhex("000102030405060708090a0b0c"), unhex("f0f1f2f3f4f5f6f7f8f9"), 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(hex(hkdf_sha256(key, {}, {}, 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  Bytes long_key;
  Bytes salt;
  Bytes info;
  for (unsigned i = 0; i < 80; ++i) {
    long_key.push_back(static_cast<std::uint8_t>(i));
    salt.push_back(static_cast<std::uint8_t>(0x60 + i));
    info.push_back(static_cast<std::uint8_t>(0xb0 + i));
  }
  EXPECT_EQ(hex(hkdf_sha256(long_key, salt, info, 82)),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
}

TEST(Hkdf, AtItsLimit) {
  EXPECT_EQ(hkdf_sha256(as_bytes("k"), {}, {}, 255 * 32).size(), 255U * 32U);
  EXPECT_TRUE(hkdf_sha256(as_bytes("k"), {}, {}, 0).empty());
  EXPECT_DEATH(hkdf_sha256(as_bytes("k"), {}, {}, 255 * 32 + 1), "internal error");
}

struct GcmVector {
  const char *key, *nonce, *aad, *plain, *sealed;
};
// Test cases 13, 14 and 16 of the GCM specification (McGrew and Viega).
constexpr GcmVector kGcmVectors[] = {
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "", "",
     "530f8afbc74536b9a963b4f1c4cb738b"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "",
     "00000000000000000000000000000000", "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"},
};

TEST(Aes256Gcm, VectorsOfTheSpecification) {
  for (const auto& v : kGcmVectors) {
    const Bytes sealed = aes256gcm_seal(fixed<32>(v.key), fixed<12>(v.nonce), unhex(v.aad), unhex(v.plain));
    EXPECT_EQ(hex(sealed), v.sealed);
    EXPECT_EQ(aes256gcm_open(fixed<32>(v.key), fixed<12>(v.nonce), unhex(v.aad), sealed), unhex(v.plain));
  }
}

TEST(Aes256Gcm, RefusesEveryChangedByte) {
  const auto& v = kGcmVectors[2];
  const Key32 key = fixed<32>(v.key);
  const auto nonce = fixed<12>(v.nonce);
  const Bytes aad = unhex(v.aad);
  const Bytes sealed = unhex(v.sealed);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes changed = sealed;
    changed[i] ^= 1U;
    EXPECT_FALSE(aes256gcm_open(key, nonce, aad, changed)) << i;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_FALSE(aes256gcm_open(key, nonce, aad, ByteView(sealed).first(size))) << size;
  Bytes other_aad = aad;
  other_aad.back() ^= 1U;
  EXPECT_FALSE(aes256gcm_open(key, nonce, other_aad, sealed));
  EXPECT_FALSE(aes256gcm_open(key, nonce, {}, sealed));
  Key32 other_key = key;
  other_key[0] ^= 1U;
  EXPECT_FALSE(aes256gcm_open(other_key, nonce, aad, sealed));
  EXPECT_TRUE(aes256gcm_open(key, nonce, aad, sealed)) << "a refusal must not spoil the next call";
}

struct EdVector {
  const char *seed, *public_key, *message, *signature;
};
// RFC 8032 section 7.1, tests 1 to 3.
constexpr EdVector kEdVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe246"
     "55141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb"
     "00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc"
     "027beceea1ec40a"},
};

TEST(Ed25519, VectorsOfRfc8032) {
  for (const auto& v : kEdVectors) {
    const Key32 seed = fixed<32>(v.seed);
    EXPECT_EQ(hex(ed25519_public(seed)), v.public_key);
    EXPECT_EQ(hex(ed25519_sign(seed, unhex(v.message))), v.signature);
    EXPECT_TRUE(ed25519_verify(fixed<32>(v.public_key), unhex(v.message), unhex(v.signature)));
  }
}

TEST(Ed25519, RefusesEveryChangedByte) {
  const auto& v = kEdVectors[2];
  const Key32 key = fixed<32>(v.public_key);
  const Bytes message = unhex(v.message);
  const Bytes signature = unhex(v.signature);
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Bytes changed = signature;
    changed[i] ^= 1U;
    EXPECT_FALSE(ed25519_verify(key, message, changed)) << i;
  }
  EXPECT_FALSE(ed25519_verify(key, as_bytes("other"), signature));
  EXPECT_FALSE(ed25519_verify(fixed<32>(kEdVectors[0].public_key), message, signature));
  EXPECT_FALSE(ed25519_verify(key, message, ByteView(signature).first(63)));
  EXPECT_FALSE(ed25519_verify(key, message, {}));
  Bytes longer = signature;
  longer.push_back(0);
  EXPECT_FALSE(ed25519_verify(key, message, longer));
  EXPECT_FALSE(ed25519_verify(Key32{}, message, signature));
}

// S + L verifies in careless implementations and would give one message two signatures.
TEST(Ed25519, RefusesASignatureWithSPlusTheGroupOrder) {
  const auto& v = kEdVectors[2];
  const Bytes order = unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  Bytes changed = unhex(v.signature);
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned>(changed[32 + i]) + order[i];
    changed[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8U;
  }
  EXPECT_FALSE(ed25519_verify(fixed<32>(v.public_key), unhex(v.message), changed));
}

TEST(Equal, ComparesSizesAndBytes) {
  EXPECT_TRUE(equal(as_bytes("abc"), as_bytes("abc")));
  EXPECT_TRUE(equal({}, {}));
  EXPECT_FALSE(equal(as_bytes("abc"), as_bytes("abd")));
  EXPECT_FALSE(equal(as_bytes("bbc"), as_bytes("abc")));
  EXPECT_FALSE(equal(as_bytes("abc"), as_bytes("ab")));
  EXPECT_FALSE(equal(as_bytes("ab"), as_bytes("abc")));
}

// What is made together lies together, in every index; the rest is random.
TEST(SystemRandom, IdsBeginWithTheSecond) {
  SystemRandom random;
  const auto seconds = [] {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  const std::int64_t before = seconds();
  std::array<std::uint8_t, kIdBytes> a{};
  std::array<std::uint8_t, kIdBytes> b{};
  random.fill_id(a);
  random.fill_id(b);
  const std::int64_t after = seconds();
  for (const auto& id : {a, b}) {
    const std::uint32_t made =
        std::uint32_t{id[0]} << 24U | std::uint32_t{id[1]} << 16U | std::uint32_t{id[2]} << 8U | id[3];
    EXPECT_GE(made, static_cast<std::uint32_t>(before));
    EXPECT_LE(made, static_cast<std::uint32_t>(after));
  }
  EXPECT_FALSE(std::equal(a.begin() + 4, a.end(), b.begin() + 4));
}

TEST(SystemRandom, FillsAndDiffers) {
  SystemRandom random;
  EXPECT_NE(random_key(random), random_key(random));
  Bytes many(100'000);
  random.fill(many.data(), many.size());
  // A block of zeros this long has a chance of 2^-512.
  EXPECT_TRUE(std::any_of(many.end() - 64, many.end(), [](std::uint8_t b) { return b != 0; }));
}

TEST(RandomKey, ReplaysFromTheSeed) {
  SeededRandom a(3);
  SeededRandom b(3);
  EXPECT_EQ(random_key(a), random_key(b));
}

}  // namespace
}  // namespace licet::crypto
