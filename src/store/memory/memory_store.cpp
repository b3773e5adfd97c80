#include "store/memory/memory_store.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "base/id.h"
#include "ledger/entry.h"
#include "ledger/tree.h"
#include "record/memory_tables.h"
#include "store/memory/memory_query.h"
#include "store/query_rules.h"
#include "store/row_changes.h"

namespace licet::store {
namespace {

using Blobs = std::map<std::string, Bytes, std::less<>>;

/// Everything but the ledger; copied for every snapshot.
struct State {
  record::MemoryTables tables;
  Blobs sealed;
  Blobs attachments;
  std::uint64_t firm_version = 0;  ///< 0: nothing said yet what the firm is
};

Result<std::optional<Bytes>> blob(const Blobs& blobs, std::string_view digest) {
  if (!crypto::parse_digest_text(digest))
    return fail(ErrorCode::kBadInput, "'" + std::string(digest) + "' is no sha256 digest");
  const auto at = blobs.find(digest);
  return at == blobs.end() ? std::optional<Bytes>() : std::optional<Bytes>(at->second);
}

class StateReader final : public app::Reader {
 public:
  explicit StateReader(const State& state) : state_(state) {}
  Result<std::string> firm_version() override {
    return state_.firm_version == 0 ? std::string() : std::to_string(state_.firm_version);
  }
  Result<std::optional<record::Row>> get(const app::Scope& scope, record::TableId table,
                                         const record::Key& key) override {
    return get_row(state_.tables, scope, table, key);
  }
  Result<std::vector<record::Row>> find(const app::Scope& scope, const app::Query& query) override {
    return find_rows(state_.tables, scope, query);
  }
  Result<std::int64_t> count(const app::Scope& scope, const app::Query& query) override {
    return count_rows(state_.tables, scope, query);
  }
  Result<std::optional<Bytes>> attachment(std::string_view digest) override { return blob(state_.attachments, digest); }
  Result<std::optional<Bytes>> sealed_blob(std::string_view digest) override { return blob(state_.sealed, digest); }
  Status sealed_blobs(const app::Principal& principal, std::uint8_t first_byte,
                      const std::function<Status(const crypto::Digest&, ByteView)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    for (const auto& [text, bytes] : state_.sealed) {  // hexadecimal digits sort as the bytes do
      const crypto::Digest digest = *crypto::parse_digest_text(text);
      if (digest[0] == first_byte) LICET_CHECK(visit(digest, bytes));
    }
    return {};
  }
  Status attachment_digests(const app::Principal& principal,
                            const std::function<Status(const crypto::Digest&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    for (const auto& [text, bytes] : state_.attachments) LICET_CHECK(visit(*crypto::parse_digest_text(text)));
    return {};
  }
  Status each_row(const app::Principal& principal, record::TableId table,
                  const std::function<bool(const record::Row&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    state_.tables.each(table, visit);
    return {};
  }

 private:
  const State& state_;
};

/// A body that waits for its number, and the rows it wrote (not those it only added to).
struct Waiting {
  record::Body body;
  std::set<std::pair<record::TableId, record::Key>> rows;
  bool purges = false;
};

class MemoryStore final : public app::Store {
 public:
  explicit MemoryStore(const MemoryOptions& options) : options_(options), random_(options.seed) {
    LICET_INVARIANT(options_.clock != nullptr);
    chain_.log = options_.origin;
    if (options_.sequencer_delay.count() > 0) sequencer_ = std::thread([this] { run_sequencer(); });
  }
  ~MemoryStore() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (sequencer_.joinable()) sequencer_.join();
  }
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;

  std::future<Result<app::Receipt>> submit(const app::Principal& /*principal*/, Command command,
                                           app::Patience /*patience*/) override {
    std::promise<Result<app::Receipt>> promise;
    promise.set_value(run(command));
    return promise.get_future();
  }

  Status read(const app::Principal& /*principal*/, const std::function<Status(app::Reader&)>& read) override {
    State copy;
    {
      const std::lock_guard lock(mutex_);
      copy = state_;
    }
    StateReader reader(copy);
    return read(reader);
  }

  Result<app::LogHead> seal_all() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.empty(); });
    return app::LogHead{tree_.size(), tree_.root(), Instant{chain_.last_time_us}};
  }

  Status entries(const app::Principal& principal, std::uint64_t from,
                 const std::function<bool(const app::StoredEntry&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    std::vector<std::string> copy;
    {
      const std::lock_guard lock(mutex_);
      copy = entries_;
    }
    for (std::uint64_t seq = from; seq < copy.size(); ++seq)
      if (!visit({seq, copy[seq]})) break;
    return {};
  }

  Result<std::vector<std::uint64_t>> entries_of(const app::Principal& /*principal*/, std::string_view kind,
                                                std::string_view id) override {
    const std::lock_guard lock(mutex_);
    const auto at = links_.find({std::string(kind), std::string(id)});
    return at == links_.end() ? std::vector<std::uint64_t>() : at->second;
  }

  Result<std::optional<app::StoredEntry>> entry(const app::Principal& /*principal*/, std::uint64_t seq) override {
    const std::lock_guard lock(mutex_);
    if (seq >= entries_.size()) return std::optional<app::StoredEntry>();
    return std::optional<app::StoredEntry>({seq, entries_[seq]});
  }

  Result<std::optional<std::uint64_t>> seq_of(const EventId& event) override {
    const std::lock_guard lock(mutex_);
    const auto at = seqs_.find(event);
    return at == seqs_.end() ? std::optional<std::uint64_t>() : at->second;
  }

  const std::string& origin() const override { return options_.origin; }

  Status each_row(const app::Principal& principal, record::TableId table,
                  const std::function<bool(const record::Row&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    record::MemoryTables copy;
    {
      const std::lock_guard lock(mutex_);
      copy = state_.tables;
    }
    copy.each(table, visit);
    return {};
  }

  Status each_link(const app::Principal& principal, const std::function<bool(const app::StoredLink&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    const std::lock_guard lock(mutex_);
    for (const auto& [object, seqs] : links_)
      for (std::size_t i = 0; i < seqs.size(); ++i)
        if (!visit({object.first, object.second, static_cast<std::int64_t>(i) + 1, static_cast<std::int64_t>(seqs[i])}))
          return {};
    return {};
  }

  Status each_event_number(const app::Principal& principal,
                           const std::function<bool(std::string_view, std::int64_t)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    const std::lock_guard lock(mutex_);
    for (const auto& [event, seq] : seqs_)
      if (!visit(event.str(), static_cast<std::int64_t>(seq))) return {};
    return {};
  }

  Result<std::vector<record::StateDifference>> check_layout(const app::Principal& principal) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    return std::vector<record::StateDifference>{};  // no files
  }

  Status purge_blobs(const app::Principal& /*principal*/, const std::vector<std::string>& digests) override {
    const std::lock_guard lock(mutex_);
    for (const std::string& digest : digests) {
      if (!crypto::parse_digest_text(digest)) return fail(ErrorCode::kBadInput, "'" + digest + "' is no sha256 digest");
      state_.sealed.erase(digest);
    }
    return {};
  }

 private:
  class CommandTx;

  Result<app::Receipt> run(const Command& command);
  void commit(const record::Body& body, const RowChanges& changes);
  void number(const record::Body& body);
  void run_sequencer();
  void shuffle_independent();
  static bool independent(const Waiting& a, const Waiting& b);

  MemoryOptions options_;
  SeededRandom random_;
  std::mutex command_mutex_;         // one command at a time
  std::uint64_t firm_versions_ = 0;  // given so far; guarded by command_mutex_
  std::thread::id running_;          // the thread whose command runs; guarded by mutex_

  std::mutex mutex_;
  std::condition_variable changed_;
  State state_;
  std::set<EventId> events_;
  std::vector<Waiting> waiting_;
  ledger::ChainState chain_;
  ledger::TreeBuilder tree_;
  std::vector<std::string> entries_;
  std::map<std::pair<std::string, std::string>, std::vector<std::uint64_t>> links_;
  std::map<EventId, std::uint64_t> seqs_;
  bool stopping_ = false;
  std::thread sequencer_;
};

/// Works on the state itself until it appends, then on a copy that has the changes: failing leaves the state alone.
class MemoryStore::CommandTx final : public app::Tx {
 public:
  explicit CommandTx(MemoryStore& store) : store_(store), reader_(std::in_place, store.state_) {}

  Result<std::string> firm_version() override { return reader_->firm_version(); }
  Result<std::optional<record::Row>> get(const app::Scope& scope, record::TableId table,
                                         const record::Key& key) override {
    return reader_->get(scope, table, key);
  }
  Result<std::vector<record::Row>> find(const app::Scope& scope, const app::Query& query) override {
    return reader_->find(scope, query);
  }
  Result<std::int64_t> count(const app::Scope& scope, const app::Query& query) override {
    return reader_->count(scope, query);
  }
  Result<std::optional<Bytes>> attachment(std::string_view digest) override { return reader_->attachment(digest); }
  Result<std::optional<Bytes>> sealed_blob(std::string_view digest) override { return reader_->sealed_blob(digest); }
  Status sealed_blobs(const app::Principal& principal, std::uint8_t first_byte,
                      const std::function<Status(const crypto::Digest&, ByteView)>& visit) override {
    return reader_->sealed_blobs(principal, first_byte, visit);
  }
  Status attachment_digests(const app::Principal& principal,
                            const std::function<Status(const crypto::Digest&)>& visit) override {
    return reader_->attachment_digests(principal, visit);
  }
  Status each_row(const app::Principal& principal, record::TableId table,
                  const std::function<bool(const record::Row&)>& visit) override {
    return reader_->each_row(principal, table, visit);
  }

  Status append(record::Body body) override {
    if (outcome_) outcome_ = write(std::move(body));
    return outcome_;
  }

  const Status& outcome() const { return outcome_; }
  struct Written {
    record::Body body;
    RowChanges changes;
  };
  const std::vector<Written>& written() const { return written_; }
  State& state() { return after_; }

 private:
  Status write(record::Body body) {
    const bool twice = std::any_of(written_.begin(), written_.end(),
                                   [&](const Written& before) { return before.body.id() == body.id(); });
    if (twice || store_.events_.count(body.id()) != 0)
      return fail(ErrorCode::kConflict, "the event " + body.id().str() + " is in the ledger already");
    RowChanges changes;
    LICET_CHECK(changes.gather(body));
    if (written_.empty()) after_ = store_.state_;
    LICET_CHECK(replay(changes, after_.tables));
    // Given once, also when the command fails: a version stands for one state.
    if (changes.concern_the_firm()) after_.firm_version = ++store_.firm_versions_;
    for (const record::Blob& one : body.sealed()) after_.sealed.emplace(one.digest, one.bytes);
    for (const record::Blob& one : body.attachments()) after_.attachments.emplace(one.digest, one.bytes);
    reader_.emplace(after_);
    written_.push_back({std::move(body), std::move(changes)});
    return {};
  }

  MemoryStore& store_;
  std::optional<StateReader> reader_;
  State after_;
  std::vector<Written> written_;
  Status outcome_;
};

Result<app::Receipt> MemoryStore::run(const Command& command) {
  {
    const std::lock_guard lock(mutex_);
    if (running_ == std::this_thread::get_id())
      return fail(ErrorCode::kUsage, "a command cannot submit another and wait for it");
  }
  const std::lock_guard one_at_a_time(command_mutex_);
  {
    const std::lock_guard lock(mutex_);
    running_ = std::this_thread::get_id();
  }
  CommandTx tx(*this);
  Status status;
  try {
    status = command(tx);
  } catch (const std::exception& error) {
    status = fail(ErrorCode::kEnvironment, "the command could not finish; nothing of it was kept", error.what());
  }
  const std::lock_guard lock(mutex_);
  running_ = {};
  if (status && !tx.outcome()) status = tx.outcome();
  if (!status) return fail(std::move(status).error());
  app::Receipt receipt;
  if (tx.written().empty()) return receipt;
  state_ = std::move(tx.state());
  for (const CommandTx::Written& one : tx.written()) commit(one.body, one.changes);
  receipt.event = tx.written().back().body.id();
  if (const auto at = seqs_.find(receipt.event); at != seqs_.end()) receipt.seq = at->second;
  return receipt;
}

/// With mutex_ held.
void MemoryStore::commit(const record::Body& body, const RowChanges& changes) {
  events_.insert(body.id());
  if (!sequencer_.joinable()) {
    number(body);
    return;
  }
  Waiting waiting{body, {}, !changes.purges().empty()};
  for (const RowChange& row : changes.changes())
    if (row.removed || row.set != 0 || row.adds.empty()) waiting.rows.emplace(row.table, row.key);
  waiting_.push_back(std::move(waiting));
  changed_.notify_all();
}

/// With mutex_ held. Bodies were checked by their builder, so composing cannot fail.
void MemoryStore::number(const record::Body& body) {
  const std::uint64_t seq = chain_.next_seq;
  std::vector<ledger::Link> links;
  for (const auto& object : body.objects()) {
    auto& seen = links_[object];
    const std::int64_t before = seen.empty() ? -1 : static_cast<std::int64_t>(seen.back());
    links.push_back({object.first, object.second, before, static_cast<std::int64_t>(seen.size()) + 1});
    seen.push_back(seq);
  }
  ledger::sort_links(links);
  const Instant now = options_.clock->now();
  auto bytes = ledger::compose_envelope(body.text(), links, chain_, now);
  LICET_INVARIANT(bytes.has_value());
  const auto leaf = ledger::leaf_hash(as_bytes(*bytes));
  ledger::advance(chain_, std::max(chain_.last_time_us, now.us), leaf);
  tree_.append(leaf);
  entries_.push_back(std::move(*bytes));
  seqs_.emplace(body.id(), seq);
}

void MemoryStore::run_sequencer() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    changed_.wait_for(lock, options_.sequencer_delay, [this] { return stopping_; });
    shuffle_independent();
    for (const Waiting& one : waiting_) number(one.body);
    waiting_.clear();
    changed_.notify_all();
  }
}

/// Bodies whose rows meet keep their order: their commands held the rows' locks when they recorded. Others may pass.
void MemoryStore::shuffle_independent() {
  for (std::size_t round = 0; round < waiting_.size(); ++round)
    for (std::size_t i = 1; i < waiting_.size(); ++i)
      if (random_.next() % 2 == 0 && independent(waiting_[i - 1], waiting_[i])) std::swap(waiting_[i - 1], waiting_[i]);
}

bool MemoryStore::independent(const Waiting& a, const Waiting& b) {
  if (a.purges || b.purges) return false;
  return std::none_of(a.rows.begin(), a.rows.end(), [&](const auto& row) { return b.rows.count(row) != 0; });
}

}  // namespace

std::unique_ptr<app::Store> memory_store(const MemoryOptions& options) {
  return std::make_unique<MemoryStore>(options);
}

}  // namespace licet::store
