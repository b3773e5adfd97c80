// How many commands a second the SQLite store takes, and what its rows cost.
//
//   store_bench --benchmark_filter=LeadCommand     the store itself, durable, groups as in production
//   store_bench --benchmark_filter=Shape           rows of different shapes through bare SQLite: what makes one figure
//                                                  forty thousand and another two hundred thousand a second
//
// Files go to LICET_BENCH_DIR, else to the folder for temporary files. On a memory file system the wait for the disk
// falls away and the processor's share remains.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/access.h"
#include "base/crypto.h"
#include "ledger/tree.h"
#include "record/body.h"
#include "record/event_make.h"
#include "store/sqlite/sqlite_db.h"
#include "store/sqlite/sqlite_store.h"

namespace licet {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOrigin = "ledger.example/bench";
constexpr std::int64_t kEpochUs = 1'700'000'000'000'000;

/// A folder that goes away with the object.
class Folder {
 public:
  Folder() {
    const char* wanted = std::getenv("LICET_BENCH_DIR");
    const fs::path base = wanted == nullptr ? fs::temp_directory_path() : fs::path(wanted);
    std::string pattern = (base / "licet-bench-XXXXXX").string();
    LICET_INVARIANT(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

template <typename T>
T must(Result<T> result) {
  LICET_INVARIANT(result.has_value());
  return std::move(*result);
}
void must(const Status& status) { LICET_INVARIANT(status.has_value()); }

// ---- the store

/// One lead from arrival to assignment: subject, lead, source event, two counters, rotation; sealed payload of about
/// 700 bytes; decision of about 600 bytes in the clear; links to five objects.
record::Body lead_body(SeededRandom& random, std::int64_t at_us, const std::vector<PersonId>& people) {
  record::BodyBuilder builder(EventId::make(random), Instant{at_us}, record::Actor{}, "import");
  record::Received received;
  received.lead = LeadId::make(random);
  received.subject = SubjectId::make(random);
  received.source_event = SourceId::make(random);
  received.source = "web";
  received.client_type = "retail";
  received.product = "cfd";
  received.language = "en";
  received.lawful_basis = "consent";
  received.at = builder.at();
  json::Array reasons;
  for (int i = 0; i < 8; ++i)
    reasons.emplace_back(json::Object{{"code", "licence_held"}, {"rule", "uk.licence." + std::to_string(i)}, {"v", i}});
  const json::Value decision(json::Object{{"verdict", "allow"}, {"reasons", std::move(reasons)}, {"engine", 1}});
  builder.add(record::lead_received(received));
  builder.add(record::lead_screened(received.lead, "clear", json::Object{{"compared", 86'000}}, {}));
  builder.add(record::lead_tagged(received.lead, {}, {{"uk", "gb"}}, json::Object{{"confidence", 90}}));
  builder.add(record::lead_routed(received.lead, "uk", decision, builder.at()));
  builder.add(record::Fields()
                  .id("lead", received.lead)
                  .id("to", people[random.next() % people.size()])
                  .text("team", "team-" + std::to_string(random.next() % 5))
                  .text("entity", "entity-uk")
                  .text("why", "route")
                  .time("at", builder.at())
                  .make("lead_assigned"));
  const std::string who = "person" + std::to_string(random.next());
  const crypto::Key32 key = crypto::random_key(random);
  builder.seal(kOrigin, received.subject.str(), key,
               {{"raw", std::string(300, 'r') + who},
                {"first_name", "Ada"},
                {"last_name", who},
                {"email", who + "@example.com"},
                {"phone", "+441632960000"},
                {"city", "London"}},
               random);
  const auto blind = [&](std::string_view text) { return base64(crypto::sha256(text)); };
  builder.derive(record::TableId::kSubject, {received.subject.str()}, "email_key", blind("e" + who));
  builder.derive(record::TableId::kSubject, {received.subject.str()}, "phone_key", blind("p" + who));
  builder.derive(record::TableId::kSubject, {received.subject.str()}, "name_key", blind("n" + who));
  builder.derive(record::TableId::kSourceEvent, {received.source_event.str()}, "repeat_key", blind("r" + who));
  return must(std::move(builder).finish());
}

/// range(0): leads there before; range(1): commands in a group, at most a second long.
void LeadCommand(benchmark::State& state) {
  const Folder folder;
  FixedClock clock(Instant{kEpochUs});
  store::SqliteOptions options;
  options.dir = (folder.path() / "data").string();
  options.create = true;
  options.origin = kOrigin;
  options.clock = &clock;
  options.bulk_group_max = static_cast<std::size_t>(state.range(1));
  auto store = must(store::open_sqlite(options));
  SeededRandom random(1);
  std::vector<PersonId> people;
  for (int i = 0; i < 50; ++i) people.push_back(PersonId::make(random));
  const app::Principal system = app::Access::system();
  std::int64_t made = 0;
  const auto bodies = [&](std::int64_t n) {
    std::vector<std::shared_ptr<const record::Body>> out;
    for (std::int64_t i = 0; i < n; ++i)
      out.push_back(std::make_shared<const record::Body>(lead_body(random, kEpochUs + made++, people)));
    return out;
  };
  const auto record_all = [&](const std::vector<std::shared_ptr<const record::Body>>& some) {
    std::vector<std::future<Result<app::Receipt>>> answers;
    answers.reserve(some.size());
    for (const auto& body : some)
      answers.push_back(store->submit(
          system, [body](app::Tx& tx) { return tx.append(*body); }, app::Patience::kBulk));
    for (auto& answer : answers) must(answer.get());
  };
  constexpr std::int64_t kBatch = 4'000;
  for (std::int64_t left = state.range(0); left > 0; left -= kBatch) record_all(bodies(std::min(left, kBatch)));
  for (auto unused : state) {
    (void)unused;
    state.PauseTiming();
    const auto batch = bodies(kBatch);
    state.ResumeTiming();
    record_all(batch);
  }
  state.SetItemsProcessed(state.iterations() * kBatch);
  must(store->fold_log());
  state.counters["bytes/lead"] = static_cast<double>(fs::file_size(options.dir + "/licet.db")) /
                                 static_cast<double>(std::max<std::int64_t>(made, 1));
}
BENCHMARK(LeadCommand)
    ->Args({0, 256})
    ->Args({0, 2'048})
    ->Args({100'000, 256})
    ->Args({100'000, 2'048})
    ->Iterations(5)
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

// ---- shapes

struct Shape {
  const char* name;
  int rows = 1;             ///< business rows an event writes
  bool hot = false;         ///< upserts of 1,000 rows instead of new rows
  bool random_key = false;  ///< text key of 31 random characters instead of the next integer
  int indexes = 0;          ///< secondary indexes over values in random order
  int payload = 100;        ///< bytes of a business row
  int audit = 512;          ///< bytes of the audit row; its hash is computed
  int group = 256;          ///< events in a transaction
  int lookups = 0;          ///< rows inserted into link tables with random keys, each after a look-up
  const char* synchronous = "FULL";
};

constexpr Shape kShapes[] = {
    {"upsert of a hot row, 512 B audit row, groups of 256", 1, true},
    {"the same, groups of 1", 1, true, false, 0, 100, 512, 1},
    {"the same, groups of 1,000", 1, true, false, 0, 100, 512, 1'000},
    {"new row instead of a hot one", 1, false},
    {"new row of 270 B", 1, false, false, 0, 270},
    {"new row of 270 B, one index", 1, false, false, 1, 270},
    {"new row of 270 B, two indexes, 64 B audit row, groups of 1,000", 1, false, false, 2, 270, 64, 1'000},
    {"the same with a random text key", 1, false, true, 2, 270, 64, 1'000},
    {"the same, groups of 256", 1, false, true, 2, 270, 64, 256},
    {"the same, not waiting for the disk", 1, false, true, 2, 270, 64, 256, 0, "OFF"},
    {"three rows of 270 B, three indexes each, 2 KB audit row, seven links", 3, false, true, 3, 270, 2'048, 256, 7},
    {"the same, not waiting for the disk", 3, false, true, 3, 270, 2'048, 256, 7, "OFF"},
    {"the same, waiting, groups of 2,048", 3, false, true, 3, 270, 2'048, 2'048, 7},
    {"the same, without indexes", 3, false, true, 0, 270, 2'048, 2'048, 7},
};

class ShapeTables {
 public:
  ShapeTables(const Folder& folder, const Shape& shape) : shape_(shape) {
    db_ = must(store::Connection::open((folder.path() / "shape.db").string(), store::Connection::Mode::kCreate));
    std::string sql = std::string(
                          "PRAGMA journal_mode=WAL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; "
                          "PRAGMA secure_delete=ON; PRAGMA synchronous=") +
                      shape.synchronous + ";CREATE TABLE audit(seq INTEGER PRIMARY KEY, hash BLOB, bytes BLOB);" +
                      "CREATE TABLE link(id TEXT, n INTEGER, seq INTEGER, PRIMARY KEY(id, n)) WITHOUT ROWID;";
    sql += std::string("CREATE TABLE lead(id ") + (shape.random_key ? "TEXT" : "INTEGER") +
           " PRIMARY KEY, a TEXT, b TEXT, c TEXT, payload BLOB);";
    constexpr const char* kColumns[] = {"a", "b", "c"};
    for (int i = 0; i < shape.indexes; ++i)
      sql += std::string("CREATE INDEX by_") + kColumns[i] + " ON lead(" + kColumns[i] + ");";
    must(db_->exec(sql));
    upsert_ =
        must(db_->prepare("INSERT INTO lead(id, a, b, c, payload) VALUES(?, ?, ?, ?, ?) ON CONFLICT(id) DO "
                          "UPDATE SET payload = excluded.payload"));
    audit_ = must(db_->prepare("INSERT INTO audit(seq, hash, bytes) VALUES(?, ?, ?)"));
    find_ = must(db_->prepare("SELECT n FROM link WHERE id = ? ORDER BY n DESC LIMIT 1"));
    link_ = must(db_->prepare("INSERT INTO link(id, n, seq) VALUES(?, 1, ?)"));
  }

  void group(int events) {
    must(db_->exec("BEGIN IMMEDIATE"));
    for (int i = 0; i < events; ++i) event();
    must(db_->exec("COMMIT"));
    if (db_->wal_pages() > 8'192) must(db_->wal_checkpoint(false));
  }

 private:
  void event() {
    for (int i = 0; i < shape_.rows; ++i) row();
    const Bytes bytes(static_cast<std::size_t>(shape_.audit), 'e');
    const auto hash = ledger::leaf_hash(bytes);
    audit_.bind(1, seq_++);
    audit_.bind_bytes(2, hash);
    audit_.bind_bytes(3, bytes);
    must(audit_.run());
    for (int i = 0; i < shape_.lookups; ++i) link();
  }
  void row() {
    const std::string key = make_id_text("lead", random_);
    const std::string a = make_id_text("a", random_);
    const std::string b = make_id_text("b", random_);
    const std::string c = make_id_text("c", random_);
    const Bytes payload(static_cast<std::size_t>(shape_.payload), 'p');
    if (shape_.random_key)
      upsert_.bind(1, std::string_view(key));
    else
      upsert_.bind(1, shape_.hot ? static_cast<std::int64_t>(random_.next() % 1'000) : next_key_++);
    upsert_.bind(2, std::string_view(a));
    upsert_.bind(3, std::string_view(b));
    upsert_.bind(4, std::string_view(c));
    upsert_.bind_bytes(5, payload);
    must(upsert_.run());
  }
  void link() {
    const std::string id = make_id_text("obj", random_);
    find_.bind(1, std::string_view(id));
    (void)must(find_.step());
    find_.reset();
    link_.bind(1, std::string_view(id));
    link_.bind(2, seq_);
    must(link_.run());
  }

  Shape shape_;
  std::unique_ptr<store::Connection> db_;
  store::Statement upsert_, audit_, find_, link_;
  SeededRandom random_{1};
  std::int64_t seq_ = 0;
  std::int64_t next_key_ = 0;
};

void ShapeOfRows(benchmark::State& state) {
  const Shape& shape = kShapes[state.range(0)];
  state.SetLabel(shape.name);
  const Folder folder;
  ShapeTables tables(folder, shape);
  constexpr int kEvents = 20'000;
  const int events = shape.group == 1 ? 1'000 : kEvents;
  for (auto unused : state) {
    (void)unused;
    for (int left = events; left > 0; left -= shape.group) tables.group(std::min(left, shape.group));
  }
  state.SetItemsProcessed(state.iterations() * events);
}
BENCHMARK(ShapeOfRows)
    ->DenseRange(0, static_cast<int>(std::size(kShapes)) - 1)
    ->Iterations(3)
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace licet

BENCHMARK_MAIN();
