#include "app/publishing.h"

#include <filesystem>

#include "ledger/lock_store_native.h"
#include "ledger/tile_store_native.h"

namespace licet::app {

Result<ledger::NoteSigner> log_signer(Deps& deps) {
  return ledger::NoteSigner::make(deps.store.origin(), deps.keys.log_seed());
}

Result<std::string> publish_checkpoint(Deps& deps, const Principal& principal, const LedgerFolder& folder) {
  LICET_CHECK(Access::demand(principal, Right::kReadLedger));
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

Status refuse_old_backup(Deps& deps, const LedgerFolder& folder) {
  LICET_TRY(const auto note, ledger::LockStore(folder.lock).read());
  if (!note) return {};
  LICET_TRY(const ledger::Checkpoint signed_head, ledger::read_checkpoint_note(*note));
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
