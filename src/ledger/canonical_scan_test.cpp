#include "ledger/canonical_scan.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/encode.h"
#include "base/json.h"

namespace licet::ledger {
namespace {

bool reference(std::string_view text, std::uint32_t depth) {
  const auto value = json::parse(text, {json::Profile::kEntry, depth, 65'535});
  return value && json::canonical(*value) == text;
}
bool fast(std::string_view text, std::uint32_t depth) {
  if (!is_utf8(text)) return false;
  CanonicalScan scan(text);
  return scan.value(depth) && scan.at_end();
}

TEST(CanonicalScan, AgreesWithTheParserOnChosenTexts) {
  for (const char* text :
       {"{}", "[]", "null", "true", "false", "0", "-1", "9007199254740991", "-9007199254740991", "\"\"", "\"a\"",
        R"({"a":1,"b":[1,2,{"c":null}]})", R"("\b\t\n\f\r\"\\\u0000\u001f\u000b\u000e")", "\"caf\xC3\xA9\"",
        "\"\xF0\x9F\x98\x82\"", "\"\x7f/\"", R"({"0":0,"_":1,"a":2})", "[[[[[[[[]]]]]]]]", "\"12345678\\n12345678\""}) {
    EXPECT_TRUE(reference(text, 8)) << text;
    EXPECT_TRUE(fast(text, 8)) << text;
  }
  for (const char* text : {"",
                           " 1",
                           "1 ",
                           "-0",
                           "01",
                           "1.0",
                           "1e3",
                           "9007199254740992",
                           "-9007199254740992",
                           "99999999999999999999",
                           "+1",
                           R"({"b":1,"a":2})",
                           R"({"a":1,"a":1})",
                           R"({"A":1})",
                           R"({"":1})",
                           R"({"a" :1})",
                           R"({"a":1,})",
                           "[1,]",
                           "[,1]",
                           "[1 ,2]",
                           R"("\/")",
                           R"("\u0041")",
                           R"("\u000A")",
                           R"("\u000a")",
                           R"("\u0009")",
                           R"("\u001F")",
                           R"("\u0020")",
                           "\"\x01\"",
                           "\"\n\"",
                           "\"a",
                           "'a'",
                           "nul",
                           "True",
                           "{",
                           "[",
                           "{}{}",
                           "[[[[[[[[[]]]]]]]]]",
                           "\"\\",
                           "\"\\u00",
                           "\xEF\xBB\xBF{}",
                           "{\"a\\u0062\":1}",
                           "\"\x80\"",
                           "-",
                           "[1",
                           R"({"a")",
                           R"({"a":)",
                           "\"12345678\n\""}) {
    EXPECT_FALSE(reference(text, 8)) << text;
    EXPECT_FALSE(fast(text, 8)) << text;
  }
}

rc::Gen<std::string> text_gen() {
  return rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
      {{8, rc::gen::inRange<char>('a', 'z')}, {1, rc::gen::element('"', '\\', '\n', '\x01', '\x1f', '\x7f', '/')}}));
}

json::Value value_gen(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 7 : 5)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::inRange<std::int64_t>(-9007199254740991, 9007199254740992);
    case 3:
      return *text_gen();
    case 4:
      return "caf\xC3\xA9 \xF0\x9F\x98\x82 \xE2\x80\xA8";
    case 5: {
      json::Array out;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) out.push_back(value_gen(depth - 1));
      return out;
    }
    default: {
      json::Object out;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
        out.emplace(*rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::element('a', 'b', '0', '_'))),
                    value_gen(depth - 1));
      return out;
    }
  }
}

RC_GTEST_PROP(CanonicalScan, AcceptsEveryCanonicalTextAndAgreesAfterAnyEdit, ()) {
  const std::string good = json::canonical(json::Array{value_gen(6), value_gen(6), value_gen(6), value_gen(6)});
  RC_ASSERT(fast(good, 8));
  for (int i = 0; i < 50; ++i) {
    std::string edited = good;
    const auto at = *rc::gen::inRange<std::size_t>(0, edited.size());
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        edited[at] = static_cast<char>(*rc::gen::inRange(0, 256));
        break;
      case 1:
        edited.erase(at, 1);
        break;
      case 2:
        edited.insert(at, 1, *rc::gen::element(' ', '0', '1', '-', '"', '\\', ',', '}', ']', '{', '[', 'e', '.'));
        break;
      default:
        edited.insert(at, edited.substr(at, *rc::gen::inRange<std::size_t>(1, 9)));
    }
    RC_ASSERT(fast(edited, 8) == reference(edited, 8));
  }
}

RC_GTEST_PROP(CanonicalScan, DepthIsCountedAsTheParserDoes, ()) {
  const json::Value value = value_gen(6);
  const std::string text = json::canonical(value);
  for (std::uint32_t depth = 0; depth <= 8; ++depth) RC_ASSERT(fast(text, depth) == reference(text, depth));
}

TEST(CanonicalScan, ReportsWatchedMembersAtAnyDepth) {
  const std::string text = R"({"a":{"sealed":[1,2]},"b":[{"sealed":"x"}],"sealed":{"sealed":3}})";
  CanonicalScan scan(text);
  std::vector<std::string_view> found;
  ASSERT_TRUE(scan.value(8, "sealed", &found));
  EXPECT_EQ(found, (std::vector<std::string_view>{"[1,2]", "\"x\"", "3", R"({"sealed":3})"}));
}

}  // namespace
}  // namespace licet::ledger
