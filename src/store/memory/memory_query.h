// Queries over tables in memory.
#pragma once

#include <optional>
#include <vector>

#include "app/store_port.h"
#include "record/memory_tables.h"

namespace licet::store {

// As in app::Reader.
Result<std::optional<record::Row>> get_row(const record::MemoryTables& tables, const app::Scope& scope,
                                           record::TableId table, const record::Key& key);
Result<std::vector<record::Row>> find_rows(const record::MemoryTables& tables, const app::Scope& scope,
                                           const app::Query& query);
Result<std::int64_t> count_rows(const record::MemoryTables& tables, const app::Scope& scope, const app::Query& query);

}  // namespace licet::store
