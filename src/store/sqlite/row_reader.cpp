#include "store/sqlite/row_reader.h"

#include <algorithm>

#include "base/crypto.h"
#include "store/query_rules.h"

namespace licet::store {
namespace {

using app::Condition;
using record::ColumnClass;
using record::Row;
using record::Table;
using record::Value;

/// The text of a statement as it grows, and the values for its parameters. Identifiers come from the schema alone;
/// whatever a person typed goes into `values`.
struct Sql {
  std::string text;
  std::vector<Value> values;
  bool has_condition = false;

  void condition(const std::string& sql) {
    text += (has_condition ? " AND " : " WHERE ") + sql;
    has_condition = true;
  }
};

std::string column_name(const Table& table, int at) { return quoted(table.columns[static_cast<std::size_t>(at)].name); }

std::size_t key_size(const Table& table) {
  std::size_t n = 0;
  while (n < table.columns.size() && table.columns[n].cls == ColumnClass::kKey) ++n;
  return n;
}

/// Texts that every query of a table begins or ends with, put together once.
struct TableSql {
  std::string select;  // every column
  std::string key;     // the key's columns, as in ORDER BY
};

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

/// What one part of a scope lets through, as a condition; "" when everything, "0" when nothing.
std::string part_condition(Sql& sql, const app::Scope::Part& part, const Table& table) {
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
    both(column_name(table, rule.market) + " IN (" + list + ")");
  }
  if (rule.owner >= 0) {
    both(column_name(table, rule.owner) + " = ?");
    sql.values.emplace_back(part.owner.str());
  }
  if (rule.lead >= 0) {
    both(column_name(table, rule.lead) + " IN (SELECT \"id\" FROM \"lead\" WHERE \"owner\" = ?)");
    sql.values.emplace_back(part.owner.str());
  }
  return out;
}

void add_scope(Sql& sql, const app::Scope& scope, const Table& table) {
  const std::size_t values = sql.values.size();
  std::string any;
  for (const app::Scope::Part& part : scope.parts()) {
    const std::string condition = part_condition(sql, part, table);
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

Result<Statement*> bound(Connection& connection, const Sql& sql) {
  LICET_TRY(auto statement, connection.cached(sql.text));
  for (std::size_t i = 0; i < sql.values.size(); ++i) statement->bind(static_cast<int>(i) + 1, sql.values[i]);
  return statement;
}

void read_row(const Statement& statement, const Table& table, Row& row) {
  row.table = table.id;
  row.values.resize(table.columns.size());
  for (std::size_t c = 0; c < row.values.size(); ++c) statement.read(static_cast<int>(c), row.values[c]);
}

Result<std::optional<Bytes>> read_bytes(Connection& connection, std::string_view sql, std::string_view digest_text) {
  const auto digest = crypto::parse_digest_text(digest_text);
  if (!digest) return fail(ErrorCode::kBadInput, "'" + std::string(digest_text) + "' is no sha256 digest");
  LICET_TRY(auto statement, connection.cached(sql));
  const StatementUse use(*statement);
  statement->bind_bytes(1, *digest);
  LICET_TRY(const bool found, statement->step());
  if (!found) return std::optional<Bytes>();
  const ByteView bytes = statement->bytes(0);
  return std::optional<Bytes>(Bytes(bytes.begin(), bytes.end()));
}

}  // namespace

Result<std::optional<Row>> get_row(Connection& connection, const app::Scope& scope, record::TableId table_id,
                                   const record::Key& key) {
  const Table& table = record::table(table_id);
  LICET_CHECK(check_key(table, key));
  Sql sql{table_sql(table).select, {}, false};
  add_key_condition(sql, table, key, "=");
  add_scope(sql, scope, table);
  LICET_TRY(auto statement, bound(connection, sql));
  const StatementUse use(*statement);
  LICET_TRY(const bool found, statement->step());
  if (!found) return std::optional<Row>();
  Row row;
  read_row(*statement, table, row);
  return std::optional<Row>(std::move(row));
}

namespace {

Result<std::vector<Row>> rows_of(Connection& connection, const Table& table, const Sql& sql) {
  LICET_TRY(auto statement, bound(connection, sql));
  const StatementUse use(*statement);
  std::vector<Row> rows;
  while (true) {
    LICET_TRY(const bool more, statement->step());
    if (!more) return rows;
    read_row(*statement, table, rows.emplace_back());
  }
}

/// Whether the index of an equal value most likely leaves a few rows: then sorting them here spares SQLite a sorter,
/// which costs more than finding them.
bool few_expected(const app::Query& query) {
  return query.order_by.empty() && !query.after && query.limit > 0 &&
         std::any_of(query.where.begin(), query.where.end(), [](const Condition& where) {
           return where.op == Condition::Op::kEqual && !record::is_null(where.value);
         });
}

void sort_by_key(const Table& table, bool descending, std::vector<Row>& rows) {
  const std::size_t keys = key_size(table);
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    const Row& first = descending ? b : a;
    const Row& second = descending ? a : b;
    return std::lexicographical_compare(first.values.begin(), first.values.begin() + static_cast<std::ptrdiff_t>(keys),
                                        second.values.begin(),
                                        second.values.begin() + static_cast<std::ptrdiff_t>(keys));
  });
}

}  // namespace

Result<std::vector<Row>> find_rows(Connection& connection, const app::Scope& scope, const app::Query& query) {
  LICET_CHECK(check_query(query));
  const Table& table = record::table(query.table);
  Value continue_at;
  if (query.after && !query.order_by.empty()) {
    LICET_TRY(const auto row, get_row(connection, scope, query.table, *query.after));
    if (!row)
      return fail(ErrorCode::kConflict, "the row this page continues after is no longer there; begin the list again");
    continue_at = row->at(query.order_by);
  }
  Sql sql{table_sql(table).select, {}, false};
  add_scope(sql, scope, table);
  for (const Condition& where : query.where) add_where(sql, where);
  if (few_expected(query)) {
    Sql unordered = sql;
    unordered.text += " LIMIT ?";
    unordered.values.emplace_back(static_cast<std::int64_t>(query.limit) + 1);
    LICET_TRY(auto rows, rows_of(connection, table, unordered));
    if (rows.size() <= query.limit) {
      sort_by_key(table, query.descending, rows);
      return rows;
    }
  }
  if (query.after) add_continuation(sql, query, table, continue_at);
  add_order(sql, query, table);
  return rows_of(connection, table, sql);
}

Result<std::int64_t> count_rows(Connection& connection, const app::Scope& scope, const app::Query& query) {
  LICET_CHECK(check_query(query));
  const Table& table = record::table(query.table);
  Sql sql{"SELECT count(*) FROM " + quoted(table.name), {}, false};
  add_scope(sql, scope, table);
  for (const Condition& where : query.where) add_where(sql, where);
  LICET_TRY(auto statement, bound(connection, sql));
  const StatementUse use(*statement);
  LICET_TRY(const bool found, statement->step());
  LICET_INVARIANT(found);
  return statement->integer(0);
}

Result<std::optional<Bytes>> read_attachment(Connection& connection, std::string_view digest) {
  return read_bytes(connection, "SELECT bytes FROM attachment WHERE digest = ?", digest);
}

Result<std::optional<Bytes>> read_sealed_blob(Connection& connection, std::string_view digest) {
  return read_bytes(connection, "SELECT bytes FROM sealed_blob WHERE digest = ?", digest);
}

namespace {

Result<crypto::Digest> stored_digest(ByteView bytes) {
  crypto::Digest digest{};
  if (bytes.size() != digest.size())
    return fail(ErrorCode::kTampered, "the data file holds a digest of " + std::to_string(bytes.size()) + " bytes");
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace

Status visit_sealed_blobs(Connection& connection, std::uint8_t first_byte,
                          const std::function<Status(const crypto::Digest&, ByteView)>& visit) {
  LICET_TRY(Statement select, connection.prepare("SELECT digest, bytes FROM sealed_blob WHERE digest >= ? AND "
                                                 "digest < ? ORDER BY digest"));
  // Blobs compare by bytes, then by length: one byte more than a digest has stands behind all that begin so.
  Bytes end(sizeof(crypto::Digest) + 1, 0xFF);
  end[0] = first_byte;
  select.bind_bytes(1, ByteView(end).first(1));
  select.bind_bytes(2, end);
  while (true) {
    LICET_TRY(const bool more, select.step());
    if (!more) return {};
    LICET_TRY(const crypto::Digest digest, stored_digest(select.bytes(0)));
    LICET_CHECK(visit(digest, select.bytes(1)));
  }
}

Status visit_attachment_digests(Connection& connection, const std::function<Status(const crypto::Digest&)>& visit) {
  LICET_TRY(Statement select, connection.prepare("SELECT digest FROM attachment ORDER BY digest"));
  while (true) {
    LICET_TRY(const bool more, select.step());
    if (!more) return {};
    LICET_TRY(const crypto::Digest digest, stored_digest(select.bytes(0)));
    LICET_CHECK(visit(digest));
  }
}

Status each_row_of(Connection& connection, record::TableId table_id,
                   const std::function<bool(const record::Row&)>& visit) {
  const Table& table = record::table(table_id);
  LICET_TRY(Statement statement, connection.prepare(table_sql(table).select + " ORDER BY " + table_sql(table).key));
  Row row;
  while (true) {
    LICET_TRY(const bool more, statement.step());
    if (!more) return {};
    read_row(statement, table, row);
    if (!visit(row)) return {};
  }
}

}  // namespace licet::store
