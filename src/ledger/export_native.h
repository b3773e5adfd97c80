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
};

/// Writes the bundle of the log's published checkpoint to `out` (temporary file, synced, renamed) and returns that
/// checkpoint. kNotFound when nothing was published; kConflict when a source gave other bytes the second time.
Result<Checkpoint> export_bundle(const TileStore& tiles, const VerifierKey& key, const ExportSources& sources,
                                 const std::filesystem::path& out);

}  // namespace licet::ledger
