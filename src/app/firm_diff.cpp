#include "app/firm_diff.h"

#include <map>
#include <set>
#include <string_view>

namespace licet::app {
namespace {

using Records = std::map<std::string, const json::Value*>;

Records by_key(const json::Value& document) {
  Records out;
  const json::Value* records = document.find("records");
  if (records == nullptr || !records->is_array()) return out;
  for (const json::Value& record : records->as_array()) {
    const auto key = record.string_or("key", "");
    if (!key.empty()) out.emplace(std::string(key), &record);
  }
  return out;
}

json::Value field_of(const json::Value* record, const std::string& field) {
  const json::Value* value = record == nullptr ? nullptr : record->find(field);
  return value == nullptr ? json::Value(nullptr) : *value;
}

/// Fields that differ, by name. `before` or `after` is null for an added or removed record.
std::vector<FieldChange> fields_between(const json::Value* before, const json::Value* after) {
  std::set<std::string> names;
  for (const json::Value* record : {before, after}) {
    if (record == nullptr) continue;
    for (const auto& [name, value] : record->as_object()) names.insert(name);
  }
  names.erase("key");
  std::vector<FieldChange> out;
  for (const std::string& name : names) {
    FieldChange change{name, field_of(before, name), field_of(after, name)};
    if (change.before != change.after) out.push_back(std::move(change));
  }
  return out;
}

}  // namespace

std::vector<RecordChange> register_diff(const json::Value& before, const json::Value& after) {
  const Records old_records = by_key(before);
  const Records new_records = by_key(after);
  std::set<std::string> keys;
  for (const Records* records : {&old_records, &new_records})
    for (const auto& [key, record] : *records) keys.insert(key);
  std::vector<RecordChange> out;
  for (const std::string& key : keys) {
    const auto was = old_records.find(key);
    const auto is = new_records.find(key);
    const json::Value* old_record = was == old_records.end() ? nullptr : was->second;
    const json::Value* new_record = is == new_records.end() ? nullptr : is->second;
    LICET_INVARIANT(old_record != nullptr || new_record != nullptr);  // the key came from one of them
    RecordChange change;
    change.key = key;
    change.kind = old_record == nullptr   ? RecordChange::Kind::kAdded
                  : new_record == nullptr ? RecordChange::Kind::kRemoved
                                          : RecordChange::Kind::kChanged;
    change.record_kind = std::string((new_record == nullptr ? old_record : new_record)->string_or("kind", ""));
    change.fields = fields_between(old_record, new_record);
    if (!change.fields.empty()) out.push_back(std::move(change));
  }
  return out;
}

std::string render_register_diff(const std::vector<RecordChange>& changes) {
  if (changes.empty()) return "nothing differs\n";
  std::string out;
  for (const RecordChange& change : changes) {
    const bool changed = change.kind == RecordChange::Kind::kChanged;
    const char* mark = changed ? "~ " : change.kind == RecordChange::Kind::kAdded ? "+ " : "- ";
    out += mark + change.record_kind + " " + change.key + "\n";
    for (const FieldChange& field : change.fields) {
      if (field.field == "kind" && !changed) continue;
      out += "    " + field.field + ": ";
      if (changed) out += json::canonical(field.before) + " -> ";
      out += json::canonical(change.kind == RecordChange::Kind::kRemoved ? field.before : field.after) + "\n";
    }
  }
  return out;
}

}  // namespace licet::app
