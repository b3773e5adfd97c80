// A strict parser of RFC 8259 texts with the rules of I-JSON (RFC 7493). It recurses only into nested lists and
// objects, never deeper than ParseOptions::max_depth.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "base/encode.h"
#include "base/json.h"
#include "base/json_number.h"
#include "base/json_profile.h"

namespace licet::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, std::uint32_t code_point) {
  const auto add = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  const auto continuation = [&](unsigned shift) { add(0x80U | (code_point >> shift & 0x3FU)); };
  if (code_point < 0x80) {
    add(code_point);
  } else if (code_point < 0x800) {
    add(0xC0U | code_point >> 6U);
    continuation(0);
  } else if (code_point < 0x10000) {
    add(0xE0U | code_point >> 12U);
    continuation(6);
    continuation(0);
  } else {
    add(0xF0U | code_point >> 18U);
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

class Parser {
 public:
  Parser(std::string_view text, const ParseOptions& options)
      : text_(text), options_(options), strict_(options.profile == Profile::kEntry) {}

  Result<Value> whole() {
    if (text_.size() > options_.max_bytes)
      return fail(ErrorCode::kLimit, "the text has " + std::to_string(text_.size()) + " bytes; at most " +
                                         std::to_string(options_.max_bytes) + " are read");
    std::size_t bad_at = 0;
    if (!is_utf8(text_, &bad_at)) return error_at(bad_at, "a byte here is not valid UTF-8");
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") return error_at(0, "a byte order mark is not allowed; remove it");
    skip_space();
    Value value;
    if (!any_value(options_.max_depth, value)) return fail(std::move(error_));
    skip_space();
    if (at_ != text_.size()) return error("there is more text after the end of the value");
    return value;
  }

 private:
  tl::unexpected<Error> error(std::string what) const { return error_at(at_, std::move(what)); }

  // Columns count characters, from 1; a byte that continues a character counts with it.
  tl::unexpected<Error> error_at(std::size_t offset, std::string what, ErrorCode code = ErrorCode::kBadInput) const {
    Error out{code, std::move(what), {}, {}};
    const std::string_view before = text_.substr(0, offset);
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    out.where.line = 1 + static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    out.where.column = 1;
    for (const char c : before.substr(line_start)) {
      if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++out.where.column;
    }
    return fail(std::move(out));
  }

  // Values are given out by reference and failures by `false`: an entry has hundreds of values, and each Result would
  // be moved from level to level.
  bool stop(tl::unexpected<Error> error) {
    error_ = std::move(error.value());
    return false;
  }

  bool has(std::size_t count) const { return text_.size() - at_ >= count; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void skip_space() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return;
      ++at_;
    }
  }

  bool any_value(std::uint32_t depth_left, Value& out) {
    if (at_ == text_.size()) return stop(error("the text ends where a value should stand"));
    switch (text_[at_]) {
      case '{':
      case '[':
        if (depth_left == 0)
          return stop(error_at(at_, "lists and objects are nested deeper than " + std::to_string(options_.max_depth),
                               ErrorCode::kLimit));
        return text_[at_] == '{' ? object(depth_left - 1, out) : array(depth_left - 1, out);
      case '"': {
        std::string text;
        if (!string(text)) return false;
        out = Value(std::move(text));
        return true;
      }
      case 't':
        return literal("true", true, out);
      case 'f':
        return literal("false", false, out);
      case 'n':
        return literal("null", nullptr, out);
      default:
        break;
    }
    if (text_[at_] != '-' && !is_digit(text_[at_]))
      return stop(error(
          "a value should stand here: an object, a list, a text in double quotes, a number, true, false or null"));
    auto value = number();
    if (!value) return stop(tl::unexpected(std::move(value).error()));
    out = std::move(*value);
    return true;
  }

  bool literal(std::string_view word, Value value, Value& out) {
    if (text_.substr(at_, word.size()) != word)
      return stop(error("only true, false and null may stand without quotes"));
    at_ += word.size();
    out = std::move(value);
    return true;
  }

  bool object(std::uint32_t depth_left, Value& out) {
    // Members wait on one stack for all objects, so that each object's own block is made once and of the right size.
    const std::size_t begin = members_.size();
    std::set<std::string, KeyLess> seen;  // filled once the keys are out of order; canonical texts come sorted
    ++at_;
    skip_space();
    if (take('}')) {
      out = Value(Object());
      return true;
    }
    do {
      skip_space();
      const std::size_t key_at = at_;
      if (peek() != '"') return stop(error("a key in double quotes should stand here"));
      std::string key;
      if (!string(key)) return false;
      if (strict_ && !is_profile_key(key))
        return stop(error_at(key_at, "a key may only have the characters a-z, 0-9 and _"));
      skip_space();
      if (!take(':')) return stop(error("a colon should stand here, after the key"));
      skip_space();
      Value member;
      if (!any_value(depth_left, member)) return false;
      const bool in_order = members_.size() == begin || KeyLess{}(members_.back().first, key);
      if (!in_order && seen.empty())
        for (std::size_t i = begin; i < members_.size(); ++i) seen.insert(members_[i].first);
      if ((!in_order || !seen.empty()) && !seen.insert(key).second)
        return stop(error_at(key_at, "this key stands twice in the same object"));
      members_.emplace_back(std::move(key), std::move(member));
      skip_space();
    } while (take(','));
    if (!take('}')) return stop(error("a comma or the closing } should stand here"));
    out = Value(Object::of(taken_from(members_, begin)));
    return true;
  }

  bool array(std::uint32_t depth_left, Value& out) {
    const std::size_t begin = items_.size();
    ++at_;
    skip_space();
    if (take(']')) {
      out = Value(Array());
      return true;
    }
    do {
      skip_space();
      Value item;
      if (!any_value(depth_left, item)) return false;
      items_.push_back(std::move(item));
      skip_space();
    } while (take(','));
    if (!take(']')) return stop(error("a comma or the closing ] should stand here"));
    out = Value(taken_from(items_, begin));
    return true;
  }

  // What stands on a stack from `begin` on, in a block of its own.
  template <typename T>
  static std::vector<T> taken_from(std::vector<T>& stack, std::size_t begin) {
    const auto first = stack.begin() + static_cast<std::ptrdiff_t>(begin);
    std::vector<T> out(std::make_move_iterator(first), std::make_move_iterator(stack.end()));
    stack.erase(first, stack.end());
    return out;
  }

  bool string(std::string& out) {
    const std::size_t open_at = at_++;
    while (true) {
      const std::size_t begin = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20)
        ++at_;
      out.append(text_, begin, at_ - begin);
      if (at_ == text_.size()) return stop(error_at(open_at, "the text that begins here has no closing double quote"));
      if (take('"')) return true;
      if (text_[at_] != '\\')
        return stop(error("a control character in a text must be written as an escape like \\u0000"));
      if (auto escaped = escape(out); !escaped) return stop(tl::unexpected(std::move(escaped).error()));
    }
  }

  Status escape(std::string& out) {
    const std::size_t escape_at = at_++;
    const char c = peek();
    ++at_;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out += c;
        return {};
      case 'b':
        out += '\b';
        return {};
      case 'f':
        out += '\f';
        return {};
      case 'n':
        out += '\n';
        return {};
      case 'r':
        out += '\r';
        return {};
      case 't':
        out += '\t';
        return {};
      case 'u':
        return unicode_escape(out, escape_at);
      default:
        return error_at(escape_at, "unknown escape; \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX are allowed");
    }
  }

  // Four hexadecimal digits; past 0xFFFF when they are not there.
  std::uint32_t four_digits() {
    constexpr std::uint32_t kNone = 0x10000;
    if (!has(4)) return kNone;
    const auto bytes = from_hex(text_.substr(at_, 4));
    if (!bytes) return kNone;
    at_ += 4;
    return static_cast<std::uint32_t>((*bytes)[0]) << 8U | (*bytes)[1];
  }

  Status unicode_escape(std::string& out, std::size_t escape_at) {
    const std::uint32_t unit = four_digits();
    if (unit > 0xFFFF) return error_at(escape_at, "\\u needs four hexadecimal digits");
    if (unit < 0xD800 || unit > 0xDFFF) {
      append_utf8(out, unit);
      return {};
    }
    const bool pair = unit < 0xDC00 && text_.substr(at_, 2) == "\\u";
    if (pair) at_ += 2;
    const std::uint32_t low = pair ? four_digits() : 0;
    if (low < 0xDC00 || low > 0xDFFF)
      return error_at(escape_at, "half of a surrogate pair stands alone; it names no character");
    append_utf8(out, 0x10000U + ((unit - 0xD800U) << 10U) + (low - 0xDC00U));
    return {};
  }

  std::size_t skip_digits() {
    const std::size_t begin = at_;
    while (is_digit(peek())) ++at_;
    return at_ - begin;
  }

  Result<Value> number() {
    const std::size_t begin = at_;
    const bool negative = take('-');
    const std::size_t digits_at = at_;
    if (skip_digits() == 0) return error("a digit should stand here");
    if (text_[digits_at] == '0' && at_ - digits_at > 1) return error_at(begin, "a number must not begin with a zero");
    bool integer = true;
    if (take('.')) {
      integer = false;
      if (skip_digits() == 0) return error("a digit should stand here, after the decimal point");
    }
    if (peek() == 'e' || peek() == 'E') {
      integer = false;
      ++at_;
      if (!take('+')) take('-');
      if (skip_digits() == 0) return error("a digit should stand here, in the exponent");
    }
    return integer ? integer_value(begin, negative, text_.substr(digits_at, at_ - digits_at)) : double_value(begin);
  }

  Result<Value> integer_value(std::size_t begin, bool negative, std::string_view digits) {
    if (strict_ && negative && digits == "0") return error_at(begin, "minus zero is not allowed; write 0");
    constexpr std::size_t kSafeDigits = 16;  // 2^53-1 has 16
    std::int64_t magnitude = 0;
    if (digits.size() <= kSafeDigits) {
      for (const char c : digits) magnitude = magnitude * 10 + (c - '0');
      if (magnitude <= kSafeIntegerMax) return Value(negative ? -magnitude : magnitude);
    }
    if (strict_) return error_at(begin, "the integer is beyond 2^53-1; write it as a text");
    return double_value(begin);
  }

  Result<Value> double_value(std::size_t begin) {
    if (strict_) return error_at(begin, "a number with a fraction or exponent is not allowed here; write it as a text");
    const double value = detail::read_double(text_.substr(begin, at_ - begin));
    if (!std::isfinite(value)) return error_at(begin, "the number is too large");
    return Value(value);
  }

  std::string_view text_;
  const ParseOptions& options_;
  bool strict_;
  std::size_t at_ = 0;
  Error error_;
  std::vector<Object::Member> members_;
  std::vector<Value> items_;
};

}  // namespace

Result<Value> parse(std::string_view text, const ParseOptions& options) { return Parser(text, options).whole(); }

}  // namespace licet::json
