// Verification of a bundle from its bytes alone, levels L0 to L3: container; chain and tree; signatures; form, time,
// links and sealed sections. Pure: the same bytes and the same trust give the same report anywhere.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "base/encode.h"
#include "ledger/bundle.h"
#include "ledger/entry.h"
#include "ledger/report.h"
#include "ledger/trust.h"

namespace licet::ledger {

/// Runs `item` for 0 .. n-1, each once, and returns when all have ended. Items may run in any order or side by side;
/// where they run changes no report.
using RunItems = std::function<void(std::size_t n, const std::function<void(std::size_t)>& item)>;

/// What an upper layer makes of each entry, cut so that the parts can run side by side.
class EntryPipeline {
 public:
  /// What `prepare` made of an entry.
  class Prepared {
   public:
    virtual ~Prepared() = default;
  };
  virtual ~EntryPipeline() = default;
  /// What needs nothing but the entry; on any thread, beside everything else here.
  virtual std::unique_ptr<Prepared> prepare(const Entry& entry) const = 0;
  /// Each entry that could be read, in order. May add findings of levels 4 and 5.
  virtual void take(const Entry& entry, std::unique_ptr<Prepared> prepared, Report& report) = 0;
  /// Between two batches of entries: how many parts of work `take` has left for `work` since the last call.
  virtual std::size_t leave() = 0;
  /// Part `i` of what `leave` counted: on any thread, beside `take` and `prepare` and other parts.
  virtual void work(std::size_t i) = 0;
  /// When all parts have ended: adds what they found, in their order.
  virtual void settle(Report& report) = 0;
};

/// What upper layers add to the same pass. Every function may be empty.
struct VerifyHooks {
  /// Each entry that could be read, in order, with its leaf hash. May add findings of levels 4 and 5.
  std::function<void(const Entry& entry, const Hash& leaf, Report& report)> on_entry;
  /// Likewise, in parts; must outlive the verification.
  EntryPipeline* pipeline = nullptr;
  /// Asked after the last entry for each sealed payload that is not in the bundle: the number of the entry that records
  /// its erasure or purge, or nullopt. Without this function a missing payload makes L3 not checkable.
  std::function<std::optional<std::uint64_t>(std::string_view kid, std::uint64_t seq, const Hash& payload)> erased_by;
  /// After everything else, with the bundle at hand (attachments, payloads).
  std::function<void(const BundleReader& bundle, Report& report)> at_end;
};

struct VerifyOptions {
  /// Return after the container when it is bad, without looking for what else is wrong.
  bool stop_after_bad_container = false;
  /// Empty: one after the other, on the caller's thread.
  RunItems run = {};
  /// Told now and then how many entries have been read.
  std::function<void(std::uint64_t entries)> progress = {};
};

/// kEnvironment when the bytes cannot be read; whatever is wrong in them is in the report. Memory: some thousand
/// entries at a time, 48 bytes a sealed payload and about 100 an object that entries link to.
Result<Report> verify_bundle(std::shared_ptr<const BundleBytes> bundle, const Trust& trust,
                             const VerifyHooks& hooks = {}, const VerifyOptions& options = {});

Report verify_bundle(ByteView bundle, const Trust& trust, const VerifyHooks& hooks = {},
                     const VerifyOptions& options = {});

}  // namespace licet::ledger
