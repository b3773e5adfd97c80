// The tables of the data file: those of the record, generated from their declaration, and those of the ledger.
#pragma once

#include <string>

#include "base/result.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {

/// "Lict": tells our files from other SQLite databases.
inline constexpr std::int64_t kApplicationId = 0x4C696374;
/// Number of the layout of the data file. A folder with a higher one was written by a newer release.
inline constexpr std::int64_t kDataFormat = 1;
/// The release that introduced kDataFormat, kept in the file so that an older release can name it.
inline constexpr std::string_view kDataFormatRelease = "0.1.0";

/// CREATE statements of every table and index.
std::string schema_sql();
/// Makes the tables in an empty file, in one transaction. kConflict when it holds something already.
Status create_schema(Connection& connection, const std::string& origin);
/// Checks what the file is: kUnsupported for a newer data folder (naming the release that can read it), kTampered for
/// a file that is not Licet's. Returns the log's origin.
Result<std::string> check_schema(Connection& connection);

}  // namespace licet::store
