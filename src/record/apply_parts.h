// What the pieces of `apply` share. Internal to src/record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/apply.h"

namespace licet::record {

/// Reads an event's fields for `apply`. A needed field that is missing is remembered; `status` tells before any row
/// changes.
class EventFields {
 public:
  explicit EventFields(const Event& event) : event_(event) {}

  /// A text that must be there.
  std::string need(std::string_view name) {
    const json::Value* value = find(name);
    if (value != nullptr && value->is_string()) return value->as_string();
    if (missing_.empty()) missing_ = name;
    return {};
  }
  /// A column value: text, integer, flag as 0 or 1, lists and objects as canonical JSON; null when absent.
  Value get(std::string_view name) const;
  /// A list as canonical JSON, "[]" when absent: the fold knows "none" from "not yet".
  Value list(std::string_view name) const;
  std::string_view text(std::string_view name) const {
    const json::Value* value = find(name);
    return value != nullptr && value->is_string() ? std::string_view(value->as_string()) : std::string_view();
  }
  std::int64_t number(std::string_view name) const {
    const json::Value* value = find(name);
    return value != nullptr && value->is_int() ? value->as_int() : 0;
  }
  bool flag(std::string_view name) const {
    const json::Value* value = find(name);
    return value != nullptr && value->is_bool() && value->as_bool();
  }
  const json::Value* find(std::string_view name) const {
    const auto found = event_.fields.find(name);
    return found == event_.fields.end() ? nullptr : &found->second;
  }
  Status status() const;
  const Event& event() const { return event_; }

 private:
  const Event& event_;
  std::string_view missing_;
};

struct ApplyArguments {
  const Event& event;
  const ApplyContext& context;
  RowSink& sink;
};
using ApplyFunction = Status (*)(const ApplyArguments&);

/// The function for an event type and version of this area, or nullptr.
ApplyFunction find_firm_apply(std::string_view type, std::int64_t version);
ApplyFunction find_lead_apply(std::string_view type, std::int64_t version);
ApplyFunction find_case_apply(std::string_view type, std::int64_t version);
ApplyFunction find_misc_apply(std::string_view type, std::int64_t version);

/// One row of an area's table of functions.
struct ApplyEntry {
  std::string_view type;
  std::int64_t version;
  ApplyFunction function;
};
template <std::size_t N>
ApplyFunction find_apply(const ApplyEntry (&entries)[N], std::string_view type, std::int64_t version) {
  for (const ApplyEntry& entry : entries)
    if (entry.type == type && entry.version == version) return entry.function;
  return nullptr;
}

/// Appends the opened columns of `table` that the body's section under `kid` brings.
void append_opened(std::vector<Assignment>& row, TableId table, std::string_view kid, const Opened& opened);

/// Nobody holds a lead any more: the load of its owner until now, when there was one.
Status lower_load(RowSink& sink, std::string_view owner);

}  // namespace licet::record
