// licet keys: backing keys up, checking them against the record, putting them back.
#include "app/key_commands.h"
#include "app/reading.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "store/keys/key_restore.h"

namespace licet::cli {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

/// The backup's keys against the record, and without those of erased subjects.
Result<app::KeysRestored> tried(Context& context, store::KeyRestoration& restoration) {
  const Options& options = context.options();
  app::KeysRestored out;
  LICET_TRY(out.backup, file_digest(options.files.front()));
  app::KeyAudit audit;
  {
    LICET_TRY(auto keys, restoration.open(context.random()));
    app::FirmStates firm;
    app::Deps deps{context.store(), *keys, context.clock(), context.random(), firm};
    LICET_CHECK(app::refuse_old_backup(deps, context.folder().ledger()));
    LICET_TRY(audit, app::audit_keys(deps, context.principal()));
    LICET_TRY(const auto held, keys->list());
    out.keys = static_cast<std::int64_t>(held.size() - audit.resurfaced.size());
  }
  if (audit.wrong > 0)
    return fail(ErrorCode::kBadInput, std::to_string(audit.wrong) + " keys of " + options.files.front() +
                                          " are not those that the record names; nothing was changed");
  out.missing = audit.missing;
  out.left_out = static_cast<std::int64_t>(audit.resurfaced.size());
  LICET_CHECK(restoration.leave_out(audit.resurfaced, context.random()));
  out.files = restoration.lost();
  return out;
}

}  // namespace

Result<int> run_keys_backup(Context& context, Output& out) {
  LICET_CHECK(app::Access::demand(context.principal(), app::Right::kKeys));
  LICET_CHECK(context.keys().backup(context.options().out));
  out.object("licet.keys_backup/1", {{"file", context.options().out}});
  out.text("wrote " + context.options().out +
           "; keep it apart from backups of the data, and destroy it within your erasure deadline");
  return 0;
}

Result<int> run_keys_check(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_TRY(const app::KeyAudit audit, app::audit_keys(deps, context.principal()));
  const auto resurfaced = static_cast<std::int64_t>(audit.resurfaced.size());
  out.object("licet.keys_check/1", {{"in_use", audit.in_use},
                                    {"missing", audit.missing},
                                    {"resurfaced", resurfaced},
                                    {"sound", audit.sound()},
                                    {"unused", audit.unused},
                                    {"wrong", audit.wrong}});
  out.text(std::to_string(audit.in_use) + " keys in use, " + std::to_string(audit.missing) + " missing, " +
           std::to_string(resurfaced) + " of erased subjects back, " + std::to_string(audit.unused) + " unused, " +
           std::to_string(audit.wrong) + " wrong");
  if (audit.wrong > 0) out.text("keys are not those the record names: put back the key backup of this folder");
  if (audit.missing > 0) out.text("keys are missing: put back a key backup, or what they sealed stays closed");
  if (resurfaced > 0)
    out.text(
        "keys of erased subjects are back: a copy of the keys from before the erasure was put back by hand; erase "
        "them again (licet keys restore leaves them out)");
  return audit.sound() ? 0 : exit_status(ErrorCode::kTampered);
}

Result<int> run_keys_restore(Context& context, Output& out) {
  LICET_CHECK(app::Access::demand(context.principal(), app::Right::kKeys));
  const Options& options = context.options();
  LICET_TRY(auto restoration,
            store::KeyRestoration::prepare(options.files.front(), context.folder().keys(), context.store().origin()));
  LICET_TRY(const app::KeysRestored restored, tried(context, *restoration));
  app::Deps deps = context.deps();
  if (options.dry_run) {
    LICET_CHECK(app::record_read(deps, context.principal(),
                                 {"keys restore", {}, "look at what a key backup holds", 1, restored.backup}));
  } else {
    LICET_CHECK(app::record_keys_restored(deps, context.principal(), restored));
    LICET_CHECK(restoration->put_in_place());
  }
  out.object("licet.keys_restored/1", {{"backup", restored.backup},
                                       {"dry_run", options.dry_run},
                                       {"files", json::Array(restored.files.begin(), restored.files.end())},
                                       {"keys", restored.keys},
                                       {"left_out", restored.left_out},
                                       {"missing", restored.missing}});
  out.text(std::string(options.dry_run ? "would put back " : "put back ") + joined(restored.files) + ": " +
           std::to_string(restored.keys) + " keys can be opened");
  if (restored.left_out > 0)
    out.text(std::to_string(restored.left_out) + " keys of erased subjects are in the backup and stay out");
  if (restored.missing > 0)
    out.text(std::to_string(restored.missing) +
             " subjects or people are newer than the backup: what their keys sealed stays closed");
  return 0;
}

}  // namespace licet::cli
