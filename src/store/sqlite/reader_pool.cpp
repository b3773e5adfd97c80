#include "store/sqlite/reader_pool.h"

#include <utility>

namespace licet::store {

Result<std::unique_ptr<Connection>> ReaderPool::take() {
  {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [this] { return in_use_ < kConnectionsMax; });
    ++in_use_;
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  auto fresh = Connection::open(path_, mode_);
  if (fresh) {
    if (auto set = (*fresh)->exec("PRAGMA query_only=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192"); !set)
      fresh = tl::unexpected<Error>(set.error());
  }
  if (!fresh) give_back(nullptr);
  return fresh;
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    --in_use_;
    if (connection) idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

namespace {

Status run(Connection& connection, std::string_view sql) {
  LICET_TRY(auto statement, connection.cached(sql));
  return statement->run();
}

}  // namespace

Status ReaderPool::with_snapshot(const std::function<Status(Connection&)>& use) {
  LICET_TRY(auto connection, take());
  Status status = run(*connection, "BEGIN");
  if (status) {
    status = use(*connection);
    const Status ended = run(*connection, "ROLLBACK");
    if (!ended) {  // not fit for another use
      give_back(nullptr);
      return status ? ended : status;
    }
  }
  give_back(std::move(connection));
  return status;
}

}  // namespace licet::store
