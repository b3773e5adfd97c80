#include "store/sqlite/writer.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "store/fail_point.h"
#include "store/sqlite/row_reader.h"

namespace licet::store {
namespace {

/// A running clock for the length of groups; what is recorded comes from the Clock handed in.
std::int64_t ticks_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

std::future<Result<app::Receipt>> ready(Error error) {
  std::promise<Result<app::Receipt>> promise;
  promise.set_value(fail(std::move(error)));
  return promise.get_future();
}

}  // namespace

/// One command's view of the group's transaction. What it appends is checked at once and written when the command has
/// succeeded: then nothing of a failed command is ever there, and no SAVEPOINT has to copy every page it touches. A
/// command that reads or appends again after it appended gets its changes written early, under a SAVEPOINT.
class Writer::CommandTx final : public app::Tx {
 public:
  explicit CommandTx(Writer& writer) : writer_(writer) {}

  Result<std::string> firm_version() override {
    LICET_CHECK(write_early());
    return read_firm_version(*writer_.connection_);
  }
  Result<std::optional<record::Row>> get(const app::Scope& scope, record::TableId table,
                                         const record::Key& key) override {
    LICET_CHECK(write_early());
    return get_row(*writer_.connection_, scope, table, key);
  }
  Result<std::vector<record::Row>> find(const app::Scope& scope, const app::Query& query) override {
    LICET_CHECK(write_early());
    return find_rows(*writer_.connection_, scope, query);
  }
  Result<std::int64_t> count(const app::Scope& scope, const app::Query& query) override {
    LICET_CHECK(write_early());
    return count_rows(*writer_.connection_, scope, query);
  }
  Result<std::optional<Bytes>> attachment(std::string_view digest) override {
    LICET_CHECK(write_early());
    return read_attachment(*writer_.connection_, digest);
  }
  Result<std::optional<Bytes>> sealed_blob(std::string_view digest) override {
    LICET_CHECK(write_early());
    return read_sealed_blob(*writer_.connection_, digest);
  }
  Status sealed_blobs(const app::Principal& principal, std::uint8_t first_byte,
                      const std::function<Status(const crypto::Digest&, ByteView)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    LICET_CHECK(write_early());
    return visit_sealed_blobs(*writer_.connection_, first_byte, visit);
  }
  Status attachment_digests(const app::Principal& principal,
                            const std::function<Status(const crypto::Digest&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    LICET_CHECK(write_early());
    return visit_attachment_digests(*writer_.connection_, visit);
  }
  Status each_row(const app::Principal& principal, record::TableId table,
                  const std::function<bool(const record::Row&)>& visit) override {
    LICET_CHECK(app::Access::demand(principal, app::Right::kReadLedger));
    LICET_CHECK(write_early());
    return each_row_of(*writer_.connection_, table, visit);
  }

  Status append(record::Body body) override {
    if (!outcome_) return outcome_;
    LICET_CHECK(write_early());  // the body before
    body_ = std::move(body);
    written_ = false;
    outcome_ = check();
    return outcome_;
  }

  /// Writes what was appended and not written yet; for a command that succeeded.
  Status write() {
    if (!body_ || written_) return {};
    written_ = true;
    LICET_CHECK(writer_.rows_.write(writer_.changes_));
    fail_point("before_entry");
    LICET_TRY(receipt_.seq, append_entry(*writer_.connection_, writer_.head_, *body_, writer_.clock_.now()));
    if (writer_.changes_.concern_the_firm())
      LICET_CHECK(note_firm_version(*writer_.connection_, writer_.head_.chain.prev_leaf));
    receipt_.event = body_->id();
    return {};
  }

  bool savepoint() const { return savepoint_; }
  /// The error of `append`: a command that overlooks it fails all the same.
  const Status& outcome() const { return outcome_; }
  /// Empty while nothing was appended.
  const app::Receipt& receipt() const { return receipt_; }

 private:
  Status check() {
    writer_.changes_.clear();
    LICET_CHECK(writer_.changes_.gather(*body_));
    LICET_TRY(const auto seq, seq_of_event(*writer_.connection_, body_->id().str()));
    if (seq) return fail(ErrorCode::kConflict, "the event " + body_->id().str() + " is in the ledger already");
    return {};
  }

  Status write_early() {
    if (!body_ || written_ || !outcome_) return {};
    if (!savepoint_) {
      fail_point("before_savepoint");
      LICET_CHECK(writer_.statement("SAVEPOINT command"));
      savepoint_ = true;
    }
    outcome_ = write();
    return outcome_;
  }

  Writer& writer_;
  bool written_ = false;
  bool savepoint_ = false;
  std::optional<record::Body> body_;
  Status outcome_;
  app::Receipt receipt_;
};

Writer::Writer(std::unique_ptr<Connection> connection, LedgerHead head, Clock& clock, const WriterOptions& options,
               std::function<void(const LedgerHead&)> after_commit)
    : connection_(std::move(connection)),
      rows_(*connection_),
      head_(std::move(head)),
      clock_(clock),
      options_(options),
      after_commit_(std::move(after_commit)),
      next_checkpoint_pages_(options.wal_pages_checkpoint),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  filled_.notify_all();
  thread_.join();
}

std::future<Result<app::Receipt>> Writer::submit(app::Store::Command command, app::Patience patience) {
  Job job;
  job.command = std::move(command);
  job.patience = patience;
  return enqueue(std::move(job));
}

Status Writer::maintain(Maintenance work) {
  Job job;
  job.maintenance = std::move(work);
  auto answer = enqueue(std::move(job)).get();
  if (!answer) return fail(std::move(answer).error());
  return {};
}

std::future<Result<app::Receipt>> Writer::enqueue(Job job) {
  if (std::this_thread::get_id() == thread_.get_id())
    return ready({ErrorCode::kUsage, "a command cannot submit another and wait for it", {}, {}});
  auto future = job.promise.get_future();
  {
    std::unique_lock lock(mutex_);
    emptied_.wait(lock, [this] { return queue_.size() < limits::kQueueMax; });
    queue_.push_back(std::move(job));
  }
  filled_.notify_one();
  return future;
}

bool Writer::take(Job& out, bool wait) {
  std::unique_lock lock(mutex_);
  if (wait) filled_.wait(lock, [this] { return !queue_.empty() || stopping_; });
  if (queue_.empty()) return false;
  if (!wait && queue_.front().maintenance) return false;  // it waits for the end of this group
  const bool was_full = queue_.size() >= limits::kQueueMax;
  out = std::move(queue_.front());
  queue_.pop_front();
  lock.unlock();
  if (was_full) emptied_.notify_all();
  return true;
}

void Writer::run() {
  ::pthread_setname_np(::pthread_self(), "licet-writer");  // for top, gdb and perf
  Job job;
  while (take(job, true)) {
    if (job.maintenance) {
      const Status done = job.maintenance(*connection_);
      job.promise.set_value(done ? Result<app::Receipt>(app::Receipt{}) : fail(done.error()));
    } else {
      run_group(std::move(job));
    }
    checkpoint_if_due();
    job = Job();
  }
}

/// Random keys spread over the whole of an index, and each of its pages is written once a group: the larger the group,
/// the fewer pages a command costs. A group of an import grows until somebody who waits joins it.
bool Writer::group_is_full(bool bulk, std::int64_t began_us) const {
  const std::size_t size_max = bulk ? options_.bulk_group_max : options_.group_max;
  return group_.size() >= size_max || ticks_us() - began_us >= (bulk ? options_.bulk_group_us : options_.group_us);
}

void Writer::run_group(Job first) {
  const LedgerHead before = head_;
  const std::int64_t began_us = ticks_us();
  group_.clear();
  group_.push_back(std::move(first));
  fail_point("before_begin");
  Status status = statement("BEGIN IMMEDIATE");
  bool appended = false;
  bool bulk = true;
  for (std::size_t i = 0; status; ++i) {
    status = run_command(group_[i]);
    if (!status) break;
    appended = appended || group_[i].appended;
    Job next;
    bulk = bulk && group_[i].patience == app::Patience::kBulk;
    if (group_is_full(bulk, began_us) || !take(next, false)) break;
    group_.push_back(std::move(next));
  }
  if (status) status = commit(appended);
  if (!status) {
    roll_back(before);
    if (group_.size() == 1)
      group_[0].answer = fail(std::move(status).error());
    else
      for (Job& job : group_) run_alone(job);
  }
  answer_all();
}

/// A transaction of its own for a command whose group was lost.
void Writer::run_alone(Job& job) {
  const LedgerHead before = head_;
  Status status = statement("BEGIN IMMEDIATE");
  if (status) status = run_command(job);
  if (status) status = commit(job.appended);
  if (status) return;
  roll_back(before);
  job.answer = fail(std::move(status).error());
}

/// An error means that the transaction is lost; what the command itself answers is in `job`.
Status Writer::run_command(Job& job) {
  const LedgerHead before = head_;
  CommandTx tx(*this);
  Status status = call(job, tx);
  job.appended = false;
  if (status && !tx.outcome()) status = tx.outcome();
  if (status) {
    LICET_CHECK(tx.write());
    if (tx.savepoint()) LICET_CHECK(statement("RELEASE command"));
    fail_point("after_command");
    job.appended = !tx.receipt().event.empty();
    job.answer = tx.receipt();
    return {};
  }
  if (connection_->autocommit()) return fail(status.error());  // SQLite gave up the whole transaction
  if (tx.savepoint()) LICET_CHECK(undo_command(before));
  job.answer = fail(std::move(status).error());
  return {};
}

/// The border to other modules' code: what it throws ends here.
Status Writer::call(Job& job, CommandTx& tx) {
  try {
    return job.command(tx);
  } catch (const std::exception& error) {
    return fail(ErrorCode::kEnvironment, "the command could not finish; nothing of it was kept", error.what());
  }
}

Status Writer::undo_command(const LedgerHead& before) {
  head_ = before;
  LICET_CHECK(statement("ROLLBACK TO command"));
  return statement("RELEASE command");
}

Status Writer::commit(bool appended) {
  if (!appended) return statement("ROLLBACK");
  LICET_CHECK(save_head(*connection_, head_));
  fail_point("before_commit");
  LICET_CHECK(statement("COMMIT"));
  fail_point("after_commit");
  after_commit_(head_);
  return {};
}

void Writer::roll_back(const LedgerHead& before) {
  head_ = before;
  if (connection_->autocommit()) return;
  // When even this fails, the next BEGIN does as well, and every command is told why.
  if (Status status = statement("ROLLBACK"); !status) return;
}

void Writer::answer_all() {
  for (Job& job : group_) job.promise.set_value(std::move(job.answer));
  group_.clear();
}

void Writer::checkpoint_if_due() {
  if (connection_->wal_pages() < next_checkpoint_pages_) return;
  fail_point("before_wal_checkpoint");
  // A failure (full disk) is no news for anybody yet: the pages stay in the log, and the next commit reports it.
  if (Status status = connection_->wal_checkpoint(false); !status) {
    next_checkpoint_pages_ = connection_->wal_pages() + options_.wal_pages_checkpoint;
    return;
  }
  fail_point("after_wal_checkpoint");
  // Readers may hold the log back; then it grows by another step before the next attempt.
  next_checkpoint_pages_ = connection_->wal_pages() + options_.wal_pages_checkpoint;
}

Status Writer::statement(const char* sql) {
  LICET_TRY(auto prepared, connection_->cached(sql));
  return prepared->run();
}

}  // namespace licet::store
