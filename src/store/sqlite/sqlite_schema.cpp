#include "store/sqlite/sqlite_schema.h"

#include <algorithm>

#include "store/sqlite/layout_check.h"
#include "store/sqlite/list_order.h"

namespace licet::store {
namespace {

// store_meta: "origin", "release" (needed to read this layout), "head" (the ledger's end) and "firm" (the last entry
// that changed what the firm is; both see ledger_tables.h). ledger_link: the entries about an object, numbered from 1;
// its last row is what the next entry links to. Digests are stored as their 32 bytes. Tables with random keys and large
// rows keep a rowid: rows are appended, and only the small index is touched at a random place.
constexpr std::string_view kLedgerSql = R"(
CREATE TABLE store_meta(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_entry(seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE ledger_link(kind TEXT NOT NULL, id TEXT NOT NULL, count INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY(kind, id, count)) STRICT, WITHOUT ROWID;
CREATE TABLE event_seq(event TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE sealed_blob(digest BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
CREATE TABLE attachment(digest BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
)";

void append_table(std::string& sql, const record::Table& table) {
  const bool has_index =
      std::any_of(table.columns.begin(), table.columns.end(), [](const record::Column& c) { return c.indexed; }) ||
      std::any_of(list_indexes().begin(), list_indexes().end(),
                  [&](const ListIndex& i) { return i.table == table.id; });
  std::string keys;
  sql += "CREATE TABLE " + quoted(table.name) + "(";
  for (const record::Column& column : table.columns) {
    sql += quoted(column.name);
    sql += column.type == record::ColumnType::kInt ? " INTEGER" : " TEXT";
    if (column.cls == record::ColumnClass::kKey) {
      sql += " NOT NULL";
      keys += (keys.empty() ? "" : ", ") + quoted(column.name);
    }
    sql += ", ";
  }
  sql += "PRIMARY KEY(" + keys + ")) STRICT";
  if (!has_index) sql += ", WITHOUT ROWID";
  sql += ";\n";
  for (const record::Column& column : table.columns) {
    if (!column.indexed) continue;
    sql += "CREATE INDEX " + quoted(std::string(table.name) + "_by_" + std::string(column.name)) + " ON " +
           quoted(table.name) + "(" + quoted(column.name) + ")";
    // Lists are put in order by numbers, which needs every row; texts are only looked up, and many are null.
    if (column.type == record::ColumnType::kText) sql += " WHERE " + quoted(column.name) + " IS NOT NULL";
    sql += ";\n";
  }
  for (const ListIndex& index : list_indexes()) {
    if (index.table != table.id) continue;
    std::string name = std::string(table.name) + "_list", columns;
    for (const std::string_view column : index.equal) {
      name += "_" + std::string(column);
      columns += quoted(column) + ", ";
    }
    // Rows come in about this order, so that new ones go to a few pages at the ends and not all over the index.
    sql += "CREATE INDEX " + quoted(name) + " ON " + quoted(table.name) + "(" + columns + quoted(index.order) + ", " +
           keys + ") WHERE " + quoted(index.equal.front()) + " IS NOT NULL;\n";
  }
}

tl::unexpected<Error> not_ours(const Connection& connection) {
  return fail(ErrorCode::kTampered,
              connection.path() + " is not a data file of Licet; name the folder that `licet init` made");
}

}  // namespace

std::string schema_sql() {
  std::string sql(kLedgerSql);
  for (const record::Table& table : record::tables()) append_table(sql, table);
  return sql;
}

Status create_schema(Connection& connection, const std::string& origin) {
  LICET_TRY(const record::Value tables, connection.scalar("SELECT count(*) FROM sqlite_schema"));
  if (record::int_of(tables) != 0)
    return fail(ErrorCode::kConflict, connection.path() + " holds data already; choose an empty folder");
  LICET_CHECK(connection.exec("BEGIN IMMEDIATE;" + schema_sql() +
                              "PRAGMA application_id=" + std::to_string(kApplicationId) +
                              ";PRAGMA user_version=" + std::to_string(kDataFormat) + ";"));
  LICET_TRY(Statement insert, connection.prepare("INSERT INTO store_meta(key, value) VALUES(?, ?)"));
  insert.bind(1, std::string_view("origin"));
  insert.bind(2, std::string_view(origin));
  LICET_CHECK(insert.run());
  insert.bind(1, std::string_view("release"));
  insert.bind(2, kDataFormatRelease);
  LICET_CHECK(insert.run());
  return connection.exec("COMMIT");
}

Result<std::string> check_schema(Connection& connection) {
  LICET_TRY(const record::Value application, connection.scalar("PRAGMA application_id"));
  if (record::int_of(application) != kApplicationId) return not_ours(connection);
  LICET_TRY(const record::Value format, connection.scalar("PRAGMA user_version"));
  if (record::int_of(format) != kDataFormat) {
    LICET_TRY(const record::Value release, connection.scalar("SELECT value FROM store_meta WHERE key = 'release'"));
    return fail(ErrorCode::kUnsupported, connection.path() + " has data format " +
                                             std::to_string(record::int_of(format)) + ", this release reads format " +
                                             std::to_string(kDataFormat) + "; use Licet " +
                                             std::string(record::text_of(release)) + " or newer");
  }
  LICET_CHECK(check_beginning(connection));
  LICET_TRY(record::Value origin, connection.scalar("SELECT value FROM store_meta WHERE key = 'origin'"));
  if (record::text_of(origin).empty())
    return fail(ErrorCode::kTampered, connection.path() +
                                          " lost the name of its log (store_meta, origin): it was changed outside "
                                          "Licet; restore the last backup");
  return std::string(record::text_of(origin));
}

}  // namespace licet::store
