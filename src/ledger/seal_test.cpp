#include "ledger/seal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/encode.h"
#include "base/limits.h"
#include "ledger/test_log.h"

namespace licet::ledger {
namespace {

using testing::test_dek;

const SealContext kContext{"log.example/licet", "ev_1"};

Fields some_fields() {
  return {{"name", "Ada Caf\xC3\xA9"},
          {"phone", "+15550100"},
          {"address", json::Object{{"city", "London"}, {"lines", json::Array{1, "x"}}}}};
}
Sealed sealed_fields(std::uint64_t seed = 1) {
  SeededRandom random(seed);
  return *seal_fields(kContext, "subj_1", test_dek(1), some_fields(), random);
}

struct Collect final : SectionVisitor {
  void section(std::string_view kid, const crypto::Digest& ciphertext) override {
    found.emplace_back(std::string(kid), ciphertext);
  }
  std::vector<std::pair<std::string, crypto::Digest>> found;
};
bool scans(const json::Value& value) {
  Collect collect;
  return scan_sections(json::canonical(value), collect);
}

TEST(Seal, OpensToWhatWasSealed) {
  const Sealed sealed = sealed_fields();
  EXPECT_EQ(*open_section(kContext, sealed.section, sealed.blob, test_dek(1)), some_fields());
  EXPECT_EQ(*SealedSection::from_json(sealed.section.to_json()), sealed.section);
  EXPECT_EQ(sealed.section.ciphertext, crypto::sha256(sealed.blob));
}

TEST(Seal, FollowsTheConstructionOfTheSpecification) {
  // Rebuilt here from primitives, so that a change of any string or order shows.
  const Sealed sealed = sealed_fields();
  const crypto::Key32 dek = test_dek(1);
  const Bytes okm = crypto::hkdf_sha256(dek, sealed.section.salt, as_bytes("audit/seal/v1ev_1"), 64);
  crypto::Key32 key{};
  std::copy_n(okm.begin(), 32, key.begin());
  EXPECT_TRUE(std::equal(okm.begin() + 32, okm.end(), sealed.section.key_commitment.begin()));
  const auto plain = crypto::aes256gcm_open(key, {}, as_bytes("log.example/licet|ev_1"), sealed.blob);
  ASSERT_TRUE(plain);
  const auto value = json::parse(as_text(*plain));
  ASSERT_TRUE(value);
  EXPECT_EQ(json::canonical(*value), as_text(*plain));
  const json::Value* phone = value->find("phone");
  ASSERT_NE(phone, nullptr);
  EXPECT_EQ(phone->string_or("v", ""), "+15550100");
  std::string message = "audit/commit/v1";
  message += '\0';
  message += "ev_1";
  message += '\0';
  message += "phone";
  message += '\0';
  message += "\"+15550100\"";
  EXPECT_EQ(crypto::hmac_sha256(*from_base64(phone->string_or("r", "")), as_bytes(message)),
            sealed.section.commitments.at("phone"));
  const crypto::Digest kcv = crypto::hmac_sha256(dek, as_bytes("licet/kcv/v1"));
  EXPECT_EQ(key_check_value(dek), base64(ByteView(kcv).first(16)));
  EXPECT_NE(key_check_value(dek), key_check_value(test_dek(2)));
}

TEST(Seal, EverySealingHasItsOwnSaltAndBlinding) {
  SeededRandom random(5);
  const Sealed a = *seal_fields(kContext, "subj_1", test_dek(1), some_fields(), random);
  const Sealed b = *seal_fields(kContext, "subj_1", test_dek(1), some_fields(), random);
  EXPECT_NE(a.section.salt, b.section.salt);
  EXPECT_NE(a.section.commitments.at("phone"), b.section.commitments.at("phone"));
  EXPECT_NE(a.blob, b.blob);
}

TEST(Seal, TheTextOfASectionIsItsCanonicalJson) {
  SealedSection section;
  for (const char* name : {"first_name", "a", "z9", "email"}) section.commitments[name] = crypto::sha256(name);
  section.ciphertext = crypto::sha256("ct");
  section.key_commitment = crypto::sha256("kc");
  section.salt = crypto::sha256("salt");
  section.kid = "subj_\"odd\"";
  EXPECT_EQ(section.canonical(), json::canonical(section.to_json()));
}

TEST(Seal, NothingOpensInAnotherPlaceOrUnderAnotherKey) {
  const Sealed sealed = sealed_fields();
  EXPECT_FALSE(open_section(kContext, sealed.section, sealed.blob, test_dek(2)));
  EXPECT_FALSE(open_section({"log.example/other", "ev_1"}, sealed.section, sealed.blob, test_dek(1)));
  EXPECT_FALSE(open_section({"log.example/licet", "ev_2"}, sealed.section, sealed.blob, test_dek(1)));
  EXPECT_FALSE(open_section(kContext, sealed.section, sealed_fields(2).blob, test_dek(1)));
  EXPECT_FALSE(open_section(kContext, sealed_fields(2).section, sealed.blob, test_dek(1)));
  for (std::size_t at = 0; at < sealed.blob.size(); ++at) {
    Bytes changed = sealed.blob;
    changed[at] ^= 1U;
    EXPECT_FALSE(open_section(kContext, sealed.section, changed, test_dek(1)));
    SealedSection section = sealed.section;  // even when the entry names the changed payload
    section.ciphertext = crypto::sha256(changed);
    EXPECT_FALSE(open_section(kContext, section, changed, test_dek(1)));
  }
}

TEST(Seal, EveryPartOfTheSectionIsChecked) {
  const Sealed sealed = sealed_fields();
  const auto opens = [&](const SealedSection& section) {
    return open_section(kContext, section, sealed.blob, test_dek(1)).has_value();
  };
  ASSERT_TRUE(opens(sealed.section));
  SealedSection changed = sealed.section;
  changed.key_commitment[0] ^= 1U;
  EXPECT_FALSE(opens(changed));
  changed = sealed.section;
  changed.salt[31] ^= 1U;
  EXPECT_FALSE(opens(changed));
  for (const auto& [name, commitment] : sealed.section.commitments) {
    changed = sealed.section;
    changed.commitments[name][5] ^= 1U;
    EXPECT_FALSE(opens(changed)) << name;
    changed = sealed.section;
    changed.commitments.erase(name);
    EXPECT_FALSE(opens(changed)) << name;
  }
  changed = sealed.section;
  changed.commitments.emplace("extra", crypto::Digest{});
  EXPECT_FALSE(opens(changed));
}

TEST(Seal, AReleasedKeyOpensItsSectionOnly) {
  const Sealed one = sealed_fields(1);
  const Sealed other = sealed_fields(2);
  const EntryKey key = derive_entry_key(test_dek(1), one.section.salt, "ev_1");
  EXPECT_EQ(*open_with_entry_key(kContext, one.section, one.blob, key), some_fields());
  EXPECT_FALSE(open_with_entry_key(kContext, other.section, other.blob, key));
  EntryKey wrong = key;
  wrong.commitment[0] ^= 1U;
  EXPECT_FALSE(open_with_entry_key(kContext, one.section, one.blob, wrong));
}

TEST(Seal, RefusesFieldsThatDoNotFit) {
  SeededRandom random(1);
  const auto seals = [&](const Fields& fields, std::string_view kid = "subj_1") {
    return seal_fields(kContext, kid, test_dek(1), fields, random).has_value();
  };
  EXPECT_FALSE(seals({}));
  EXPECT_FALSE(seals({{"Name", "x"}}));
  EXPECT_FALSE(seals({{"", "x"}}));
  EXPECT_FALSE(seals({{"name", 1.5}}));
  EXPECT_FALSE(seals({{"name", "\xFF"}}));
  EXPECT_FALSE(seals({{"name", "x"}}, "a b"));
  Fields many;
  for (std::size_t i = 0; i < limits::kSealedFieldsMax; ++i) many.emplace("f" + std::to_string(i), 1);
  EXPECT_TRUE(seals(many));
  many.emplace("g", 1);
  EXPECT_FALSE(seals(many));
  EXPECT_FALSE(seals({{"name", std::string(limits::kSealedBlobBytesMax, 'x')}}));
}

TEST(Seal, TheScannerAcceptsSectionsAndListsOfThem) {
  const json::Value section = sealed_fields().section.to_json();
  EXPECT_TRUE(scans(section));
  EXPECT_TRUE(scans(json::Array{section, section}));
  Collect collect;
  ASSERT_TRUE(scan_sections(json::canonical(section), collect));
  ASSERT_EQ(collect.found.size(), 1U);
  EXPECT_EQ(collect.found[0].first, "subj_1");
  EXPECT_EQ(collect.found[0].second, sealed_fields().section.ciphertext);
}

TEST(Seal, TheScannerRefusesWhatFromJsonRefuses) {
  const json::Value good = sealed_fields().section.to_json();
  const auto with = [&](const char* key, json::Value value) {
    json::Value changed = good;
    changed.as_object()[key] = std::move(value);
    return changed;
  };
  const std::string bad_hash = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=";  // stray low bits
  std::vector<json::Value> bad = {json::Object{},
                                  json::Value(1),
                                  with("extra", 1),
                                  with("cm", json::Object{}),
                                  with("cm", json::Object{{"name", bad_hash}}),
                                  with("cm", json::Object{{"name", "AAAA"}}),
                                  with("ct", "sha256:00"),
                                  with("ct", "sha256:" + std::string(64, 'A')),
                                  with("ct", std::string(71, '0')),
                                  with("kc", bad_hash),
                                  with("kc", 1),
                                  with("kid", ""),
                                  with("kid", "a b"),
                                  with("salt", "")};
  for (const char* key : {"cm", "ct", "kc", "kid", "salt"}) {
    json::Value missing = good;
    missing.as_object().erase(key);
    bad.push_back(missing);
  }
  for (const json::Value& value : bad) {
    EXPECT_FALSE(scans(value)) << json::canonical(value);
    EXPECT_FALSE(SealedSection::from_json(value)) << json::canonical(value);
  }
  EXPECT_FALSE(scans(json::Array{}));
  EXPECT_FALSE(scans(json::Array{good, 1}));
}

RC_GTEST_PROP(Seal, ScannerAndReaderAgreeAfterAnyEdit, ()) {
  std::string text = json::canonical(sealed_fields().section.to_json());
  text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::inRange<char>(32, 127);
  const auto value = json::parse(text, json::kEntryOptions);
  const bool reads = value && json::canonical(*value) == text && SealedSection::from_json(*value);
  Collect collect;
  RC_ASSERT(scan_sections(text, collect) == reads);
}

TEST(Seal, WrappedKeysBelongToTheirPlace) {
  SeededRandom random(9);
  const crypto::Key32 kek = test_dek(77);
  const Bytes wrapped = wrap_key(kek, test_dek(1), "log", "subj_1", 3, random);
  EXPECT_EQ(wrapped.size(), 60U);
  EXPECT_EQ(unwrap_key(kek, wrapped, "log", "subj_1", 3), test_dek(1));
  EXPECT_FALSE(unwrap_key(test_dek(78), wrapped, "log", "subj_1", 3));
  EXPECT_FALSE(unwrap_key(kek, wrapped, "log2", "subj_1", 3));
  EXPECT_FALSE(unwrap_key(kek, wrapped, "log", "subj_2", 3));
  EXPECT_FALSE(unwrap_key(kek, wrapped, "log", "subj_1", 4));
  EXPECT_FALSE(unwrap_key(kek, ByteView(wrapped).first(59), "log", "subj_1", 3));
}

}  // namespace
}  // namespace licet::ledger
