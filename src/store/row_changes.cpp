#include "store/row_changes.h"

#include <algorithm>

#include "app/store_port.h"

namespace licet::store {
namespace {

using record::ColumnClass;
using record::ColumnType;

Status check_type(const record::Table& table, int at, const record::Value& value) {
  const record::Column& column = table.columns[static_cast<std::size_t>(at)];
  if (record::is_null(value)) return {};
  if (std::holds_alternative<std::int64_t>(value) == (column.type == ColumnType::kInt)) return {};
  return fail(ErrorCode::kBadInput, "the column " + std::string(column.name) + " of " + std::string(table.name) +
                                        " cannot hold a value of this type");
}

Status check_key(const record::Table& table, const record::Key& key) {
  std::size_t at = 0;
  for (const record::Column& column : table.columns) {
    if (column.cls != ColumnClass::kKey) break;
    if (at == key.size() || record::is_null(key[at]))
      return fail(ErrorCode::kBadInput, "a row of " + std::string(table.name) + " has no " + std::string(column.name));
    LICET_CHECK(check_type(table, static_cast<int>(at), key[at]));
    ++at;
  }
  if (at != key.size())
    return fail(ErrorCode::kBadInput, "a key of " + std::string(table.name) + " has too many parts");
  return {};
}

}  // namespace

Result<RowChange*> RowChanges::change(record::TableId table_id, const record::Key& key) {
  for (std::size_t i = used_; i > mergeable_from_; --i)
    if (changes_[i - 1].table == table_id && changes_[i - 1].key == key) return &changes_[i - 1];
  const record::Table& table = record::table(table_id);
  LICET_CHECK(check_key(table, key));
  LICET_INVARIANT(table.columns.size() <= 32);
  if (used_ == changes_.size()) changes_.emplace_back();
  RowChange& fresh = changes_[used_++];
  fresh.table = table_id;
  fresh.key = key;
  fresh.removed = false;
  fresh.touched = false;
  fresh.set = 0;
  fresh.values.resize(table.columns.size());
  fresh.adds.clear();
  return &fresh;
}

Status RowChanges::put(record::TableId table_id, const record::Key& key, std::span<const record::Assignment> values) {
  LICET_TRY(auto row, change(table_id, key));
  const record::Table& table = record::table(table_id);
  row->touched = true;
  for (const record::Assignment& assignment : values) {
    const int at = record::column(table, assignment.column);
    LICET_INVARIANT(table.columns[static_cast<std::size_t>(at)].cls != ColumnClass::kKey);
    LICET_CHECK(check_type(table, at, assignment.value));
    row->set |= std::uint32_t{1} << static_cast<unsigned>(at);
    row->values[static_cast<std::size_t>(at)] = assignment.value;
    std::erase_if(row->adds, [at](const RowChange::Add& add) { return add.column == at; });
  }
  return {};
}

Status RowChanges::add(record::TableId table_id, const record::Key& key, std::string_view column, std::int64_t delta) {
  LICET_TRY(auto row, change(table_id, key));
  const record::Table& table = record::table(table_id);
  const int at = record::column(table, column);
  const auto index = static_cast<std::size_t>(at);
  LICET_INVARIANT(table.columns[index].type == ColumnType::kInt && table.columns[index].cls != ColumnClass::kKey);
  row->touched = true;
  if ((row->set >> index & 1U) != 0) {
    row->values[index] = record::int_of(row->values[index]) + delta;
    return {};
  }
  for (RowChange::Add& add : row->adds) {
    if (add.column != at) continue;
    add.delta += delta;
    return {};
  }
  row->adds.push_back({at, delta});
  return {};
}

Status RowChanges::remove(record::TableId table_id, const record::Key& key) {
  LICET_TRY(auto row, change(table_id, key));
  row->removed = true;
  row->touched = false;
  row->set = 0;
  row->adds.clear();
  return {};
}

Status RowChanges::purge(std::string_view kid, std::string_view event_id) {
  purges_.push_back({std::string(kid), std::string(event_id), used_});
  mergeable_from_ = used_;
  return {};
}

Status RowChanges::gather(const record::Body& body) {
  LICET_CHECK(record::apply_all(body, *this));
  for (const record::DerivedValue& derived : body.derived()) {
    const record::Assignment assignment{derived.column, derived.value};
    LICET_CHECK(put(derived.table, derived.key, {&assignment, 1}));
  }
  return {};
}

bool RowChanges::concern_the_firm() const {
  const auto rows = changes();
  return std::any_of(rows.begin(), rows.end(),
                     [](const RowChange& row) { return app::says_what_the_firm_is(row.table); });
}

void RowChanges::clear() {
  used_ = 0;
  mergeable_from_ = 0;
  purges_.clear();
}

Status replay(const RowChanges& changes, record::RowSink& sink) {
  std::size_t purged = 0;
  std::vector<record::Assignment> values;
  const auto rows = changes.changes();
  for (std::size_t i = 0; i <= rows.size(); ++i) {
    for (; purged < changes.purges().size() && changes.purges()[purged].after == i; ++purged)
      LICET_CHECK(sink.purge(changes.purges()[purged].kid, changes.purges()[purged].event));
    if (i == rows.size()) break;
    const RowChange& row = rows[i];
    const record::Table& table = record::table(row.table);
    if (row.removed) LICET_CHECK(sink.remove(row.table, row.key));
    values.clear();
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      if ((row.set >> c & 1U) != 0) values.push_back({table.columns[c].name, row.values[c]});
    if (row.touched && (!values.empty() || row.adds.empty())) LICET_CHECK(sink.put(row.table, row.key, values));
    for (const RowChange::Add& add : row.adds)
      LICET_CHECK(sink.add(row.table, row.key, table.columns[static_cast<std::size_t>(add.column)].name, add.delta));
  }
  return {};
}

}  // namespace licet::store
