// Checkpoints of a data folder: tiles and the signed head beside the database, and the guard against an old backup.
#pragma once

#include <string>

#include "app/deps.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"

namespace licet::app {

/// Where the derived files of the ledger lie.
struct LedgerFolder {
  std::string tiles;  ///< folder of tiles and the published checkpoint
  std::string lock;   ///< file with the last signed checkpoint, kept out of database backups
};

/// The key that signs this installation's checkpoints.
Result<ledger::NoteSigner> log_signer(Deps& deps);

/// Seals what is recorded, writes tiles, signs and publishes a checkpoint (facts: audit-log 2.6). Returns the note.
/// kTampered when neither the signed head nor a published checkpoint is there: a folder has one from its first day
/// (`sign_first_head`), so both are lost and nothing says how far the log was signed.
Result<std::string> publish_checkpoint(Deps& deps, const Principal& principal, const LedgerFolder& folder);
/// The first checkpoint of a new data folder.
Status sign_first_head(Deps& deps, const LedgerFolder& folder);

/// kTampered when the database holds fewer entries than were signed, by the signed head or, without it, by the
/// published checkpoint: an old backup was put back. Signing on from there would fork the log.
Status refuse_old_backup(Deps& deps, const LedgerFolder& folder);

}  // namespace licet::app
