// For the factories of events alone: nothing else in the product may include this (a test looks).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "record/event.h"

namespace licet::record {

/// An event of the newest version of `type`.
NewEvent make_event_(std::string_view type, json::Object fields);

/// Collects an event's fields and leaves out those without a value: a million entries carry them.
class Fields {
 public:
  Fields& text(std::string_view name, std::string_view value) {
    if (!value.empty()) fields_.emplace(name, json::Value(value));
    return *this;
  }
  template <typename Tag>
  Fields& id(std::string_view name, const Id<Tag>& value) {
    return text(name, value.str());
  }
  Fields& number(std::string_view name, std::int64_t value) {
    fields_.emplace(name, json::Value(value));
    return *this;
  }
  /// A number that says nothing when it is 0.
  Fields& some(std::string_view name, std::int64_t value) { return value == 0 ? *this : number(name, value); }
  Fields& time(std::string_view name, Instant value) { return number(name, value.us); }
  Fields& flag(std::string_view name, bool value) {
    if (value) fields_.emplace(name, json::Value(true));
    return *this;
  }
  Fields& texts(std::string_view name, const std::vector<std::string>& values) {
    json::Array array(values.begin(), values.end());
    return list(name, std::move(array));
  }
  Fields& list(std::string_view name, json::Array values) {
    if (!values.empty()) fields_.emplace(name, json::Value(std::move(values)));
    return *this;
  }
  Fields& value(std::string_view name, json::Value value) {
    if (!value.is_null()) fields_.emplace(name, std::move(value));
    return *this;
  }
  NewEvent make(std::string_view type) { return make_event_(type, std::move(fields_)); }

 private:
  json::Object fields_;
};

}  // namespace licet::record
