#include "record/memory_tables.h"

#include <algorithm>

namespace licet::record {
namespace {

bool is_personal(ColumnClass cls) { return cls == ColumnClass::kOpened || cls == ColumnClass::kDerived; }

bool has_personal(const Table& t) {
  return std::any_of(t.columns.begin(), t.columns.end(), [](const Column& c) { return is_personal(c.cls); });
}

// Tables whose rows an erasure finds by the index and not by their own key.
bool kid_indexed(const Table& t) {
  return t.kid >= 0 && t.columns[static_cast<std::size_t>(t.kid)].cls != ColumnClass::kKey && has_personal(t);
}

std::size_t key_size(const Table& t) {
  std::size_t size = 0;
  while (size < t.columns.size() && t.columns[size].cls == ColumnClass::kKey) ++size;
  return size;
}

void purge_row(const Table& t, std::vector<Value>& values, std::string_view event_id) {
  for (std::size_t i = 0; i < t.columns.size(); ++i) {
    if (is_personal(t.columns[i].cls)) values[i] = std::monostate{};
    if (t.columns[i].name == "erased_by") values[i] = std::string(event_id);
  }
}

}  // namespace

std::vector<Value>& MemoryTables::row(TableId table_id, const Key& key) {
  const Table& t = table(table_id);
  LICET_INVARIANT(key.size() == key_size(t));
  const auto [found, made] = tables_[table_id].try_emplace(key);
  if (made) {
    found->second.resize(t.columns.size());
    std::copy(key.begin(), key.end(), found->second.begin());
  }
  return found->second;
}

Status MemoryTables::put(TableId table_id, const Key& key, std::span<const Assignment> values) {
  const Table& t = table(table_id);
  std::vector<Value>& target = row(table_id, key);
  for (const Assignment& assignment : values) {
    const auto index = static_cast<std::size_t>(column(t, assignment.column));
    LICET_INVARIANT(t.columns[index].cls != ColumnClass::kKey);
    if (static_cast<int>(index) == t.kid && kid_indexed(t)) {
      if (!is_null(target[index])) by_kid_[table_id][std::string(text_of(target[index]))].erase(key);
      if (!is_null(assignment.value)) by_kid_[table_id][std::string(text_of(assignment.value))].insert(key);
    }
    target[index] = assignment.value;
  }
  return {};
}

Status MemoryTables::add(TableId table_id, const Key& key, std::string_view column_name, std::int64_t delta) {
  Value& value = row(table_id, key)[static_cast<std::size_t>(column(table(table_id), column_name))];
  value = int_of(value) + delta;
  return {};
}

Status MemoryTables::remove(TableId table_id, const Key& key) {
  const auto rows = tables_.find(table_id);
  if (rows == tables_.end()) return {};
  const auto found = rows->second.find(key);
  if (found == rows->second.end()) return {};
  const Table& t = table(table_id);
  if (kid_indexed(t))
    by_kid_[table_id][std::string(text_of(found->second[static_cast<std::size_t>(t.kid)]))].erase(key);
  rows->second.erase(found);
  return {};
}

Status MemoryTables::purge(std::string_view kid, std::string_view event_id) {
  for (const Table& t : record::tables()) {
    if (t.kid < 0 || !has_personal(t)) continue;
    const auto rows = tables_.find(t.id);
    if (rows == tables_.end()) continue;
    if (!kid_indexed(t)) {
      const auto found = rows->second.find({std::string(kid)});
      if (found != rows->second.end()) purge_row(t, found->second, event_id);
      continue;
    }
    const auto keys = by_kid_[t.id].find(kid);
    if (keys == by_kid_[t.id].end()) continue;
    for (const Key& key : keys->second) purge_row(t, rows->second.at(key), event_id);
  }
  return {};
}

std::optional<Row> MemoryTables::get(TableId table_id, const Key& key) const {
  const auto rows = tables_.find(table_id);
  if (rows == tables_.end()) return std::nullopt;
  const auto found = rows->second.find(key);
  if (found == rows->second.end()) return std::nullopt;
  return Row{table_id, found->second};
}

void MemoryTables::each(TableId table_id, const std::function<bool(const Row&)>& visit) const {
  const auto rows = tables_.find(table_id);
  if (rows == tables_.end()) return;
  Row row{table_id, {}};  // one for all: its texts keep their room
  for (const auto& [key, values] : rows->second) {
    row.values = values;
    if (!visit(row)) return;
  }
}

const std::map<Key, std::vector<Value>>& MemoryTables::rows(TableId table_id) const {
  static const std::map<Key, std::vector<Value>> kNone;
  const auto rows = tables_.find(table_id);
  return rows == tables_.end() ? kNone : rows->second;
}

std::size_t MemoryTables::size(TableId table_id) const {
  const auto rows = tables_.find(table_id);
  return rows == tables_.end() ? 0 : rows->second.size();
}

RowSource rows_of(const MemoryTables& tables) {
  return [&tables](TableId id, const RowVisitor& visit) -> Status {
    tables.each(id, visit);
    return {};
  };
}

}  // namespace licet::record
