#include "store/sqlite/row_writer.h"

namespace licet::store {
namespace {

using record::Column;
using record::ColumnClass;
using record::Table;

enum class Kind : std::uint64_t { kUpsert, kAdd, kRemove, kPurge };

/// One number for each statement text: what it does, the table, and the set of columns or the column.
std::uint64_t statement_key(Kind kind, record::TableId table, std::uint32_t columns) {
  return static_cast<std::uint64_t>(kind) << 40U | static_cast<std::uint64_t>(table) << 32U | columns;
}

std::size_t key_size(const Table& table) {
  std::size_t n = 0;
  while (n < table.columns.size() && table.columns[n].cls == ColumnClass::kKey) ++n;
  return n;
}

std::string key_names(const Table& table) {
  std::string out;
  for (std::size_t i = 0; i < key_size(table); ++i) out += (i == 0 ? "" : ", ") + quoted(table.columns[i].name);
  return out;
}

std::string insert_sql(const Table& table, const std::string& columns, std::size_t count) {
  std::string sql = "INSERT INTO " + quoted(table.name) + "(" + columns + ") VALUES(";
  for (std::size_t i = 0; i < count; ++i) sql += i == 0 ? "?" : ", ?";
  return sql + ") ON CONFLICT(" + key_names(table) + ") DO ";
}

std::string upsert_sql(const Table& table, std::uint32_t set) {
  std::string columns = key_names(table);
  std::string updates;
  std::size_t count = key_size(table);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if ((set >> c & 1U) == 0) continue;
    const std::string name = quoted(table.columns[c].name);
    columns += ", " + name;
    updates += (updates.empty() ? "" : ", ") + name + " = excluded." + name;
    ++count;
  }
  return insert_sql(table, columns, count) + (updates.empty() ? "NOTHING" : "UPDATE SET " + updates);
}

std::string add_sql(const Table& table, int column) {
  const std::string name = quoted(table.columns[static_cast<std::size_t>(column)].name);
  return insert_sql(table, key_names(table) + ", " + name, key_size(table) + 1) + "UPDATE SET " + name +
         " = coalesce(" + name + ", 0) + excluded." + name;
}

std::string remove_sql(const Table& table) {
  std::string sql = "DELETE FROM " + quoted(table.name) + " WHERE ";
  for (std::size_t i = 0; i < key_size(table); ++i)
    sql += (i == 0 ? "" : " AND ") + quoted(table.columns[i].name) + " = ?";
  return sql;
}

/// Empty when the table keeps nothing that an erasure takes. The event goes into the first parameter if there is one
/// for it, the kid into the second.
std::string purge_sql(const Table& table) {
  if (table.kid < 0) return {};
  std::string updates;
  bool any = false;
  for (const Column& column : table.columns) {
    const bool secret = column.cls == ColumnClass::kOpened || column.cls == ColumnClass::kDerived;
    const bool mark = column.name == "erased_by";
    if (!secret && !mark) continue;
    any = true;
    updates += (updates.empty() ? "" : ", ") + quoted(column.name) + (mark ? " = ?1" : " = NULL");
  }
  if (!any) return {};
  return "UPDATE " + quoted(table.name) + " SET " + updates + " WHERE " +
         quoted(table.columns[static_cast<std::size_t>(table.kid)].name) + " = ?2";
}

}  // namespace

Result<Statement*> RowWriter::statement(std::uint64_t key, const std::string& sql) {
  LICET_TRY(Statement fresh, connection_.prepare(sql));
  return &statements_.emplace(key, std::move(fresh)).first->second;
}

Status RowWriter::write(const RowChanges& changes) {
  std::size_t purged = 0;
  const auto rows = changes.changes();
  const auto& purges = changes.purges();
  for (std::size_t i = 0; i <= rows.size(); ++i) {
    for (; purged < purges.size() && purges[purged].after == i; ++purged) LICET_CHECK(purge(purges[purged]));
    if (i < rows.size()) LICET_CHECK(write_row(rows[i]));
  }
  return {};
}

Status RowWriter::write_row(const RowChange& row) {
  if (row.removed) LICET_CHECK(remove(row));
  if (row.touched && (row.set != 0 || row.adds.empty())) LICET_CHECK(upsert(row));
  for (const RowChange::Add& one : row.adds) LICET_CHECK(add(row, one));
  return {};
}

Status RowWriter::remove(const RowChange& row) {
  const std::uint64_t key = statement_key(Kind::kRemove, row.table, 0);
  const auto found = statements_.find(key);
  Statement* sql = found != statements_.end() ? &found->second : nullptr;
  if (sql == nullptr) {
    LICET_TRY(sql, statement(key, remove_sql(record::table(row.table))));
  }
  int at = 0;
  for (const record::Value& part : row.key) sql->bind(++at, part);
  return sql->run();
}

Status RowWriter::upsert(const RowChange& row) {
  const std::uint64_t key = statement_key(Kind::kUpsert, row.table, row.set);
  const auto found = statements_.find(key);
  Statement* sql = found != statements_.end() ? &found->second : nullptr;
  if (sql == nullptr) {
    LICET_TRY(sql, statement(key, upsert_sql(record::table(row.table), row.set)));
  }
  int at = 0;
  for (const record::Value& part : row.key) sql->bind(++at, part);
  for (std::size_t c = 0; c < row.values.size(); ++c)
    if ((row.set >> c & 1U) != 0) sql->bind(++at, row.values[c]);
  return sql->run();
}

Status RowWriter::add(const RowChange& row, const RowChange::Add& one) {
  const std::uint64_t key = statement_key(Kind::kAdd, row.table, static_cast<std::uint32_t>(one.column));
  const auto found = statements_.find(key);
  Statement* sql = found != statements_.end() ? &found->second : nullptr;
  if (sql == nullptr) {
    LICET_TRY(sql, statement(key, add_sql(record::table(row.table), one.column)));
  }
  int at = 0;
  for (const record::Value& part : row.key) sql->bind(++at, part);
  sql->bind(++at, one.delta);
  return sql->run();
}

Status RowWriter::purge(const RowPurge& purge) {
  for (const Table& table : record::tables()) {
    const std::string text = purge_sql(table);
    if (text.empty()) continue;
    LICET_TRY(auto sql, connection_.cached(text));
    if (text.find("?1") != std::string::npos) sql->bind(1, std::string_view(purge.event));
    sql->bind(2, std::string_view(purge.kid));
    LICET_CHECK(sql->run());
  }
  return {};
}

}  // namespace licet::store
