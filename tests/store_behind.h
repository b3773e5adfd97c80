// A store with another one behind it, for tests that let something go wrong on the way: everything is passed on but
// what a test overrides.
#pragma once

#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/store_port.h"

namespace licet::app_test {

/// Passes on what a command asks of its transaction.
class TxBehind : public app::Tx {
 public:
  explicit TxBehind(app::Tx& inner) : inner_(inner) {}
  Result<std::string> firm_version() override { return inner_.firm_version(); }
  Result<std::optional<record::Row>> get(const app::Scope& scope, record::TableId table,
                                         const record::Key& key) override {
    return inner_.get(scope, table, key);
  }
  Result<std::vector<record::Row>> find(const app::Scope& scope, const app::Query& query) override {
    return inner_.find(scope, query);
  }
  Result<std::int64_t> count(const app::Scope& scope, const app::Query& query) override {
    return inner_.count(scope, query);
  }
  Result<std::optional<Bytes>> attachment(std::string_view digest) override { return inner_.attachment(digest); }
  Result<std::optional<Bytes>> sealed_blob(std::string_view digest) override { return inner_.sealed_blob(digest); }
  Status sealed_blobs(const app::Principal& principal, std::uint8_t first_byte,
                      const std::function<Status(const crypto::Digest&, ByteView)>& visit) override {
    return inner_.sealed_blobs(principal, first_byte, visit);
  }
  Status attachment_digests(const app::Principal& principal,
                            const std::function<Status(const crypto::Digest&)>& visit) override {
    return inner_.attachment_digests(principal, visit);
  }
  Status each_row(const app::Principal& principal, record::TableId table,
                  const std::function<bool(const record::Row&)>& visit) override {
    return inner_.each_row(principal, table, visit);
  }
  Status append(record::Body body) override { return inner_.append(std::move(body)); }

 protected:
  app::Tx& inner_;
};

/// Passes on what is asked of a store; commands run as `run_command` says.
class StoreBehind : public app::Store {
 public:
  explicit StoreBehind(app::Store& inner) : inner_(inner) {}

  std::future<Result<app::Receipt>> submit(const app::Principal& principal, Command command,
                                           app::Patience patience) override {
    return inner_.submit(
        principal, [this, command = std::move(command)](app::Tx& tx) { return run_command(command, tx); }, patience);
  }
  Status read(const app::Principal& principal, const std::function<Status(app::Reader&)>& use) override {
    return inner_.read(principal, use);
  }
  Result<app::LogHead> seal_all() override { return inner_.seal_all(); }
  Status entries(const app::Principal& principal, std::uint64_t from,
                 const std::function<bool(const app::StoredEntry&)>& visit) override {
    return inner_.entries(principal, from, visit);
  }
  Result<std::vector<std::uint64_t>> entries_of(const app::Principal& principal, std::string_view kind,
                                                std::string_view id) override {
    return inner_.entries_of(principal, kind, id);
  }
  Result<std::optional<app::StoredEntry>> entry(const app::Principal& principal, std::uint64_t seq) override {
    return inner_.entry(principal, seq);
  }
  Result<std::optional<std::uint64_t>> seq_of(const EventId& event) override { return inner_.seq_of(event); }
  const std::string& origin() const override { return inner_.origin(); }
  Status each_row(const app::Principal& principal, record::TableId table,
                  const std::function<bool(const record::Row&)>& visit) override {
    return inner_.each_row(principal, table, visit);
  }
  Status each_link(const app::Principal& principal, const std::function<bool(const app::StoredLink&)>& visit) override {
    return inner_.each_link(principal, visit);
  }
  Status each_event_number(const app::Principal& principal,
                           const std::function<bool(std::string_view, std::int64_t)>& visit) override {
    return inner_.each_event_number(principal, visit);
  }
  Result<std::vector<record::StateDifference>> check_layout(const app::Principal& principal) override {
    return inner_.check_layout(principal);
  }
  Status purge_blobs(const app::Principal& principal, const std::vector<std::string>& digests) override {
    return inner_.purge_blobs(principal, digests);
  }

 protected:
  /// On the writer's thread.
  virtual Status run_command(const Command& command, app::Tx& tx) = 0;

 private:
  app::Store& inner_;
};

}  // namespace licet::app_test
