// The one thread that writes: takes commands from a bounded queue and commits them in groups.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "app/store_port.h"
#include "base/time.h"
#include "store/row_changes.h"
#include "store/sqlite/ledger_tables.h"
#include "store/sqlite/row_writer.h"
#include "store/sqlite/sqlite_db.h"

namespace licet::store {

struct WriterOptions {
  std::size_t group_max = 256;       ///< commands in a transaction
  std::int64_t group_us = 5'000;     ///< a group takes no further command after this time
  std::size_t bulk_group_max = 256;  ///< both of these while every command of the group is a bulk one
  std::int64_t bulk_group_us = 5'000;
  int wal_pages_checkpoint = 8'192;  ///< length of the write-ahead log at which its pages go back into the file
};

/// Owns the only connection that writes. One BEGIN IMMEDIATE and COMMIT a group; a command that fails leaves the group
/// as it was. Futures are ready only after COMMIT, which waits for the disk. When a whole group fails (full disk), its
/// commands run again one by one, so that each gets its own answer. Thread-safe; the destructor finishes what is
/// queued.
class Writer {
 public:
  using Maintenance = std::function<Status(Connection&)>;
  /// `after_commit` runs on the writer's thread with every new head, after COMMIT and before anybody is answered.
  Writer(std::unique_ptr<Connection> connection, LedgerHead head, Clock& clock, const WriterOptions& options,
         std::function<void(const LedgerHead&)> after_commit);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Blocks while the queue is full. From the writer's own thread (a command that submits) it is refused at once.
  std::future<Result<app::Receipt>> submit(app::Store::Command command, app::Patience patience);
  /// Runs between groups, outside any transaction.
  Status maintain(Maintenance work);

 private:
  struct Job {
    app::Store::Command command;
    app::Patience patience = app::Patience::kPrompt;
    Maintenance maintenance;  // instead of a command
    std::promise<Result<app::Receipt>> promise;
    Result<app::Receipt> answer = app::Receipt{};
    bool appended = false;
  };
  class CommandTx;

  std::future<Result<app::Receipt>> enqueue(Job job);
  void run();
  bool take(Job& out, bool wait);
  void run_group(Job first);
  bool group_is_full(bool bulk, std::int64_t began_us) const;
  void run_alone(Job& job);
  Status run_command(Job& job);
  Status call(Job& job, CommandTx& tx);
  Status undo_command(const LedgerHead& before);
  Status commit(bool appended);
  void roll_back(const LedgerHead& before);
  void answer_all();
  void checkpoint_if_due();
  Status statement(const char* sql);

  std::unique_ptr<Connection> connection_;
  RowWriter rows_;
  RowChanges changes_;
  LedgerHead head_;
  Clock& clock_;
  WriterOptions options_;
  std::function<void(const LedgerHead&)> after_commit_;
  std::vector<Job> group_;
  int next_checkpoint_pages_;

  std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable emptied_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace licet::store
