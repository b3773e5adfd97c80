// Writes a full bundle out of a published log's folder, in constant memory. Native only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/bundle.h"
#include "ledger/note.h"
#include "ledger/tile_store_native.h"

namespace licet::ledger {

/// Where an export finds what the log's folder does not hold.
struct ExportSources {
  /// Gives to `take`, ascending by SHA-256, every sealed payload that still exists and whose SHA-256 begins with
  /// `first_byte`. Only payloads that entries below the exported size name. Called twice for each byte.
  std::function<Status(std::uint8_t first_byte, const std::function<Status(ByteView)>& take)> payloads;
  /// The digests of the attachments to carry along, in any order, and their bytes.
  std::vector<crypto::Digest> attachments;
  std::function<Result<Bytes>(const crypto::Digest&)> attachment;
  /// Told now and then how much is done: bytes read or written of `total`; 0 while the total is not known.
  std::function<void(std::uint64_t bytes, std::uint64_t total)> progress;
};

/// What was written.
struct Exported {
  Checkpoint head;
  std::uint64_t bytes = 0;
  crypto::Digest sha256{};  ///< of the whole bundle
};

/// Gives the bundle of the log's published checkpoint to `out`, in pieces. kNotFound when nothing was published;
/// kConflict when a source gave other bytes the second time.
Result<Exported> write_export(const TileStore& tiles, const VerifierKey& key, const ExportSources& sources,
                              const ByteSink& out);
/// The same into a file (0600; temporary file, synced, renamed). `before_naming` is called when all is written and
/// before the file has its name; its error leaves no file.
Result<Exported> export_bundle(const TileStore& tiles, const VerifierKey& key, const ExportSources& sources,
                               const std::filesystem::path& out,
                               const std::function<Status(const Exported&)>& before_naming = {});

}  // namespace licet::ledger
