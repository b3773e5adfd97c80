#include "cli/context.h"

#include <sys/stat.h>

#include "app/on_record.h"
#include "cli/files.h"
#include "connect/screening_service.h"
#include "store/derived_file.h"
#include "store/keys/key_store.h"

namespace licet::cli {

Result<DataFolder> data_folder(const Options& options) {
  if (options.data.empty()) return fail(ErrorCode::kUsage, "name the data folder with --data DIR, or set LICET_DATA");
  return DataFolder{options.data};
}

Result<std::unique_ptr<Context>> Context::open(const Options& options) {
  LICET_TRY(const DataFolder folder, data_folder(options));
  struct stat info {};
  if (::stat(folder.dir.c_str(), &info) != 0)
    return fail(ErrorCode::kEnvironment, "there is no data folder " + folder.dir + "; licet init makes one");
  std::unique_ptr<Context> context(new Context(options));
  store::SqliteOptions store_options;
  store_options.dir = folder.dir;
  store_options.clock = &context->clock_;
  LICET_TRY(context->store_, store::open_sqlite(store_options));
  LICET_CHECK(context->begin_after_the_ledger());
  if (options.command == "keys restore") {
    context->keys_ = store::memory_key_store(context->random_);  // it seals and opens nothing
  } else {
    LICET_TRY(context->keys_, store::open_key_store(folder.keys(), context->store_->origin(), context->random_));
    app::Deps deps = context->deps();
    LICET_CHECK(app::refuse_old_backup(deps, folder.ledger()));
    context->keep_indexes();
  }
  if (options.as.empty() && options.credential.empty()) {
    auto linked = app::Access::by_os_user(*context->store_, os_user(), context->clock_.now());
    if (!linked && linked.error().code == ErrorCode::kRefused) LICET_CHECK(context->note_unproven(std::string()));
    LICET_TRY(app::Principal principal, std::move(linked));
    context->principal_ = std::make_unique<app::Principal>(std::move(principal));
  } else {
    auto proven = context->prove(options.as, options.credential);
    const bool wrong = !proven && (proven.error().code == ErrorCode::kRefused ||  // or no credential file at all
                                   (proven.error().code == ErrorCode::kBadInput && !options.credential.empty()));
    if (wrong) LICET_CHECK(context->note_unproven(options.credential));
    LICET_TRY(app::Principal principal, std::move(proven));
    context->principal_ = std::make_unique<app::Principal>(std::move(principal));
  }
  return context;
}

/// A clock that was set back must not bring back what has ended (docs/decisions/0040): nothing is decided as of a
/// moment before the last entry.
Status Context::begin_after_the_ledger() {
  constexpr std::int64_t kTold = 60'000'000;  // who sets a clock right by less need not hear of it
  LICET_TRY(const app::LogHead head, store_->seal_all());
  const Instant now = system_clock_.now();
  clock_.not_before(head.last_time);
  if (head.last_time.us - now.us > kTold)
    Output(options_.json)
        .note("the clock says " + format_instant(now) + ", the record's last entry is of " +
              format_instant(head.last_time) + ": decisions are taken as of the later; set the clock right");
  return {};
}

void Context::keep_indexes() {
  firm_.keep_indexes(std::make_unique<app::KeptIndexes>(
      store::derived_file(folder().index()), keys_->pepper(),
      [this](const std::string& text) { Output(options_.json).note(printable(text)); }));
}

std::shared_ptr<screening::Screener> Context::make_service(const json::Value& service) {
  auto settings = connect::settings_of(service, options_.data);
  auto screener = settings ? connect::service_screener(std::move(*settings), client_)
                           : Result<std::shared_ptr<screening::Screener>>(tl::unexpected(settings.error()));
  if (screener) return *screener;
  Output(options_.json)
      .note("the firm's screening service cannot be asked, so nobody is cleared: " + screener.error().to_string());
  return nullptr;
}

Result<app::FirmState> Context::firm_state(app::LoadLists lists) {
  app::FirmState state;
  LICET_CHECK(store_->read(principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(state, firm_.state(reader, lists));
    return {};
  }));
  return state;
}

Result<app::Principal> Context::prove(const std::string& person, const std::string& credential_file) {
  if (credential_file.empty()) return fail(ErrorCode::kUsage, "--as " + person + " needs --credential FILE");
  LICET_TRY(const std::string text, read_file(credential_file, 65'536));
  return app::Access::by_credential(*store_, person, text, clock_.now());
}

Status Context::note_unproven(const std::string& credential_file) {
  std::string text;
  if (!credential_file.empty()) {
    LICET_TRY(text, read_file(credential_file, 65'536));
  }
  app::Deps with = deps();
  return app::record_unproven(with, options_.command, text);
}

Result<app::Principal> Context::approver() {
  if (options_.approver_credential.empty())
    return fail(ErrorCode::kUsage, "this needs a second person: --approver PERSON --approver-credential FILE");
  return prove(options_.approver, options_.approver_credential);
}

}  // namespace licet::cli
