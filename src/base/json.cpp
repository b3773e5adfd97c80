#include "base/json.h"

#include <algorithm>

namespace licet::json {

bool Value::as_bool() const {
  LICET_INVARIANT(is_bool());
  return *std::get_if<bool>(&data_);
}
std::int64_t Value::as_int() const {
  LICET_INVARIANT(is_int());
  return *std::get_if<std::int64_t>(&data_);
}
double Value::as_double() const {
  LICET_INVARIANT(is_double());
  return *std::get_if<double>(&data_);
}
const std::string& Value::as_string() const {
  LICET_INVARIANT(is_string());
  return *std::get_if<std::string>(&data_);
}
const Array& Value::as_array() const {
  LICET_INVARIANT(is_array());
  return *std::get_if<Array>(&data_);
}
Array& Value::as_array() {
  LICET_INVARIANT(is_array());
  return *std::get_if<Array>(&data_);
}
const Object& Value::as_object() const {
  LICET_INVARIANT(is_object());
  return *std::get_if<Object>(&data_);
}
Object& Value::as_object() {
  LICET_INVARIANT(is_object());
  return *std::get_if<Object>(&data_);
}

const Value* Value::find(std::string_view key) const {
  const auto* object = std::get_if<Object>(&data_);
  if (object == nullptr) return nullptr;
  const auto found = object->find(key);
  return found == object->end() ? nullptr : &found->second;
}

std::string_view Value::string_or(std::string_view key, std::string_view otherwise) const {
  const Value* member = find(key);
  return member != nullptr && member->is_string() ? std::string_view(member->as_string()) : otherwise;
}
std::int64_t Value::int_or(std::string_view key, std::int64_t otherwise) const {
  const Value* member = find(key);
  return member != nullptr && member->is_int() ? member->as_int() : otherwise;
}
bool Value::bool_or(std::string_view key, bool otherwise) const {
  const Value* member = find(key);
  return member != nullptr && member->is_bool() ? member->as_bool() : otherwise;
}

}  // namespace licet::json
