// A clock that never goes back, over one that may be set.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/time.h"

namespace licet {

/// Gives the other clock's time, but never a moment before one that it gave or was told of. Thread-safe when the other
/// is, which must outlive it.
class ForwardClock final : public Clock {
 public:
  explicit ForwardClock(Clock& inner) : inner_(inner) {}
  Instant now() override;
  /// What was recorded before: nothing is decided as of an earlier moment.
  void not_before(Instant at);

 private:
  Clock& inner_;
  std::atomic<std::int64_t> last_us_ = 0;
};

}  // namespace licet
