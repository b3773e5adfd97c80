// Kills: a child records numbered commands, says on a pipe what was acknowledged, and dies at a random fail point.
// The parent opens the folder again: nothing acknowledged is lost, nothing half done is there, and the ledger holds.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "ledger/entry.h"
#include "ledger/link_checker.h"
#include "ledger/tile_store_native.h"
#include "record/memory_tables.h"
#include "store/fail_point.h"
#include "store/keys/key_store.h"
#include "store/sqlite/sqlite_store.h"
#include "store_world.h"

namespace licet::store_test {
namespace {

namespace fs = std::filesystem;

constexpr int kRoundsNormal = 15;
constexpr int kRoundsSlow = 200;
constexpr int kThreads = 3;

int rounds() { return std::getenv("LICET_TEST_SLOW") != nullptr ? kRoundsSlow : kRoundsNormal; }

struct Folder {
  fs::path dir;
  std::string data() const { return (dir / "data").string(); }
  std::string keys() const { return (dir / "keys").string(); }
  std::string tiles() const { return (dir / "log").string(); }
  std::string head() const { return (dir / "signed-head").string(); }
};

Result<std::unique_ptr<store::SqliteStore>> open_store(const Folder& folder, Clock& clock, bool create) {
  store::SqliteOptions options;
  options.dir = folder.data();
  options.clock = &clock;
  options.create = create;
  options.origin = kTestOrigin;
  options.wal_pages_checkpoint = 64;  // so that folding the log in is one of the places to die at
  return store::open_sqlite(options);
}

/// Publishes what is recorded, as `licet ledger checkpoint` does.
Status publish(app::Store& store, app::KeyStore& keys, const Folder& folder) {
  const app::Principal system = system_principal();
  LICET_TRY(const app::LogHead head, store.seal_all());
  LICET_TRY(auto signer, ledger::NoteSigner::make(store.origin(), keys.log_seed()));
  ledger::Publisher publisher(ledger::TileStore(folder.tiles()), ledger::LockStore(folder.head()), std::move(signer),
                              [](std::string_view step) { store::fail_point(step); });
  const ledger::EntrySource source = [&](std::uint64_t from, std::uint64_t to,
                                         const std::function<Status(ByteView)>& take) {
    Status taken;
    const Status read = store.entries(system, from, [&](const app::StoredEntry& entry) {
      if (entry.seq >= to) return false;
      taken = take(as_bytes(entry.bytes));
      return taken.has_value();
    });
    return read ? taken : read;
  };
  return publisher.publish(head.size, source).map([](const ledger::Checkpoint&) {});
}

/// What the child says: an acknowledged event and its number, or the kid of a key that was durable.
struct Said {
  char kind = 0;  // 'e' or 'k'
  char id[64] = {};
  std::uint64_t seq = 0;
};

void say(int fd, char kind, const std::string& id, std::uint64_t seq) {
  Said said;
  said.kind = kind;
  id.copy(said.id, sizeof said.id - 1);
  said.seq = seq;
  if (::write(fd, &said, sizeof said) != static_cast<ssize_t>(sizeof said)) ::_exit(9);
}

/// Never returns. Threads record as fast as they can; now and then a key is made first, or the head is published.
[[noreturn]] void child(const Folder& folder, std::uint64_t seed, int fd) {
  SeededRandom fate(seed);
  std::atomic<std::int64_t> points_left{static_cast<std::int64_t>(fate.next() % 900)};
  FixedClock clock(Instant{kTestEpochUs + static_cast<std::int64_t>(seed)});
  crypto::SystemRandom random;
  auto store = open_store(folder, clock, false);
  auto keys = store::open_key_store(folder.keys(), kTestOrigin, random);
  if (!store || !keys) ::_exit(8);
  store::set_fail_point([&](std::string_view) {
    if (points_left.fetch_sub(1) == 0) ::_exit(42);
  });
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      World world(seed * 100 + static_cast<std::uint64_t>(t));
      while (true) {
        const record::Body body = world.next();
        for (const auto& [kid, fields] : body.opened()) {
          const auto known = (*keys)->find(kid);
          if (!known) ::_exit(7);
          if (*known) continue;
          if (!(*keys)->create({kid})) ::_exit(6);
          say(fd, 'k', kid, 0);
        }
        const auto receipt = (*store)->execute(system_principal(), [&](app::Tx& tx) { return tx.append(body); });
        if (!receipt) ::_exit(5);
        say(fd, 'e', receipt->event.str(), *receipt->seq);
        if (t == 0 && world.below(6) == 0 && !publish(**store, **keys, folder)) ::_exit(4);
      }
    });
  for (auto& thread : threads) thread.join();
  ::_exit(3);
}

/// Chain, links, and the fold of the clear half against the tables.
void expect_whole(app::Store& store) {
  const app::Principal system = system_principal();
  ledger::ChainState chain;
  chain.log = store.origin();
  ledger::TreeBuilder tree;
  ledger::LinkChecker links;
  record::MemoryTables tables;
  ledger::Entry entry;
  const Status read = store.entries(system, 0, [&](const app::StoredEntry& stored) {
    EXPECT_TRUE(ledger::parse_entry(stored.bytes, entry));
    EXPECT_EQ(ledger::check_next(entry, chain), ledger::ChainFault::kNone);
    EXPECT_EQ(links.check(entry), "");
    const auto leaf = ledger::leaf_hash(as_bytes(stored.bytes));
    ledger::advance(chain, entry.time_us, leaf);
    tree.append(leaf);
    const auto body = record::parse_body(*json::parse(entry.body, json::kEntryOptions));
    EXPECT_TRUE(body && record::apply_all(*body, {}, tables));
    return !::testing::Test::HasFailure();
  });
  ASSERT_TRUE(read) << read.error().to_string();
  const auto head = store.seal_all();
  ASSERT_TRUE(head);
  EXPECT_EQ(head->size, tree.size());
  EXPECT_EQ(head->root, tree.root());
  const auto differences = record::compare_states(tables, [&](record::TableId table, const record::RowVisitor& visit) {
    return store.each_row(system, table, visit);
  });
  ASSERT_TRUE(differences);
  EXPECT_TRUE(differences->empty()) << differences->front().table << " " << differences->front().what;
}

TEST(StoreKill, AnywhereAndOftenLosesNothing) {
  std::string pattern = (fs::temp_directory_path() / "licet-kill-XXXXXX").string();
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  const Folder folder{pattern};
  fs::create_directory(folder.tiles());
  FixedClock clock(Instant{kTestEpochUs});
  crypto::SystemRandom random;
  {
    const auto made = open_store(folder, clock, true);
    ASSERT_TRUE(made) << made.error().to_string();
    ASSERT_TRUE(store::create_key_store(folder.keys(), kTestOrigin, random));
  }
  std::map<std::string, std::uint64_t> acknowledged;
  std::vector<std::string> kids;
  const std::uint64_t first_seed = std::random_device()();
  for (int round = 0; round < rounds(); ++round) {
    const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(round);
    SCOPED_TRACE("seed " + std::to_string(seed));
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t pid = ::fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      ::close(ends[0]);
      child(folder, seed, ends[1]);
    }
    ::close(ends[1]);
    Said said;
    while (::read(ends[0], &said, sizeof said) == static_cast<ssize_t>(sizeof said)) {
      if (said.kind == 'e')
        acknowledged.emplace(said.id, said.seq);
      else
        kids.emplace_back(said.id);
    }
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_EQ(WEXITSTATUS(status), 42) << "the child must die at a fail point";

    auto store = open_store(folder, clock, false);
    ASSERT_TRUE(store) << store.error().to_string() << " " << store.error().detail;
    for (const auto& [event, seq] : acknowledged) {
      const auto have = (*store)->seq_of(*EventId::parse(event));
      ASSERT_TRUE(have && *have && **have == seq) << event << " was acknowledged as " << seq;
    }
    expect_whole(**store);
    auto keys = store::open_key_store(folder.keys(), kTestOrigin, random);
    ASSERT_TRUE(keys) << keys.error().to_string();
    const auto check = (*keys)->check(kids);
    ASSERT_TRUE(check);
    EXPECT_TRUE(check->missing.empty()) << check->missing.front();
    const Status published = publish(**store, **keys, folder);
    ASSERT_TRUE(published) << published.error().to_string() << " " << published.error().detail;
    const ledger::TileStore tiles(folder.tiles());
    const auto head = (*store)->seal_all();
    const auto root = ledger::root_from_tiles(head->size, tiles.reader());
    ASSERT_TRUE(root) << root.error().to_string();
    EXPECT_EQ(*root, head->root);
    if (::testing::Test::HasFailure()) return;  // the folder stays for a look
  }
  EXPECT_GT(acknowledged.size(), static_cast<std::size_t>(rounds()));
  fs::remove_all(folder.dir);
}

}  // namespace
}  // namespace licet::store_test
