#include "store/sqlite/list_order.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "store/query_rules.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {
namespace {

using app::Condition;
using record::Table;
using record::TableId;
using record::Value;

constexpr std::size_t kArmsMax = 200;  // SQLite compounds at most 500 statements

/// One part of the scope together with the conditions: values that columns may have, and what is left over.
struct Restriction {
  bool nothing = false;
  std::map<std::string_view, std::vector<Value>> among;
  std::vector<const Condition*> others;
  const PersonId* owner_of_lead = nullptr;

  void allow(std::string_view column, const std::vector<Value>& values) {
    const auto [at, fresh] = among.emplace(column, values);
    if (!fresh)
      std::erase_if(at->second,
                    [&](const Value& v) { return std::find(values.begin(), values.end(), v) == values.end(); });
    nothing = nothing || at->second.empty();
  }
};

std::string_view name_of(const Table& table, int column) {
  return table.columns[static_cast<std::size_t>(column)].name;
}

Restriction restriction_of(const app::Scope::Part& part, const app::Query& query, const Table& table) {
  Restriction out;
  const ScopeRule rule = scope_rule(part, table);
  out.nothing = rule.nothing;
  if (out.nothing) return out;
  if (rule.market >= 0) out.allow(name_of(table, rule.market), {part.markets.begin(), part.markets.end()});
  if (rule.owner >= 0) out.allow(name_of(table, rule.owner), {part.owner.str()});
  if (rule.lead >= 0) out.owner_of_lead = &part.owner;
  for (const Condition& where : query.where) {
    if (where.op == Condition::Op::kIn)
      out.allow(where.column, where.among);
    else if (where.op == Condition::Op::kEqual && !record::is_null(where.value))
      out.allow(where.column, {where.value});
    else
      out.others.push_back(&where);
  }
  return out;
}

const ListIndex* index_for(const Restriction& restriction, const app::Query& query) {
  for (const ListIndex& index : list_indexes())
    if (index.table == query.table && index.order == query.order_by &&
        std::all_of(index.equal.begin(), index.equal.end(),
                    [&](std::string_view column) { return restriction.among.count(column) != 0; }))
      return &index;
  return nullptr;
}

/// What is behind the last row of the page before. In descending order null stands last: it needs a look-up of its own.
enum class Behind : std::uint8_t { kAll, kSmallerOrGreater, kNull };

/// The conditions of one look-up.
void add_arm(Sql& sql, const ListIndex& index, const std::vector<Value>& values, const Restriction& restriction,
             const app::Query& query, const Table& table, Behind behind, const Value& continue_at) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    sql.condition(quoted(index.equal[i]) + " = ?");
    sql.values.push_back(values[i]);
  }
  for (const auto& [column, among] : restriction.among) {
    if (std::find(index.equal.begin(), index.equal.end(), column) != index.equal.end()) continue;
    std::string marks;
    for (const Value& value : among) {
      marks += marks.empty() ? "?" : ", ?";
      sql.values.push_back(value);
    }
    sql.condition("+" + quoted(column) + " IN (" + marks + ")");  // not to be looked up
  }
  if (restriction.owner_of_lead != nullptr) {
    sql.condition("+\"lead\" IN (SELECT \"id\" FROM \"lead\" WHERE \"owner\" = ?)");
    sql.values.emplace_back(restriction.owner_of_lead->str());
  }
  for (const Condition* other : restriction.others) add_where(sql, *other);
  if (behind == Behind::kNull) sql.condition(quoted(query.order_by) + " IS NULL");
  if (behind != Behind::kSmallerOrGreater) return;
  std::string marks = "?";
  sql.values.push_back(continue_at);
  for (const Value& part : *query.after) {
    marks += ", ?";
    sql.values.push_back(part);
  }
  sql.condition("(" + quoted(query.order_by) + ", " + table_sql(table).key + ") " + (query.descending ? "<" : ">") +
                " (" + marks + ")");
}

/// The arms of a query; false when it cannot be put so.
bool add_arms(std::vector<Sql>& arms, const Restriction& restriction, const app::Query& query, const Table& table,
              const Value& continue_at) {
  if (restriction.nothing) return true;
  const ListIndex* index = index_for(restriction, query);
  if (index == nullptr) return false;
  std::vector<std::vector<Value>> combinations = {{}};
  for (const std::string_view column : index->equal) {
    std::vector<std::vector<Value>> longer;
    for (const auto& begun : combinations)
      for (const Value& value : restriction.among.at(column)) {
        longer.push_back(begun);
        longer.back().push_back(value);
      }
    combinations = std::move(longer);
    if (combinations.size() > kArmsMax) return false;
  }
  std::vector<Behind> parts = {Behind::kAll};
  if (query.after) parts = {Behind::kSmallerOrGreater};
  if (query.after && query.descending) parts.push_back(Behind::kNull);
  for (const auto& values : combinations)
    for (const Behind part : parts)
      add_arm(arms.emplace_back(), *index, values, restriction, query, table, part, continue_at);
  return arms.size() <= kArmsMax;
}

/// Of the scope's parts those that count: one that lets everything through makes the others needless. Markets of one
/// owner come together: a look-up of their own for a market where somebody has no leads would read all that they have.
std::vector<app::Scope::Part> parts_of(const app::Scope& scope) {
  if (scope.unrestricted()) return {app::Scope::Part{true, {}, {}}};
  std::vector<app::Scope::Part> out;
  for (const app::Scope::Part& part : scope.parts()) {
    const auto same = std::find_if(out.begin(), out.end(), [&](const app::Scope::Part& known) {
      return known.owner == part.owner && known.every_market == part.every_market;
    });
    if (same == out.end()) {
      out.push_back(part);
      continue;
    }
    for (const std::string& market : part.markets)
      if (std::find(same->markets.begin(), same->markets.end(), market) == same->markets.end())
        same->markets.push_back(market);
  }
  return out;
}

OrderedSelect merged(std::vector<Sql> arms, const app::Query& query, const Table& table) {
  OrderedSelect out;
  out.whole_rows = arms.size() == 1;
  const std::string columns =
      "SELECT " + quoted(query.order_by) + ", " + table_sql(table).key + " FROM " + quoted(table.name);
  for (Sql& arm : arms) {
    if (!out.sql.text.empty()) out.sql.text += " UNION ";
    out.sql.text += (out.whole_rows ? table_sql(table).select : columns) + arm.text;
    std::move(arm.values.begin(), arm.values.end(), std::back_inserter(out.sql.values));
  }
  add_order(out.sql, query, table);
  return out;
}

}  // namespace

std::span<const ListIndex> list_indexes() {
  static const std::vector<ListIndex> all = {
      {TableId::kLead, {"owner"}, "received_at"},  {TableId::kLead, {"market", "status"}, "received_at"},
      {TableId::kLead, {"status"}, "received_at"}, {TableId::kCase, {"market", "state"}, "opened_at"},
      {TableId::kCase, {"state"}, "opened_at"},
  };
  return all;
}

std::optional<OrderedSelect> in_list_order(const app::Scope& scope, const app::Query& query, const Table& table,
                                           const Value& continue_at) {
  // Ascending, null stands first: behind it lies nearly everything, and no list of ours has one.
  if (query.order_by.empty() || (query.after && record::is_null(continue_at))) return std::nullopt;
  const bool known = std::any_of(list_indexes().begin(), list_indexes().end(), [&](const ListIndex& index) {
    return index.table == query.table && index.order == query.order_by;
  });
  if (!known) return std::nullopt;
  std::vector<Sql> arms;
  const std::vector<app::Scope::Part> parts = parts_of(scope);
  for (const app::Scope::Part& part : parts)
    if (!add_arms(arms, restriction_of(part, query, table), query, table, continue_at)) return std::nullopt;
  if (arms.empty()) return std::nullopt;  // the plain query finds nothing as well
  return merged(std::move(arms), query, table);
}

}  // namespace licet::store
