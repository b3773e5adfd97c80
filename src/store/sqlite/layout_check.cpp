#include "store/sqlite/layout_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "record/apply.h"
#include "store/sqlite/ledger_tables.h"
#include "store/sqlite/sqlite_schema.h"

namespace licet::store {
namespace {

using record::StateDifference;
using Differences = std::vector<StateDifference>;

/// What sqlite_schema says of one thing.
struct SchemaItem {
  std::string table;
  std::string sql;  ///< "" for what SQLite makes by itself
};
using Schema = std::map<std::pair<std::string, std::string>, SchemaItem>;  // by type and name

constexpr int kProblemsMax = 20;  // of what SQLite itself finds

Result<Schema> read_schema(Connection& connection) {
  LICET_TRY(Statement select, connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema"));
  Schema schema;
  while (true) {
    LICET_TRY(const bool more, select.step());
    if (!more) return schema;
    schema[{std::string(select.text(0)), std::string(select.text(1))}] = {std::string(select.text(2)),
                                                                          std::string(select.text(3))};
  }
}

Result<std::set<std::string>> columns_of(Connection& connection, const std::string& table) {
  LICET_TRY(Statement select, connection.prepare("SELECT name FROM pragma_table_xinfo(?)"));
  select.bind(1, std::string_view(table));
  std::set<std::string> names;
  while (true) {
    LICET_TRY(const bool more, select.step());
    if (!more) return names;
    names.emplace(select.text(0));
  }
}

/// A table or index that is declared otherwise: the columns that make the difference, or the declaration as a whole.
Status differing_item(Connection& connection, Connection& fresh, const std::string& type, const std::string& name,
                      const SchemaItem& item, Differences& out) {
  const std::size_t before = out.size();
  if (type == "table") {
    LICET_TRY(const auto have, columns_of(connection, name));
    LICET_TRY(const auto want, columns_of(fresh, name));
    for (const std::string& column : have)
      if (want.count(column) == 0)
        out.push_back({name, "", column, "the table has a column that this release does not make"});
    for (const std::string& column : want)
      if (have.count(column) == 0) out.push_back({name, "", column, "the table lost this column"});
  }
  if (out.size() == before)
    out.push_back({item.table, name, "", "the " + type + " is not declared as this release declares it"});
  return {};
}

Status compare_schemas(Connection& connection, Differences& out) {
  LICET_TRY(const auto fresh, Connection::open(":memory:", Connection::Mode::kCreate));
  LICET_CHECK(fresh->exec(schema_sql()));
  LICET_TRY(const Schema want, read_schema(*fresh));
  LICET_TRY(const Schema have, read_schema(connection));
  for (const auto& [id, item] : have) {
    const auto& [type, name] = id;
    const auto wanted = want.find(id);
    if (wanted == want.end())
      out.push_back({item.table, name, "", "the data file has a " + type + " that this release does not make"});
    else if (item.sql != wanted->second.sql || item.table != wanted->second.table)
      LICET_CHECK(differing_item(connection, *fresh, type, name, item, out));
  }
  for (const auto& [id, item] : want)
    if (have.count(id) == 0) out.push_back({item.table, id.second, "", "the data file lost this " + id.first});
  return {};
}

/// Pages, constraints, and indexes against their tables, by SQLite's own word.
Status check_file(Connection& connection, Differences& out) {
  LICET_TRY(Statement check, connection.prepare("PRAGMA integrity_check(" + std::to_string(kProblemsMax) + ")"));
  while (true) {
    LICET_TRY(const bool more, check.step());
    if (!more) return {};
    if (check.text(0) != "ok") out.push_back({"(data file)", "", "", std::string(check.text(0))});
  }
}

/// Says whether what it is given concerns the firm, and keeps nothing of it.
class FirmSink final : public record::RowSink {
 public:
  bool seen = false;
  Status put(record::TableId table, const record::Key&, std::span<const record::Assignment>) override {
    return see(table);
  }
  Status add(record::TableId table, const record::Key&, std::string_view, std::int64_t) override { return see(table); }
  Status remove(record::TableId table, const record::Key&) override { return see(table); }
  Status purge(std::string_view, std::string_view) override { return {}; }

 private:
  Status see(record::TableId table) {
    seen = seen || app::says_what_the_firm_is(table);
    return {};
  }
};

Result<bool> concerns_the_firm(std::string_view body_text) {
  LICET_TRY(const record::LeanBody lean, record::read_lean_body(body_text));
  FirmSink sink;
  LICET_CHECK(record::apply_all(lean.body, {}, sink));
  return sink.seen;
}

struct EndOfLog {
  LedgerHead head;
  std::optional<ledger::Hash> firm;  // the last entry that changed what the firm is
};

/// The end of the log by the entries as they are stored.
Result<EndOfLog> end_of_entries(Connection& connection, const std::string& origin) {
  EndOfLog end;
  LedgerHead& head = end.head;
  head.chain.log = origin;
  Status parsed;
  LICET_CHECK(visit_entries(connection, 0, UINT64_MAX, [&](const app::StoredEntry& stored) {
    ledger::Entry entry;
    parsed = ledger::parse_entry(stored.bytes, entry);
    if (!parsed) return false;
    const ledger::Hash leaf = ledger::leaf_hash(as_bytes(stored.bytes));
    ledger::advance(head.chain, entry.time_us, leaf);
    head.tree.append(leaf);
    const auto firm = concerns_the_firm(entry.body);
    if (!firm) parsed = fail(firm.error());
    if (firm && *firm) end.firm = leaf;
    return parsed.has_value();
  }));
  LICET_CHECK(std::move(parsed));
  return end;
}

Status check_meta(Connection& connection, const std::string& origin, Differences& out) {
  std::map<std::string, Bytes> want = {{"origin", Bytes(origin.begin(), origin.end())},
                                       {"release", Bytes(kDataFormatRelease.begin(), kDataFormatRelease.end())}};
  const auto end = end_of_entries(connection, origin);  // an entry that does not read is named by others
  if (end && end->head.tree.size() > 0) want["head"] = encode_head(end->head);
  if (end && end->firm) want["firm"] = Bytes(end->firm->begin(), end->firm->end());
  LICET_TRY(Statement select, connection.prepare("SELECT key, value FROM store_meta"));
  while (true) {
    LICET_TRY(const bool more, select.step());
    if (!more) break;
    const std::string key(select.text(0));
    const auto wanted = want.find(key);
    if (wanted == want.end()) {
      if (end || (key != "head" && key != "firm"))
        out.push_back({"store_meta", key, "", "the data file has a note that is not Licet's"});
      continue;
    }
    const ByteView have = select.bytes(1);
    if (!std::equal(have.begin(), have.end(), wanted->second.begin(), wanted->second.end()))
      out.push_back({"store_meta", key, "value", "the note is not what the entries give"});
    want.erase(wanted);
  }
  for (const auto& [key, value] : want) out.push_back({"store_meta", key, "", "the data file lost this note"});
  return {};
}

std::string text_of(const StateDifference& difference) {
  std::string out = difference.table;
  if (!difference.key.empty() && difference.key != difference.table) out += " " + difference.key;
  if (!difference.column.empty()) out += " " + difference.column;
  return out + ": " + difference.what;
}

/// What is wrong with the schema, all of it.
Error damaged_layout(Connection& connection, Error error) {
  Differences differences;
  if (!compare_schemas(connection, differences) || differences.empty()) return error;
  std::string all;
  for (const StateDifference& difference : differences) all += (all.empty() ? "" : "; ") + text_of(difference);
  error.text = connection.path() + " is not laid out as Licet makes it: " + all +
               ". It was changed outside Licet; restore the last backup";
  return error;
}

}  // namespace

Status check_beginning(Connection& connection) {
  std::vector<std::string> needed = {"SELECT key, value FROM store_meta", "SELECT seq, bytes FROM ledger_entry"};
  for (const record::TableId id : {record::TableId::kPerson, record::TableId::kCredential}) {
    const record::Table& table = record::table(id);
    std::string columns;
    for (const record::Column& column : table.columns) columns += (columns.empty() ? "" : ", ") + quoted(column.name);
    needed.push_back("SELECT " + columns + " FROM " + quoted(table.name));
  }
  for (const std::string& sql : needed) {
    auto statement = connection.prepare(sql);
    if (statement) continue;
    Error error = std::move(statement).error();
    return fail(error.code == ErrorCode::kTampered ? damaged_layout(connection, std::move(error)) : std::move(error));
  }
  return {};
}

Result<Differences> layout_differences(Connection& connection, const std::string& origin) {
  Differences out;
  LICET_CHECK(compare_schemas(connection, out));
  LICET_CHECK(check_file(connection, out));
  LICET_CHECK(check_meta(connection, origin, out));
  return out;
}

}  // namespace licet::store
