// Whether the data file is as this release makes it: its schema, its pages, and what it notes about itself.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "record/memory_tables.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {

/// Compares the schema with a fresh one (tables, columns, indexes, triggers, views), lets SQLite check the file, and
/// compares store_meta with the entries: their tree is hashed again. Nothing of it stops at the first difference.
Result<std::vector<record::StateDifference>> layout_differences(Connection& connection, const std::string& origin);

/// Whether the tables are there without which no command begins: the ledger, and by what a person is proven. kTampered,
/// naming all of the schema that differs, when one of them cannot be read. Cheap while all is well.
Status check_beginning(Connection& connection);

}  // namespace licet::store
