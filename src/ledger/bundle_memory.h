// A whole bundle put together in memory: for small logs, tests and tools. Large exports stream (export_native.h).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/encode.h"
#include "base/result.h"
#include "ledger/note.h"

namespace licet::ledger {

/// Files by path.
using BundleFiles = std::map<std::string, Bytes>;

struct BundleParts {
  std::vector<std::string> entries;
  std::string checkpoint;  ///< the signed note
  VerifierKey key;
  std::vector<Bytes> payloads;     ///< sealed payloads in any order, doubles dropped
  std::vector<Bytes> attachments;  ///< likewise
};

/// Every file of a full bundle.
BundleFiles full_bundle_files(const BundleParts& parts);
/// The container around files; kTampered when they are not those of a full bundle of `size` entries.
Result<Bytes> pack_bundle(const std::string& origin, std::uint64_t size, const BundleFiles& files);

}  // namespace licet::ledger
