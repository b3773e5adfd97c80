#include "record/apply.h"

#include "record/apply_parts.h"

namespace licet::record {
namespace {

Value column_value(const json::Value& value) {
  if (value.is_string()) return value.as_string();
  if (value.is_int()) return value.as_int();
  if (value.is_bool()) return std::int64_t{value.as_bool() ? 1 : 0};
  if (value.is_null()) return std::monostate{};
  return json::canonical(value);
}

}  // namespace

Value EventFields::get(std::string_view name) const {
  const json::Value* value = find(name);
  return value == nullptr ? Value() : column_value(*value);
}

Value EventFields::list(std::string_view name) const {
  const json::Value* value = find(name);
  return value == nullptr ? Value(std::string("[]")) : column_value(*value);
}

Status EventFields::status() const {
  if (missing_.empty()) return {};
  return fail(ErrorCode::kTampered, "event " + event_.type + " lacks its field '" + std::string(missing_) + "'");
}

void append_opened(std::vector<Assignment>& row, TableId table_id, std::string_view kid, const Opened& opened) {
  const auto section = opened.find(kid);
  if (section == opened.end()) return;
  for (const Column& column : table(table_id).columns) {
    if (column.cls != ColumnClass::kOpened) continue;
    const auto field = section->second.find(std::string(column.name));
    if (field != section->second.end()) row.push_back({column.name, column_value(field->second)});
  }
}

Status lower_load(RowSink& sink, std::string_view owner) {
  if (owner.empty()) return {};
  return sink.add(TableId::kLoad, {std::string(owner)}, "open", -1);
}

Status apply(const Event& event, const ApplyContext& context, RowSink& sink) {
  for (const auto find : {find_lead_apply, find_case_apply, find_firm_apply, find_misc_apply})
    if (const ApplyFunction function = find(event.type, event.version)) return function({event, context, sink});
  return fail(ErrorCode::kUnsupported, "event " + event.type + " version " + std::to_string(event.version) +
                                           " is not known to this release: it was written by a newer one");
}

Status apply_all(const Body& body, RowSink& sink) {
  const ApplyContext context{body.id(), body.at(), body.opened(), body.ciphertexts()};
  for (const Event& event : body.events()) LICET_CHECK(apply(event, context, sink));
  return {};
}

Status apply_all(const StoredBody& body, const Opened& opened, RowSink& sink) {
  Ciphertexts ciphertexts;
  for (const json::Value& section : body.sections)
    ciphertexts.emplace(section.string_or("kid", ""), section.string_or("ct", ""));
  const ApplyContext context{body.id, body.at, opened, ciphertexts};
  for (const Event& event : body.events) LICET_CHECK(apply(event, context, sink));
  return {};
}

}  // namespace licet::record
