#include "store/sqlite/sqlite_db.h"

#include <sqlite3.h>

#include <utility>

namespace licet::store {
namespace {

constexpr int kBusyTimeoutMs = 5'000;
constexpr std::size_t kCachedStatementsMax = 512;  // queries of people differ; the cache must end somewhere

/// SQLite has one code for all that is wrong with a statement. The statements are ours: one that names what is not
/// there meets a file that was changed.
bool lacks_something(std::string_view message) {
  return message.find("no such table") != std::string_view::npos ||
         message.find("no such column") != std::string_view::npos ||
         message.find("has no column named") != std::string_view::npos;
}

/// What went wrong and what a person can do about it. `code` is an extended result code.
tl::unexpected<Error> sqlite_error(int code, std::string_view place, const char* message) {
  const std::string where(place);
  const std::string detail = "sqlite " + std::to_string(code) + ": " + (message == nullptr ? "" : message);
  switch (code & 0xff) {
    case SQLITE_FULL:
      return fail(ErrorCode::kEnvironment,
                  "no space is left for " + where + "; free some and repeat: nothing acknowledged was lost", detail);
    case SQLITE_IOERR:
      return fail(ErrorCode::kEnvironment,
                  "reading or writing " + where +
                      " failed; check the disk, its free space and the size limits of the "
                      "process, and repeat: nothing acknowledged was lost",
                  detail);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return fail(ErrorCode::kEnvironment,
                  where +
                      " may not be written by this user; run as the owner of the data folder or change its "
                      "permissions",
                  detail);
    case SQLITE_CANTOPEN:
      return fail(ErrorCode::kEnvironment,
                  where +
                      " cannot be opened; check that the data folder exists and that this user may read and write "
                      "it",
                  detail);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(ErrorCode::kEnvironment, where + " is held by another process; wait for it and repeat", detail);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fail(ErrorCode::kTampered, where + " is damaged or no database of Licet; restore the last backup", detail);
    case SQLITE_ERROR:
      if (message != nullptr && lacks_something(message))
        return fail(ErrorCode::kTampered,
                    where + " lost a part of its layout (" + message +
                        "): it was changed outside Licet; restore the last backup",
                    detail);
      [[fallthrough]];
    default:
      return fail(ErrorCode::kEnvironment, "the database " + where + " refused a statement", detail);
  }
}

int wal_hook(void* connection, sqlite3* /*db*/, const char* /*name*/, int pages) {
  static_cast<Connection*>(connection)->set_wal_pages(pages);
  return SQLITE_OK;
}

/// Once, before SQLite is used: its memory statistics cost a lock at every allocation, and nobody reads them.
void configure_once() {
  static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)done;
}

std::string uri_of(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '?' || c == '#' || c == '%') {
      constexpr char kHex[] = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      uri += '%';
      uri += kHex[byte >> 4U];
      uri += kHex[byte & 15U];
    } else {
      uri += c;
    }
  }
  return uri;
}

}  // namespace

Statement::Statement(Statement&& other) noexcept : stmt_(std::exchange(other.stmt_, nullptr)), place_(other.place_) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(stmt_, other.stmt_);
  std::swap(place_, other.place_);
  return *this;
}

Statement::~Statement() { sqlite3_finalize(stmt_); }

void Statement::bind_null(int at) { LICET_INVARIANT(sqlite3_bind_null(stmt_, at) == SQLITE_OK); }

void Statement::bind(int at, std::int64_t value) { LICET_INVARIANT(sqlite3_bind_int64(stmt_, at, value) == SQLITE_OK); }

void Statement::bind(int at, std::string_view text) {
  const char* data = text.data() == nullptr ? "" : text.data();  // a null pointer would bind NULL
  LICET_INVARIANT(sqlite3_bind_text64(stmt_, at, data, text.size(), SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK);
}

void Statement::bind_bytes(int at, ByteView bytes) {
  const void* data = bytes.data() == nullptr ? "" : static_cast<const void*>(bytes.data());
  LICET_INVARIANT(sqlite3_bind_blob64(stmt_, at, data, bytes.size(), SQLITE_STATIC) == SQLITE_OK);
}

void Statement::bind(int at, const record::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    bind(at, std::string_view(*text));
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    bind(at, *number);
  } else {
    bind_null(at);
  }
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(stmt_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* db = sqlite3_db_handle(stmt_);
  return sqlite_error(sqlite3_extended_errcode(db), place_, sqlite3_errmsg(db));
}

Status Statement::run() {
  auto stepped = step();
  reset();
  if (!stepped) return tl::unexpected<Error>(std::move(stepped).error());
  return {};
}

void Statement::reset() { sqlite3_reset(stmt_); }

bool Statement::is_null(int column) const { return sqlite3_column_type(stmt_, column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(stmt_, column); }

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

ByteView Statement::bytes(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(stmt_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

void Statement::read(int column, record::Value& out) const {
  switch (sqlite3_column_type(stmt_, column)) {
    case SQLITE_INTEGER:
      out = integer(column);
      break;
    case SQLITE_NULL:
      out = std::monostate{};
      break;
    default:
      out = std::string(text(column));
  }
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Mode mode) {
  configure_once();
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
  std::string uri = uri_of(path);
  switch (mode) {
    case Mode::kCreate:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
    case Mode::kWrite:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case Mode::kRead:
      flags |= SQLITE_OPEN_READONLY;
      break;
    case Mode::kImmutable:
      flags |= SQLITE_OPEN_READONLY;
      uri += "?immutable=1";
      break;
  }
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(uri.c_str(), &db, flags, nullptr);
  if (code != SQLITE_OK) {
    auto error = sqlite_error(code, path, db == nullptr ? "out of memory" : sqlite3_errmsg(db));
    sqlite3_close_v2(db);
    return error;
  }
  std::unique_ptr<Connection> connection(new Connection(db, path));
  sqlite3_busy_timeout(db, kBusyTimeoutMs);
  // Only the writer checkpoints (SQLite before 3.51.3 may corrupt the log when two connections do), and it does so by
  // its own hand; nobody does it as a side effect of closing.
  sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, mode == Mode::kCreate || mode == Mode::kWrite ? 0 : 1,
                    nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_wal_autocheckpoint(db, 0);
  sqlite3_wal_hook(db, wal_hook, connection.get());  // after that: setting the former clears this one
  return connection;
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close_v2(db_);
}

Status Connection::exec(const std::string& sql) {
  const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(code, path_, sqlite3_errmsg(db_));
  return {};
}

Result<Statement> Connection::prepare(std::string_view sql) {
  sqlite3_stmt* stmt = nullptr;
  const int code =
      sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &stmt, nullptr);
  if (code != SQLITE_OK) return sqlite_error(code, path_, sqlite3_errmsg(db_));
  return Statement(stmt, path_);
}

Result<Statement*> Connection::cached(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return &found->second;
  LICET_TRY(Statement statement, prepare(sql));
  if (statements_.size() >= kCachedStatementsMax) statements_.clear();
  return &statements_.emplace(std::string(sql), std::move(statement)).first->second;
}

Result<record::Value> Connection::scalar(std::string_view sql) {
  LICET_TRY(Statement statement, prepare(sql));
  record::Value value;
  LICET_TRY(const bool row, statement.step());
  if (row) statement.read(0, value);
  return value;
}

bool Connection::autocommit() const { return sqlite3_get_autocommit(db_) != 0; }

std::int64_t Connection::changes() const { return sqlite3_changes64(db_); }

Status Connection::wal_checkpoint(bool truncate) {
  int in_log = 0;
  int done = 0;
  const int code = sqlite3_wal_checkpoint_v2(
      db_, nullptr, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &in_log, &done);
  if (code != SQLITE_OK) return sqlite_error(sqlite3_extended_errcode(db_), path_, sqlite3_errmsg(db_));
  if (in_log == done) wal_pages_ = 0;  // the next commit starts the log anew, when no reader is behind
  return {};
}

std::string quoted(std::string_view identifier) {
  std::string out = "\"";
  for (const char c : identifier) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
  return out;
}

}  // namespace licet::store
