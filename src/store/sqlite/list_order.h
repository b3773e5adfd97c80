// Lists in an order: which index gives the rows in that order, and how a query is put so that it does.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "store/sqlite/query_sql.h"

namespace licet::store {

/// An index on the columns of `equal`, then `order`, then the key: for one value of each of `equal` it has the rows in
/// the order of `order`.
struct ListIndex {
  record::TableId table;
  std::vector<std::string_view> equal;
  std::string_view order;
};
/// Those of the lists that Licet offers. Of those that fit a query the first is taken: the narrowest stands first.
std::span<const ListIndex> list_indexes();

struct OrderedSelect {
  Sql sql;
  bool whole_rows = false;  ///< else it gives the column of the order and the key
};
/// A page of a query that has an order, so that nothing is sorted and no more rows are read than it takes: for each
/// combination of values that the scope and the conditions allow in the index's columns one look-up, and these merged.
/// nullopt when no index fits or there are too many combinations. `continue_at`: the order's value in the row that the
/// query continues after.
std::optional<OrderedSelect> in_list_order(const app::Scope& scope, const app::Query& query, const record::Table& table,
                                           const record::Value& continue_at);

}  // namespace licet::store
