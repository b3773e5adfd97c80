#include "base/encode.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace licet {
namespace {

TEST(Hex, WritesLowerCaseAndReadsBoth) {
  EXPECT_EQ(hex(Bytes{0x00, 0x9f, 0xff}), "009fff");
  EXPECT_EQ(from_hex("009FfF"), (Bytes{0x00, 0x9f, 0xff}));
  EXPECT_EQ(from_hex(""), Bytes{});
}

TEST(Hex, RefusesOddLengthAndOtherDigits) {
  for (const char* text : {"0", "0g", "g0", " 0", "0x", "/0", ":0", "@0", "`0"}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Base64, VectorsOfRfc4648) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(base64(as_bytes(plain)), encoded);
    const auto decoded = from_base64(encoded);
    ASSERT_TRUE(decoded) << encoded;
    EXPECT_EQ(as_text(*decoded), plain);
  }
  EXPECT_EQ(base64(Bytes{0xfb, 0xff, 0xfe}), "+//+");
}

TEST(Base64, RefusesWhatIsNotCanonical) {
  // Tail bits that are not zero, missing or misplaced padding, other alphabets, white space.
  for (const char* text :
       {"Zh==", "Zm9=", "Zg", "Zg=", "Z===", "====", "=", "Zg==Zg==", "Z=g=", "Zm9v\n", "-_-_", "Zm 9"})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Base32, IsCrockfordsAlphabetWithoutPadding) {
  EXPECT_EQ(base32(Bytes{}), "");
  EXPECT_EQ(base32(Bytes{0x00}), "00");
  EXPECT_EQ(base32(Bytes{0xff}), "zw");
  EXPECT_EQ(base32(as_bytes("foobar")), "csqpyrk1e8");
  EXPECT_EQ(base32(Bytes(16, 0xff)), "zzzzzzzzzzzzzzzzzzzzzzzzzw");
}

TEST(Base32, RefusesWhatIsNotCanonical) {
  EXPECT_TRUE(from_base32("zw", 1));
  for (const char* text : {"zx", "z", "zw0", "ZW", "il", "uu", "oo", "z-"}) EXPECT_FALSE(from_base32(text, 1)) << text;
}

RC_GTEST_PROP(Encode, EveryFormReadsBack, (const Bytes& bytes)) {
  RC_ASSERT(from_hex(hex(bytes)) == bytes);
  RC_ASSERT(from_base64(base64(bytes)) == bytes);
  RC_ASSERT(from_base32(base32(bytes), bytes.size()) == bytes);
}

RC_GTEST_PROP(Encode, AnAcceptedTextIsTheOnlyOneForItsBytes, ()) {
  const auto alphabet = rc::gen::elementOf(std::string("ABZaz059+/=-"));
  const auto text = *rc::gen::container<std::string>(alphabet);
  if (const auto bytes = from_base64(text)) RC_ASSERT(base64(*bytes) == text);
}

TEST(Utf8, AcceptsTheEdgesOfEachLength) {
  for (const char* text : {"", "a", "\x7f", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                           "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(text)) << hex(as_bytes(text));
  EXPECT_TRUE(is_utf8(std::string_view("\0", 1)));
}

TEST(Utf8, RefusesAndNamesTheOffset) {
  const std::string_view bad[] = {"\x80",
                                  "\xBF",
                                  "\xC0\x80",
                                  "\xC1\xBF",
                                  "\xC2",
                                  "\xC2\x41",
                                  "\xE0\x9F\xBF",
                                  "\xE2\x82",
                                  "\xED\xA0\x80",
                                  "\xED\xBF\xBF",
                                  "\xE2\x82\x41",
                                  "\xE2\x28\xA1",
                                  "\xF0\x8F\xBF\xBF",
                                  "\xF4\x90\x80\x80",
                                  "\xF5\x80\x80\x80",
                                  "\xF0\x90\x80",
                                  "\xFE",
                                  "\xFF",
                                  "\xF0\x90\x80\x41"};
  for (const std::string_view sequence : bad) {
    for (const std::string_view before : {"", "abc", "12345678", "12345678\xC3\xA9z"}) {
      std::size_t at = 999;
      EXPECT_FALSE(is_utf8(std::string(before) + std::string(sequence) + "tail tail", &at)) << hex(as_bytes(sequence));
      EXPECT_EQ(at, before.size());
    }
  }
}

TEST(Latin1, TurnsEachByteIntoItsCharacter) {
  EXPECT_EQ(latin1_to_utf8("caf\xE9 \xA3\xFF\x80"), "caf\xC3\xA9 \xC2\xA3\xC3\xBF\xC2\x80");
}

RC_GTEST_PROP(Latin1, AlwaysGivesUtf8, (const std::string& text)) { RC_ASSERT(is_utf8(latin1_to_utf8(text))); }

}  // namespace
}  // namespace licet
