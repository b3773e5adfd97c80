#include "store/query_rules.h"

#include <algorithm>

#include "base/limits.h"

namespace licet::store {
namespace {

using app::Condition;
using record::ColumnClass;
using record::ColumnType;
using record::Table;

const record::Column* find_column(const Table& table, std::string_view name) {
  for (const record::Column& column : table.columns)
    if (column.name == name) return &column;
  return nullptr;
}

int index_of(const Table& table, std::string_view name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return static_cast<int>(i);
  return -1;
}

bool fits(const record::Column& column, const record::Value& value) {
  return record::is_null(value) || std::holds_alternative<std::int64_t>(value) == (column.type == ColumnType::kInt);
}

tl::unexpected<Error> bad_query(const Table& table, std::string_view column, std::string_view what) {
  return fail(ErrorCode::kBadInput,
              "the query on " + std::string(table.name) + ", column " + std::string(column) + ": " + std::string(what));
}

bool holds(const Condition& where, const record::Value& value) {
  switch (where.op) {
    case Condition::Op::kEqual:
      return value == where.value;
    case Condition::Op::kNotEqual:
      return value != where.value;
    case Condition::Op::kIsNull:
      return record::is_null(value);
    case Condition::Op::kLess:
      return !record::is_null(value) && !record::is_null(where.value) && value < where.value;
    case Condition::Op::kGreaterEqual:
      return !record::is_null(value) && !record::is_null(where.value) && value >= where.value;
    case Condition::Op::kPrefix:
      return !record::is_null(value) && record::text_of(value).starts_with(record::text_of(where.value));
    case Condition::Op::kIn:
      return std::find(where.among.begin(), where.among.end(), value) != where.among.end();
  }
  return false;
}

}  // namespace

Status check_key(const Table& table, const record::Key& key) {
  std::size_t at = 0;
  for (; at < table.columns.size() && table.columns[at].cls == ColumnClass::kKey; ++at)
    if (at >= key.size() || record::is_null(key[at]) || !fits(table.columns[at], key[at]))
      return bad_query(table, table.columns[at].name, "the key lacks it or has another type");
  if (at != key.size()) return bad_query(table, table.columns[0].name, "the key has too many parts");
  return {};
}

Status check_query(const app::Query& query) {
  const Table& table = record::table(query.table);
  if (query.limit == 0 || query.limit > limits::kPageMax)
    return fail(ErrorCode::kLimit, "a page holds 1 to " + std::to_string(limits::kPageMax) + " rows");
  for (const Condition& where : query.where) {
    const record::Column* column = find_column(table, where.column);
    if (column == nullptr) return bad_query(table, where.column, "there is no such column");
    if (where.op == Condition::Op::kIsNull) continue;
    if (std::any_of(where.among.begin(), where.among.end(),
                    [&](const record::Value& one) { return record::is_null(one) || !fits(*column, one); }))
      return bad_query(table, where.column, "a value among those asked for is null or has another type");
    if (!fits(*column, where.value)) return bad_query(table, where.column, "the value has another type");
    if (where.op == Condition::Op::kPrefix &&
        (column->type != ColumnType::kText || !std::holds_alternative<std::string>(where.value)))
      return bad_query(table, where.column, "only a text has a prefix");
  }
  if (!query.order_by.empty() && find_column(table, query.order_by) == nullptr)
    return bad_query(table, query.order_by, "there is no such column to order by");
  if (query.after) LICET_CHECK(check_key(table, *query.after));
  return {};
}

ScopeRule scope_rule(const app::Scope::Part& part, const Table& table) {
  ScopeRule rule;
  if (!part.every_market) {
    rule.market = table.market;
    rule.nothing = table.market < 0;
  }
  if (!part.owner.empty()) {
    rule.owner = table.id == record::TableId::kLead ? index_of(table, "owner") : -1;
    if (rule.owner < 0) rule.lead = index_of(table, "lead");
    if (rule.owner < 0 && rule.lead < 0) rule.nothing = true;
  }
  return rule;
}

bool matches(const app::Query& query, const record::Row& row) {
  return std::all_of(query.where.begin(), query.where.end(),
                     [&](const Condition& where) { return holds(where, row.at(where.column)); });
}

std::optional<std::string> prefix_end(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) end.pop_back();
  if (end.empty()) return std::nullopt;
  end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

}  // namespace licet::store
