// The ledger's profile of JSON, checked on values before they are written.
#include "base/json_profile.h"
#include "base/encode.h"
#include "base/json.h"

namespace licet::json {
namespace {

tl::unexpected<Error> violation(const std::string& path, ErrorCode code, std::string what) {
  Error error{code, std::move(what), {}, {}};
  error.where.field = path;
  return fail(std::move(error));
}

tl::unexpected<Error> too_deep(const std::string& path) {
  return violation(path, ErrorCode::kLimit, "lists and objects are nested too deeply");
}

Status check(const Value& value, std::uint32_t depth_left, std::string& path);

Status check(const Object& object, std::uint32_t depth_left, std::string& path) {
  if (depth_left == 0) return too_deep(path);
  const std::size_t size = path.size();
  for (const auto& [key, member] : object) {
    if (!is_profile_key(key))
      return violation(path, ErrorCode::kBadInput, "a key may only have the characters a-z, 0-9 and _");
    if (size > 0) path += '.';
    path += key;
    LICET_CHECK(check(member, depth_left - 1, path));
    path.resize(size);
  }
  return {};
}

Status check(const Array& array, std::uint32_t depth_left, std::string& path) {
  if (depth_left == 0) return too_deep(path);
  const std::size_t size = path.size();
  std::size_t index = 0;
  for (const Value& item : array) {
    path += '[' + std::to_string(index++) + ']';
    LICET_CHECK(check(item, depth_left - 1, path));
    path.resize(size);
  }
  return {};
}

Status check(const Value& value, std::uint32_t depth_left, std::string& path) {
  if (value.is_object()) return check(value.as_object(), depth_left, path);
  if (value.is_array()) return check(value.as_array(), depth_left, path);
  if (value.is_double())
    return violation(path, ErrorCode::kBadInput, "a number with a fraction is not allowed here; write it as a text");
  if (value.is_int() && (value.as_int() > kSafeIntegerMax || value.as_int() < -kSafeIntegerMax))
    return violation(path, ErrorCode::kBadInput, "the integer is beyond 2^53-1; write it as a text");
  if (value.is_string() && !is_utf8(value.as_string()))
    return violation(path, ErrorCode::kBadInput, "the text is not valid UTF-8");
  return {};
}

}  // namespace

bool is_profile_key(std::string_view key) {
  if (key.empty()) return false;
  for (const char c : key) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return true;
}

Status check_profile(const Value& value, std::uint32_t max_depth) {
  std::string path;
  return check(value, max_depth, path);
}

Status check_profile(const Object& object, std::uint32_t max_depth) {
  std::string path;
  return check(object, max_depth, path);
}

}  // namespace licet::json
