#include "store/memory/memory_query.h"

#include <algorithm>
#include <utility>

#include "store/query_rules.h"

namespace licet::store {
namespace {

using record::Row;
using record::Table;
using record::Value;

const Value& at(const Row& row, int column) { return row.values[static_cast<std::size_t>(column)]; }

bool in_part(const record::MemoryTables& tables, const app::Scope::Part& part, const Row& row) {
  const ScopeRule rule = scope_rule(part, record::table(row.table));
  if (rule.nothing) return false;
  if (rule.market >= 0) {
    const Value& market = at(row, rule.market);
    const auto& markets = part.markets;
    if (record::is_null(market) || std::find(markets.begin(), markets.end(), record::text_of(market)) == markets.end())
      return false;
  }
  if (rule.owner >= 0 && record::text_of(at(row, rule.owner)) != part.owner.str()) return false;
  if (rule.lead >= 0) {
    const auto lead = tables.get(record::TableId::kLead, {at(row, rule.lead)});
    if (!lead || lead->text("owner") != part.owner.str()) return false;
  }
  return true;
}

bool in_scope(const record::MemoryTables& tables, const app::Scope& scope, const Row& row) {
  const auto& parts = scope.parts();
  return std::any_of(parts.begin(), parts.end(),
                     [&](const app::Scope::Part& part) { return in_part(tables, part, row); });
}

record::Key key_of(const Row& row) {
  const Table& table = record::table(row.table);
  record::Key key;
  for (std::size_t i = 0; i < table.columns.size() && table.columns[i].cls == record::ColumnClass::kKey; ++i)
    key.push_back(row.values[i]);
  return key;
}

std::vector<Row> matching(const record::MemoryTables& tables, const app::Scope& scope, const app::Query& query) {
  std::vector<Row> rows;
  tables.each(query.table, [&](const Row& row) {
    if (in_scope(tables, scope, row) && matches(query, row)) rows.push_back(row);
    return true;
  });
  return rows;
}

}  // namespace

Result<std::optional<Row>> get_row(const record::MemoryTables& tables, const app::Scope& scope, record::TableId table,
                                   const record::Key& key) {
  LICET_CHECK(check_key(record::table(table), key));
  auto row = tables.get(table, key);
  if (row && !in_scope(tables, scope, *row)) row.reset();
  return row;
}

Result<std::vector<Row>> find_rows(const record::MemoryTables& tables, const app::Scope& scope,
                                   const app::Query& query) {
  LICET_CHECK(check_query(query));
  using Place = std::pair<Value, record::Key>;
  const auto place = [&](const Row& row) {
    return Place(query.order_by.empty() ? Value() : row.at(query.order_by), key_of(row));
  };
  const auto before = [&](const Place& a, const Place& b) { return query.descending ? b < a : a < b; };
  std::vector<Row> rows = matching(tables, scope, query);
  if (query.after) {
    Place last{Value(), *query.after};
    if (!query.order_by.empty()) {
      LICET_TRY(const auto row, get_row(tables, scope, query.table, *query.after));
      if (!row)
        return fail(ErrorCode::kConflict, "the row this page continues after is no longer there; begin the list again");
      last = place(*row);
    }
    std::erase_if(rows, [&](const Row& row) { return !before(last, place(row)); });
  }
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return before(place(a), place(b)); });
  if (rows.size() > query.limit) rows.resize(query.limit);
  return rows;
}

Result<std::int64_t> count_rows(const record::MemoryTables& tables, const app::Scope& scope, const app::Query& query) {
  LICET_CHECK(check_query(query));
  return static_cast<std::int64_t>(matching(tables, scope, query).size());
}

}  // namespace licet::store
