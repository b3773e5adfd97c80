#include "store/sqlite/row_reader.h"

#include <algorithm>

#include "base/crypto.h"
#include "store/query_rules.h"
#include "store/sqlite/list_order.h"
#include "store/sqlite/query_sql.h"

namespace licet::store {
namespace {

using app::Condition;
using record::Row;
using record::Table;
using record::Value;

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

/// Whether the index of an equal value most likely leaves a few rows: then putting them in order here spares SQLite a
/// sorter, which costs more than finding them.
bool few_expected(const app::Query& query) {
  return query.order_by.empty() && !query.after &&
         std::any_of(query.where.begin(), query.where.end(), [](const Condition& where) {
           return where.op == Condition::Op::kEqual && !record::is_null(where.value);
         });
}

/// The first rows of a look-up in the order of the key, in one pass however many it finds.
Result<std::vector<Row>> first_by_key(Connection& connection, const Table& table, const app::Query& query,
                                      const Sql& sql) {
  const auto keys = static_cast<std::ptrdiff_t>(key_size(table));
  const auto before = [&](const Row& a, const Row& b) {
    const Row& first = query.descending ? b : a;
    const Row& second = query.descending ? a : b;
    return std::lexicographical_compare(first.values.begin(), first.values.begin() + keys, second.values.begin(),
                                        second.values.begin() + keys);
  };
  LICET_TRY(auto statement, bound(connection, sql));
  const StatementUse use(*statement);
  std::vector<Row> rows;  // once it is full: a heap with the last of them on top
  while (true) {
    LICET_TRY(const bool more, statement->step());
    if (!more) break;
    Row row;
    read_row(*statement, table, row);
    if (rows.size() == query.limit) {
      if (!before(row, rows.front())) continue;
      std::pop_heap(rows.begin(), rows.end(), before);
      rows.back() = std::move(row);
      std::push_heap(rows.begin(), rows.end(), before);
    } else {
      rows.push_back(std::move(row));
      if (rows.size() == query.limit) std::make_heap(rows.begin(), rows.end(), before);
    }
  }
  std::sort(rows.begin(), rows.end(), before);
  return rows;
}

/// The rows whose keys a statement gives, behind the value they are ordered by.
Result<std::vector<Row>> rows_of_keys(Connection& connection, const Table& table, const Sql& sql) {
  std::vector<record::Key> keys;
  {
    LICET_TRY(auto statement, bound(connection, sql));
    const StatementUse use(*statement);
    while (true) {
      LICET_TRY(const bool more, statement->step());
      if (!more) break;
      record::Key& key = keys.emplace_back(key_size(table));
      for (std::size_t i = 0; i < key.size(); ++i) statement->read(static_cast<int>(i) + 1, key[i]);
    }
  }
  std::vector<Row> rows;
  rows.reserve(keys.size());
  for (const record::Key& key : keys) {
    Sql one{table_sql(table).select, {}, false};
    add_key_condition(one, table, key, "=");
    LICET_TRY(auto found, rows_of(connection, table, one));
    LICET_INVARIANT(found.size() == 1);  // of the same snapshot
    rows.push_back(std::move(found.front()));
  }
  return rows;
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
  if (const auto list = in_list_order(scope, query, table, continue_at))
    return list->whole_rows ? rows_of(connection, table, list->sql) : rows_of_keys(connection, table, list->sql);
  Sql sql{table_sql(table).select, {}, false};
  add_scope(sql, scope, table, names_a_key(query, table));
  for (const Condition& where : query.where) add_where(sql, where);
  if (few_expected(query)) return first_by_key(connection, table, query, sql);
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
