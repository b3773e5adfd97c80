#include "base/json_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace licet::json {
namespace {

/// Random values of the profile, nested up to `depth`.
Value any_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 7 : 5)) {
    case 0:
      return {};
    case 1:
      return Value(*rc::gen::arbitrary<bool>());
    case 2:
      return Value(static_cast<std::int64_t>(*rc::gen::inRange<std::int64_t>(-(1LL << 53) + 1, (1LL << 53) - 1)));
    case 3:
      return Value(
          *rc::gen::element<std::string>("", "plain", "a\"b", "back\\", "\\\"", "[{", "}]", "\x01\n", "ä€", ","));
    case 4:
      return Value(*rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~')));
    case 5: {
      Array items;
      for (int n = *rc::gen::inRange(0, 4); n > 0; --n) items.push_back(any_value(depth - 1));
      return Value(std::move(items));
    }
    default: {
      Object members;
      for (int n = *rc::gen::inRange(0, 5); n > 0; --n)
        members.insert_or_assign(std::string(1, static_cast<char>('a' + *rc::gen::inRange(0, 6))),
                                 any_value(depth - 1));
      return Value(std::move(members));
    }
  }
}

RC_GTEST_PROP(JsonText, ReadsWhatCanonicalWrites, ()) {
  const Value value = any_value(4);
  const std::string text = canonical(value);
  TextCursor cursor(text);
  Value read;
  RC_ASSERT(cursor.read(read));
  RC_ASSERT(cursor.at_end());
  RC_ASSERT(read == value);
  RC_ASSERT(TextCursor(text).skip() == std::string_view(text));
}

RC_GTEST_PROP(JsonText, FindsWhatTheTreeHas, ()) {
  const Value value = any_value(3);
  const std::string text = canonical(value);
  const TextView view(text);
  for (char c = 'a'; c <= 'g'; ++c) {
    const std::string key(1, c);
    const Value* member = value.find(key);
    RC_ASSERT(view.find(key).present() == (member != nullptr));
    RC_ASSERT(TextObject(view).find(key).raw() == view.find(key).raw());
    if (member == nullptr) continue;
    RC_ASSERT(view.find(key).raw() == canonical(*member));
    RC_ASSERT(TextObject(view).int_or(key, -7) == value.int_or(key, -7));
    RC_ASSERT(TextObject(view).bool_or(key, true) == value.bool_or(key, true));
    RC_ASSERT(view.int_or(key, -7) == value.int_or(key, -7));
    RC_ASSERT(view.bool_or(key, true) == value.bool_or(key, true));
    const bool escaped = member->is_string() && canonical(*member) != "\"" + member->as_string() + "\"";
    if (!escaped) RC_ASSERT(view.string_or(key, "?") == value.string_or(key, "?"));
  }
  const std::size_t items = value.is_array() ? value.as_array().size() : 0;
  for (std::size_t i = 0; i < items; ++i) RC_ASSERT(view.at(i).raw() == canonical(value.as_array()[i]));
  RC_ASSERT(!view.at(items).present());
}

RC_GTEST_PROP(JsonText, AnyBytesEnd, (const std::string& prefix)) {
  std::string text = canonical(any_value(3));
  text = prefix.substr(0, 3) + text.substr(0, *rc::gen::inRange<std::size_t>(0, text.size() + 1));
  Value ignored;
  TextCursor(text).read(ignored);
  TextCursor(text).skip();
  TextView(text).find("c");
  TextView(text).at(2);
  const TextView view(text);
  view.each([](TextView item) {
    item.text();
    return true;
  });
}

TEST(JsonText, DepthIsLimited) {
  Value ignored;
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
  };
  EXPECT_TRUE(TextCursor(nested(16)).read(ignored));
  EXPECT_FALSE(TextCursor(nested(17)).read(ignored));
  EXPECT_EQ(TextCursor(nested(100'000)).skip().value_or("").size(), 200'000u);
}

}  // namespace
}  // namespace licet::json
