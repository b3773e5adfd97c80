#include "store/keys/key_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "store/fail_point.h"
#include "store/keys/key_files.h"

namespace licet::store {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kLog = "ledger.example/keys";

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
/// Every byte of every file in a folder.
std::string everything_in(const fs::path& dir) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(dir))
    if (entry.is_regular_file()) all += bytes_of(entry.path());
  return all;
}

class KeyStoreTest : public ::testing::Test {
 protected:
  KeyStoreTest() {
    std::string pattern = (fs::temp_directory_path() / "licet-keys-XXXXXX").string();
    LICET_INVARIANT(::mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
    dir_ = (root_ / "keys").string();
  }
  ~KeyStoreTest() override {
    set_fail_point({});
    fs::remove_all(root_);
  }
  std::unique_ptr<FileKeyStore> make() {
    auto store = create_key_store(dir_, kLog, random_);
    EXPECT_TRUE(store) << store.error().to_string();
    return std::move(*store);
  }
  std::unique_ptr<FileKeyStore> open() {
    auto store = open_key_store(dir_, kLog, random_);
    EXPECT_TRUE(store) << store.error().to_string();
    return store ? std::move(*store) : nullptr;
  }

  crypto::SystemRandom random_;
  fs::path root_;
  std::string dir_;
};

TEST_F(KeyStoreTest, KeysComeBackAndStayAfterReopening) {
  auto store = make();
  const auto keys = store->create({"subj_b", "subj_a"});
  ASSERT_TRUE(keys);
  ASSERT_EQ(keys->size(), 2U);
  EXPECT_NE((*keys)[0], (*keys)[1]);
  const auto seed = store->log_seed();
  const auto permit = store->permit_seed();
  const auto pepper = store->pepper();
  EXPECT_NE(seed, permit);
  EXPECT_NE(seed, pepper);
  store.reset();
  store = open();
  EXPECT_EQ(*store->find("subj_b"), (*keys)[0]);
  EXPECT_EQ(*store->find("subj_a"), (*keys)[1]);
  EXPECT_EQ(*store->find("subj_c"), std::nullopt);
  EXPECT_THAT(*store->list(), ElementsAre("subj_a", "subj_b"));
  EXPECT_EQ(store->log_seed(), seed);
  EXPECT_EQ(store->permit_seed(), permit);
  EXPECT_EQ(store->pepper(), pepper);
}

TEST_F(KeyStoreTest, KeysOfAnotherFirmAreNoticedWhenTheyAreOpened) {
  make().reset();
  const std::string other = (root_ / "other").string();
  ASSERT_TRUE(create_key_store(other, "ledger.example/another", random_));
  const auto opened = open_key_store(other, kLog, random_);
  ASSERT_FALSE(opened) << "the whole folder";
  EXPECT_EQ(opened.error().code, ErrorCode::kEnvironment);
  EXPECT_THAT(opened.error().text, HasSubstr("ledger.example/another"));
  EXPECT_THAT(opened.error().text, HasSubstr("key backup"));
  for (const char* name : {"keys.db", "log.key", "permit.key", "pepper.key", "kek.1"}) {
    SCOPED_TRACE(name);
    const fs::path own = fs::path(dir_) / name, kept = root_ / "kept";
    fs::rename(own, kept);
    fs::copy_file(fs::path(other) / name, own);
    const auto swapped = open_key_store(dir_, kLog, random_);
    ASSERT_FALSE(swapped);
    EXPECT_EQ(swapped.error().code, ErrorCode::kEnvironment);
    EXPECT_THAT(swapped.error().text, HasSubstr(name));
    fs::remove(own);
    fs::rename(kept, own);
  }
  EXPECT_NE(open(), nullptr);
}

TEST_F(KeyStoreTest, TheBindingOutlivesRotationAndBackup) {
  auto store = make();
  ASSERT_TRUE(store->create({"a", "b"}));
  ASSERT_TRUE(store->destroy({"a"}));
  const std::string copy = (root_ / "copy.db").string();
  ASSERT_TRUE(store->backup(copy));
  store.reset();
  EXPECT_NE(open(), nullptr);
  EXPECT_TRUE(restore_key_store(copy, (root_ / "restored").string(), kLog));
  const auto elsewhere = restore_key_store(copy, (root_ / "elsewhere").string(), "ledger.example/another");
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().code, ErrorCode::kEnvironment);
}

TEST_F(KeyStoreTest, AnExistingKidMakesNoKeyAtAll) {
  auto store = make();
  ASSERT_TRUE(store->create({"a"}));
  const auto again = store->create({"b", "a"});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_THAT(*store->list(), ElementsAre("a"));
  EXPECT_FALSE(store->create({"c", "c"}));
  EXPECT_THAT(*store->list(), ElementsAre("a"));
}

TEST_F(KeyStoreTest, KeysAreNeverInTheClear) {
  auto store = make();
  const auto keys = store->create({"a", "b"});
  const std::string all = everything_in(dir_);
  EXPECT_EQ(all.find(as_text((*keys)[0])), std::string::npos);
  EXPECT_EQ(all.find(hex((*keys)[0])), std::string::npos);
}

TEST_F(KeyStoreTest, FilesArePrivate) {
  auto store = make();
  ASSERT_TRUE(store->create({"a"}));
  struct stat info = {};
  ASSERT_EQ(::stat(dir_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
  int files = 0;
  for (const auto& entry : fs::directory_iterator(dir_)) {
    ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0077U, 0U) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 6);
}

/// What is looked for is the wrapped key as it stood in the file before, and the key of its epoch.
TEST_F(KeyStoreTest, NothingOfADestroyedKeyIsLeftInAnyFile) {
  auto store = make();
  std::vector<std::string> kids;
  for (int i = 0; i < 400; ++i) kids.push_back("subj_" + std::to_string(1000 + i));
  const auto keys = store->create(kids);
  ASSERT_TRUE(keys);
  const std::string victim = kids[137];
  const std::string before = everything_in(dir_);
  const std::size_t at = before.find(victim);
  ASSERT_NE(at, std::string::npos);
  const std::string wrapped = before.substr(at + victim.size(), 60);  // the row: kid, epoch (one byte or none), bytes
  const std::string old_kek = bytes_of(dir_ + "/kek.1");
  ASSERT_EQ(old_kek.size(), 65U);

  ASSERT_TRUE(store->destroy({victim}));
  EXPECT_EQ(*store->find(victim), std::nullopt);
  const auto clean = [&] {
    const std::string after = everything_in(dir_);
    EXPECT_EQ(after.find(victim), std::string::npos) << "the row";
    EXPECT_EQ(after.find(wrapped.substr(4, 40)), std::string::npos) << "the wrapped key";
    EXPECT_EQ(after.find(as_text((*keys)[137])), std::string::npos) << "the key";
    EXPECT_EQ(after.find(old_kek.substr(0, 64)), std::string::npos) << "the old epoch's key";
  };
  clean();
  for (std::size_t i = 0; i < kids.size(); ++i) {
    if (i == 137) continue;
    ASSERT_EQ(*store->find(kids[i]), (*keys)[i]) << "survivors still open";
  }
  store.reset();
  clean();
  store = open();
  EXPECT_EQ(*store->find(kids[0]), (*keys)[0]);
  EXPECT_EQ(*store->find(victim), std::nullopt);
}

TEST_F(KeyStoreTest, DestroyingAnUnknownKidIsHarmless) {
  auto store = make();
  ASSERT_TRUE(store->create({"a"}));
  EXPECT_TRUE(store->destroy({"never"}));
  EXPECT_TRUE(*store->find("a"));
}

TEST_F(KeyStoreTest, SecondWriterIsRefusedAndAReaderIsNot) {
  auto store = make();
  const auto keys = store->create({"a"});
  const auto second = open_key_store(dir_, kLog, random_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kEnvironment);
  EXPECT_THAT(second.error().text, HasSubstr("process " + std::to_string(::getpid())));
  const auto reader = open_key_store(dir_, kLog, random_, KeyAccess::kRead);
  ASSERT_TRUE(reader) << reader.error().to_string();
  EXPECT_EQ(*(*reader)->find("a"), (*keys)[0]);
  EXPECT_FALSE((*reader)->create({"b"}));
  ASSERT_TRUE(store->rotate());
  EXPECT_EQ(*(*reader)->find("a"), (*keys)[0]) << "also after the writer has changed the epoch";
}

TEST_F(KeyStoreTest, LostAndDamagedFilesAreNamed) {
  make()->create({"a"});
  const auto reason = [&](const std::string& name, const std::function<void(const std::string&)>& damage) {
    const std::string path = dir_ + "/" + name;
    fs::copy_file(path, path + ".kept");
    damage(path);
    const auto store = open_key_store(dir_, kLog, random_);
    fs::rename(path + ".kept", path);
    if (store) return std::string("opened");
    EXPECT_NE(exit_status(store.error().code), 0);
    EXPECT_THAT(store.error().text, HasSubstr(path));
    EXPECT_THAT(store.error().text, HasSubstr("key backup"));
    return std::string(error_code_name(store.error().code));
  };
  for (const char* name : {"log.key", "permit.key", "pepper.key", "kek.1"}) {
    EXPECT_EQ(reason(name, [](const std::string& path) { fs::remove(path); }), "environment") << name;
    EXPECT_EQ(reason(name, [](const std::string& path) { std::ofstream(path) << "abc\n"; }), "environment") << name;
    EXPECT_EQ(reason(name, [](const std::string& path) { std::ofstream(path, std::ios::app) << "0"; }), "environment");
    EXPECT_EQ(reason(name, [](const std::string& path) { std::ofstream(path) << std::string(64, 'g') << "\n"; }),
              "environment");
  }
  EXPECT_EQ(reason("keys.db", [](const std::string& path) { fs::remove(path); }), "environment");
  EXPECT_EQ(reason("keys.db", [](const std::string& path) { std::ofstream(path) << std::string(8192, 'x'); }),
            "tampered");
  auto store = open();
  EXPECT_TRUE(store->find("a")->has_value());
}

TEST_F(KeyStoreTest, AKekOfAnotherStoreOpensNothing) {
  make()->create({"a"});
  std::ofstream(dir_ + "/kek.1") << std::string(64, '7') << "\n";
  const auto opened = open_key_store(dir_, kLog, random_);
  ASSERT_FALSE(opened) << "before anything is opened or destroyed with it";
  EXPECT_EQ(opened.error().code, ErrorCode::kEnvironment);
  EXPECT_THAT(opened.error().text, HasSubstr("kek.1"));
}

TEST_F(KeyStoreTest, CheckComparesWithTheData) {
  auto store = make();
  ASSERT_TRUE(store->create({"a", "b", "c"}));
  const auto check = store->check({"d", "b", "a"});
  ASSERT_TRUE(check);
  EXPECT_EQ(check->keys, 3U);
  EXPECT_THAT(check->missing, ElementsAre("d"));
  EXPECT_THAT(check->surplus, ElementsAre("c"));
  EXPECT_THAT(check->unreadable, IsEmpty());
}

TEST_F(KeyStoreTest, BackupRestoresEverything) {
  auto store = make();
  const auto keys = store->create({"a", "b"});
  ASSERT_TRUE(store->destroy({"b"}));
  const std::string file = (root_ / "backup.keys").string();
  ASSERT_TRUE(store->backup(file));
  struct stat info = {};
  ASSERT_EQ(::stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  const auto again = store->backup(file);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_FALSE(store->backup((root_ / "no" / "such" / "folder").string()));

  const std::string other = (root_ / "other").string();
  const Status restored = restore_key_store(file, other, kLog);
  ASSERT_TRUE(restored) << restored.error().to_string() << restored.error().detail;
  const auto copy = open_key_store(other, kLog, random_);
  ASSERT_TRUE(copy) << copy.error().to_string();
  EXPECT_EQ(*(*copy)->find("a"), (*keys)[0]);
  EXPECT_EQ(*(*copy)->find("b"), std::nullopt);
  EXPECT_EQ((*copy)->log_seed(), store->log_seed());
  EXPECT_EQ((*copy)->pepper(), store->pepper());
  EXPECT_FALSE(restore_key_store(file, other, kLog)) << "keys are not overwritten";
}

TEST_F(KeyStoreTest, ManyThreads) {
  auto store = make();
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) {
        const std::string kid = "k" + std::to_string(t) + "_" + std::to_string(i);
        const auto made = store->create({kid});
        if (!made || *store->find(kid) != (*made)[0]) ++wrong;
        if (i % 5 == 4 && !store->destroy({kid})) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(store->list()->size(), 32U);
}

/// Dies at each point of making and destroying keys: an acknowledged key stays, an acknowledged destruction too.
TEST_F(KeyStoreTest, DyingAtAnyPointLosesNothing) {
  for (const char* point : {"key_before_commit", "key_after_commit", "key_before_rotate", "key_after_new_kek",
                            "key_after_rewrap", "key_after_rotate"}) {
    fs::remove_all(dir_);
    std::vector<crypto::Key32> keys = *make()->create({"stays", "goes"});
    const std::string old_kek = bytes_of(dir_ + "/kek.1");
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto store = open_key_store(dir_, kLog, random_);
      set_fail_point([point](std::string_view name) {
        if (name == point) ::_exit(42);
      });
      if (!(*store)->create({"new"})) ::_exit(1);
      if (!(*store)->destroy({"goes"})) ::_exit(2);
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(WEXITSTATUS(status), 42) << point;
    auto store = open();
    ASSERT_NE(store, nullptr) << point;
    EXPECT_EQ(*store->find("stays"), keys[0]) << point;
    const auto check = store->check({});
    EXPECT_THAT(check->unreadable, IsEmpty()) << point;
    const bool gone = !store->find("goes")->has_value();
    const std::string at(point);
    EXPECT_EQ(gone, at == "key_after_rewrap" || at == "key_after_rotate") << point;
    EXPECT_EQ(store->find("new")->has_value(), at != "key_before_commit") << point;
    EXPECT_TRUE(!gone || everything_in(dir_).find(old_kek.substr(0, 64)) == std::string::npos) << point;
    int keks = 0;
    for (const auto& entry : fs::directory_iterator(dir_))
      keks += entry.path().filename().string().starts_with("kek.") ? 1 : 0;
    EXPECT_EQ(keks, 1) << point;
  }
}

TEST(MemoryKeyStoreTest, BehavesLikeTheOther) {
  SeededRandom random(1);
  const auto store = memory_key_store(random);
  const auto keys = store->create({"b", "a"});
  ASSERT_TRUE(keys);
  EXPECT_EQ(*store->find("b"), (*keys)[0]);
  EXPECT_FALSE(store->create({"c", "a"}));
  EXPECT_FALSE(store->create({"d", "d"}));
  EXPECT_THAT(*store->list(), ElementsAre("a", "b"));
  EXPECT_TRUE(store->destroy({"a"}));
  EXPECT_EQ(*store->find("a"), std::nullopt);
  EXPECT_FALSE(store->backup("/nowhere"));
}

}  // namespace
}  // namespace licet::store
