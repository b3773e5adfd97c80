// Whether a service that failed lately is asked again: a dead one must not cost every screening its whole timeout.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

namespace licet::connect {

/// Closed: asked. Open, after `failures_max` failures in a row: not asked for `open_ms`. Then half open: one asks, the
/// others do not; it closes when that one succeeds, and is open again when it fails. Thread-safe.
class CircuitBreaker {
 public:
  struct Settings {
    std::int32_t failures_max = 5;
    std::int64_t open_ms = 30'000;
  };
  /// Milliseconds of a clock that never goes back.
  using Clock = std::function<std::int64_t()>;

  CircuitBreaker(Settings settings, Clock now) : settings_(settings), now_(std::move(now)) {}

  /// Whether to ask now. Whoever gets true says how it went, once.
  bool may_ask() {
    const std::lock_guard lock(mutex_);
    if (failures_ < settings_.failures_max) return true;
    if (probing_ || now_() < opened_at_ms_ + settings_.open_ms) return false;
    probing_ = true;
    return true;
  }
  void succeeded() {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    probing_ = false;
  }
  void failed() {
    const std::lock_guard lock(mutex_);
    probing_ = false;
    if (failures_ < settings_.failures_max) ++failures_;
    if (failures_ == settings_.failures_max) opened_at_ms_ = now_();
  }

 private:
  Settings settings_;
  Clock now_;
  std::mutex mutex_;  // guards what follows
  std::int32_t failures_ = 0;
  std::int64_t opened_at_ms_ = 0;
  bool probing_ = false;
};

}  // namespace licet::connect
