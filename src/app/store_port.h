// The Store port: what a database must do for Licet. One conformance suite (tests/store_conformance.h) runs on each.
//
// Shape. A command runs as a function on a transaction: it reads, decides, and appends a body, or several where one
// does not hold it. The store applies them to its tables and records each as an entry of the ledger in the same
// transaction, or none of it. SQLite numbers entries at commit (`sealed`); a store with several writers may number them
// later (`recorded`): callers look at nothing but the receipt. A function may run more than once (retry); it must have
// no effect outside the transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "app/access.h"
#include "base/result.h"
#include "record/body.h"
#include "record/memory_tables.h"
#include "record/schema.h"

namespace licet::app {

/// A filter on one column: equality, one of several values, or a range for integers and texts.
struct Condition {
  std::string_view column;
  enum class Op : std::uint8_t { kEqual, kNotEqual, kLess, kGreaterEqual, kIsNull, kPrefix, kIn } op = Op::kEqual;
  record::Value value = {};
  std::vector<record::Value> among = {};  ///< kIn: one of these, none of which is null; none at all: no row
};
struct Query {
  record::TableId table = record::TableId::kLead;
  std::vector<Condition> where;  ///< all must hold
  std::string_view order_by;     ///< a column, then the key; empty: the key
  bool descending = false;
  std::optional<record::Key> after;  ///< continue after this row (key of the last row of the page before)
  std::size_t limit = 100;           ///< 1..limits::kPageMax
};

/// The tables that say what the firm is and what it may do: FirmState (app/firm_state.h) is made of them alone.
constexpr bool says_what_the_firm_is(record::TableId table) {
  using enum record::TableId;
  return table == kMeta || table == kRegister || table == kConfirmation || table == kList || table == kSuppression;
}

/// Reads within one consistent snapshot.
class Reader {
 public:
  virtual ~Reader() = default;
  /// Stands for the rows of the tables of `says_what_the_firm_is` as this reader sees them: two readers of a store with
  /// the same version see the same rows in them, whoever wrote and whatever was rolled back between them. Opaque bytes;
  /// empty when the store cannot say, and then nothing that was made of these rows may be kept.
  virtual Result<std::string> firm_version() = 0;
  /// nullopt when absent or out of scope: existence is information.
  virtual Result<std::optional<record::Row>> get(const Scope& scope, record::TableId table, const record::Key& key) = 0;
  virtual Result<std::vector<record::Row>> find(const Scope& scope, const Query& query) = 0;
  virtual Result<std::int64_t> count(const Scope& scope, const Query& query) = 0;
  /// Public bytes by digest.
  virtual Result<std::optional<Bytes>> attachment(std::string_view digest) = 0;
  /// Ciphertext by digest; nullopt when purged.
  virtual Result<std::optional<Bytes>> sealed_blob(std::string_view digest) = 0;

  // For exports and verification: everything there is, without a scope. Each demands Right::kReadLedger and holds one
  // item at a time.

  /// The ciphertexts still kept whose SHA-256 begins with `first_byte`, ascending by it. An error of `visit` stops and
  /// is returned.
  virtual Status sealed_blobs(const Principal& principal, std::uint8_t first_byte,
                              const std::function<Status(const crypto::Digest&, ByteView)>& visit) = 0;
  /// The digests of all public bytes, ascending.
  virtual Status attachment_digests(const Principal& principal,
                                    const std::function<Status(const crypto::Digest&)>& visit) = 0;
  /// All rows of a table in key order; return false to stop. In a command these are the rows that all entries before
  /// the one it will append fold to: a store with several writers runs such a command alone.
  virtual Status each_row(const Principal& principal, record::TableId table,
                          const std::function<bool(const record::Row&)>& visit) = 0;
};

/// A command's transaction.
class Tx : public Reader {
 public:
  /// Applies the body's events to the tables and puts it into the ledger. Reads see it from here on. After an error
  /// the command fails, whatever it answers itself.
  virtual Status append(record::Body body) = 0;
};

/// What a caller gets when the command is durable.
struct Receipt {
  EventId event;                     ///< of the last body; empty when the command appended nothing
  std::optional<std::uint64_t> seq;  ///< set: sealed under this number; absent: recorded, numbered later
};

/// One entry as it stands in the ledger.
struct StoredEntry {
  std::uint64_t seq = 0;
  std::string bytes;
};
struct LogHead {
  std::uint64_t size = 0;
  crypto::Digest root{};
  Instant last_time{};
};

/// A link as a store indexes it: the `count`-th entry about an object is `seq`.
struct StoredLink {
  std::string kind, id;
  std::int64_t count = 0;
  std::int64_t seq = 0;
};

/// How long a command may wait for others to become durable with it.
enum class Patience : std::uint8_t {
  kPrompt,  ///< somebody waits for the answer
  kBulk,    ///< one of very many: what counts is how many become durable in a second
};

/// Thread-safe. Owns its threads; the destructor waits for queued commands.
class Store {
 public:
  using Command = std::function<Status(Tx&)>;
  virtual ~Store() = default;
  /// Queues a command; the future is ready when its group is durable (or the command failed: nothing of it stays).
  /// Commands of one caller run in the order submitted. Blocks while limits::kQueueMax commands wait.
  virtual std::future<Result<Receipt>> submit(const Principal& principal, Command command, Patience patience) = 0;
  Result<Receipt> execute(const Principal& principal, Command command) {
    return submit(principal, std::move(command), Patience::kPrompt).get();
  }
  /// Runs `read` on a snapshot that sees every command acknowledged before.
  virtual Status read(const Principal& principal, const std::function<Status(Reader&)>& read) = 0;

  /// Waits until everything recorded is sealed; then the head.
  virtual Result<LogHead> seal_all() = 0;
  /// Sealed entries in order, from `from` up to the head; return false to stop.
  virtual Status entries(const Principal& principal, std::uint64_t from,
                         const std::function<bool(const StoredEntry&)>& visit) = 0;
  /// Entries that link to an object, oldest first (seq numbers).
  virtual Result<std::vector<std::uint64_t>> entries_of(const Principal& principal, std::string_view kind,
                                                        std::string_view id) = 0;
  virtual Result<std::optional<StoredEntry>> entry(const Principal& principal, std::uint64_t seq) = 0;
  /// Seq of an event; nullopt while only recorded.
  virtual Result<std::optional<std::uint64_t>> seq_of(const EventId& event) = 0;
  virtual const std::string& origin() const = 0;
  /// All rows of a table in key order, for verification only (state = fold): no scope, demands Right::kReadLedger.
  virtual Status each_row(const Principal& principal, record::TableId table,
                          const std::function<bool(const record::Row&)>& visit) = 0;

  // The rest of what a store keeps, for verification only; each demands Right::kReadLedger.

  /// The index of entries by object, in no order; return false to stop.
  virtual Status each_link(const Principal& principal, const std::function<bool(const StoredLink&)>& visit) = 0;
  /// The index of entries by event, in no order; return false to stop.
  virtual Status each_event_number(const Principal& principal,
                                   const std::function<bool(std::string_view event, std::int64_t seq)>& visit) = 0;
  /// What the store's own files hold otherwise than this release makes them: tables, columns, indexes, triggers that
  /// are missing, changed or somebody else's; damage; and what it notes about itself. `key` names the thing, `column`
  /// the column where it is one.
  virtual Result<std::vector<record::StateDifference>> check_layout(const Principal& principal) = 0;

  /// Removes a sealed blob after erasure or retention; the ledger keeps its digest.
  virtual Status purge_blobs(const Principal& principal, const std::vector<std::string>& digests) = 0;
};

}  // namespace licet::app
