#include "store/keys/key_restore.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "store/fail_point.h"
#include "store/keys/key_binding.h"
#include "store/keys/key_files.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {
namespace {

namespace fs = std::filesystem;
constexpr const char* kKeyDb = "keys.db";

bool is_key_of_keys(const std::string& name) { return name.starts_with("kek."); }
bool is_key_file(const std::string& name) { return is_key_of_keys(name) || name.ends_with(".key"); }

Result<std::vector<std::string>> names_in(const std::string& dir) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(dir, error), end; !error && at != end; at.increment(error))
    names.push_back(at->path().filename().string());
  if (error && error != std::errc::no_such_file_or_directory)
    return fail(ErrorCode::kEnvironment, "the folder " + dir + " cannot be listed (" + error.message() + ")");
  std::sort(names.begin(), names.end());
  return names;
}

/// A write-ahead log without pages is left by whoever only read.
bool holds_something(const std::string& path) {
  std::error_code none;
  const auto size = fs::file_size(path, none);
  return !none && size > 0;
}

tl::unexpected<Error> in_the_way(const std::string& path, const std::string& what) {
  return fail(ErrorCode::kConflict,
              path + " is there and " + what +
                  ". Nothing was changed. If it is lost for good, move it to a safe place and give "
                  "the command again");
}

/// Of which log a backup is; an error when it is none.
Status check_backup(const std::string& backup, const std::string& log) {
  const auto none = [&](const std::string& why) {
    return fail(ErrorCode::kBadInput, backup + " is no key backup of Licet, or it is damaged" + why);
  };
  if (!fs::is_regular_file(backup)) return fail(ErrorCode::kEnvironment, "there is no key backup " + backup);
  auto db = Connection::open(backup, Connection::Mode::kRead);
  if (!db) return none("");
  const auto whose = read_key_meta(**db, "log");
  const auto files = (*db)->scalar("SELECT count(*) FROM installation_key");
  if (!whose || !files) return none(": licet keys backup writes one");
  if (*whose != log)
    return fail(ErrorCode::kBadInput, "the key backup " + backup + " belongs to the log " + *whose +
                                          ", and this data folder's is " + log + ": it is another firm's");
  return {};
}

}  // namespace

Result<std::unique_ptr<KeyRestoration>> KeyRestoration::prepare(const std::string& backup, const std::string& dir,
                                                                const std::string& log) {
  LICET_CHECK(check_backup(backup, log));
  std::unique_ptr<KeyRestoration> out(new KeyRestoration(dir, log));
  LICET_CHECK(out->clear());  // what a run that was cut off left
  if (Status read = restore_key_store(backup, out->beside(), log); !read) {
    Error error = std::move(read).error();
    if (error.code != ErrorCode::kEnvironment || error.text.find("belong") != std::string::npos) {
      error.code = ErrorCode::kBadInput;
      error.text = backup + " is no key backup of Licet, or it is damaged: " + error.text;
    }
    return fail(std::move(error));
  }
  LICET_CHECK(out->compare());
  LICET_CHECK(out->find_lost());
  if (out->lost_.empty())
    return fail(ErrorCode::kConflict, "no key file is lost in " + dir + ": there is nothing to restore");
  return out;
}

KeyRestoration::~KeyRestoration() { (void)clear(); }

/// Destroys the folder beside, so that no key stays behind in it.
Status KeyRestoration::clear() const {
  LICET_TRY(const auto names, names_in(beside()));
  for (const std::string& name : names) {
    const std::string path = beside() + "/" + name;
    if (is_key_file(name))
      LICET_CHECK(destroy_key_file(path));
    else
      ::unlink(path.c_str());
  }
  ::rmdir(beside().c_str());
  return {};
}

/// Every key file that is there must be the backup's, or belong to the keys.db that is there.
Status KeyRestoration::compare() {
  LICET_TRY(const auto there, names_in(dir_));
  LICET_CHECK(compare_key_db());
  for (const std::string& name : there) {
    if (!is_key_file(name) || (keeps_kek_ && is_key_of_keys(name))) continue;
    const std::string live = dir_ + "/" + name, from = beside() + "/" + name;
    if (!fs::exists(from))
      return in_the_way(live, "is not in the backup, which is of another time: it may open keys that the backup lacks");
    const auto held = read_key_file(live);
    if (!held) return in_the_way(live, "cannot be read as a key");
    LICET_TRY(const auto kept, read_key_file(from));
    if (*held != kept) return in_the_way(live, "is another key than the backup's");
  }
  return {};
}

Status KeyRestoration::compare_key_db() {
  const std::string live = dir_ + "/" + kKeyDb, from = beside() + "/" + kKeyDb;
  if (!fs::exists(live)) {
    if (holds_something(live + "-wal"))
      return in_the_way(live + "-wal", "may hold keys of a keys.db that is not there");
    return {};
  }
  auto held = Connection::open(live, Connection::Mode::kRead);
  if (!held) return in_the_way(live, "cannot be read");
  LICET_TRY(auto kept, Connection::open(from, Connection::Mode::kRead));
  bool same_time = true;
  for (const char* name : {"log", "epoch", "kek"}) {
    const auto one = read_key_meta(**held, name);
    if (!one || one->empty()) return in_the_way(live, "is no key file of Licet");
    LICET_TRY(const std::string other, read_key_meta(*kept, name));
    if (*one == other) continue;
    if (std::string_view(name) == "log") return in_the_way(live, "belongs to another log, " + *one);
    same_time = false;
  }
  kept.reset();
  if (!same_time) LICET_CHECK(take_key_of_keys(**held));
  return take_key_db(**held);
}

/// The key of keys that the live keys.db goes by, when it is there: then the backup's is not needed.
Status KeyRestoration::take_key_of_keys(Connection& held) {
  LICET_TRY(const std::string epoch, read_key_meta(held, "epoch"));
  LICET_TRY(const std::string mark, read_key_meta(held, "kek"));
  const std::string name = "kek." + epoch, live = dir_ + "/" + name;
  if (!fs::exists(live))
    return fail(ErrorCode::kConflict,
                held.path() + " is there, and its key " + name +
                    " is lost; the backup is of the time of another such key, as an erasure makes one, and does not "
                    "open it. Nothing was changed. Look for a backup that was made since: it has " +
                    name + ". Without one, what " + held.path() +
                    " holds stays closed: move it to a safe place and give the command again; then the backup's keys "
                    "come back, and not those of subjects that are newer than it");
  const auto kek = read_key_file(live);
  if (!kek || key_mark(log_, "kek", *kek) != mark)
    return in_the_way(live, "does not belong to " + held.path() + ", which needs it");
  LICET_TRY(const auto names, names_in(beside()));
  for (const std::string& other : names)
    if (is_key_of_keys(other)) LICET_CHECK(destroy_key_file(beside() + "/" + other));
  LICET_CHECK(write_key_file(beside() + "/" + name, *kek));
  keeps_kek_ = true;
  return {};
}

/// It may hold keys that are newer than the backup, so what is tried and counted is a copy of it.
Status KeyRestoration::take_key_db(Connection& held) {
  const std::string from = beside() + "/" + kKeyDb;
  if (::unlink(from.c_str()) != 0) return fail(ErrorCode::kEnvironment, from + " cannot be replaced");
  LICET_TRY(Statement copy, held.prepare("VACUUM INTO ?"));
  copy.bind(1, std::string_view(from));
  LICET_CHECK(copy.run());
  keeps_db_ = true;
  return {};
}

Status KeyRestoration::find_lost() {
  lost_.clear();
  LICET_TRY(const auto names, names_in(beside()));
  for (const std::string& name : names)
    if ((is_key_file(name) || name == kKeyDb) && !fs::exists(dir_ + "/" + name)) lost_.push_back(name);
  // keys.db last: a folder without it is one whose key file is lost, and the same command goes on.
  std::stable_partition(lost_.begin(), lost_.end(), [](const std::string& name) { return name != kKeyDb; });
  return {};
}

Result<std::unique_ptr<FileKeyStore>> KeyRestoration::open(Random& random, KeyAccess access) const {
  return open_key_store(beside(), log_, random, access);
}

Status KeyRestoration::leave_out(const std::vector<std::string>& kids, Random& random) {
  if (keeps_db_ || kids.empty()) return {};
  {
    LICET_TRY(auto keys, open(random, KeyAccess::kWrite));
    LICET_CHECK(keys->destroy(kids));
  }
  return find_lost();  // destroying makes another key of keys
}

Status KeyRestoration::put_in_place() {
  if (::mkdir(dir_.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(ErrorCode::kEnvironment, "the key folder " + dir_ + " cannot be made (" + std::strerror(errno) + ")");
  for (const std::string& name : lost_) {
    const std::string from = beside() + "/" + name, to = dir_ + "/" + name;
    if (name == kKeyDb && holds_something(from + "-wal"))
      return fail(ErrorCode::kEnvironment, from + " is still in use; give the command again");
    fail_point("key_before_put_in_place");
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) continue;
    if (errno == EEXIST) return in_the_way(to, "was not there a moment ago");
    return fail(ErrorCode::kEnvironment, to + " cannot be put in place (" + std::strerror(errno) +
                                             "); give the command again when that is mended");
  }
  return sync_folder(dir_);
}

}  // namespace licet::store
