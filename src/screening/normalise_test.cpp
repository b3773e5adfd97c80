#include "screening/normalise.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/translit.h>

#include <array>
#include <chrono>
#include <memory>

#include "base/limits.h"

namespace licet::screening {
namespace {

std::string words(std::string_view name, NameForm form = NameForm::kPerson) {
  const auto normal = normalise(name, form);
  if (!normal) return "error: " + normal.error().text;
  std::string out;
  for (const Token& token : normal->tokens) out += (out.empty() ? "" : " ") + token.text;
  return out;
}

TEST(Normalise, PlainNames) {
  EXPECT_EQ(words("OSTROVSKY-KALE, Mirko"), "ostrovsky kale mirko");
  EXPECT_EQ(words("O'Brien  Sa\xE2\x80\x99id"), "obrien said");
  EXPECT_EQ(words("J.R. Smith"), "j r smith");
  EXPECT_EQ(words("José\xC2\xA0Müller"), "jose muller");
  EXPECT_EQ(words("Łukasz Ødegård"), "lukasz odegard");
  EXPECT_EQ(words("Straße"), "strasse");
}

TEST(Normalise, OtherScripts) {
  EXPECT_EQ(words("Владимир Путин"), "vladimir putin");
  EXPECT_EQ(words("習近平"), "xi jin ping");
  EXPECT_FALSE(words("حسین موسوی").empty());
  EXPECT_EQ(words("Ｊｏｈｎ"), "john");
}

TEST(Normalise, FamilyNameBeforeTheComma) {
  const NormalName name = *normalise("AL-MAJID, Ali Hassan", NameForm::kPerson);
  ASSERT_EQ(name.tokens.size(), 4U);
  EXPECT_TRUE(name.tokens[0].family && name.tokens[1].family);
  EXPECT_FALSE(name.tokens[2].family || name.tokens[3].family);
  EXPECT_EQ(name.joined, "almajidalihassan");
  EXPECT_EQ(name.joined_natural, "alihassanalmajid");
  EXPECT_FALSE(normalise("Smith,", NameForm::kPerson)->tokens[0].family);
}

TEST(Normalise, Organisations) {
  EXPECT_EQ(words("11420 CORP.", NameForm::kOrganisation), "11420 stock");
  EXPECT_EQ(words("CECOEX, S. A.", NameForm::kOrganisation), "cecoex stock");
  EXPECT_EQ(words("A & B Company Limited", NameForm::kOrganisation), "a and b limited");
  EXPECT_EQ(normalise("11420 CORP.", NameForm::kOrganisation)->tokens[0].kind, TokenKind::kNumber);
}

TEST(Normalise, NeverEmptyFromANonEmptyName) {
  EXPECT_EQ(words("\xCC\x81"), "\xCC\x81");                  // a lone combining acute
  EXPECT_EQ(words("\xF0\x9F\x92\xA9"), "\xF0\x9F\x92\xA9");  // an emoji
  EXPECT_EQ(words("\xE2\x80\x8F"), "\xE2\x80\x8F");          // a lone right-to-left mark
  EXPECT_EQ(words("- . -"), "- . -");
  EXPECT_EQ(words(" \t\n"), "");
  EXPECT_EQ(words("Ltd", NameForm::kOrganisation), "limited");
}

TEST(Normalise, MarksOfDirectionDoNotHideAName) {
  EXPECT_EQ(words("\xE2\x80\xAEVla\xE2\x80\x8B"
                  "dimir\xE2\x80\xAC Putin"),
            "vladimir putin");
}

TEST(Normalise, LimitsHold) {
  std::string many;
  for (std::size_t i = 0; i < limits::kNameTokensMax; ++i) many += "ab ";
  EXPECT_EQ(normalise(many, NameForm::kPerson)->tokens.size(), limits::kNameTokensMax);
  EXPECT_EQ(normalise(many + "ab", NameForm::kPerson).error().code, ErrorCode::kLimit);
  const std::string big(limits::kNameBytesMax, 'x');
  EXPECT_EQ(normalise(big, NameForm::kPerson)->tokens[0].text.size(), kTokenCharsMax);
  EXPECT_EQ(normalise(big + 'x', NameForm::kPerson).error().code, ErrorCode::kLimit);
  EXPECT_EQ(normalise("ab\xFFz", NameForm::kPerson).error().code, ErrorCode::kBadInput);
}

TEST(Normalise, HostileNamesTakeBoundedTime) {
  const auto begin = std::chrono::steady_clock::now();
  std::string han;
  while (han.size() + 3 <= limits::kNameBytesMax) han += "習";
  EXPECT_FALSE(normalise(han, NameForm::kPerson));  // 256 words of it are looked at, which is too many
  std::string arabic;
  while (arabic.size() + 2 <= limits::kNameBytesMax) arabic += "م";
  EXPECT_TRUE(normalise(arabic, NameForm::kPerson));
  std::string marks = "a";
  while (marks.size() + 2 <= limits::kNameBytesMax) marks += "\xCC\x81";
  EXPECT_EQ(words(marks), "a");
  std::string tokens;
  for (int i = 0; i < 10'000; ++i) tokens += "x ";
  EXPECT_FALSE(normalise(tokens, NameForm::kPerson));
  EXPECT_FALSE(normalise(std::string(10'000, '-') + tokens, NameForm::kOrganisation));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

/// What the whole transform makes of a text, in one.
std::string by_icu(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  static const std::unique_ptr<icu::Transliterator> kWhole(icu::Transliterator::createInstance(
      "NFKC; [:Cf:] Remove; Any-Latin; NFD; [:Mn:] Remove; Latin-ASCII; Lower; NFC", UTRANS_FORWARD, status));
  icu::UnicodeString buffer = icu::UnicodeString::fromUTF8(text);
  kWhole->transliterate(buffer);
  std::string out;
  return buffer.toUTF8String(out);
}

void equals_icu(const std::vector<int>& chars) {
  icu::UnicodeString buffer;
  for (const int c : chars) buffer.append(static_cast<UChar32>(c));
  std::string text;
  buffer.toUTF8String(text);
  const auto plain = latin_lower(text);
  RC_ASSERT(plain.has_value());
  RC_ASSERT(*plain == by_icu(text));
}

rc::Gen<int> ascii() { return rc::gen::inRange(0x20, 0x7F); }

RC_GTEST_PROP(Normalise, AsciiPathEqualsTheTransform, ()) {
  equals_icu(*rc::gen::container<std::vector<int>>(ascii()));
}

RC_GTEST_PROP(Normalise, AccentedLatinPathEqualsTheTransform, ()) {
  equals_icu(*rc::gen::container<std::vector<int>>(
      rc::gen::oneOf(rc::gen::inRange(0xC0, 0x250), rc::gen::inRange(0xC0, 0x250), ascii())));
}

/// Scripts, marks, ligatures, wide forms and format characters, mixed.
RC_GTEST_PROP(Normalise, StepsEqualTheTransform, ()) {
  constexpr std::array<std::pair<int, int>, 18> kRanges{{{0xA0, 0x250},
                                                         {0x2B0, 0x370},
                                                         {0x370, 0x400},
                                                         {0x400, 0x530},
                                                         {0x531, 0x590},
                                                         {0x5D0, 0x5F5},
                                                         {0x600, 0x700},
                                                         {0x900, 0x980},
                                                         {0xE01, 0xE5B},
                                                         {0x10A0, 0x1100},
                                                         {0x1E00, 0x2000},
                                                         {0x2000, 0x2070},
                                                         {0x2C60, 0x2C80},
                                                         {0x3041, 0x3100},
                                                         {0x4E00, 0x4F00},
                                                         {0xAC00, 0xAD00},
                                                         {0xFB00, 0xFB20},
                                                         {0xFF01, 0xFF60}}};
  const auto script =
      rc::gen::mapcat(rc::gen::elementOf(std::vector(kRanges.begin(), kRanges.end())),
                      [](std::pair<int, int> range) { return rc::gen::inRange(range.first, range.second); });
  equals_icu(*rc::gen::container<std::vector<int>>(rc::gen::oneOf(script, script, ascii())));
}

RC_GTEST_PROP(Normalise, IsStableUnderItself, ()) {
  const auto name =
      *rc::gen::element<std::string>("Владимир Путин", "AL-MAJID, Ali", "習近平", "J.R. O'Neil", "Əliyev İlham");
  const std::string once = words(name);
  RC_ASSERT(words(once) == once);
}

TEST(IcuVersion, IsRecorded) { EXPECT_NE(icu_version().find('.'), std::string::npos); }

}  // namespace
}  // namespace licet::screening
