#include "store/sqlite/sqlite_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>

#include "ledger/entry.h"
#include "store/folder_lock.h"
#include "store/sqlite/layout_check.h"
#include "store/sqlite/ledger_tables.h"
#include "store/sqlite/reader_pool.h"
#include "store/sqlite/row_reader.h"
#include "store/sqlite/sqlite_schema.h"
#include "store/sqlite/writer.h"

namespace licet::store {
namespace {

// One connection writes and checkpoints, by its own hand (Connection turns the automatic one off). FULL: an
// acknowledged command is on the disk. secure_delete: what is deleted is overwritten. No memory mapping: a reader would
// see damage as a signal.
constexpr const char* kWriterPragmas =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA journal_size_limit=67108864";

class SnapshotReader final : public app::Reader {
 public:
  explicit SnapshotReader(Connection& connection) : connection_(connection) {}
  Result<std::string> firm_version() override { return read_firm_version(connection_); }
  Result<std::optional<record::Row>> get(const app::Scope& scope, record::TableId table,
                                         const record::Key& key) override {
    return get_row(connection_, scope, table, key);
  }
  Result<std::vector<record::Row>> find(const app::Scope& scope, const app::Query& query) override {
    return find_rows(connection_, scope, query);
  }
  Result<std::int64_t> count(const app::Scope& scope, const app::Query& query) override {
    return count_rows(connection_, scope, query);
  }
  Result<std::optional<Bytes>> attachment(std::string_view digest) override {
    return read_attachment(connection_, digest);
  }
  Result<std::optional<Bytes>> sealed_blob(std::string_view digest) override {
    return read_sealed_blob(connection_, digest);
  }
  Status sealed_blobs(const app::Principal& principal, std::uint8_t first_byte,
                      const std::function<Status(const crypto::Digest&, ByteView)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    return visit_sealed_blobs(connection_, first_byte, visit);
  }
  Status attachment_digests(const app::Principal& principal,
                            const std::function<Status(const crypto::Digest&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    return visit_attachment_digests(connection_, visit);
  }
  Status each_row(const app::Principal& principal, record::TableId table,
                  const std::function<bool(const record::Row&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    return each_row_of(connection_, table, visit);
  }

 private:
  Connection& connection_;
};

class SqliteStoreImpl final : public SqliteStore {
 public:
  SqliteStoreImpl(std::string origin, std::optional<FolderLock> lock, std::unique_ptr<ReaderPool> readers)
      : origin_(std::move(origin)), lock_(std::move(lock)), readers_(std::move(readers)) {}

  void start_writer(std::unique_ptr<Connection> connection, LedgerHead head, const SqliteOptions& options) {
    head_ = head;
    writer_ = std::make_unique<Writer>(std::move(connection), std::move(head), *options.clock,
                                       WriterOptions{options.group_max, options.group_us, options.bulk_group_max,
                                                     options.bulk_group_us, options.wal_pages_checkpoint},
                                       [this](const LedgerHead& now) {
                                         const std::lock_guard lock(head_mutex_);
                                         head_ = now;
                                       });
  }

  std::future<Result<app::Receipt>> submit(const app::Principal& /*principal*/, Command command,
                                           app::Patience patience) override {
    if (writer_) return writer_->submit(std::move(command), patience);
    std::promise<Result<app::Receipt>> refused;
    refused.set_value(fail(read_only_error()));
    return refused.get_future();
  }

  Status read(const app::Principal& /*principal*/, const std::function<Status(app::Reader&)>& read) override {
    return readers_->with_snapshot([&](Connection& connection) {
      SnapshotReader reader(connection);
      return read(reader);
    });
  }

  Result<app::LogHead> seal_all() override {
    if (writer_) {  // every entry is numbered when its command is answered
      const std::lock_guard lock(head_mutex_);
      return head_.log_head();
    }
    app::LogHead head;
    LICET_CHECK(readers_->with_snapshot([&](Connection& connection) -> Status {
      LICET_TRY(const LedgerHead stored, load_head(connection, origin_));
      head = stored.log_head();
      return {};
    }));
    return head;
  }

  Status entries(const app::Principal& principal, std::uint64_t from,
                 const std::function<bool(const app::StoredEntry&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    return readers_->with_snapshot(
        [&](Connection& connection) { return visit_entries(connection, from, UINT64_MAX, visit); });
  }

  Result<std::vector<std::uint64_t>> entries_of(const app::Principal& /*principal*/, std::string_view kind,
                                                std::string_view id) override {
    std::vector<std::uint64_t> seqs;
    LICET_CHECK(readers_->with_snapshot([&](Connection& connection) -> Status {
      LICET_TRY(seqs, entries_about(connection, kind, id));
      return {};
    }));
    return seqs;
  }

  Result<std::optional<app::StoredEntry>> entry(const app::Principal& /*principal*/, std::uint64_t seq) override {
    std::optional<app::StoredEntry> found;
    LICET_CHECK(readers_->with_snapshot([&](Connection& connection) -> Status {
      LICET_TRY(found, read_entry(connection, seq));
      return {};
    }));
    return found;
  }

  Result<std::optional<std::uint64_t>> seq_of(const EventId& event) override {
    std::optional<std::uint64_t> seq;
    LICET_CHECK(readers_->with_snapshot([&](Connection& connection) -> Status {
      LICET_TRY(seq, seq_of_event(connection, event.str()));
      return {};
    }));
    return seq;
  }

  const std::string& origin() const override { return origin_; }

  Status each_row(const app::Principal& principal, record::TableId table,
                  const std::function<bool(const record::Row&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    return readers_->with_snapshot([&](Connection& connection) { return each_row_of(connection, table, visit); });
  }

  Status each_link(const app::Principal& principal, const std::function<bool(const app::StoredLink&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    return readers_->with_snapshot([&](Connection& connection) { return visit_links(connection, visit); });
  }

  Status each_event_number(const app::Principal& principal,
                           const std::function<bool(std::string_view, std::int64_t)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    return readers_->with_snapshot([&](Connection& connection) { return visit_event_numbers(connection, visit); });
  }

  Result<std::vector<record::StateDifference>> check_layout(const app::Principal& principal) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    std::vector<record::StateDifference> differences;
    LICET_CHECK(readers_->with_snapshot([&](Connection& connection) -> Status {
      LICET_TRY(differences, layout_differences(connection, origin_));
      return {};
    }));
    return differences;
  }

  Status purge_blobs(const app::Principal& /*principal*/, const std::vector<std::string>& digests) override {
    if (!writer_) return fail(read_only_error());
    return writer_->maintain([&](Connection& connection) -> Status {
      LICET_CHECK(connection.exec("BEGIN IMMEDIATE"));
      Status status = delete_blobs(connection, digests);
      if (status) status = connection.exec("COMMIT");
      if (!status) {
        if (!connection.autocommit()) LICET_CHECK(connection.exec("ROLLBACK"));
        return status;
      }
      return connection.wal_checkpoint(true);
    });
  }

  Status fold_log() override {
    if (!writer_) return fail(read_only_error());
    return writer_->maintain([](Connection& connection) { return connection.wal_checkpoint(true); });
  }

 private:
  static Error read_only_error() {
    return {ErrorCode::kEnvironment, "the data folder was opened to read only; this command needs to write", {}, {}};
  }

  std::string origin_;
  std::optional<FolderLock> lock_;
  std::unique_ptr<ReaderPool> readers_;
  std::mutex head_mutex_;
  LedgerHead head_;
  std::unique_ptr<Writer> writer_;  // last: its thread stops before the rest goes
};

std::string data_file(const SqliteOptions& options) { return options.dir + "/licet.db"; }
std::string lock_file(const SqliteOptions& options) { return options.dir + "/licet.lock"; }

tl::unexpected<Error> folder_error(const std::string& path, const char* what, int error) {
  return fail(ErrorCode::kEnvironment, path + " " + what + " (" + std::strerror(error) +
                                           "); check the path and the permissions of the folder above it");
}

/// The folder (0700) and an empty file (0600): SQLite gives its side files the same permissions.
Status make_files(const SqliteOptions& options) {
  if (::mkdir(options.dir.c_str(), 0700) != 0 && errno != EEXIST)
    return folder_error(options.dir, "cannot be made", errno);
  const int fd = ::open(data_file(options).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return folder_error(data_file(options), "cannot be made", errno);
  ::close(fd);
  return {};
}

Status must_exist(const SqliteOptions& options) {
  struct stat info = {};
  if (::stat(data_file(options).c_str(), &info) == 0) return {};
  if (errno == ENOENT || errno == ENOTDIR)
    return fail(ErrorCode::kEnvironment,
                "there is no data in " + options.dir + "; name the folder with --data, or make one with `licet init`");
  return folder_error(data_file(options), "cannot be read", errno);
}

Result<std::unique_ptr<SqliteStore>> open_writer(const SqliteOptions& options) {
  LICET_INVARIANT(options.clock != nullptr);
  if (options.create) LICET_CHECK(make_files(options));
  LICET_TRY(FolderLock lock, FolderLock::exclusive(lock_file(options)));
  LICET_TRY(auto connection, Connection::open(data_file(options), Connection::Mode::kWrite));
  LICET_CHECK(connection->exec("PRAGMA busy_timeout=5000"));
  if (!options.create) {
    LICET_TRY(const std::string known, check_schema(*connection));  // before anything is changed in the file
  }
  LICET_CHECK(connection->exec(kWriterPragmas));
  if (options.create) LICET_CHECK(create_schema(*connection, options.origin));
  LICET_TRY(std::string origin, check_schema(*connection));
  LICET_TRY(LedgerHead head, load_head(*connection, origin));
  auto readers = std::make_unique<ReaderPool>(data_file(options), Connection::Mode::kRead);
  auto store = std::make_unique<SqliteStoreImpl>(std::move(origin), std::move(lock), std::move(readers));
  store->start_writer(std::move(connection), std::move(head), options);
  return store;
}

Result<std::unique_ptr<SqliteStore>> open_reader(const SqliteOptions& options, Connection::Mode mode,
                                                 std::optional<FolderLock> lock) {
  auto readers = std::make_unique<ReaderPool>(data_file(options), mode);
  std::string origin;
  LICET_CHECK(readers->with_snapshot([&](Connection& connection) -> Status {
    LICET_TRY(origin, check_schema(connection));
    return {};
  }));
  return std::make_unique<SqliteStoreImpl>(std::move(origin), std::move(lock), std::move(readers));
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> open_sqlite(const SqliteOptions& options) {
  if (options.create && !ledger::is_origin(options.origin))
    return fail(ErrorCode::kBadInput,
                "the log's name '" + options.origin +
                    "' must be 1 to 200 printable ASCII characters without spaces, '+', '\"' and '\\'");
  if (!options.create) LICET_CHECK(must_exist(options));
  if (!options.read_only) return open_writer(options);
  auto opened = open_reader(options, Connection::Mode::kRead, std::nullopt);
  if (opened || opened.error().code != ErrorCode::kEnvironment) return opened;
  // In a folder that we may not write, SQLite cannot share memory with a writer. If there is none, nor a log left by
  // one that died, the file can be read as it lies, as long as we keep writers out.
  if (::access((data_file(options) + "-wal").c_str(), F_OK) == 0) return opened;
  auto lock = FolderLock::shared(lock_file(options));
  if (!lock) return opened;
  return open_reader(options, Connection::Mode::kImmutable, std::move(*lock));
}

}  // namespace licet::store
