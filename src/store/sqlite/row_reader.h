// Reads rows of the record's tables out of SQLite, within a scope.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "app/store_port.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {

// As in app::Reader; within whatever transaction the connection has.
Result<std::optional<record::Row>> get_row(Connection& connection, const app::Scope& scope, record::TableId table,
                                           const record::Key& key);
Result<std::vector<record::Row>> find_rows(Connection& connection, const app::Scope& scope, const app::Query& query);
Result<std::int64_t> count_rows(Connection& connection, const app::Scope& scope, const app::Query& query);
Result<std::optional<Bytes>> read_attachment(Connection& connection, std::string_view digest);
Result<std::optional<Bytes>> read_sealed_blob(Connection& connection, std::string_view digest);
/// Ciphertexts whose digest begins with this byte, ascending.
Status visit_sealed_blobs(Connection& connection, std::uint8_t first_byte,
                          const std::function<Status(const crypto::Digest&, ByteView)>& visit);
Status visit_attachment_digests(Connection& connection, const std::function<Status(const crypto::Digest&)>& visit);
/// Every row in key order, without a scope; `visit` returns false to stop.
Status each_row_of(Connection& connection, record::TableId table, const std::function<bool(const record::Row&)>& visit);

}  // namespace licet::store
