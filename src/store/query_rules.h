// What every store must make of a query and a scope, checked in one place and evaluated slowly for the reference.
#pragma once

#include "app/access.h"
#include "app/store_port.h"
#include "base/result.h"

namespace licet::store {

/// kBadInput for a column the table lacks, a value of the wrong type, a prefix of a number, a key of the wrong shape;
/// kLimit for a limit outside 1..kPageMax.
Status check_query(const app::Query& query);
Status check_key(const record::Table& table, const record::Key& key);

/// How one part of a scope restricts a table.
struct ScopeRule {
  bool nothing = false;  ///< the scope may not read this table at all
  int market = -1;       ///< column that must be one of the part's markets; -1: no such condition
  int owner = -1;        ///< column that must be the part's owner
  int lead = -1;         ///< column naming a lead that the part's owner must own
};
/// A table without a market column needs a part that reaches every market. A part with an owner sees its own leads and
/// what hangs on them; a table without an owner or lead column shows it nothing.
ScopeRule scope_rule(const app::Scope::Part& part, const record::Table& table);

/// True when the row fulfils every condition of the query (not its order, page or scope).
bool matches(const app::Query& query, const record::Row& row);
/// The smallest text above every text that begins with `prefix`; nullopt when there is none.
std::optional<std::string> prefix_end(std::string_view prefix);

}  // namespace licet::store
