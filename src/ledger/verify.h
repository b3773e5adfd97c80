// Verification of a bundle from its bytes alone, levels L0 to L3: container; chain and tree; signatures; form, time,
// links and sealed sections. Pure: the same bytes and the same trust give the same report anywhere.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "base/encode.h"
#include "ledger/bundle.h"
#include "ledger/entry.h"
#include "ledger/report.h"
#include "ledger/trust.h"

namespace licet::ledger {

/// What upper layers add to the same pass. Every function may be empty.
struct VerifyHooks {
  /// Each entry that could be read, in order, with its leaf hash. May add findings of levels 4 and 5.
  std::function<void(const Entry& entry, const Hash& leaf, Report& report)> on_entry;
  /// Asked after the last entry for each sealed payload that is not in the bundle: the number of the entry that records
  /// its erasure or purge, or nullopt. Without this function a missing payload makes L3 not checkable.
  std::function<std::optional<std::uint64_t>(std::string_view kid, std::uint64_t seq, const Hash& payload)> erased_by;
  /// After everything else, with the bundle at hand (attachments, payloads).
  std::function<void(const BundleReader& bundle, Report& report)> at_end;
};

struct VerifyOptions {
  /// Return after the container when it is bad, without looking for what else is wrong.
  bool stop_after_bad_container = false;
};

Report verify_bundle(ByteView bundle, const Trust& trust, const VerifyHooks& hooks = {},
                     const VerifyOptions& options = {});

}  // namespace licet::ledger
