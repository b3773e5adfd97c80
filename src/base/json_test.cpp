#include "base/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>

#include "base/encode.h"
#include "base/json_number.h"

namespace licet::json {
namespace {

std::string recanonical(std::string_view text) {
  const auto value = parse(text);
  return value ? canonical(*value) : "error: " + value.error().text;
}

// The published test data of RFC 8785's authors.
TEST(Canonical, Values) {
  EXPECT_EQ(recanonical(R"({"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],)"
                        R"("string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]})"),
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST(Canonical, ArraysAndStructures) {
  EXPECT_EQ(recanonical(R"([ 56, { "d": true, "10": null, "1": [ ] } ])"), R"([56,{"1":[],"10":null,"d":true}])");
  EXPECT_EQ(
      recanonical(
          R"({"1":{"f":{"f":"hi","F":5},"\n":56.0},"10":{},"":"empty","a":{},"111":[{"e":"yes","E":"no"}],"A":{}})"),
      R"({"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}})");
}

TEST(Canonical, KeysSortByUtf16CodeUnits) {
  // U+1F602 is written with surrogates from D83D in UTF-16 and so comes before U+FB33, unlike in UTF-8.
  EXPECT_EQ(
      recanonical("{\"\xEF\xAC\xB3\":1,\"\xF0\x9F\x98\x82\":2,\"\xE2\x82\xAC\":3,\"\\r\":4,\"1\":5,\"\xC2\x80\":6,"
                  "\"\xC3\xB6\":7,\"</script>\":8,\"\xED\x9F\xBF\":9,\"\xEE\x80\x80\":10}"),
      "{\"\\r\":4,\"1\":5,\"</script>\":8,\"\xC2\x80\":6,\"\xC3\xB6\":7,\"\xE2\x82\xAC\":3,\"\xED\x9F\xBF\":9,"
      "\"\xF0\x9F\x98\x82\":2,\"\xEE\x80\x80\":10,\"\xEF\xAC\xB3\":1}");
}

RC_GTEST_PROP(KeyLess, AgreesWithUtf16, ()) {
  const auto code_points = rc::gen::container<std::u32string>(rc::gen::elementOf(std::u32string{
      U'a', U'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xEFFF, 0xFB33, 0xFFFF, 0x10000, 0x1F602, 0x10FFFF}));
  const auto a = *code_points;
  const auto b = *code_points;
  const auto utf8 = [](const std::u32string& text) {
    std::string escaped = "\"";
    char unit[16];
    const auto add = [&](std::uint32_t u) {
      std::snprintf(unit, sizeof unit, "\\u%04x", u);
      escaped += unit;
    };
    for (const char32_t c : text) {
      if (c > 0xFFFF) add(0xD800U + ((c - 0x10000U) >> 10U));
      add(c > 0xFFFF ? 0xDC00U + ((c - 0x10000U) & 0x3FFU) : c);
    }
    return parse(escaped + '"').value().as_string();
  };
  const auto utf16 = [](const std::u32string& text) {
    std::u16string out;
    for (const char32_t c : text) {
      if (c > 0xFFFF) out += static_cast<char16_t>(0xD800U + ((c - 0x10000U) >> 10U));
      out += static_cast<char16_t>(c > 0xFFFF ? 0xDC00U + ((c - 0x10000U) & 0x3FFU) : c);
    }
    return out;
  };
  RC_ASSERT(KeyLess{}(utf8(a), utf8(b)) == (utf16(a) < utf16(b)));
}

TEST(FormatDouble, SamplesOfRfc8785) {
  const std::pair<std::uint64_t, const char*> samples[] = {{0x0000000000000000, "0"},
                                                           {0x8000000000000000, "0"},
                                                           {0x0000000000000001, "5e-324"},
                                                           {0x8000000000000001, "-5e-324"},
                                                           {0x7fefffffffffffff, "1.7976931348623157e+308"},
                                                           {0xffefffffffffffff, "-1.7976931348623157e+308"},
                                                           {0x4340000000000000, "9007199254740992"},
                                                           {0xc340000000000000, "-9007199254740992"},
                                                           {0x4340000000000001, "9007199254740994"},
                                                           {0x4430000000000000, "295147905179352830000"},
                                                           {0x44b52d02c7e14af5, "9.999999999999997e+22"},
                                                           {0x44b52d02c7e14af6, "1e+23"},
                                                           {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
                                                           {0x444b1ae4d6e2ef4e, "999999999999999700000"},
                                                           {0x444b1ae4d6e2ef4f, "999999999999999900000"},
                                                           {0x444b1ae4d6e2ef50, "1e+21"},
                                                           {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
                                                           {0x3eb0c6f7a0b5ed8d, "0.000001"},
                                                           {0x41b3de4355555553, "333333333.3333332"},
                                                           {0x41b3de4355555554, "333333333.33333325"},
                                                           {0x41b3de4355555555, "333333333.3333333"},
                                                           {0x41b3de4355555556, "333333333.3333334"},
                                                           {0x41b3de4355555557, "333333333.33333343"},
                                                           {0xbecbf647612f3696, "-0.0000033333333333333333"},
                                                           {0x43143ff3c1cb0959, "1424953923781206.2"}};
  for (const auto& [bits, text] : samples) EXPECT_EQ(format_double(std::bit_cast<double>(bits)), text);
  for (const auto& [v, text] : std::initializer_list<std::pair<double, const char*>>{
           {1.0, "1"}, {10.0, "10"}, {-1.5, "-1.5"}, {0.1, "0.1"}, {100.25, "100.25"}, {1e20, "100000000000000000000"}})
    EXPECT_EQ(format_double(v), text);
}

double finite_double(std::uint64_t bits) {
  const double v = std::bit_cast<double>(bits);
  return std::isfinite(v) ? v : 1.5;
}

// RapidCheck's integers are small; doubles need all their bits.
std::uint64_t wide_bits() {
  return *rc::gen::arbitrary<std::uint64_t>() * 0x9E3779B97F4A7C15U ^ *rc::gen::arbitrary<std::uint64_t>();
}

RC_GTEST_PROP(FormatDouble, ReadsBackAsTheSameDouble, ()) {
  const double v = finite_double(wide_bits());
  const auto back = parse(format_double(v));
  RC_ASSERT(back.has_value());
  RC_ASSERT(v == (back->is_int() ? static_cast<double>(back->as_int()) : back->as_double()));
}

// The search serves libraries that cannot print shortest doubles; here both exist and must agree.
RC_GTEST_PROP(ShortestDecimal, TheSearchAgreesWithTheLibrary, ()) {
  const double v = std::fabs(finite_double(wide_bits()));
  RC_PRE(v > 0);
  const auto a = detail::shortest_decimal(v);
  const auto b = detail::shortest_decimal_by_search(v);
  RC_ASSERT(std::tie(a.digits, a.digit_count, a.exponent) == std::tie(b.digits, b.digit_count, b.exponent));
}

TEST(ShortestDecimal, TheSearchAgreesAtPowersOfTwo) {
  // There the gap below a double is half the gap above, and the nearest short decimal may be the wrong one.
  for (int exponent = -1074; exponent <= 1023; ++exponent) {
    const double power = std::ldexp(1.0, exponent);
    for (const double v : {power, std::nextafter(power, 0.0), std::nextafter(power, HUGE_VAL)}) {
      if (v == 0) continue;
      const auto a = detail::shortest_decimal(v);
      const auto b = detail::shortest_decimal_by_search(v);
      ASSERT_EQ(std::tie(a.digits, a.digit_count, a.exponent), std::tie(b.digits, b.digit_count, b.exponent))
          << exponent;
    }
  }
}

TEST(Parse, KeepsIntegersAndDoublesApart) {
  EXPECT_EQ(parse("9007199254740991")->as_int(), 9'007'199'254'740'991);
  EXPECT_EQ(parse("-9007199254740991")->as_int(), -9'007'199'254'740'991);
  EXPECT_EQ(parse("9007199254740992")->as_double(), 9'007'199'254'740'992.0);
  EXPECT_EQ(parse("99999999999999999999")->as_double(), 1e20);
  EXPECT_EQ(parse("-0")->as_int(), 0);
  EXPECT_TRUE(parse("1.0")->is_double());
  EXPECT_TRUE(parse("1e2")->is_double());
  EXPECT_EQ(canonical(*parse("-0.0")), "0");
  EXPECT_EQ(parse("1e-400")->as_double(), 0.0);
  EXPECT_EQ(parse("5e-324")->as_double(), 5e-324);
}

TEST(Parse, DecodesEscapes) {
  EXPECT_EQ(parse(R"("\u0041\u00e9\u20AC\ud83d\ude02\"\\\/\b\f\n\r\t")")->as_string(),
            "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x82\"\\/\b\f\n\r\t");
  EXPECT_EQ(parse(R"("a\u0000b")")->as_string(), std::string("a\0b", 3));
  EXPECT_EQ(canonical(Value(std::string("a\0b\x1f\x7f", 5))), "\"a\\u0000b\\u001f\x7f\"");
}

struct Bad {
  std::string_view text;
  std::uint32_t line;
  std::uint32_t column;
  std::string_view message;
};

TEST(Parse, ErrorsCarryLineAndColumn) {
  using namespace std::string_view_literals;
  const Bad cases[] = {
      {""sv, 1, 1, "the text ends"},
      {" \n "sv, 2, 2, "the text ends"},
      {"{"sv, 1, 2, "a key in double quotes"},
      {"{\"a\""sv, 1, 5, "a colon"},
      {"{\"a\":"sv, 1, 6, "the text ends"},
      {"{\"a\":1"sv, 1, 7, "a comma or the closing }"},
      {"{\"a\":1,}"sv, 1, 8, "a key in double quotes"},
      {"{a:1}"sv, 1, 2, "a key in double quotes"},
      {"{\"a\":1,\n \"a\":2}"sv, 2, 2, "stands twice"},
      {"{\"a\":1,\"\\u0061\":2}"sv, 1, 8, "stands twice"},
      {"{\"b\":1,\"a\":1,\"b\":2}"sv, 1, 14, "stands twice"},
      {"[1,]"sv, 1, 4, "a value should stand here"},
      {"[1 2]"sv, 1, 4, "a comma or the closing ]"},
      {"["sv, 1, 2, "the text ends"},
      {"[1]x"sv, 1, 4, "more text"},
      {"1 2"sv, 1, 3, "more text"},
      {"1\0"sv, 1, 2, "more text"},
      {"\0"sv, 1, 1, "a value should stand here"},
      {"\"a\0b\""sv, 1, 3, "control character"},
      {"\"a\nb\""sv, 1, 3, "control character"},
      {"\"a\x1f\""sv, 1, 3, "control character"},
      {"[\"abc"sv, 1, 2, "no closing double quote"},
      {"\"\\"sv, 1, 2, "unknown escape"},
      {"\"\\x41\""sv, 1, 2, "unknown escape"},
      {"\"\\u12\""sv, 1, 2, "four hexadecimal"},
      {"\"\\u12g4\""sv, 1, 2, "four hexadecimal"},
      {"\"\\ud800\""sv, 1, 2, "surrogate"},
      {"\"\\udc00\""sv, 1, 2, "surrogate"},
      {"\"\\ud800x\""sv, 1, 2, "surrogate"},
      {"\"\\ud800\\n\""sv, 1, 2, "surrogate"},
      {"\"\\ud800\\u0041\""sv, 1, 2, "surrogate"},
      {"\"\\ud800\\ud800\""sv, 1, 2, "surrogate"},
      {"\"\\ud800\\u00"sv, 1, 2, "surrogate"},
      {"\"\xC3\xA9\xC3\xA9\x80\""sv, 1, 4, "not valid UTF-8"},
      {"\"\xED\xA0\x80\""sv, 1, 2, "not valid UTF-8"},
      {"[\"\xC3\xA9\xE2\x82\xAC\",x]"sv, 1, 7, "a value should stand here"},
      {"\xEF\xBB\xBF{}"sv, 1, 1, "byte order mark"},
      {"tru"sv, 1, 1, "only true, false and null"},
      {"nul"sv, 1, 1, "only true, false and null"},
      {"NaN"sv, 1, 1, "a value should stand here"},
      {"'a'"sv, 1, 1, "a value should stand here"},
      {"01"sv, 1, 1, "begin with a zero"},
      {"-01"sv, 1, 1, "begin with a zero"},
      {"-"sv, 1, 2, "a digit"},
      {"+1"sv, 1, 1, "a value should stand here"},
      {".5"sv, 1, 1, "a value should stand here"},
      {"1."sv, 1, 3, "a digit"},
      {"1e"sv, 1, 3, "a digit"},
      {"1e+"sv, 1, 4, "a digit"},
      {"1e400"sv, 1, 1, "too large"},
      {"-1e400"sv, 1, 1, "too large"},
      {"// no\n1"sv, 1, 1, "a value should stand here"},
  };
  for (const Bad& bad : cases) {
    const auto result = parse(bad.text);
    ASSERT_FALSE(result) << bad.text;
    EXPECT_EQ(result.error().where.line, bad.line) << bad.text;
    EXPECT_EQ(result.error().where.column, bad.column) << bad.text;
    EXPECT_NE(result.error().text.find(bad.message), std::string::npos) << bad.text << ": " << result.error().text;
  }
}

TEST(Parse, EveryCutOfAGoodTextIsRefused) {
  const std::string text = R"({"a":[1,-2,"x\u00e9\ud83d\ude02",{"b":null,"c":[true,false]}],"d":{}})";
  ASSERT_TRUE(parse(text));
  for (std::size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(parse(text.substr(0, size))) << size;
}

TEST(Parse, DepthAtTheLimitAndOnePast) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse(nested(32)));
  ASSERT_FALSE(parse(nested(33)));
  EXPECT_EQ(parse(nested(33)).error().code, ErrorCode::kLimit);
  EXPECT_EQ(parse(nested(33)).error().where.column, 33U);
  EXPECT_TRUE(parse(nested(8), kEntryOptions));
  EXPECT_FALSE(parse(nested(9), kEntryOptions));
  EXPECT_TRUE(parse("1", {Profile::kAny, 0, 10}));
  EXPECT_FALSE(parse("[]", {Profile::kAny, 0, 10}));
  EXPECT_FALSE(parse(std::string(1'000'000, '[')));
  EXPECT_FALSE(parse(std::string(1'000'000, '{')));
}

TEST(Parse, SizeAtTheLimitAndOnePast) {
  EXPECT_TRUE(parse("1234567890", {Profile::kAny, 8, 10}));
  ASSERT_FALSE(parse("12345678901", {Profile::kAny, 8, 10}));
  EXPECT_EQ(parse("12345678901", {Profile::kAny, 8, 10}).error().code, ErrorCode::kLimit);
  EXPECT_TRUE(parse('"' + std::string(65'533, 'x') + '"', kEntryOptions));
  EXPECT_FALSE(parse('"' + std::string(65'534, 'x') + '"', kEntryOptions));
}

TEST(Profile, RefusesWhatTheLedgerDoesNotHold) {
  EXPECT_TRUE(parse(R"({"a_1":[9007199254740991,-9007199254740991,0,"x",null,true]})", kEntryOptions));
  for (const char* text : {"1.5", "1.0", "1e2", "-0", "9007199254740992", "-9007199254740992", "99999999999999999999",
                           R"({"A":1})", R"({"":1})", R"({"a-b":1})", R"({"a b":1})", "{\"\xC3\xA9\":1}"})
    EXPECT_FALSE(parse(text, kEntryOptions)) << text;
}

TEST(Profile, CheckNamesThePath) {
  Value value = Object{{"a", Array{1, Object{{"b", 1.5}}}}};
  const auto status = check_profile(value);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().where.field, "a[1].b");
  EXPECT_FALSE(check_profile(Value(std::int64_t{1} << 53U)));
  EXPECT_FALSE(check_profile(Value("\xFF")));
  EXPECT_FALSE(check_profile(Object{{"B", 1}}));
  EXPECT_TRUE(check_profile(Value((std::int64_t{1} << 53U) - 1)));
  Value nested = 1;
  for (int i = 0; i < 8; ++i) nested = Array{nested};
  EXPECT_TRUE(check_profile(nested));
  EXPECT_FALSE(check_profile(Array{nested}));
  EXPECT_EQ(check_profile(Array{nested}).error().code, ErrorCode::kLimit);
}

TEST(Value, MembersWithADefault) {
  const Value value = Object{{"s", "text"}, {"n", 7}, {"b", true}, {"z", nullptr}};
  EXPECT_EQ(value.string_or("s", "other"), "text");
  EXPECT_EQ(value.string_or("n", "other"), "other");
  EXPECT_EQ(value.string_or("missing", "other"), "other");
  EXPECT_EQ(value.int_or("n", 1), 7);
  EXPECT_EQ(value.int_or("z", 1), 1);
  EXPECT_TRUE(value.bool_or("b", false));
  EXPECT_TRUE(value.bool_or("s", true));
  EXPECT_EQ(Value(1).find("s"), nullptr);
  EXPECT_DEATH(static_cast<void>(value.as_int()), "internal error");
  EXPECT_DEATH(Value(UINT64_MAX), "internal error");
}

TEST(Pretty, IndentsByTwo) {
  EXPECT_EQ(pretty(*parse(R"({"b":[1,{}],"a":[]})")), "{\n  \"a\": [],\n  \"b\": [\n    1,\n    {}\n  ]\n}");
}

std::string any_text() { return latin1_to_utf8(*rc::gen::arbitrary<std::string>()); }

// Values whose canonical form reads back as themselves: doubles with an integral value read back as integers.
Value arbitrary_value(int depth) {
  const int kind = *rc::gen::inRange(0, depth > 0 ? 7 : 5);
  switch (kind) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return static_cast<std::int64_t>(wide_bits() >> 11U) * (*rc::gen::arbitrary<bool>() ? 1 : -1);
    case 3: {
      const double v = finite_double(wide_bits());
      return std::fabs(v) < 9e15 && v == std::floor(v) ? Value(0.5) : Value(v);
    }
    case 4:
      return any_text();
    default:
      break;
  }
  const int size = *rc::gen::inRange(0, 5);
  if (kind == 5) {
    Array items;
    for (int i = 0; i < size; ++i) items.push_back(arbitrary_value(depth - 1));
    return items;
  }
  Object members;
  for (int i = 0; i < size; ++i) members.emplace(any_text(), arbitrary_value(depth - 1));
  return members;
}

RC_GTEST_PROP(Canonical, ReadsBackAndIsStable, ()) {
  const Value value = arbitrary_value(5);
  const std::string text = canonical(value);
  const auto back = parse(text);
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == value);
  RC_ASSERT(canonical(*back) == text);
  const auto from_pretty = parse(pretty(value));
  RC_ASSERT(from_pretty.has_value());
  RC_ASSERT(*from_pretty == value);
}

RC_GTEST_PROP(Parse, NeverCrashesAndWhatItAcceptsIsStable, ()) {
  const auto alphabet = rc::gen::elementOf(std::string("{}[]:,\"\\ud8e0+-.1 tfn\n\xC3\xA9"));
  const auto text = *rc::gen::container<std::string>(alphabet);
  if (const auto value = parse(text)) RC_ASSERT(recanonical(canonical(*value)) == canonical(*value));
}

}  // namespace
}  // namespace licet::json
