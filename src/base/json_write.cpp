// The canonical form of RFC 8785, and an indented form for people.
#include <charconv>
#include <cmath>

#include "base/json.h"
#include "base/json_number.h"

namespace licet::json {
namespace {

void append_int(std::string& out, std::int64_t v) {
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, v);
  LICET_INVARIANT(error == std::errc{});
  out.append(digits, end);
}

void append_escape(std::string& out, unsigned char c) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      break;
  }
  out += "\\u00";
  out += kHexDigits[c >> 4U];
  out += kHexDigits[c & 0x0FU];
}

void append_scalar(std::string& out, const Value& value) {
  if (value.is_string()) {
    append_string(out, value.as_string());
  } else if (value.is_int()) {
    append_int(out, value.as_int());
  } else if (value.is_bool()) {
    out += value.as_bool() ? "true" : "false";
  } else if (value.is_double()) {
    out += format_double(value.as_double());
  } else {
    out += "null";
  }
}

void append_pretty(std::string& out, const Value& value, std::size_t indent) {
  const bool object = value.is_object();
  if (!object && !value.is_array()) {
    append_scalar(out, value);
    return;
  }
  out += object ? '{' : '[';
  bool first = true;
  const auto new_line = [&](std::size_t depth) {
    out += '\n';
    out.append(depth * 2, ' ');
  };
  const auto begin_item = [&] {
    if (!first) out += ',';
    first = false;
    new_line(indent + 1);
  };
  if (object) {
    for (const auto& [key, member] : value.as_object()) {
      begin_item();
      append_string(out, key);
      out += ": ";
      append_pretty(out, member, indent + 1);
    }
  } else {
    for (const Value& item : value.as_array()) {
      begin_item();
      append_pretty(out, item, indent + 1);
    }
  }
  if (!first) new_line(indent);
  out += object ? '}' : ']';
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t begin = 0;  // of the stretch that needs no escape
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, begin, i - begin);
    append_escape(out, c);
    begin = i + 1;
  }
  out.append(text, begin, text.size() - begin);
  out += '"';
}

std::string format_double(double v) {
  LICET_INVARIANT(std::isfinite(v));
  if (v == 0) return "0";  // minus zero as well
  const detail::Decimal decimal = detail::shortest_decimal(std::fabs(v));
  const std::string digits = std::to_string(decimal.digits);
  const int count = decimal.digit_count;
  const int point = decimal.exponent + 1;  // digits before the decimal point; ECMAScript calls it n
  std::string out = v < 0 ? "-" : "";
  const auto zeros = [](int n) { return std::string(static_cast<std::size_t>(n), '0'); };
  const auto split = static_cast<std::size_t>(point > 0 && point < count ? point : 1);
  if (point > 21 || point <= -6) {
    out += digits.substr(0, 1);
    if (count > 1) out += '.' + digits.substr(1);
    out += point > 0 ? "e+" : "e-";
    return out + std::to_string(std::abs(point - 1));
  }
  if (point <= 0) return out + "0." + zeros(-point) + digits;
  if (point >= count) return out + digits + zeros(point - count);
  return out + digits.substr(0, split) + '.' + digits.substr(split);
}

void append_canonical(std::string& out, const Value& value) {
  if (value.is_object()) {
    char separator = '{';
    for (const auto& [key, member] : value.as_object()) {
      out += separator;
      append_string(out, key);
      out += ':';
      append_canonical(out, member);
      separator = ',';
    }
    out += value.as_object().empty() ? "{}" : "}";
  } else if (value.is_array()) {
    char separator = '[';
    for (const Value& item : value.as_array()) {
      out += separator;
      append_canonical(out, item);
      separator = ',';
    }
    out += value.as_array().empty() ? "[]" : "]";
  } else {
    append_scalar(out, value);
  }
}

std::string canonical(const Value& value) {
  std::string out;
  append_canonical(out, value);
  return out;
}

std::string pretty(const Value& value) {
  std::string out;
  append_pretty(out, value, 0);
  return out;
}

}  // namespace licet::json
