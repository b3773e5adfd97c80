// What is particular to SQLite: files, permissions, second processes, full disks, damage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iterator>
#include <memory>

#include "store/fail_point.h"
#include "store/sqlite/list_order.h"
#include "store/sqlite/sqlite_db.h"
#include "store/sqlite/sqlite_schema.h"
#include "store/sqlite/sqlite_store.h"
#include "store_world.h"

namespace licet::store_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr uid_t kNobodyUid = 65'534;

class SqliteStoreTest : public ::testing::Test {
 protected:
  SqliteStoreTest() {
    std::string pattern = (fs::temp_directory_path() / "licet-sqlite-XXXXXX").string();
    LICET_INVARIANT(::mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
    dir_ = (root_ / "data").string();
  }
  ~SqliteStoreTest() override {
    store::set_fail_point({});
    fs::remove_all(root_);
  }
  store::SqliteOptions options() {
    store::SqliteOptions out;
    out.dir = dir_;
    out.origin = kTestOrigin;
    out.clock = &clock_;
    return out;
  }
  std::unique_ptr<store::SqliteStore> make() {
    auto with = options();
    with.create = true;
    auto store = store::open_sqlite(with);
    EXPECT_TRUE(store) << store.error().to_string() << " " << store.error().detail;
    return store ? std::move(*store) : nullptr;
  }
  Result<std::unique_ptr<store::SqliteStore>> open() { return store::open_sqlite(options()); }
  Result<std::unique_ptr<store::SqliteStore>> open_reader() {
    auto with = options();
    with.read_only = true;
    return store::open_sqlite(with);
  }
  static Status record(app::Store& store, const record::Body& body) {
    auto receipt = store.execute(system_principal(), [&](app::Tx& tx) { return tx.append(body); });
    if (!receipt) return fail(receipt.error());
    return {};
  }
  void sql(const std::string& text) const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((dir_ + "/licet.db").c_str(), &db), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(db, text.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
    sqlite3_free(message);
    sqlite3_close(db);
  }
  std::string everything_on_disk() const {
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator(dir_)) {
      std::ifstream in(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }

  FixedClock clock_{Instant{kTestEpochUs}};
  fs::path root_;
  std::string dir_;
};

/// Runs `body` in a child and gives its exit code; 100 when it was killed.
int in_child(const std::function<int()>& body) {
  const pid_t pid = ::fork();
  LICET_INVARIANT(pid >= 0);
  if (pid == 0) ::_exit(body());
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

TEST_F(SqliteStoreTest, CreatingTwiceIsRefused) {
  make();
  auto with = options();
  with.create = true;
  const auto again = store::open_sqlite(with);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_TRUE(open());
}

TEST_F(SqliteStoreTest, OriginsAreChecked) {
  auto with = options();
  with.create = true;
  for (const char* origin : {"", "with space", "a+b", "q\"q"}) {
    with.origin = origin;
    const auto store = store::open_sqlite(with);
    ASSERT_FALSE(store) << origin;
    EXPECT_EQ(store.error().code, ErrorCode::kBadInput);
  }
}

TEST_F(SqliteStoreTest, MissingFolderSaysHowToMakeOne) {
  for (const bool read_only : {false, true}) {
    const auto store = read_only ? open_reader() : open();
    ASSERT_FALSE(store);
    EXPECT_EQ(exit_status(store.error().code), 4);
    EXPECT_THAT(store.error().text, HasSubstr("licet init"));
    EXPECT_THAT(store.error().text, HasSubstr(dir_));
  }
}

TEST_F(SqliteStoreTest, SecondWriterIsRefusedAndToldByWhom) {
  const auto first = make();
  const int code = in_child([&] {
    const auto second = open();
    if (second) return 1;
    if (second.error().code != ErrorCode::kEnvironment) return 2;
    return second.error().text.find("process " + std::to_string(::getppid())) == std::string::npos ? 3 : 0;
  });
  EXPECT_EQ(code, 0);
  const auto same_process = open();
  EXPECT_FALSE(same_process);
}

TEST_F(SqliteStoreTest, AnotherProcessReadsWhileOneWrites) {
  const auto store = make();
  World world(1);
  ASSERT_TRUE(record(*store, world.receive()));
  const int code = in_child([&] {
    const auto reader = open_reader();
    if (!reader) return 1;
    if ((*reader)->seal_all()->size != 1) return 2;
    const auto write = (*reader)->execute(system_principal(), [](app::Tx&) -> Status { return {}; });
    if (write || write.error().code != ErrorCode::kEnvironment) return 3;
    return (*reader)->purge_blobs(system_principal(), {}) ? 4 : 0;
  });
  EXPECT_EQ(code, 0);
  ASSERT_TRUE(record(*store, world.receive()));
}

TEST_F(SqliteStoreTest, ANewerFolderNamesTheReleaseItNeeds) {
  make();
  sql("PRAGMA user_version=2; UPDATE store_meta SET value='0.9.0' WHERE key='release'");
  const auto before = everything_on_disk();
  for (const bool read_only : {false, true}) {
    const auto store = read_only ? open_reader() : open();
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(exit_status(store.error().code), 4);
    EXPECT_THAT(store.error().text, HasSubstr("Licet 0.9.0"));
  }
}

TEST_F(SqliteStoreTest, ForeignAndDamagedFiles) {
  make();
  sql("PRAGMA application_id=77");
  EXPECT_EQ(open().error().code, ErrorCode::kTampered);
  std::ofstream(dir_ + "/licet.db", std::ios::trunc) << std::string(8192, 'z');
  const auto garbage = open();
  ASSERT_FALSE(garbage);
  EXPECT_EQ(garbage.error().code, ErrorCode::kTampered);
  EXPECT_THAT(garbage.error().text, HasSubstr(dir_));
}

/// The head kept beside the entries notices what changes the end of the log; verification finds the rest.
TEST_F(SqliteStoreTest, ALedgerThatDoesNotFitItsHeadIsNotOpened) {
  World world(2);
  {
    const auto store = make();
    for (int i = 0; i < 9; ++i) ASSERT_TRUE(record(*store, world.receive()));
  }
  fs::copy(dir_, root_ / "kept", fs::copy_options::recursive);
  for (const char* damage :
       {"DELETE FROM ledger_entry WHERE seq = 8", "INSERT INTO ledger_entry VALUES(9, x'7b7d')",
        "UPDATE ledger_entry SET bytes = (SELECT bytes FROM ledger_entry WHERE seq = 7) WHERE seq = 8",
        "UPDATE store_meta SET value = x'00' WHERE key = 'head'", "DELETE FROM store_meta WHERE key = 'head'"}) {
    fs::remove_all(dir_);
    fs::copy(root_ / "kept", dir_, fs::copy_options::recursive);
    ASSERT_TRUE(open());
    sql(damage);
    const auto store = open();
    ASSERT_FALSE(store) << damage;
    EXPECT_EQ(store.error().code, ErrorCode::kTampered) << damage;
  }
}

TEST_F(SqliteStoreTest, FilesArePrivate) {
  const auto store = make();
  World world(3);
  ASSERT_TRUE(record(*store, world.receive()));
  int files = 0;
  for (const auto& entry : fs::directory_iterator(dir_)) {
    struct stat info = {};
    ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0077U, 0U) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 4);
}

/// The writer alone checkpoints, and by its own hand; nothing is mapped; every commit waits for the disk.
TEST_F(SqliteStoreTest, TheLogGrowsUntilTheWriterFoldsIt) {
  auto with = options();
  with.create = true;
  with.wal_pages_checkpoint = 50;
  auto store = std::move(*store::open_sqlite(with));
  int folded = 0;
  store::set_fail_point([&](std::string_view name) { folded += name == "after_wal_checkpoint" ? 1 : 0; });
  World world(4);
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(record(*store, world.receive()));
  EXPECT_GT(folded, 2);
  const auto wal = fs::file_size(dir_ + "/licet.db-wal");
  EXPECT_LT(wal, 200U * 4'120U) << "the log begins anew after it was folded in";
  {
    auto reader = open_reader();
    ASSERT_TRUE(reader);
    ASSERT_TRUE((*reader)->seal_all());
  }
  EXPECT_EQ(fs::file_size(dir_ + "/licet.db-wal"), wal) << "a reader that closes folds nothing";
  ASSERT_TRUE(store->fold_log());
  EXPECT_EQ(fs::file_size(dir_ + "/licet.db-wal"), 0U);
  store.reset();
  EXPECT_FALSE(fs::exists(dir_ + "/licet.db-wal"));
}

/// After an erasure and the purge of its ciphertext, no file holds what the row held, nor the ciphertext.
TEST_F(SqliteStoreTest, ErasedTextsAreGoneFromEveryFile) {
  const auto store = make();
  World world(5);
  const std::string name = "Zebediah-Quillfeather";
  auto builder = world.builder("import");
  record::Received received;
  received.lead = LeadId::make(world.random());
  received.subject = SubjectId::make(world.random());
  received.source_event = SourceId::make(world.random());
  received.source = "web";
  received.at = builder.at();
  builder.add(record::lead_received(received));
  builder.seal(kTestOrigin, received.subject.str(), world.key_of(received.subject.str()), {{"last_name", name}},
               world.random());
  builder.derive(record::TableId::kSubject, {received.subject.str()}, "name_key", "blind-" + name);
  const record::Body body = *std::move(builder).finish();
  ASSERT_TRUE(record(*store, body));
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(record(*store, world.next()));
  const std::string ciphertext(as_text(ByteView(body.sealed()[0].bytes).subspan(0, 40)));
  EXPECT_NE(everything_on_disk().find(name), std::string::npos) << "the search must be able to find it";
  EXPECT_NE(everything_on_disk().find(ciphertext), std::string::npos);

  auto erase = world.builder("erase");
  erase.add(record::subject_erased(received.subject.str(), "request", World::people()[0], World::people()[1],
                                   {{received.lead, PersonId()}}, erase.at()));
  ASSERT_TRUE(record(*store, *std::move(erase).finish()));
  ASSERT_TRUE(store->purge_blobs(system_principal(), {body.sealed()[0].digest}));
  EXPECT_EQ(everything_on_disk().find(name), std::string::npos);
  EXPECT_EQ(everything_on_disk().find(ciphertext), std::string::npos);
}

// ---- permissions and space: in children, because they give up rights or meet signals

TEST_F(SqliteStoreTest, AFolderOfSomebodyElse) {
  if (::getuid() != 0) GTEST_SKIP() << "needs root, to become somebody else";
  {
    const auto store = make();
    World world(6);
    ASSERT_TRUE(record(*store, world.receive()));
  }
  fs::permissions(root_, fs::perms(0755));
  fs::permissions(dir_, fs::perms(0755));
  const int unreadable = in_child([&] {
    if (::setuid(kNobodyUid) != 0) return 1;
    for (const bool read_only : {false, true}) {
      const auto store = read_only ? open_reader() : open();
      if (store) return 2;
      if (store.error().code != ErrorCode::kEnvironment) return 3;
      if (store.error().text.find(dir_) == std::string::npos) return 4;
    }
    return 0;
  });
  EXPECT_EQ(unreadable, 0) << "files of mode 0600";

  for (const char* name : {"licet.db", "licet.lock"}) fs::permissions(dir_ + "/" + name, fs::perms(0644));
  const int readable = in_child([&] {
    if (::setuid(kNobodyUid) != 0) return 1;
    const auto writer = open();
    if (writer || writer.error().code != ErrorCode::kEnvironment) return 2;
    if (writer.error().text.find("every read is recorded") == std::string::npos) return 3;
    const auto reader = open_reader();
    if (!reader) return 4;
    return (*reader)->seal_all()->size == 1 ? 0 : 5;
  });
  EXPECT_EQ(readable, 0) << "files that may be read, in a folder that may not be written";
  EXPECT_TRUE(open());
}

TEST_F(SqliteStoreTest, AFolderThatCannotBeMade) {
  if (::getuid() != 0) GTEST_SKIP() << "needs root, to become somebody else";
  fs::permissions(root_, fs::perms(0755));
  const int code = in_child([&] {
    if (::setuid(kNobodyUid) != 0) return 1;
    auto with = options();
    with.create = true;
    const auto store = store::open_sqlite(with);
    if (store) return 2;
    if (store.error().code != ErrorCode::kEnvironment) return 3;
    return store.error().text.find(dir_) == std::string::npos ? 4 : 0;
  });
  EXPECT_EQ(code, 0);
}

/// Fills the disk under a store: every answer is an acknowledgement that holds or a clear error, and with space again
/// it goes on. `refill` takes space away again, `free_space` gives it back.
void expect_full_disk_is_survived(app::Store& store, const std::function<void()>& free_space) {
  World world(7);
  std::vector<EventId> acknowledged;
  std::optional<Error> error;
  for (int i = 0; i < 20'000 && !error; ++i) {
    std::vector<std::future<Result<app::Receipt>>> answers;
    for (int n = 0; n < 20; ++n) {
      auto body = std::make_shared<const record::Body>(world.receive());
      answers.push_back(store.submit(
          system_principal(), [body](app::Tx& tx) { return tx.append(*body); }, app::Patience::kPrompt));
    }
    for (auto& answer : answers) {
      auto receipt = answer.get();
      if (receipt)
        acknowledged.push_back(receipt->event);
      else
        error = receipt.error();
    }
  }
  ASSERT_TRUE(error) << "the disk never filled";
  EXPECT_EQ(error->code, ErrorCode::kEnvironment);
  EXPECT_THAT(error->text, HasSubstr("nothing acknowledged was lost"));
  EXPECT_THAT(error->text, HasSubstr("space"));
  EXPECT_GT(acknowledged.size(), 10U);
  const auto all_there = [&] {
    for (const EventId& event : acknowledged) {
      const auto seq = store.seq_of(event);
      if (!seq || !*seq) return false;
    }
    return store.seal_all()->size == acknowledged.size();
  };
  EXPECT_TRUE(all_there());
  free_space();
  for (int i = 0; i < 5; ++i) {
    const auto receipt = store.execute(system_principal(), [&](app::Tx& tx) { return tx.append(world.receive()); });
    ASSERT_TRUE(receipt) << receipt.error().to_string() << " " << receipt.error().detail;
    acknowledged.push_back(receipt->event);
  }
  EXPECT_TRUE(all_there());
}

TEST_F(SqliteStoreTest, FullDisk) {
  if (::getuid() != 0) GTEST_SKIP() << "needs root, to mount a small file system";
  fs::create_directory(root_ / "small");
  const std::string small = (root_ / "small").string();
  if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=6m") != 0)
    GTEST_SKIP() << "mounting a small file system was refused: " << std::strerror(errno)
                 << "; FileSizeLimit covers the rest";
  dir_ = small + "/data";
  {
    auto store = make();
    ASSERT_NE(store, nullptr);
    { std::ofstream(small + "/ballast") << std::string(2U << 20U, 'b'); }
    expect_full_disk_is_survived(*store, [&] { fs::remove(small + "/ballast"); });
    const auto size = store->seal_all()->size;
    store.reset();
    const auto again = open();
    ASSERT_TRUE(again) << again.error().to_string();
    EXPECT_EQ((*again)->seal_all()->size, size);
  }
  EXPECT_EQ(::umount(small.c_str()), 0);
}

/// The same by a limit on the size of files, which needs no rights.
TEST_F(SqliteStoreTest, FileSizeLimit) {
  const int code = in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    auto store = make();
    if (!store) return 1;
    rlimit limit = {};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = 3U << 20U;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    expect_full_disk_is_survived(*store, [&] {
      limit.rlim_cur = before;
      ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    store.reset();
    if (!open()) return 2;
    return ::testing::Test::HasFailure() ? 3 : 0;
  });
  EXPECT_EQ(code, 0);
}

/// What SQLite says it would do, a line a step.
std::string plan_of(store::Connection& db, const store::Sql& sql) {
  store::Statement explain = *db.prepare("EXPLAIN QUERY PLAN " + sql.text);
  std::string out;
  while (*explain.step()) out += std::string(explain.text(3)) + "\n";
  return out;
}

/// No page of a list reads or sorts more than it shows, whoever asks for what: every step is a search in an index that
/// gives the order, or merges such searches.
TEST(SqliteLists, NoFilterAndNoScopeScansOrSorts) {
  const auto db = *store::Connection::open(":memory:", store::Connection::Mode::kCreate);
  ASSERT_TRUE(db->exec(store::schema_sql()));
  SeededRandom random(3);
  const PersonId rep = PersonId::make(random);
  const std::vector<std::pair<std::string, app::Scope>> scopes = {
      {"everything", everything()},
      {"own leads", scope_of(std::nullopt, rep)},
      {"two markets", scope_of({{"uk", "eu"}})},
      {"own leads of a market", scope_of({{"uk"}}, rep)},
      {"a market, and own leads", union_of({{false, {"uk"}, {}}, {true, {}, rep}})}};
  using Op = app::Condition::Op;
  const auto texts = [](const std::vector<const char*>& all) {
    std::vector<record::Value> out;
    for (const char* one : all) out.emplace_back(std::string(one));
    return out;
  };
  struct List {
    record::TableId table;
    const char* order;
    std::vector<std::vector<app::Condition>> filters;
  };
  const app::Condition uk{"market", Op::kEqual, std::string("uk")};
  const app::Condition any_status{
      "status", Op::kIn, {}, texts({"received", "assigned", "review", "refused", "erased"})};
  const app::Condition held{"status", Op::kIn, {}, texts({"received", "review", "refused"})};
  const std::vector<List> lists = {
      {record::TableId::kLead, "received_at", {{any_status}, {held}, {any_status, uk}, {held, uk}}},
      {record::TableId::kCase,
       "opened_at",
       {{{"state", Op::kIn, {}, texts({"open", "claimed", "proposed"})}},
        {{"state", Op::kEqual, std::string("closed")}}}}};
  int looked = 0;
  for (const List& list : lists)
    for (const auto& [who, scope] : scopes) {
      if (list.table == record::TableId::kCase && who.find("own") != std::string::npos)
        continue;  // reps review nothing
      for (const auto& filter : list.filters)
        for (const bool continued : {false, true})
          for (const bool descending : {false, true}) {
            app::Query query;
            query.table = list.table;
            query.where = filter;
            query.order_by = list.order;
            query.descending = descending;
            if (continued) query.after = record::Key{std::string("lead_x")};
            const auto select = store::in_list_order(scope, query, record::table(list.table), std::int64_t{7});
            ASSERT_TRUE(select) << who;
            const std::string plan = plan_of(*db, select->sql);
            for (const char* bad : {"SCAN", "TEMP B-TREE"})
              EXPECT_EQ(plan.find(bad), std::string::npos) << who << "\n" << select->sql.text << "\n" << plan;
            EXPECT_NE(plan.find("_list_"), std::string::npos) << plan;
            ++looked;
          }
    }
  EXPECT_EQ(looked, 4 * (5 * 4 + 2 * 2));
}

/// A market where somebody has no leads must not cost reading all that they have.
TEST(SqliteLists, MarketsOfOneOwnerAreLookedUpTogether) {
  SeededRandom random(3);
  const PersonId rep = PersonId::make(random);
  app::Query query;
  query.table = record::TableId::kLead;
  query.order_by = "received_at";
  query.descending = true;
  const app::Scope scope = union_of({{false, {"uk"}, rep}, {false, {"offshore"}, rep}});
  const auto select = store::in_list_order(scope, query, record::table(query.table), std::int64_t{7});
  ASSERT_TRUE(select);
  EXPECT_TRUE(select->whole_rows) << select->sql.text;
  EXPECT_EQ(select->sql.text.find("UNION"), std::string::npos) << select->sql.text;
}

/// The beginning of an id finds a row by its id, also for somebody whose scope has an index of its own.
TEST(SqliteLists, ABeginningOfAnIdIsLookedUpByTheKey) {
  const auto db = *store::Connection::open(":memory:", store::Connection::Mode::kCreate);
  ASSERT_TRUE(db->exec(store::schema_sql()));
  SeededRandom random(3);
  const record::Table& table = record::table(record::TableId::kLead);
  app::Query query;
  query.where = {{"id", app::Condition::Op::kPrefix, std::string("lead_ab")}};
  for (const app::Scope& scope : {scope_of(std::nullopt, PersonId::make(random)), scope_of({{"uk", "eu"}})}) {
    store::Sql sql{store::table_sql(table).select, {}, false};
    store::add_scope(sql, scope, table, store::names_a_key(query, table));
    store::add_where(sql, query.where[0]);
    store::add_order(sql, query, table);
    const std::string plan = plan_of(*db, sql);
    EXPECT_NE(plan.find("sqlite_autoindex_lead_1"), std::string::npos) << plan;
  }
}

}  // namespace
}  // namespace licet::store_test
