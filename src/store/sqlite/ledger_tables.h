// The ledger inside the data file: entries, links, the numbers of events, blobs, and the head that the writer keeps.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/store_port.h"
#include "base/result.h"
#include "ledger/entry.h"
#include "ledger/tree.h"
#include "record/body.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {

/// The end of the log as the writer knows it: enough to compose the next entry and to give the root at any moment.
struct LedgerHead {
  ledger::ChainState chain;
  ledger::TreeBuilder tree;

  app::LogHead log_head() const { return {tree.size(), tree.root(), Instant{chain.last_time_us}}; }
};

/// Reads the stored head; an empty log for a new file. kTampered when it does not fit the entries stored: their
/// number, and the last entry's place, hash and time.
Result<LedgerHead> load_head(Connection& connection, const std::string& origin);
/// The bytes that `save_head` stores.
Bytes encode_head(const LedgerHead& head);
/// Stores the head; once a group of commands, in its transaction.
Status save_head(Connection& connection, const LedgerHead& head);

/// As in app::Reader: the leaf hash of the last entry that changed what the firm is. An entry covers all before it, so
/// that the same hash is the same history.
Result<std::string> read_firm_version(Connection& connection);
/// Notes that the entry with this leaf hash changed it, in the entry's own transaction.
Status note_firm_version(Connection& connection, const ledger::Hash& leaf);

/// Composes the next entry around `body` and inserts it with its links, event number and blobs. `head` moves on only
/// when all of it succeeded. Returns the entry's number. kConflict when the event is recorded already.
Result<std::uint64_t> append_entry(Connection& connection, LedgerHead& head, const record::Body& body, Instant now);

Status visit_entries(Connection& connection, std::uint64_t from, std::uint64_t end,
                     const std::function<bool(const app::StoredEntry&)>& visit);
Result<std::optional<app::StoredEntry>> read_entry(Connection& connection, std::uint64_t seq);
Result<std::vector<std::uint64_t>> entries_about(Connection& connection, std::string_view kind, std::string_view id);
Result<std::optional<std::uint64_t>> seq_of_event(Connection& connection, std::string_view event);
/// Every row of the two indexes, for verification; return false to stop.
Status visit_links(Connection& connection, const std::function<bool(const app::StoredLink&)>& visit);
Status visit_event_numbers(Connection& connection, const std::function<bool(std::string_view, std::int64_t)>& visit);
/// Number of entries stored, by the highest number.
Result<std::uint64_t> entry_count(Connection& connection);
Status delete_blobs(Connection& connection, const std::vector<std::string>& digests);

}  // namespace licet::store
