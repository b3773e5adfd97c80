#include "app/verify_command.h"

#include <filesystem>
#include <set>

#include "app/reading.h"
#include "app/screening_check.h"
#include "app/state_check.h"
#include "ledger/file_native.h"
#include "ledger/parallel_native.h"
#include "record/verify_record.h"

namespace licet::app {
namespace {

using record::TableId;

using Digests = std::set<crypto::Digest>;

/// The ciphertexts that entries from `from` on name. The log may grow while it is exported; what belongs to entries
/// behind the checkpoint is not in the bundle.
Status later_payloads(Deps& deps, const Principal& principal, std::uint64_t from, Digests& out) {
  LICET_CHECK(deps.store.seal_all().map([](const LogHead&) {}));  // numbers what the snapshot may hold without
  Status status;
  LICET_CHECK(deps.store.entries(principal, from, [&](const StoredEntry& entry) {
    const auto body = stored_body(entry);
    if (!body) {
      status = fail(body.error());
      return false;
    }
    for (const json::Value& section : body->sections)
      if (const auto digest = crypto::parse_digest_text(section.string_or("ct", ""))) out.insert(*digest);
    return true;
  }));
  return status;
}

ledger::ExportSources sources_of(Reader& reader, const Principal& principal, const Digests& later) {
  ledger::ExportSources sources;
  sources.payloads = [&](std::uint8_t first, const std::function<Status(ByteView)>& take) {
    return reader.sealed_blobs(principal, first, [&](const crypto::Digest& digest, ByteView bytes) -> Status {
      return later.count(digest) != 0 ? Status() : take(bytes);
    });
  };
  sources.attachment = [&](const crypto::Digest& digest) -> Result<Bytes> {
    LICET_TRY(auto bytes, reader.attachment(crypto::digest_text(digest)));
    if (!bytes) return fail(ErrorCode::kTampered, "the data file lost the bytes of " + crypto::digest_text(digest));
    return std::move(*bytes);
  };
  return sources;
}

using Writing =
    std::function<Status(const ledger::TileStore&, const ledger::VerifierKey&, const ledger::ExportSources&)>;

/// Publishes a checkpoint and calls `write` with all that its bundle is made of, out of one snapshot.
Status with_sources(Deps& deps, const Principal& principal, const LedgerFolder& folder, const LedgerProgress& progress,
                    const Writing& write) {
  LICET_CHECK(Access::demand(principal, Right::kReadLedger));
  LICET_TRY(const std::string note, publish_checkpoint(deps, principal, folder));
  LICET_TRY(const ledger::Checkpoint head, ledger::read_checkpoint_note(note));
  LICET_TRY(const ledger::NoteSigner signer, log_signer(deps));
  return deps.store.read(principal, [&](Reader& reader) -> Status {
    Digests later;
    LICET_CHECK(later_payloads(deps, principal, head.size, later));
    ledger::ExportSources sources = sources_of(reader, principal, later);
    LICET_CHECK(reader.attachment_digests(principal, [&](const crypto::Digest& digest) -> Status {
      sources.attachments.push_back(digest);
      return {};
    }));
    if (progress)
      sources.progress = [&](std::uint64_t bytes, std::uint64_t total) {
        progress(total == 0 ? "measuring" : "writing", bytes, total);
      };
    return write(ledger::TileStore(folder.tiles), signer.key(), sources);
  });
}

/// Says on the record what the tables hold before this entry, so that whoever folds it can compare.
Status record_state(Deps& deps, const Principal& principal, const LedgerProgress& progress) {
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    std::int64_t rows = 0;
    const record::RowSource counted = [&](TableId table, const record::RowVisitor& visit) {
      return tx.each_row(principal, table, [&](const record::Row& row) {
        if (++rows % 4096 == 0 && progress) progress("rows", static_cast<std::uint64_t>(rows), 0);
        return visit(row);
      });
    };
    LICET_TRY(const crypto::Digest digest, record::state_digest(counted));
    record::BodyBuilder body = new_body(deps, principal, "ledger export");
    body.add(record::state_recorded(crypto::digest_text(digest), rows));
    return append(tx, std::move(body));
  });
  return receipt ? Status() : Status(fail(std::move(receipt).error()));
}

Status record_export(Deps& deps, const Principal& principal, const ledger::Exported& exported) {
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    record::BodyBuilder body = new_body(deps, principal, "ledger export");
    body.add(record::export_made("full", 0, static_cast<std::int64_t>(exported.head.size),
                                 crypto::digest_text(exported.sha256)));
    return append(tx, std::move(body));
  });
  return receipt ? Status() : Status(fail(std::move(receipt).error()));
}

/// The bundle that an export would write, in a nameless file in the data folder.
Result<std::shared_ptr<const ledger::BundleInFile>> bundle_of(Deps& deps, const Principal& principal,
                                                              const LedgerFolder& folder,
                                                              const LedgerProgress& progress) {
  std::shared_ptr<const ledger::BundleInFile> bundle;
  LICET_CHECK(with_sources(deps, principal, folder, progress,
                           [&](const ledger::TileStore& tiles, const ledger::VerifierKey& key,
                               const ledger::ExportSources& sources) -> Status {
                             LICET_TRY(ledger::ScratchFile scratch,
                                       ledger::ScratchFile::make(std::filesystem::absolute(folder.lock).parent_path()));
                             LICET_CHECK(ledger::write_export(tiles, key, sources, [&](ByteView piece) {
                                           return scratch.write(piece);
                                         }).map([](const ledger::Exported&) {}));
                             bundle = std::move(scratch).finish();
                             return {};
                           }));
  return bundle;
}

/// Screenings are run again from a ledger that reads; one that does not has been found out by then.
Status check_screenings(Deps& deps, const Principal& principal, const LedgerProgress& progress,
                        ledger::Report& report) {
  const auto not_run = [&report](const std::string& why) {
    report.set(5, ledger::LevelStatus::kNotCheckable);
    report.remark("screenings were not run again: " + why);
  };
  for (const int level : {0, 1, 3}) {
    if (report.level(static_cast<std::uint8_t>(level)) != ledger::LevelStatus::kFail) continue;
    not_run("the ledger is not sound below them");
    return {};
  }
  Status rerun = rerun_screenings(deps, principal, report, progress);
  if (rerun || rerun.error().code != ErrorCode::kTampered) return rerun;
  not_run(rerun.error().text);
  return {};
}

}  // namespace

Result<ledger::Exported> export_ledger(Deps& deps, const Principal& principal, const LedgerFolder& folder,
                                       const std::string& out, const LedgerProgress& progress) {
  LICET_CHECK(Access::demand(principal, Right::kReadLedger));
  LICET_CHECK(record_state(deps, principal, progress));
  ledger::Exported exported;
  LICET_CHECK(with_sources(deps, principal, folder, progress,
                           [&](const ledger::TileStore& tiles, const ledger::VerifierKey& key,
                               const ledger::ExportSources& sources) -> Status {
                             const auto before_naming = [&](const ledger::Exported& done) {
                               return record_export(deps, principal, done);
                             };
                             LICET_TRY(exported, ledger::export_bundle(tiles, key, sources, out, before_naming));
                             return {};
                           }));
  return exported;
}

Result<LedgerVerification> verify_ledger(Deps& deps, const Principal& principal, const LedgerFolder& folder,
                                         std::vector<std::string> kept, bool state, const LedgerProgress& progress) {
  LICET_TRY(const ledger::NoteSigner signer, log_signer(deps));
  ledger::Trust trust;
  trust.log_keys.push_back(signer.key());
  trust.kept_checkpoints = std::move(kept);
  LedgerVerification out;
  if (state) {
    LICET_TRY(StateCheck check, check_state(deps, principal, progress));
    out.differences = std::move(check.differences);
    out.state_digest = std::move(check.digest);
    out.lost_keys = check.lost_keys;
    out.state_checked = true;
  }
  auto bundle = bundle_of(deps, principal, folder, progress);
  if (!bundle && state && bundle.error().code == ErrorCode::kTampered) {
    // What stands against a bundle must not keep back what the tables are accused of.
    out.report.origin = deps.store.origin();
    out.report.add({0, "bundle", bundle.error().text});
    return out;
  }
  if (!bundle) return fail(std::move(bundle).error());
  record::RecordOptions options;
  options.run = ledger::run_on_threads();
  if (progress) options.progress = [&](std::uint64_t entries) { progress("entries", entries, 0); };
  LICET_TRY(out.report, record::verify_record(std::move(*bundle), trust, options));
  LICET_CHECK(check_screenings(deps, principal, progress, out.report));
  return out;
}

}  // namespace licet::app
