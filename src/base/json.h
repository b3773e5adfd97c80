// JSON values, a strict parser and the canonical form of RFC 8785 (JCS).
//
// Two uses. Ledger entries, policies and bundles follow the *profile* (facts: audit-log 2.2): keys [a-z0-9_]+, no
// floats, |int| <= 2^53-1, depth <= 8 by default. `parse` with Profile::kEntry refuses anything else, and a canonical
// text is one for which canonical(parse(text)) == text. Files of others are parsed with Profile::kAny.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/json_object.h"
#include "base/result.h"

namespace licet::json {

class Value;
using Array = std::vector<Value>;

/// An immutable-by-habit JSON value. Integers and doubles are distinct: a text with a fraction or an exponent, or
/// beyond 2^53-1, is a double. The canonical form prints the double 1.0 as `1`, which reads back as an integer.
class Value {
 public:
  Value() : data_(nullptr) {}
  Value(std::nullptr_t) : data_(nullptr) {}  // NOLINT(google-explicit-constructor): literals read as JSON
  Value(bool v) : data_(v) {}
  /// Any integer type; unsigned values must be at most 2^63-1, and only |v| <= 2^53-1 passes `check_profile`.
  template <typename T,
            std::enable_if_t<std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char>, int> = 0>
  Value(T v) : data_(static_cast<std::int64_t>(v)) {
    if constexpr (std::is_unsigned_v<T>) LICET_INVARIANT(static_cast<std::uint64_t>(v) <= std::uint64_t{INT64_MAX});
  }
  Value(double v) : data_(v) {}
  Value(const char* v) : data_(std::string(v)) {}
  Value(std::string v) : data_(std::move(v)) {}
  Value(std::string_view v) : data_(std::string(v)) {}
  Value(Array v) : data_(std::move(v)) {}
  Value(Object v) : data_(std::move(v)) {}

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(data_); }
  bool is_bool() const { return std::holds_alternative<bool>(data_); }
  bool is_int() const { return std::holds_alternative<std::int64_t>(data_); }
  bool is_double() const { return std::holds_alternative<double>(data_); }
  bool is_string() const { return std::holds_alternative<std::string>(data_); }
  bool is_array() const { return std::holds_alternative<Array>(data_); }
  bool is_object() const { return std::holds_alternative<Object>(data_); }

  // Access to a value of a known kind: asking for the wrong kind is a programmer error (invariant).
  bool as_bool() const;
  std::int64_t as_int() const;
  double as_double() const;
  const std::string& as_string() const;
  const Array& as_array() const;
  Array& as_array();
  const Object& as_object() const;
  Object& as_object();

  /// Member of an object, or nullptr (also when this is no object).
  const Value* find(std::string_view key) const;
  // Members with a default: absent, null or of another kind gives `otherwise`.
  std::string_view string_or(std::string_view key, std::string_view otherwise) const;
  std::int64_t int_or(std::string_view key, std::int64_t otherwise) const;
  bool bool_or(std::string_view key, bool otherwise) const;

  bool operator==(const Value&) const = default;

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> data_;
};

struct Object::Member {
  Member(std::string key, Value value) : first(std::move(key)), second(std::move(value)) {}
  bool operator==(const Member&) const = default;
  std::string first;
  Value second;
};
inline Object::Object() = default;
inline Object::Object(const Object&) = default;
inline Object::Object(Object&&) noexcept = default;
inline Object& Object::operator=(const Object&) = default;
inline Object& Object::operator=(Object&&) noexcept = default;
inline Object::~Object() = default;
inline std::size_t Object::size() const { return members_.size(); }

enum class Profile : std::uint8_t {
  kAny,    ///< RFC 8259 with I-JSON strictness: no duplicate keys, no lone surrogates, finite numbers, valid UTF-8
  kEntry,  ///< the ledger's profile, see above
};
struct ParseOptions {
  Profile profile = Profile::kAny;
  std::uint32_t max_depth = 32;
  std::size_t max_bytes = 64U << 20U;
};
inline constexpr ParseOptions kEntryOptions{Profile::kEntry, 8, 65'535};
/// Policies, packs and manifests: the profile's rules, deeper and larger.
inline constexpr ParseOptions kDocumentOptions{Profile::kEntry, 16, 64U << 20U};

/// Parses the whole of `text`. Errors (kBadInput, kLimit) carry the line and the column, which counts characters
/// from 1.
Result<Value> parse(std::string_view text, const ParseOptions& options = {});
/// The RFC 8785 text.
std::string canonical(const Value& value);
void append_canonical(std::string& out, const Value& value);
/// Appends a quoted and escaped JSON string (RFC 8785 section 3.2.2.2).
void append_string(std::string& out, std::string_view text);
/// A double as ECMAScript prints it (RFC 8785 section 3.2.2.3); it must be finite.
std::string format_double(double v);
/// Checks `value` against Profile::kEntry at `max_depth`; the error names the path of the first violation.
Status check_profile(const Value& value, std::uint32_t max_depth = 8);
Status check_profile(const Object& object, std::uint32_t max_depth);
/// Two-space indented text for people; not canonical.
std::string pretty(const Value& value);

}  // namespace licet::json
