#include "store/derived_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "ledger/file_native.h"

namespace licet::store {
namespace {

namespace fs = std::filesystem;

class File final : public app::DerivedFile {
 public:
  explicit File(fs::path folder) : folder_(std::move(folder)) {}

  Result<std::optional<Bytes>> read(std::string_view name) override {
    auto bytes = ledger::read_file(folder_ / name);
    if (bytes) return std::optional<Bytes>(std::move(*bytes));
    if (bytes.error().code == ErrorCode::kNotFound) return std::optional<Bytes>();
    return tl::unexpected(std::move(bytes).error());
  }

  Status replace(std::string_view name, ByteView bytes) override {
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST)
      return fail(ErrorCode::kEnvironment, "cannot make the folder " + folder_.string() + ": " + std::strerror(errno));
    LICET_CHECK(ledger::write_durably(folder_ / name, bytes, 0600));
    std::error_code error;
    for (fs::directory_iterator item(folder_, error), end; !error && item != end; item.increment(error)) {
      if (item->path().filename() == name) continue;
      std::error_code stays;  // what cannot be removed is never read, and goes with the next
      fs::remove(item->path(), stays);
    }
    return {};
  }

 private:
  fs::path folder_;
};

}  // namespace

std::unique_ptr<app::DerivedFile> derived_file(fs::path folder) { return std::make_unique<File>(std::move(folder)); }

}  // namespace licet::store
