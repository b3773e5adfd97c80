#include "store/sqlite/query_sql.h"

#include <algorithm>

#include "store/query_rules.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {

using app::Condition;
using record::ColumnClass;
using record::Table;
using record::Value;

std::string column_name(const Table& table, int at) { return quoted(table.columns[static_cast<std::size_t>(at)].name); }

std::size_t key_size(const Table& table) {
  std::size_t n = 0;
  while (n < table.columns.size() && table.columns[n].cls == ColumnClass::kKey) ++n;
  return n;
}

const TableSql& table_sql(const Table& table) {
  static const std::vector<TableSql> all = [] {
    std::vector<TableSql> out;
    for (const Table& one : record::tables()) {
      TableSql sql{"SELECT ", {}};
      for (const record::Column& column : one.columns) {
        sql.select += (&column == one.columns.data() ? "" : ", ") + quoted(column.name);
        if (column.cls == ColumnClass::kKey) sql.key += (sql.key.empty() ? "" : ", ") + quoted(column.name);
      }
      sql.select += " FROM " + quoted(one.name);
      out.push_back(std::move(sql));
    }
    return out;
  }();
  return all[static_cast<std::size_t>(table.id)];
}

bool names_a_key(const app::Query& query, const Table& table) {
  return std::any_of(query.where.begin(), query.where.end(), [&](const Condition& where) {
    return where.column == table.columns[0].name &&
           (where.op == Condition::Op::kPrefix || (where.op == Condition::Op::kEqual && !record::is_null(where.value)));
  });
}

namespace {

/// What one part of a scope lets through, as a condition; "" when everything, "0" when nothing. `plus` keeps SQLite
/// from looking these columns up in an index.
std::string part_condition(Sql& sql, const app::Scope::Part& part, const Table& table, const std::string& plus) {
  const ScopeRule rule = scope_rule(part, table);
  if (rule.nothing || (rule.market >= 0 && part.markets.empty())) return "0";
  std::string out;
  const auto both = [&](const std::string& condition) { out += (out.empty() ? "" : " AND ") + condition; };
  if (rule.market >= 0) {
    std::string list;
    for (const std::string& market : part.markets) {
      list += list.empty() ? "?" : ", ?";
      sql.values.emplace_back(market);
    }
    both(plus + column_name(table, rule.market) + " IN (" + list + ")");
  }
  if (rule.owner >= 0) {
    both(plus + column_name(table, rule.owner) + " = ?");
    sql.values.emplace_back(part.owner.str());
  }
  if (rule.lead >= 0) {
    both(plus + column_name(table, rule.lead) + " IN (SELECT \"id\" FROM \"lead\" WHERE \"owner\" = ?)");
    sql.values.emplace_back(part.owner.str());
  }
  return out;
}

}  // namespace

void add_scope(Sql& sql, const app::Scope& scope, const Table& table, bool by_key) {
  const std::size_t values = sql.values.size();
  std::string any;
  for (const app::Scope::Part& part : scope.parts()) {
    const std::string condition = part_condition(sql, part, table, by_key ? "+" : "");
    if (condition.empty()) {  // this part alone lets everything through
      sql.values.resize(values);
      return;
    }
    if (condition == "0") continue;
    any += (any.empty() ? "(" : " OR (") + condition + ")";
  }
  sql.condition(any.empty() ? "0" : "(" + any + ")");
}

void add_where(Sql& sql, const Condition& where) {
  const std::string name = quoted(where.column);
  const bool null = record::is_null(where.value);
  switch (where.op) {
    case Condition::Op::kEqual:
      sql.condition(name + (null ? " IS NULL" : " = ?"));
      break;
    case Condition::Op::kNotEqual:
      sql.condition(name + (null ? " IS NOT NULL" : " IS NOT ?"));
      break;
    case Condition::Op::kLess:
      sql.condition(null ? "0" : name + " < ?");
      break;
    case Condition::Op::kGreaterEqual:
      sql.condition(null ? "0" : name + " >= ?");
      break;
    case Condition::Op::kIsNull:
      sql.condition(name + " IS NULL");
      return;
    case Condition::Op::kPrefix:
      sql.condition(name + " >= ?");
      sql.values.push_back(where.value);
      if (auto end = prefix_end(record::text_of(where.value))) {
        sql.condition(name + " < ?");
        sql.values.emplace_back(std::move(*end));
      }
      return;
    case Condition::Op::kIn: {
      std::string marks;
      for (const Value& one : where.among) {
        marks += marks.empty() ? "?" : ", ?";
        sql.values.push_back(one);
      }
      sql.condition(name + " IN (" + marks + ")");
      return;
    }
  }
  if (!null) sql.values.push_back(where.value);
}

void add_key_condition(Sql& sql, const Table& table, const record::Key& key, std::string_view op) {
  std::string names;
  std::string marks;
  for (std::size_t i = 0; i < key.size(); ++i) {
    names += (i == 0 ? "" : ", ") + quoted(table.columns[i].name);
    marks += i == 0 ? "?" : ", ?";
    sql.values.push_back(key[i]);
  }
  sql.condition("(" + names + ") " + std::string(op) + " (" + marks + ")");
}

/// Rows behind (`value`, key) in the order (column, key): null stands before everything.
void add_continuation(Sql& sql, const app::Query& query, const Table& table, const Value& value) {
  const std::string_view op = query.descending ? "<" : ">";
  if (query.order_by.empty()) {
    add_key_condition(sql, table, *query.after, op);
    return;
  }
  const std::string name = quoted(query.order_by);
  Sql tie;
  add_key_condition(tie, table, *query.after, op);
  const std::string behind = tie.text.substr(std::string_view(" WHERE ").size());
  const auto add_tie = [&] { sql.values.insert(sql.values.end(), tie.values.begin(), tie.values.end()); };
  if (record::is_null(value)) {
    sql.condition(query.descending ? "(" + name + " IS NULL AND " + behind + ")"
                                   : "(" + name + " IS NOT NULL OR " + behind + ")");
    add_tie();
    return;
  }
  if (query.descending) {
    sql.condition("(" + name + " IS NULL OR " + name + " < ? OR (" + name + " = ? AND " + behind + "))");
    sql.values.push_back(value);
    sql.values.push_back(value);
  } else {
    sql.condition(name + " >= ?");  // lets an index find the place
    sql.values.push_back(value);
    sql.condition("(" + name + " > ? OR " + behind + ")");
    sql.values.push_back(value);
  }
  add_tie();
}

void add_order(Sql& sql, const app::Query& query, const Table& table) {
  const std::string_view direction = query.descending ? " DESC" : "";
  sql.text += " ORDER BY ";
  if (!query.order_by.empty()) sql.text += quoted(query.order_by) + std::string(direction) + ", ";
  if (!query.descending) {
    sql.text += table_sql(table).key;
  } else {
    for (std::size_t i = 0; i < key_size(table); ++i) {
      sql.text += (i == 0 ? "" : ", ") + quoted(table.columns[i].name);
      sql.text += direction;
    }
  }
  sql.text += " LIMIT ?";
  sql.values.emplace_back(static_cast<std::int64_t>(query.limit));
}

}  // namespace licet::store
