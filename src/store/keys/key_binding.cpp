#include "store/keys/key_binding.h"

#include <algorithm>

#include "store/keys/key_files.h"

namespace licet::store {

Result<std::string> read_key_meta(Connection& db, std::string_view name) {
  LICET_TRY(Statement select, db.prepare("SELECT value FROM key_meta WHERE name = ?"));
  select.bind(1, name);
  LICET_TRY(const bool found, select.step());
  return found ? std::string(select.text(0)) : std::string();
}

std::string key_mark(std::string_view log, std::string_view name, const crypto::Key32& key) {
  std::string text = "licet/key-mark/v1\n" + std::string(log) + "\n" + std::string(name) + "\n";
  text += as_text(ByteView(key));
  std::string mark = crypto::digest_text(crypto::sha256(text));
  std::fill(text.begin(), text.end(), '\0');
  return mark;
}

tl::unexpected<Error> foreign_key(const std::string& what) {
  return fail(ErrorCode::kEnvironment, what + "; put back the keys of this data folder, all from one key backup");
}

Status write_key_meta(Connection& db, std::string_view name, const record::Value& value) {
  LICET_TRY(Statement put, db.prepare("INSERT INTO key_meta(name, value) VALUES(?, ?) "
                                      "ON CONFLICT(name) DO UPDATE SET value = excluded.value"));
  put.bind(1, name);
  put.bind(2, value);
  return put.run();
}

Status bind_keys(Connection& db, const std::string& dir, const std::string& log) {
  LICET_CHECK(write_key_meta(db, "log", log));
  for (const char* name : kInstallationKeys) {
    LICET_TRY(const crypto::Key32 key, read_key_file(dir + "/" + name));
    LICET_CHECK(write_key_meta(db, name, key_mark(log, name, key)));
  }
  return {};
}

Status check_keys_bound(Connection& db, const std::string& dir, const std::string& log) {
  LICET_TRY(const std::string whose, read_key_meta(db, "log"));
  if (whose != log)
    return foreign_key("the key file " + db.path() + " belongs to the log " + (whose.empty() ? "of nobody" : whose) +
                       ", and this data folder's is " + log);
  for (const char* name : kInstallationKeys) {
    const std::string path = dir + "/" + name;
    LICET_TRY(const crypto::Key32 key, read_key_file(path));
    LICET_TRY(const std::string mark, read_key_meta(db, name));
    if (mark != key_mark(log, name, key))
      return foreign_key("the key file " + path + " is not the one that belongs to " + db.path());
  }
  return {};
}

}  // namespace licet::store
