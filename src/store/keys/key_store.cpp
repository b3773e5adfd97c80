#include "store/keys/key_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>

#include "store/fail_point.h"
#include "store/folder_lock.h"
#include "store/keys/key_binding.h"
#include "store/keys/key_files.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {
namespace {

using crypto::Key32;
namespace fs = std::filesystem;

constexpr std::int64_t kKeyApplicationId = 0x4C69636B;  // "Lick"
constexpr std::int64_t kKeyFormat = 1;
constexpr std::size_t kNonceBytes = 12;

constexpr const char* kPragmas =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY";
constexpr const char* kSchema =
    "CREATE TABLE key_meta(name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;"
    "CREATE TABLE subject_key(kid TEXT PRIMARY KEY, epoch INTEGER NOT NULL, wrapped BLOB NOT NULL) STRICT, "
    "WITHOUT ROWID;";
/// Checkpoints after this many pages in the write-ahead log.
constexpr int kWalPagesMax = 1'024;

/// nonce ‖ AES-256-GCM(kek, key), bound to the log, the kid and the epoch.
class Wrapping {
 public:
  Wrapping(std::string log, std::uint64_t epoch, const Key32& kek) : log_(std::move(log)), epoch_(epoch), kek_(kek) {}
  std::uint64_t epoch() const { return epoch_; }
  const Key32& key() const { return kek_; }

  Bytes wrap(std::string_view kid, const Key32& key, Random& random) const {
    std::array<std::uint8_t, kNonceBytes> nonce{};
    random.fill(nonce.data(), nonce.size());
    const Bytes sealed = crypto::aes256gcm_seal(kek_, nonce, as_bytes(bound_to(kid)), key);
    Bytes out(nonce.size() + sealed.size());
    std::copy(nonce.begin(), nonce.end(), out.begin());
    std::copy(sealed.begin(), sealed.end(), out.begin() + kNonceBytes);
    return out;
  }
  std::optional<Key32> open(std::string_view kid, ByteView wrapped) const {
    if (wrapped.size() != kNonceBytes + 32 + 16) return std::nullopt;
    std::array<std::uint8_t, kNonceBytes> nonce{};
    std::copy_n(wrapped.begin(), kNonceBytes, nonce.begin());
    const auto plain = crypto::aes256gcm_open(kek_, nonce, as_bytes(bound_to(kid)), wrapped.subspan(kNonceBytes));
    if (!plain || plain->size() != 32) return std::nullopt;
    Key32 key;
    std::copy(plain->begin(), plain->end(), key.begin());
    return key;
  }

 private:
  std::string bound_to(std::string_view kid) const {
    return "licet/key-wrap/v1\n" + log_ + "\n" + std::to_string(epoch_) + "\n" + std::string(kid);
  }
  std::string log_;
  std::uint64_t epoch_;
  Key32 kek_;
};

std::string kek_path(const std::string& dir, std::uint64_t epoch) { return dir + "/kek." + std::to_string(epoch); }
std::string db_path(const std::string& dir) { return dir + "/keys.db"; }

/// The epoch, and the mark of its kek, from one moment.
struct Epoch {
  std::uint64_t number = 0;
  std::string mark;
};
Result<Epoch> read_epoch(Connection& db) {
  LICET_TRY(Statement select, db.prepare("SELECT e.value, k.value FROM key_meta e, key_meta k "
                                         "WHERE e.name = 'epoch' AND k.name = 'kek'"));
  LICET_TRY(const bool found, select.step());
  if (!found || select.integer(0) < 1)
    return fail(ErrorCode::kTampered, db.path() + " does not say its epoch; put it back from a key backup");
  return Epoch{static_cast<std::uint64_t>(select.integer(0)), std::string(select.text(1))};
}

Status write_epoch(Connection& db, std::string_view log, std::uint64_t epoch, const Key32& kek) {
  LICET_CHECK(write_key_meta(db, "epoch", static_cast<std::int64_t>(epoch)));
  return write_key_meta(db, "kek", key_mark(log, "kek", kek));
}

/// Runs `work` in a transaction that is durable afterwards, or gone.
template <typename Work>
Status transaction(Connection& db, Work&& work) {
  LICET_CHECK(db.exec("BEGIN IMMEDIATE"));
  Status status = work();
  if (status) status = db.exec("COMMIT");
  if (!status && !db.autocommit()) {
    if (Status rolled_back = db.exec("ROLLBACK"); !rolled_back) return rolled_back;
  }
  return status;
}

Status check_format(Connection& db) {
  LICET_TRY(const record::Value application, db.scalar("PRAGMA application_id"));
  LICET_TRY(const record::Value format, db.scalar("PRAGMA user_version"));
  if (record::int_of(application) != kKeyApplicationId)
    return fail(ErrorCode::kTampered, db.path() + " is not a key file of Licet; put it back from a key backup");
  if (record::int_of(format) != kKeyFormat)
    return fail(ErrorCode::kUnsupported, db.path() + " has key format " + std::to_string(record::int_of(format)) +
                                             ", this release reads format " + std::to_string(kKeyFormat) +
                                             "; use the newer release that wrote it");
  return {};
}

class FileKeyStoreImpl final : public FileKeyStore {
 public:
  FileKeyStoreImpl(std::string dir, std::string log, Random& random, KeyAccess access)
      : dir_(std::move(dir)), log_(std::move(log)), random_(random), access_(access) {}

  Status open() {
    if (access_ == KeyAccess::kWrite) {
      LICET_TRY(auto lock, FolderLock::exclusive(dir_ + "/keys.lock"));
      lock_ = std::move(lock);
    }
    LICET_TRY(log_seed_, read_key_file(dir_ + "/log.key"));
    LICET_TRY(permit_seed_, read_key_file(dir_ + "/permit.key"));
    LICET_TRY(pepper_, read_key_file(dir_ + "/pepper.key"));
    if (!fs::exists(db_path(dir_)))
      return fail(ErrorCode::kEnvironment,
                  "the key file " + db_path(dir_) +
                      " is missing; `licet keys restore` puts it back from a key backup: nothing sealed can be "
                      "read without it");
    LICET_TRY(db_, Connection::open(db_path(dir_),
                                    access_ == KeyAccess::kWrite ? Connection::Mode::kWrite : Connection::Mode::kRead));
    if (Status format = check_format(*db_); !format) {
      Error error = std::move(format).error();
      if (error.code == ErrorCode::kTampered)
        error.text = "the key file " + db_path(dir_) + " is damaged; put it back from a key backup";
      return fail(std::move(error));
    }
    if (access_ == KeyAccess::kWrite) LICET_CHECK(db_->exec(kPragmas));
    LICET_CHECK(check_keys_bound(*db_, dir_, log_));
    LICET_CHECK(load_kek());
    return access_ == KeyAccess::kWrite ? finish_rotation() : Status();
  }

  Result<std::vector<Key32>> create(const std::vector<std::string>& kids) override {
    const std::lock_guard lock(mutex_);
    LICET_CHECK(demand_write());
    std::vector<Key32> keys;
    keys.reserve(kids.size());
    const Status made = transaction(*db_, [&]() -> Status {
      LICET_TRY(auto insert, db_->cached("INSERT INTO subject_key(kid, epoch, wrapped) VALUES(?, ?, ?) "
                                         "ON CONFLICT DO NOTHING"));
      for (const std::string& kid : kids) {
        keys.push_back(crypto::random_key(random_));
        const Bytes wrapped = kek_->wrap(kid, keys.back(), random_);
        insert->bind(1, std::string_view(kid));
        insert->bind(2, static_cast<std::int64_t>(kek_->epoch()));
        insert->bind_bytes(3, wrapped);
        LICET_CHECK(insert->run());
        if (db_->changes() == 0) return fail(ErrorCode::kConflict, "there is a key for " + kid + " already");
      }
      fail_point("key_before_commit");
      return {};
    });
    LICET_CHECK(made);
    fail_point("key_after_commit");
    if (db_->wal_pages() > kWalPagesMax) LICET_CHECK(db_->wal_checkpoint(false));
    return keys;
  }

  Result<std::optional<Key32>> find(const std::string& kid) override {
    const std::lock_guard lock(mutex_);
    LICET_TRY(auto select, db_->cached("SELECT epoch, wrapped FROM subject_key WHERE kid = ?"));
    Bytes wrapped;
    std::uint64_t epoch = 0;
    {
      const StatementUse use(*select);
      select->bind(1, std::string_view(kid));
      LICET_TRY(const bool found, select->step());
      if (!found) return std::optional<Key32>();
      epoch = static_cast<std::uint64_t>(select->integer(0));
      const ByteView bytes = select->bytes(1);
      wrapped.assign(bytes.begin(), bytes.end());
    }
    if (epoch != kek_->epoch()) LICET_CHECK(load_kek());  // a reader beside a writer that rotated meanwhile
    const auto key = kek_->open(kid, wrapped);
    if (!key)
      return fail(ErrorCode::kTampered, "the key of " + kid + " in " + db_path(dir_) + " does not open with " +
                                            kek_path(dir_, kek_->epoch()) +
                                            ": the files do not belong together; put both back from one key backup");
    return key;
  }

  Status destroy(const std::vector<std::string>& kids) override {
    const std::lock_guard lock(mutex_);
    LICET_CHECK(demand_write());
    return rotate_without(kids);
  }

  Status rotate() override {
    const std::lock_guard lock(mutex_);
    LICET_CHECK(demand_write());
    return rotate_without({});
  }

  Result<std::vector<std::string>> list() override {
    const std::lock_guard lock(mutex_);
    LICET_TRY(Statement select, db_->prepare("SELECT kid FROM subject_key ORDER BY kid"));
    std::vector<std::string> kids;
    while (true) {
      LICET_TRY(const bool more, select.step());
      if (!more) return kids;
      kids.emplace_back(select.text(0));
    }
  }

  Result<KeyCheck> check(const std::vector<std::string>& expected) override {
    const std::lock_guard lock(mutex_);
    KeyCheck out;
    out.epoch = kek_->epoch();
    std::vector<std::string> readable;
    LICET_TRY(Statement select, db_->prepare("SELECT kid, epoch, wrapped FROM subject_key ORDER BY kid"));
    while (true) {
      LICET_TRY(const bool more, select.step());
      if (!more) break;
      const bool opens = select.integer(1) == static_cast<std::int64_t>(kek_->epoch()) &&
                         kek_->open(select.text(0), select.bytes(2)).has_value();
      (opens ? readable : out.unreadable).emplace_back(select.text(0));
    }
    out.keys = readable.size();
    std::vector<std::string> wanted = expected;
    std::sort(wanted.begin(), wanted.end());
    std::set_difference(wanted.begin(), wanted.end(), readable.begin(), readable.end(),
                        std::back_inserter(out.missing));
    std::set_difference(readable.begin(), readable.end(), wanted.begin(), wanted.end(),
                        std::back_inserter(out.surplus));
    return out;
  }

  const Key32& log_seed() const override { return log_seed_; }
  const Key32& permit_seed() const override { return permit_seed_; }
  const Key32& pepper() const override { return pepper_; }

  Status backup(const std::string& path) override;

 private:
  Status demand_write() const {
    if (access_ == KeyAccess::kWrite) return {};
    return fail(ErrorCode::kEnvironment, "the key store was opened to read only; this command needs to write");
  }

  Status load_kek() {
    LICET_TRY(const Epoch epoch, read_epoch(*db_));
    const std::string path = kek_path(dir_, epoch.number);
    LICET_TRY(const Key32 kek, read_key_file(path));
    if (key_mark(log_, "kek", kek) != epoch.mark)
      return foreign_key("the key file " + path + " is not the one that belongs to " + db_path(dir_));
    kek_.emplace(log_, epoch.number, kek);
    return {};
  }

  Status rotate_without(const std::vector<std::string>& kids);
  Status rewrap(const Wrapping& next, const std::vector<std::string>& kids);
  Status finish_rotation();

  std::string dir_;
  std::string log_;
  Random& random_;
  KeyAccess access_;
  std::optional<FolderLock> lock_;
  std::mutex mutex_;
  std::unique_ptr<Connection> db_;
  std::optional<Wrapping> kek_;
  Key32 log_seed_{};
  Key32 permit_seed_{};
  Key32 pepper_{};
};

/// New kek file, then one transaction (rows out, survivors rewrapped, epoch), then no page with old bytes, then the
/// old kek file. After a death in between, `finish_rotation` does the rest, or removes the kek that was not used.
Status FileKeyStoreImpl::rotate_without(const std::vector<std::string>& kids) {
  fail_point("key_before_rotate");
  const std::uint64_t epoch = kek_->epoch() + 1;
  const Key32 fresh = crypto::random_key(random_);
  LICET_CHECK(destroy_key_file(kek_path(dir_, epoch)));  // one that an earlier attempt left
  LICET_CHECK(write_key_file(kek_path(dir_, epoch), fresh));
  LICET_CHECK(sync_folder(dir_));
  fail_point("key_after_new_kek");
  const Wrapping next(log_, epoch, fresh);
  LICET_CHECK(transaction(*db_, [&] { return rewrap(next, kids); }));
  kek_ = next;
  fail_point("key_after_rewrap");
  LICET_CHECK(finish_rotation());
  fail_point("key_after_rotate");
  return {};
}

Status FileKeyStoreImpl::rewrap(const Wrapping& next, const std::vector<std::string>& kids) {
  {
    LICET_TRY(Statement erase, db_->prepare("DELETE FROM subject_key WHERE kid = ?"));
    for (const std::string& kid : kids) {
      erase.bind(1, std::string_view(kid));
      LICET_CHECK(erase.run());
    }
  }
  std::vector<std::pair<std::string, Bytes>> survivors;
  {
    LICET_TRY(Statement select, db_->prepare("SELECT kid, wrapped FROM subject_key"));
    while (true) {
      LICET_TRY(const bool more, select.step());
      if (!more) break;
      const auto key = kek_->open(select.text(0), select.bytes(1));
      if (!key)
        return fail(ErrorCode::kTampered, "the key of " + std::string(select.text(0)) +
                                              " does not open, so no key can be destroyed safely; run `licet keys "
                                              "check` and put the key files back from one backup");
      survivors.emplace_back(std::string(select.text(0)), next.wrap(select.text(0), *key, random_));
    }
  }
  LICET_TRY(Statement update, db_->prepare("UPDATE subject_key SET epoch = ?, wrapped = ? WHERE kid = ?"));
  for (const auto& [kid, wrapped] : survivors) {
    update.bind(1, static_cast<std::int64_t>(next.epoch()));
    update.bind_bytes(2, wrapped);
    update.bind(3, std::string_view(kid));
    LICET_CHECK(update.run());
  }
  return write_epoch(*db_, log_, next.epoch(), next.key());
}

Status FileKeyStoreImpl::finish_rotation() {
  std::vector<std::string> stale;
  const std::string current = kek_path(dir_, kek_->epoch());
  std::error_code error;
  for (fs::directory_iterator at(dir_, error), end; !error && at != end; at.increment(error)) {
    const std::string path = at->path().string();
    if (at->path().filename().string().starts_with("kek.") && path != current) stale.push_back(path);
  }
  if (error)
    return fail(ErrorCode::kEnvironment, "the key folder " + dir_ + " cannot be listed (" + error.message() + ")");
  if (stale.empty()) return {};
  LICET_CHECK(db_->wal_checkpoint(true));
  LICET_CHECK(db_->exec("VACUUM"));
  LICET_CHECK(db_->wal_checkpoint(true));
  for (const std::string& path : stale) LICET_CHECK(destroy_key_file(path));
  return {};
}

/// A copy of keys.db with the installation's keys inside, so that one file restores everything.
Status FileKeyStoreImpl::backup(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    if (errno == EEXIST) return fail(ErrorCode::kConflict, path + " exists; a backup overwrites nothing");
    return fail(ErrorCode::kEnvironment, path + " cannot be made (" + std::strerror(errno) + ")");
  }
  ::close(fd);
  const auto write = [&]() -> Status {
    {
      LICET_TRY(Statement copy, db_->prepare("VACUUM INTO ?"));
      copy.bind(1, std::string_view(path));
      LICET_CHECK(copy.run());
    }
    LICET_TRY(auto out, Connection::open(path, Connection::Mode::kWrite));
    LICET_CHECK(out->exec("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL"));
    const Status written = transaction(*out, [&]() -> Status {
      LICET_CHECK(
          out->exec("CREATE TABLE installation_key(name TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT, "
                    "WITHOUT ROWID"));
      LICET_TRY(Statement insert, out->prepare("INSERT INTO installation_key(name, key) VALUES(?, ?)"));
      std::vector<std::string> names(std::begin(kInstallationKeys), std::end(kInstallationKeys));
      names.push_back("kek." + std::to_string(kek_->epoch()));
      for (const std::string& name : names) {
        LICET_TRY(const Key32 key, read_key_file(dir_ + "/" + name));
        insert.bind(1, std::string_view(name));
        insert.bind_bytes(2, key);
        LICET_CHECK(insert.run());
      }
      return {};
    });
    LICET_CHECK(written);
    const fs::path parent = fs::absolute(path).parent_path();
    return sync_folder(parent.string());
  };
  Status status = write();
  if (!status) ::unlink(path.c_str());
  return status;
}

Status make_folder(const std::string& dir) {
  if (::mkdir(dir.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(ErrorCode::kEnvironment, "the key folder " + dir + " cannot be made (" + std::strerror(errno) +
                                             "); check the path and the permissions of the folder above it");
  if (fs::exists(db_path(dir)) || fs::exists(dir + "/log.key"))
    return fail(ErrorCode::kConflict, "there are keys in " + dir + " already; they are not overwritten");
  return {};
}

Status make_db_file(const std::string& dir) {
  const int fd = ::open(db_path(dir).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return fail(ErrorCode::kEnvironment, db_path(dir) + " cannot be made (" + std::strerror(errno) + ")");
  ::close(fd);
  return {};
}

}  // namespace

Result<std::unique_ptr<FileKeyStore>> create_key_store(const std::string& dir, const std::string& log, Random& random) {
  LICET_CHECK(make_folder(dir));
  for (const char* name : kInstallationKeys) LICET_CHECK(write_key_file(dir + "/" + name, crypto::random_key(random)));
  const Key32 kek = crypto::random_key(random);
  LICET_CHECK(write_key_file(kek_path(dir, 1), kek));
  LICET_CHECK(make_db_file(dir));
  {
    LICET_TRY(auto db, Connection::open(db_path(dir), Connection::Mode::kWrite));
    LICET_CHECK(db->exec(kPragmas));
    const Status made = transaction(*db, [&]() -> Status {
      LICET_CHECK(db->exec(std::string(kSchema) + "PRAGMA application_id=" + std::to_string(kKeyApplicationId) +
                           ";PRAGMA user_version=" + std::to_string(kKeyFormat)));
      LICET_CHECK(bind_keys(*db, dir, log));
      return write_epoch(*db, log, 1, kek);
    });
    LICET_CHECK(made);
  }
  LICET_CHECK(sync_folder(dir));
  return open_key_store(dir, log, random);
}

Result<std::unique_ptr<FileKeyStore>> open_key_store(const std::string& dir, const std::string& log, Random& random,
                                                     KeyAccess access) {
  if (!fs::is_directory(dir))
    return fail(ErrorCode::kEnvironment,
                "the key folder " + dir +
                    " is missing; `licet keys restore` puts it back from a key backup: nothing sealed can be read "
                    "without it");
  auto store = std::make_unique<FileKeyStoreImpl>(dir, log, random, access);
  LICET_CHECK(store->open());
  return store;
}

Status restore_key_store(const std::string& backup, const std::string& dir, const std::string& log) {
  if (!fs::exists(backup)) return fail(ErrorCode::kEnvironment, "there is no key backup " + backup);
  LICET_CHECK(make_folder(dir));
  LICET_TRY(auto from, Connection::open(backup, Connection::Mode::kRead));
  LICET_CHECK(check_format(*from));
  {
    LICET_TRY(Statement select, from->prepare("SELECT name, key FROM installation_key"));
    while (true) {
      LICET_TRY(const bool more, select.step());
      if (!more) break;
      const std::string name(select.text(0));
      const ByteView bytes = select.bytes(1);
      if (name.find('/') != std::string::npos || bytes.size() != 32)
        return fail(ErrorCode::kTampered, backup + " is no key backup of Licet");
      Key32 key;
      std::copy(bytes.begin(), bytes.end(), key.begin());
      LICET_CHECK(write_key_file(dir + "/" + name, key));
    }
  }
  LICET_CHECK(make_db_file(dir));
  LICET_TRY(Statement copy, from->prepare("VACUUM INTO ?"));
  const std::string path = db_path(dir);
  copy.bind(1, std::string_view(path));
  LICET_CHECK(copy.run());
  LICET_TRY(auto db, Connection::open(path, Connection::Mode::kWrite));
  LICET_CHECK(db->exec(std::string(kPragmas) + "; DROP TABLE installation_key; VACUUM"));
  LICET_CHECK(db->wal_checkpoint(true));
  LICET_CHECK(sync_folder(dir));
  db.reset();
  crypto::SystemRandom random;
  return open_key_store(dir, log, random, KeyAccess::kRead).map([](const auto&) {});
}

}  // namespace licet::store
