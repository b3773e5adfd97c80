// The conformance suite on the stores that need nothing but this process.
#include "store_conformance.h"

#include <chrono>
#include <filesystem>

#include "store/memory/memory_store.h"
#include "store/sqlite/sqlite_store.h"

namespace licet::store_test {
namespace {

namespace fs = std::filesystem;

class SqliteHome final : public StoreHome {
 public:
  SqliteHome() {
    std::string pattern = (fs::temp_directory_path() / "licet-store-XXXXXX").string();
    LICET_INVARIANT(::mkdtemp(pattern.data()) != nullptr);
    dir_ = pattern;
  }
  ~SqliteHome() override { fs::remove_all(dir_); }

  std::unique_ptr<app::Store> open(Clock& clock) override {
    store::SqliteOptions options = base(clock);
    options.create = !made_;
    made_ = true;
    return opened(store::open_sqlite(options));
  }
  std::unique_ptr<app::Store> open_second(Clock& clock) override {
    store::SqliteOptions options = base(clock);
    options.read_only = true;
    return opened(store::open_sqlite(options));
  }
  bool numbers_at_once() const override { return true; }

 private:
  store::SqliteOptions base(Clock& clock) const {
    store::SqliteOptions options;
    options.dir = (dir_ / "data").string();
    options.origin = kTestOrigin;
    options.clock = &clock;
    return options;
  }
  static std::unique_ptr<app::Store> opened(Result<std::unique_ptr<store::SqliteStore>> store) {
    EXPECT_TRUE(store) << store.error().to_string() << " " << store.error().detail;
    return store ? std::move(*store) : nullptr;
  }

  fs::path dir_;
  bool made_ = false;
};

/// Without a delay entries are numbered at once; with one, by a sequencer some time after the commit.
class MemoryHome final : public StoreHome {
 public:
  explicit MemoryHome(std::chrono::microseconds delay) : delay_(delay) {}
  std::unique_ptr<app::Store> open(Clock& clock) override {
    if (made_) return nullptr;
    made_ = true;
    store::MemoryOptions options;
    options.origin = kTestOrigin;
    options.clock = &clock;
    options.sequencer_delay = delay_;
    return store::memory_store(options);
  }
  bool numbers_at_once() const override { return delay_.count() == 0; }

 private:
  std::chrono::microseconds delay_;
  bool made_ = false;
};

INSTANTIATE_TEST_SUITE_P(
    Stores, StoreConformance,
    ::testing::Values(StoreKind{"Sqlite", [] { return std::make_unique<SqliteHome>(); }},
                      StoreKind{"Memory", [] { return std::make_unique<MemoryHome>(std::chrono::microseconds(0)); }},
                      StoreKind{"LateSequencer",
                                [] { return std::make_unique<MemoryHome>(std::chrono::microseconds(3'000)); }}),
    [](const auto& kind) { return kind.param.name; });

INSTANTIATE_TEST_SUITE_P(Stores, StoreReopening,
                         ::testing::Values(StoreKind{"Sqlite", [] { return std::make_unique<SqliteHome>(); }}),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace licet::store_test
