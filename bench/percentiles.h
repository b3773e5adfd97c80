// How long single calls took, where a mean would hide what somebody waits for.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace licet::bench {

/// Percentiles in milliseconds: a mean would hide what a person waits for. Of several threads, the mean of theirs.
class Percentiles {
 public:
  void add(std::chrono::steady_clock::duration took) {
    ms_.push_back(std::chrono::duration<double, std::milli>(took).count());
  }
  void report(benchmark::State& state) {
    if (ms_.empty()) return;
    std::sort(ms_.begin(), ms_.end());
    const auto counter = [&](std::size_t percent) {
      return benchmark::Counter(ms_[ms_.size() * percent / 100], benchmark::Counter::kAvgThreads);
    };
    state.counters["p50_ms"] = counter(50);
    state.counters["p95_ms"] = counter(95);
    state.counters["p99_ms"] = counter(99);
  }

 private:
  std::vector<double> ms_;
};

}  // namespace licet::bench
