// Kills: a child imports a file and dies at a random place of the store or of the key store. The parent opens the
// folder again: what is there is whole, the ledger verifies, and going on completes the file without doubles.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <set>

#include "app/publishing.h"
#include "app_world.h"
#include "store/fail_point.h"

namespace licet::app_test {
namespace {

namespace fs = std::filesystem;
using record::TableId;

constexpr int kRows = 300;

int rounds() { return std::getenv("LICET_TEST_SLOW") != nullptr ? 200 : 12; }

/// Rows that nobody shares anything with, to a few markets, each with an id.
std::string generated_csv() {
  static constexpr const char* kPlaces[] = {"London,,GB", "Berlin,,DE", "Milano,,IT", "New York,NY,US", "Austin,TX,US"};
  std::string csv =
      "source_id,first_name,last_name,email,city,state,country,product,prospect_type,lawful_basis,language\n";
  for (int i = 0; i < kRows; ++i) {
    const std::string n = std::to_string(i);
    csv += "K" + n + ",Ada" + n + ",Probe" + n + ",p" + n + "@example.com," + kPlaces[i % 5] +
           ",brokerage,retail,consent,en\n";
  }
  return csv;
}

struct Folder {
  fs::path dir;
  std::string data() const { return (dir / "data").string(); }
  std::string keys() const { return (dir / "keys").string(); }
  app::LedgerFolder ledger() const { return {(dir / "log").string(), (dir / "signed-head").string()}; }
};

/// An open folder. Its threads end with it, so that nothing runs when the next child is forked.
struct Open {
  explicit Open(const Folder& folder, bool create = false) : clock(moment(kMondayNoon)) {
    store::SqliteOptions options;
    options.dir = folder.data();
    options.clock = &clock;
    options.create = create;
    options.origin = kOrigin;
    options.wal_pages_checkpoint = 64;  // so that folding the log in is one of the places to die at
    options.group_max = 16;
    options.bulk_group_max = 16;
    store = must(store::open_sqlite(options));
    keys = must(create ? store::create_key_store(folder.keys(), kOrigin, random)
                       : store::open_key_store(folder.keys(), kOrigin, random));
  }
  app::Deps deps() { return {*store, *keys, clock, random, firm}; }

  app::ImportReport import(const std::string& csv) {
    app::Deps all = deps();
    app::FirmState state;
    must(store->read(app::Access::system(), [&](app::Reader& reader) -> Status {
      LICET_TRY(state, app::load_firm_state(reader, app::LoadLists::kYes));
      return {};
    }));
    app::csv::TextSource input(csv);
    app::ImportOptions options;
    options.source = "kill";
    options.file = "generated.csv";
    return must(app::import_leads(all, app::Access::system(), state, input, options, {}));
  }

  std::vector<record::Row> rows(TableId table) {
    std::vector<record::Row> out;
    must(store->read(app::Access::system(), [&](app::Reader& reader) -> Status {
      LICET_TRY(out, app::all_rows(reader, AppWorld::everything(), table));
      return {};
    }));
    return out;
  }

  FixedClock clock;
  crypto::SystemRandom random;
  app::FirmStates firm;
  std::unique_ptr<store::SqliteStore> store;
  std::unique_ptr<store::FileKeyStore> keys;
};

/// A firm's folder with its list loaded and a checkpoint signed.
void make_template(const Folder& folder) {
  Open house(folder, true);
  app::Deps deps = house.deps();
  must(app::init_firm(deps, meridian(), ""));
  const std::string sdn = read_text(kFirmFolder + "lists/sdn.csv"), alt = read_text(kFirmFolder + "lists/alt.csv"),
                    add = read_text(kFirmFolder + "lists/add.csv");
  const screening::SourceFile files[] = {{"sdn.csv", sdn}, {"alt.csv", alt}, {"add.csv", add}};
  const auto read = must(screening::read_ofac_csv("ofac-sdn", files, house.clock.now()));
  must(app::load_list(deps, app::Access::system(), read.list));
  must(app::sign_first_head(deps, folder.ledger()));
}

/// Dies at one point's n-th passing, or at the n-th passing of any.
struct Fate {
  std::string point;
  std::int64_t passings = 0;
};
/// The latest passing that each child may die at; EveryNamedPointIsPassed holds the file to that.
const std::vector<Fate>& fates() {
  static const std::vector<Fate> kFates = {{"", 700},
                                           {"before_entry", 300},
                                           {"after_command", 300},
                                           {"before_commit", 3},
                                           {"after_commit", 3},
                                           {"before_wal_checkpoint", 3},
                                           {"after_wal_checkpoint", 3},
                                           {"key_before_commit", 3},
                                           {"key_after_commit", 3}};
  return kFates;
}
Fate fate_of(SeededRandom& random) {
  Fate fate = fates()[random.next() % fates().size()];
  fate.passings = 1 + static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(fate.passings));
  return fate;
}

[[noreturn]] void child(const Folder& folder, const Fate& fate, const std::string& csv) {
  std::atomic<std::int64_t> left{fate.passings};
  try {
    Open house(folder);
    store::set_fail_point([&](std::string_view name) {
      if ((fate.point.empty() || fate.point == name) && left.fetch_sub(1) == 1) ::_exit(42);
    });
    house.import(csv);
    ::_exit(0);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "child: %s\n", error.what());
    ::_exit(9);
  }
}

void expect_sound(Open& house, const Folder& folder) {
  app::Deps deps = house.deps();
  must(app::refuse_old_backup(deps, folder.ledger()));
  const auto verified = must(app::verify_ledger(deps, app::Access::system(), folder.ledger(), {}, true));
  EXPECT_FALSE(verified.report.failed());
  for (const auto& finding : verified.report.findings()) ADD_FAILURE() << finding.what;
  for (const auto& d : verified.differences)
    ADD_FAILURE() << d.table << " " << d.key << " " << d.column << ": " << d.what;
  EXPECT_EQ(verified.lost_keys, 0u);
  std::vector<std::string> kids;
  for (const record::Row& subject : house.rows(TableId::kSubject)) kids.emplace_back(subject.text("id"));
  const auto check = must(house.keys->check(kids));
  EXPECT_TRUE(check.missing.empty()) << check.missing.size() << " subjects without a key";
  EXPECT_TRUE(check.unreadable.empty());
}

/// Every row of the file once: as one lead of one subject with one source event.
void expect_whole_file(Open& house) {
  std::multiset<std::string> names;
  for (const record::Row& subject : house.rows(TableId::kSubject)) names.emplace(subject.text("last_name"));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(kRows));
  for (int i = 0; i < kRows; ++i) EXPECT_EQ(names.count("Probe" + std::to_string(i)), 1u) << i;
  EXPECT_EQ(house.rows(TableId::kLead).size(), static_cast<std::size_t>(kRows));
  EXPECT_EQ(house.rows(TableId::kSourceEvent).size(), static_cast<std::size_t>(kRows));
}

TEST(ImportKill, EveryNamedPointIsPassed) {
  const TempFolder temp;
  const Folder folder{fs::path(temp.path()) / "made"};
  fs::create_directory(folder.dir);
  make_template(folder);
  std::mutex mutex;
  std::map<std::string, std::int64_t, std::less<>> passed;
  {
    Open house(folder);
    store::set_fail_point([&](std::string_view name) {
      const std::lock_guard lock(mutex);
      ++passed[std::string(name)];
      ++passed[""];
    });
    house.import(generated_csv());
  }
  store::set_fail_point({});
  for (const Fate& fate : fates()) EXPECT_GE(passed[fate.point], fate.passings) << "'" << fate.point << "'";
}

TEST(ImportKill, GoingOnCompletesTheFileWithoutDoubles) {
  const TempFolder temp;
  const Folder made{fs::path(temp.path()) / "made"};
  fs::create_directory(made.dir);
  make_template(made);
  const std::string csv = generated_csv();
  const std::uint64_t first_seed = std::random_device()();
  int died = 0, died_with_some = 0;
  for (int round = 0; round < rounds(); ++round) {
    const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(round);
    SeededRandom random(seed);
    const Fate fate = fate_of(random);
    SCOPED_TRACE("seed " + std::to_string(seed) + " dies at '" + fate.point + "' " + std::to_string(fate.passings));
    const Folder folder{fs::path(temp.path()) / ("round-" + std::to_string(round))};
    fs::copy(made.dir, folder.dir, fs::copy_options::recursive);
    const pid_t pid = ::fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) child(folder, fate, csv);
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_TRUE(WEXITSTATUS(status) == 42 || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
    {
      Open house(folder);
      const std::size_t before = house.rows(TableId::kLead).size();
      if (WEXITSTATUS(status) == 42) {
        ++died;
        died_with_some += before > 0 && before < kRows ? 1 : 0;
      } else {
        EXPECT_EQ(before, static_cast<std::size_t>(kRows));
      }
      expect_sound(house, folder);
      const auto report = house.import(csv);
      EXPECT_EQ(report.rows, kRows);
      EXPECT_EQ(report.unchanged, static_cast<std::int64_t>(before));
      EXPECT_EQ(report.leads, static_cast<std::int64_t>(kRows - before));
      expect_whole_file(house);
      expect_sound(house, folder);
    }
    fs::remove_all(folder.dir);
    if (HasFailure()) return;
  }
  EXPECT_GE(died * 2, rounds()) << "most children must die";
  EXPECT_GT(died_with_some, 0) << "some must die in the middle";
}

}  // namespace
}  // namespace licet::app_test
