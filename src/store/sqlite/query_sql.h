// The text of queries on the record's tables, piece by piece.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/store_port.h"
#include "record/schema.h"

namespace licet::store {

/// The text of a statement as it grows, and the values for its parameters. Identifiers come from the schema alone;
/// whatever a person typed goes into `values`.
struct Sql {
  std::string text;
  std::vector<record::Value> values;
  bool has_condition = false;

  void condition(const std::string& sql) {
    text += (has_condition ? " AND " : " WHERE ") + sql;
    has_condition = true;
  }
};

/// Texts that every query of a table begins or ends with, put together once.
struct TableSql {
  std::string select;  ///< every column
  std::string key;     ///< the key's columns, as in ORDER BY
};
const TableSql& table_sql(const record::Table& table);
std::size_t key_size(const record::Table& table);
/// The name of a column by its index, quoted.
std::string column_name(const record::Table& table, int at);

/// True when a query asks for the beginning of the key or all of it: then nothing leaves fewer rows.
bool names_a_key(const app::Query& query, const record::Table& table);
/// What the scope lets through. `by_key`: the rows are found by their key, so that no index of the scope's columns is
/// to be used.
void add_scope(Sql& sql, const app::Scope& scope, const record::Table& table, bool by_key = false);
void add_where(Sql& sql, const app::Condition& where);
void add_key_condition(Sql& sql, const record::Table& table, const record::Key& key, std::string_view op);
/// Rows behind (`value`, key of the query's last row) in the query's order.
void add_continuation(Sql& sql, const app::Query& query, const record::Table& table, const record::Value& value);
void add_order(Sql& sql, const app::Query& query, const record::Table& table);

}  // namespace licet::store
