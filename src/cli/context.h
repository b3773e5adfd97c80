// An open data folder for one command: store, keys, clock, randomness, and who acts.
#pragma once

#include <memory>
#include <string>

#include "app/deps.h"
#include "app/publishing.h"
#include "base/crypto.h"
#include "base/forward_clock.h"
#include "cli/options.h"
#include "cli/output.h"
#include "connect/http_client.h"
#include "store/sqlite/sqlite_store.h"

namespace licet::cli {

/// Where things lie in a data folder.
struct DataFolder {
  std::string dir;
  std::string keys() const { return dir + "/keys"; }
  std::string credentials() const { return dir + "/credentials"; }
  std::string index() const { return dir + "/index"; }
  app::LedgerFolder ledger() const { return {dir + "/log", dir + "/signed-head"}; }
};

/// Owns everything a command works with; one a process.
class Context {
 public:
  /// Opens the folder for writing, with its keys (but for the command that puts lost ones back), and proves who acts
  /// (--as and --credential, else the operating-system user).
  static Result<std::unique_ptr<Context>> open(const Options& options);

  app::Deps deps() { return {*store_, *keys_, clock_, random_, firm_}; }
  const app::Principal& principal() const { return *principal_; }
  const Options& options() const { return options_; }
  DataFolder folder() const { return {options_.data}; }
  store::SqliteStore& store() { return *store_; }
  app::KeyStore& keys() { return *keys_; }
  Clock& clock() { return clock_; }
  Random& random() { return random_; }
  /// The firm as it is now: policy, register and, where a name is to be compared, the lists.
  Result<app::FirmState> firm_state(app::LoadLists lists);
  /// Proves another person by a credential file (four eyes).
  Result<app::Principal> prove(const std::string& person, const std::string& credential_file);
  /// The second person of --approver and --approver-credential.
  Result<app::Principal> approver();

 private:
  explicit Context(const Options& options) : options_(options) {}
  /// The screening service of a policy; null, and a note, when it cannot be asked.
  std::shared_ptr<screening::Screener> make_service(const json::Value& service);
  Status begin_after_the_ledger();
  /// The index of the lists lies in the data folder, sealed under the installation's pepper.
  void keep_indexes();
  /// Somebody tried and could not prove who they are.
  Status note_unproven(const std::string& credential_file);
  Options options_;
  SystemClock system_clock_;
  ForwardClock clock_{system_clock_};
  crypto::SystemRandom random_;
  connect::HttpClient client_{connect::HttpClient::Settings(), random_};  // outlives the service that `firm_` keeps
  app::FirmStates firm_{[this](const json::Value& service) { return make_service(service); }};
  std::unique_ptr<app::KeyStore> keys_;
  std::unique_ptr<store::SqliteStore> store_;
  std::unique_ptr<app::Principal> principal_;
};

/// The data folder named by the options; kUsage when none is.
Result<DataFolder> data_folder(const Options& options);

}  // namespace licet::cli
