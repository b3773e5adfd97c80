#include "app/intake_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "app/csv_encoding.h"
#include "base/encode.h"

namespace licet::app::intake {
namespace {

TEST(IntakeText, Clean) {
  EXPECT_EQ(clean("  a  b\t\r\nc "), "a b c");
  EXPECT_EQ(clean("\xC2\xA0Pat\xC2\xA0\xC2\xA0O\xE2\x80\x99"
                  "Brien\xE3\x80\x80"),
            "Pat O\xE2\x80\x99"
            "Brien");
  EXPECT_EQ(clean("\xEF\xBB\xBF"
                  "e\xE2\x80\x8Bmail\xE2\x80\x8E"),
            "email");
  EXPECT_EQ(clean("a\x01"
                  "b\x7F"),
            "ab");
  EXPECT_EQ(clean("é 日本 😀"), "é 日本 😀");
  EXPECT_EQ(clean(" \t "), "");
}

TEST(IntakeText, Fold) {
  EXPECT_EQ(fold("E-Mail Address"), "emailaddress");
  EXPECT_EQ(fold("e_mail  address:"), "emailaddress");
  EXPECT_EQ(fold("Prénom"), "prenom");
  EXPECT_EQ(fold("STRASSE straße Łódź"), "strassestrasselodz");
  EXPECT_EQ(fold("Trinidad & Tobago"), "trinidadandtobago");
  EXPECT_EQ(fold("電子メール"), "電子メール");
  EXPECT_EQ(fold(" -_./ "), "");
}

TEST(IntakeText, SaysSomething) {
  for (const char* nothing : {"", "   ", " -_./ ", "\xC2\xA0\xE2\x80\x8B", "\t\n"})
    EXPECT_FALSE(says_something(nothing));
  for (const char* something : {"x", " 7 ", "é", "電", "(ok)"}) EXPECT_TRUE(says_something(something));
}

TEST(IntakeText, Shown) {
  EXPECT_EQ(shown("short"), "'short'");
  EXPECT_EQ(shown(std::string(40, 'x')), "'" + std::string(40, 'x') + "'");
  EXPECT_EQ(shown(std::string(41, 'x')), "'" + std::string(20, 'x') + "…'");
  EXPECT_EQ(shown(std::string(19, 'x') + "éé" + std::string(30, 'x')), "'" + std::string(19, 'x') + "…'");
}

RC_GTEST_PROP(IntakeTextProperty, CleanAndFoldAreStable, ()) {
  const auto bytes = *rc::gen::arbitrary<std::string>();
  std::string text = latin1_to_utf8(bytes);
  RC_ASSERT(clean(clean(text)) == clean(text));
  RC_ASSERT(fold(fold(text)) == fold(text));
  RC_ASSERT(fold(clean(text)) == fold(text));
  RC_ASSERT(is_utf8(clean(text)));
  RC_ASSERT(is_utf8(fold(text)));
  RC_ASSERT(is_utf8(shown(text)));
}

}  // namespace
}  // namespace licet::app::intake
