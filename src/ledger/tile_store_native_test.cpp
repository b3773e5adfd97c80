#include "ledger/tile_store_native.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "ledger/file_native.h"
#include "ledger/test_log.h"

namespace licet::ledger {
namespace {

namespace fs = std::filesystem;
using testing::kOrigin;
using testing::test_signer;

/// A folder of its own for each test, removed at the end.
class Publishing : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "licet-ledger-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  TileStore tiles() const { return TileStore(folder_ / "log"); }
  LockStore lock() const { return LockStore(folder_ / "lock"); }
  Publisher publisher(FailPoint fail_point = {}) const {
    return Publisher(tiles(), lock(), test_signer(), std::move(fail_point));
  }
  /// What a database of `count` entries gives; `salt` makes another history.
  static EntrySource source(std::uint64_t count, std::string salt = "") {
    return [count, salt](std::uint64_t from, std::uint64_t to, const std::function<Status(ByteView)>& take) -> Status {
      for (std::uint64_t i = from; i < to && i < count; ++i)
        LICET_CHECK(take(as_bytes("entry " + std::to_string(i) + salt)));
      return {};
    };
  }
  static Hash root_of(std::uint64_t size, const std::string& salt = "") {
    TreeBuilder tree;
    for (std::uint64_t i = 0; i < size; ++i) tree.append(leaf_hash(as_bytes("entry " + std::to_string(i) + salt)));
    return tree.root();
  }
  /// Everything that a reader of the published log relies on.
  void expect_published(std::uint64_t size) const {
    const auto note = tiles().read_checkpoint();
    ASSERT_TRUE(note && *note);
    const auto opened = open_note(**note, std::span(&test_signer().key(), 1));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->verified.size(), 1U);
    const Checkpoint head = *Checkpoint::parse(opened->note.text);
    EXPECT_EQ(head.size, size);
    EXPECT_EQ(head.root, root_of(size));
    EXPECT_EQ(*lock().read(), *note);
    EXPECT_TRUE(check_tiles(0, size, tiles().reader()));
    for (const TileRef& ref : hash_tiles(size)) EXPECT_TRUE(fs::exists(tiles().path_of(ref))) << ref.path();
    for (const TileRef& ref : entry_tiles(size)) EXPECT_TRUE(fs::exists(tiles().path_of(ref))) << ref.path();
  }

  fs::path folder_;
  std::atomic<std::uint64_t> wins_{0};
};

TEST_F(Publishing, GrowsStepByStep) {
  Publisher publisher = this->publisher();
  for (const std::uint64_t size : {1U, 5U, 255U, 256U, 257U, 300U, 1'000U}) {
    const auto head = publisher.publish(size, source(size));
    ASSERT_TRUE(head) << head.error().text;
    expect_published(size);
  }
  EXPECT_FALSE(fs::exists(folder_ / "log/tile/0/000.p")) << "partial tiles go when the full one stands";
  EXPECT_TRUE(fs::exists(folder_ / "log/tile/0/003.p/232"));
}

TEST_F(Publishing, AnEmptyLogIsPublishedOnce) {
  ASSERT_TRUE(publisher().publish(0, source(0)));
  const auto note = tiles().read_checkpoint();
  ASSERT_TRUE(note && *note);
  EXPECT_EQ(read_checkpoint_note(**note)->root, empty_root());
}

TEST_F(Publishing, ADeathAtAnyStepLeavesALogThatGoesOn) {
  std::uint64_t size = 250;
  ASSERT_TRUE(publisher().publish(size, source(size)));
  for (int round = 0; round < 3; ++round) {
    for (const std::string_view deadly : publish_steps()) {
      const std::uint64_t next = size + 7;
      const pid_t child = ::fork();
      ASSERT_GE(child, 0);
      if (child == 0) {
        Publisher dying = publisher([&](std::string_view step) {
          if (step == deadly) ::_exit(77);
        });
        ::_exit(dying.publish(next, source(next)) ? 0 : 1);
      }
      int status = 0;
      ASSERT_EQ(::waitpid(child, &status, 0), child);
      ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 77) << deadly;
      // Whatever was published before is still whole, or the new head is.
      const auto signed_note = lock().read();
      ASSERT_TRUE(signed_note && *signed_note) << deadly;
      const Checkpoint head = *read_checkpoint_note(**signed_note);
      ASSERT_TRUE(head.size == size || head.size == next) << deadly;
      EXPECT_EQ(head.root, root_of(head.size)) << deadly;
      // Going on: to the same size first, then with entries that the dead process never saw.
      ASSERT_TRUE(publisher().publish(next, source(next))) << deadly;
      expect_published(next);
      size = next + 3;
      ASSERT_TRUE(publisher().publish(size, source(size))) << deadly;
      expect_published(size);
    }
  }
}

TEST_F(Publishing, ADeathInTheMiddleDoesNotBindUnsignedEntries) {
  ASSERT_TRUE(publisher().publish(10, source(10)));
  const pid_t child = ::fork();
  if (child == 0) {
    Publisher dying = publisher([](std::string_view step) {
      if (step == "lock_store") ::_exit(77);
    });
    const auto ignored = dying.publish(600, source(600, " that the database then lost"));
    ::_exit(ignored ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_EQ(WEXITSTATUS(status), 77);
  ASSERT_TRUE(publisher().publish(600, source(600)));
  expect_published(600);
}

TEST_F(Publishing, AnOlderDatabaseIsRefused) {
  ASSERT_TRUE(publisher().publish(20, source(20)));
  EXPECT_EQ(publisher().publish(19, source(19)).error().code, ErrorCode::kTampered);
  EXPECT_EQ(publisher().publish(0, source(0)).error().code, ErrorCode::kTampered);
  expect_published(20);
}

TEST_F(Publishing, ADatabaseWithAnotherPastIsRefusedEvenAfterItsTilesWereLost) {
  ASSERT_TRUE(publisher().publish(20, source(20)));
  fs::remove_all(folder_ / "log/tile");
  EXPECT_EQ(publisher().publish(30, source(30, "!")).error().code, ErrorCode::kTampered);
  EXPECT_EQ(read_checkpoint_note(**lock().read())->size, 20U);
  ASSERT_TRUE(publisher().publish(30, source(30)));
  expect_published(30);
}

TEST_F(Publishing, ADatabaseThatGivesTooFewEntriesIsRefused) {
  EXPECT_EQ(publisher().publish(30, source(29)).error().code, ErrorCode::kTampered);
  EXPECT_FALSE(*lock().read());
}

TEST_F(Publishing, AFlippedBitOnDiskIsFoundBeforeSigning) {
  ASSERT_TRUE(publisher().publish(100, source(100)));
  Publisher flipping = publisher([&](std::string_view step) {
    if (step != "reread") return;
    const fs::path path = folder_ / "log/tile/0/000.p/200";
    Bytes bytes = *read_file(path);
    bytes[150 * 32] ^= 1U;
    ASSERT_TRUE(write_durably(path, bytes));
  });
  EXPECT_EQ(flipping.publish(200, source(200)).error().code, ErrorCode::kTampered);
  EXPECT_EQ(read_checkpoint_note(**lock().read())->size, 100U);
  ASSERT_TRUE(publisher().publish(200, source(200)));
  expect_published(200);
}

TEST_F(Publishing, AMissingCheckpointFileIsRepaired) {
  ASSERT_TRUE(publisher().publish(9, source(9)));
  fs::remove(folder_ / "log/checkpoint");
  ASSERT_TRUE(publisher().publish(9, source(9)));
  expect_published(9);
}

TEST_F(Publishing, TilesUnderASignedCheckpointAreNotOverwritten) {
  const Tile tile{{TileRef::Kind::kHashes, 0, 0, 256}, Bytes(8'192, 1)};
  ASSERT_TRUE(tiles().write(tile, 0));
  ASSERT_TRUE(tiles().write(tile, 256));
  const Tile other{tile.ref, Bytes(8'192, 2)};
  EXPECT_EQ(tiles().write(other, 256).error().code, ErrorCode::kTampered);
  EXPECT_TRUE(tiles().write(other, 255));
}

TEST_F(Publishing, APartialTileIsCutFromTheFullOne) {
  ASSERT_TRUE(publisher().publish(256, source(256)));
  const Bytes full = *tiles().read({TileRef::Kind::kHashes, 0, 0, 256});
  EXPECT_EQ(*tiles().read({TileRef::Kind::kHashes, 0, 0, 10}), Bytes(full.begin(), full.begin() + 320));
  const auto entries = split_bundle(*tiles().read({TileRef::Kind::kEntries, 0, 0, 10}), 10);
  ASSERT_TRUE(entries);
  EXPECT_EQ(as_text((*entries)[9].bytes), "entry 9");
}

TEST_F(Publishing, OfTwoWritersOneWins) {
  ASSERT_TRUE(publisher().publish(10, source(10)));
  Publisher slow = publisher([&](std::string_view step) {
    if (step != "lock_store") return;
    ASSERT_TRUE(publisher().publish(12, source(12)));
  });
  EXPECT_EQ(slow.publish(11, source(11)).error().code, ErrorCode::kConflict);
  ASSERT_TRUE(slow.publish(12, source(12)));
  expect_published(12);
}

TEST_F(Publishing, AnotherKeyOrOriginIsRefused) {
  ASSERT_TRUE(publisher().publish(10, source(10)));
  Publisher other_key(tiles(), lock(), *NoteSigner::make(kOrigin, testing::seed_from(9)));
  EXPECT_FALSE(other_key.publish(11, source(11)));
  Publisher other_log(tiles(), lock(), *NoteSigner::make("log.example/other", testing::seed_from(0)));
  EXPECT_FALSE(other_log.publish(11, source(11)));
  expect_published(10);
}

TEST_F(Publishing, AFullDiskOrUnwritableFolderIsAnErrorNotACrash) {
  Publisher lost(TileStore(folder_ / "nothing"), LockStore(folder_ / "absent/lock"), test_signer());
  EXPECT_EQ(lost.publish(1, source(1)).error().code, ErrorCode::kEnvironment);
  ASSERT_TRUE(write_durably(folder_ / "file", as_bytes("x")));
  Publisher blocked(TileStore(folder_ / "file"), lock(), test_signer());
  EXPECT_EQ(blocked.publish(1, source(1)).error().code, ErrorCode::kEnvironment);
}

class LockStoreTest : public Publishing {};

TEST_F(LockStoreTest, SwapsOnlyForwardAndOnlyWhatWasExpected) {
  const auto note = [](std::uint64_t size, std::uint8_t fill, const char* origin = "log.example/licet") {
    Checkpoint checkpoint{origin, size, {}};
    checkpoint.root.fill(fill);
    return sign_checkpoint(checkpoint, *NoteSigner::make(origin, testing::seed_from(0)));
  };
  const LockStore store = lock();
  EXPECT_FALSE(*store.read());
  EXPECT_EQ(store.compare_and_swap(note(1, 1), note(2, 2)).error().code, ErrorCode::kConflict);
  ASSERT_TRUE(store.compare_and_swap(std::nullopt, note(5, 5)));
  EXPECT_EQ(**store.read(), note(5, 5));
  EXPECT_EQ(store.compare_and_swap(std::nullopt, note(6, 6)).error().code, ErrorCode::kConflict);
  EXPECT_EQ(store.compare_and_swap(note(5, 4), note(6, 6)).error().code, ErrorCode::kConflict);
  EXPECT_EQ(store.compare_and_swap(note(5, 5), note(4, 4)).error().code, ErrorCode::kConflict);
  EXPECT_EQ(store.compare_and_swap(note(5, 5), note(5, 6)).error().code, ErrorCode::kConflict);
  EXPECT_EQ(store.compare_and_swap(note(5, 5), note(6, 6, "log.example/other")).error().code, ErrorCode::kConflict);
  EXPECT_FALSE(store.compare_and_swap(note(5, 5), "nonsense"));
  ASSERT_TRUE(store.compare_and_swap(note(5, 5), note(5, 5)));
  ASSERT_TRUE(store.compare_and_swap(note(5, 5), note(6, 6)));
  ASSERT_TRUE(write_durably(folder_ / "lock", as_bytes("nonsense")));
  EXPECT_EQ(store.read().error().code, ErrorCode::kTampered);
  EXPECT_EQ(store.compare_and_swap(note(6, 6), note(7, 7)).error().code, ErrorCode::kTampered);
}

TEST_F(LockStoreTest, ManyRacersMakeOneHistory) {
  const auto race = [&](std::uint8_t salt) {
    for (int i = 0; i < 40; ++i) {
      const auto present = lock().read();
      ASSERT_TRUE(present);
      Checkpoint next{kOrigin, *present ? read_checkpoint_note(**present)->size + 1 : 1, {}};
      next.root.fill(salt);
      const auto status = lock().compare_and_swap(*present, sign_checkpoint(next, test_signer()));
      if (status) ++wins_;
    }
  };
  std::thread one(race, std::uint8_t{1});
  std::thread two(race, std::uint8_t{2});
  one.join();
  two.join();
  // Every success moved the head by exactly one: none was lost or doubled.
  EXPECT_EQ(read_checkpoint_note(**lock().read())->size, wins_.load());
}

}  // namespace
}  // namespace licet::ledger
