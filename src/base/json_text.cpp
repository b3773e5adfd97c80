#include "base/json_text.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace licet::json {
namespace {

constexpr std::uint32_t kTextDepthMax = 16;

/// The end of a string that begins behind its opening quote: where its closing quote stands, or npos.
std::size_t closing_quote(std::string_view text, std::size_t from) {
  constexpr std::size_t kShort = 24;  // most strings end before a library call has paid
  const std::size_t end = std::min(text.size(), from + kShort);
  for (std::size_t at = from; at < end; ++at) {
    if (text[at] == '"') return at;
    if (text[at] == '\\') break;
  }
  while (true) {
    const std::size_t quote = text.find('"', from);
    if (quote == std::string_view::npos) return quote;
    std::size_t backslashes = 0;
    while (quote > from + backslashes && text[quote - 1 - backslashes] == '\\') ++backslashes;
    if (backslashes % 2 == 0) return quote;
    from = quote + 1;
  }
}

bool ends_scalar(char c) { return c == ',' || c == '}' || c == ']'; }

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

bool TextCursor::take(char c) {
  if (peek() != c) return false;
  ++at_;
  return true;
}

std::optional<std::string_view> TextCursor::raw_string() {
  if (peek() != '"') return std::nullopt;
  const std::size_t end = closing_quote(text_, at_ + 1);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view raw = text_.substr(at_ + 1, end - at_ - 1);
  at_ = end + 1;
  return raw;
}

std::optional<std::string_view> TextCursor::skip() {
  const std::size_t begin = at_;
  if (peek() == '"') {
    if (!raw_string()) return std::nullopt;
  } else if (peek() == '{' || peek() == '[') {
    std::size_t depth = 0;
    do {
      switch (peek()) {
        case '"':
          if (!raw_string()) return std::nullopt;
          continue;
        case '{':
        case '[':
          ++depth;
          break;
        case '}':
        case ']':
          --depth;
          break;
        default:
          if (at_ == text_.size()) return std::nullopt;
      }
      ++at_;
    } while (depth > 0);
  } else {
    while (at_ < text_.size() && !ends_scalar(text_[at_])) ++at_;
    if (at_ == begin) return std::nullopt;
  }
  return text_.substr(begin, at_ - begin);
}

bool TextCursor::next_item(bool& first) {
  if (take(']')) return false;
  if (!first && !take(',')) return fail_here();
  first = false;
  return true;
}

bool TextCursor::next_key(bool& first, std::string_view& key) {
  if (take('}')) return false;
  if (!first && !take(',')) return fail_here();
  first = false;
  const auto raw = raw_string();
  if (!raw || !take(':')) return fail_here();
  key = *raw;
  return true;
}

bool TextCursor::read(Value& out) { return read_at(out, kTextDepthMax); }

bool TextCursor::read_string(Value& out) {
  const std::size_t begin = at_;
  const auto raw = raw_string();
  if (!raw) return fail_here();
  if (raw->find('\\') == std::string_view::npos) {
    out = Value(*raw);
    return true;
  }
  auto parsed = parse(text_.substr(begin, at_ - begin), kDocumentOptions);
  if (!parsed) return fail_here();
  out = std::move(*parsed);
  return true;
}

bool TextCursor::read_at(Value& out, std::uint32_t depth_left) {
  switch (peek()) {
    case '"':
      return read_string(out);
    case '{': {
      if (depth_left == 0) return fail_here();
      ++at_;
      std::vector<Object::Member> members;
      members.reserve(4);
      std::string_view key;
      for (bool first = true; next_key(first, key);) {
        Value& value = members.emplace_back(std::string(key), Value()).second;
        if (!read_at(value, depth_left - 1)) return false;
      }
      if (bad_) return false;
      out = Value(Object::of(std::move(members)));
      return true;
    }
    case '[': {
      if (depth_left == 0) return fail_here();
      ++at_;
      Array items;
      items.reserve(2);
      for (bool first = true; next_item(first);)
        if (!read_at(items.emplace_back(), depth_left - 1)) return false;
      if (bad_) return false;
      out = Value(std::move(items));
      return true;
    }
    default:
      break;
  }
  const auto raw = skip();
  if (!raw) return fail_here();
  if (*raw == "true" || *raw == "false") {
    out = Value(*raw == "true");
  } else if (*raw == "null") {
    out = Value();
  } else {
    const auto number = parse_integer(*raw);
    if (!number) return fail_here();
    out = Value(*number);
  }
  return true;
}

TextView TextView::find(std::string_view key) const {
  if (!is_object()) return {};
  TextCursor cursor(raw_);
  cursor.take('{');
  std::string_view name;
  for (bool first = true; cursor.next_key(first, name);) {
    const auto raw = cursor.skip();
    if (!raw || name > key) return {};  // keys stand in order
    if (name == key) return TextView(*raw);
  }
  return {};
}

TextView TextView::at(std::size_t index) const {
  TextView found;
  each([&](TextView item) {
    if (index-- > 0) return true;
    found = item;
    return false;
  });
  return found;
}

std::optional<std::int64_t> TextView::integer() const { return is_int() ? parse_integer(raw_) : std::nullopt; }

std::string_view TextView::string_or(std::string_view key, std::string_view otherwise) const {
  const TextView member = find(key);
  return member.is_string() ? member.text() : otherwise;
}

std::int64_t TextView::int_or(std::string_view key, std::int64_t otherwise) const {
  return find(key).integer().value_or(otherwise);
}

std::optional<bool> TextView::boolean() const {
  if (raw_ == "true") return true;
  return raw_ == "false" ? std::optional<bool>(false) : std::nullopt;
}

bool TextView::bool_or(std::string_view key, bool otherwise) const { return find(key).boolean().value_or(otherwise); }

TextObject::TextObject(TextView object) : present_(object.present()) {
  if (!object.is_object()) return;
  TextCursor cursor(object.raw());
  cursor.take('{');
  std::string_view key;
  for (bool first = true; cursor.next_key(first, key);) {
    const auto raw = cursor.skip();
    if (!raw) return;
    members_.push_back({key, *raw});
  }
}

TextView TextObject::find(std::string_view key) const {
  for (const Member& member : members_)
    if (member.key == key) return TextView(member.raw);
  return {};
}

}  // namespace licet::json
