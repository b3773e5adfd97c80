#include "base/forward_clock.h"

namespace licet {

void ForwardClock::not_before(Instant at) {
  std::int64_t last = last_us_.load();
  while (last < at.us && !last_us_.compare_exchange_weak(last, at.us)) {
  }
}

Instant ForwardClock::now() {
  not_before(inner_.now());
  return {last_us_.load()};
}

}  // namespace licet
