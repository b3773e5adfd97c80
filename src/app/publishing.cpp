#include "app/publishing.h"

#include <filesystem>

#include "ledger/lock_store_native.h"
#include "ledger/tile_store_native.h"

namespace licet::app {

Result<ledger::NoteSigner> log_signer(Deps& deps) {
  return ledger::NoteSigner::make(deps.store.origin(), deps.keys.log_seed());
}

namespace {

/// The note that was signed last, else the one that was published; nullopt when both are gone.
Result<std::optional<std::string>> last_note(const LedgerFolder& folder) {
  LICET_TRY(auto note, ledger::LockStore(folder.lock).read());
  if (note) return note;
  return ledger::TileStore(folder.tiles).read_checkpoint();
}

Result<std::string> publish(Deps& deps, const Principal& principal, const LedgerFolder& folder) {
  std::error_code ignored;
  std::filesystem::create_directories(folder.tiles, ignored);
  LICET_TRY(const LogHead head, deps.store.seal_all());
  LICET_TRY(ledger::NoteSigner signer, log_signer(deps));
  const ledger::LockStore lock(folder.lock);
  ledger::Publisher publisher(ledger::TileStore(folder.tiles), lock, std::move(signer));
  const ledger::EntrySource source = [&](std::uint64_t from, std::uint64_t to,
                                         const std::function<Status(ByteView)>& take) {
    Status status;
    const Status read = deps.store.entries(principal, from, [&](const StoredEntry& entry) {
      if (entry.seq >= to) return false;
      status = take(as_bytes(entry.bytes));
      return status.has_value();
    });
    return read ? status : read;
  };
  LICET_CHECK(publisher.publish(head.size, source).map([](const ledger::Checkpoint&) {}));
  LICET_TRY(const auto note, lock.read());
  LICET_INVARIANT(note.has_value());
  return *note;
}

}  // namespace

Result<std::string> publish_checkpoint(Deps& deps, const Principal& principal, const LedgerFolder& folder) {
  LICET_CHECK(Access::demand(principal, Right::kReadLedger));
  LICET_TRY(const auto note, last_note(folder));
  if (!note)
    return fail(
        ErrorCode::kTampered,
        "the signed head " + folder.lock +
            " and the published checkpoint are both gone: nothing says how far this "
            "log was signed, and to sign on might fork it. Put the newest checkpoint that you kept (licet ledger "
            "checkpoint prints one) there as " +
            folder.lock);
  return publish(deps, principal, folder);
}

Status sign_first_head(Deps& deps, const LedgerFolder& folder) {
  return publish(deps, Access::system(), folder).map([](const std::string&) {});
}

Status refuse_old_backup(Deps& deps, const LedgerFolder& folder) {
  LICET_TRY(const auto note, last_note(folder));
  if (!note) return {};
  LICET_TRY(const ledger::NoteSigner signer, log_signer(deps));
  LICET_TRY(const ledger::OpenedNote opened, ledger::open_note(*note, std::span(&signer.key(), 1)));
  if (opened.verified.empty())
    return fail(ErrorCode::kTampered, "the last checkpoint of this data folder was not signed by its key");
  LICET_TRY(const ledger::Checkpoint signed_head, ledger::Checkpoint::parse(opened.note.text));
  LICET_TRY(const LogHead head, deps.store.seal_all());
  if (signed_head.origin != deps.store.origin())
    return fail(ErrorCode::kTampered,
                "the signed checkpoint in this data folder is of another log (" + signed_head.origin + ")");
  if (head.size < signed_head.size)
    return fail(ErrorCode::kTampered,
                "the database holds " + std::to_string(head.size) + " entries, but " +
                    std::to_string(signed_head.size) +
                    " were signed: an old backup was put back. Put back the newest one; do not go on from here");
  return {};
}

}  // namespace licet::app
