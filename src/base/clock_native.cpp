// The system's clock; the pure layers are handed an instant instead.
#include <chrono>

#include "base/time.h"

namespace licet {

Instant SystemClock::now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
}

}  // namespace licet
