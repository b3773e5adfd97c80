#include "ledger/parallel_native.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "ledger/test_log.h"

namespace licet::ledger {
namespace {

TEST(RunOnThreads, RunsEachItemOnceAndWaits) {
  for (const std::size_t threads : {1U, 2U, 5U}) {
    const RunItems run = run_on_threads(threads);
    for (const std::size_t n : {0U, 1U, 3U, 1000U}) {
      std::vector<std::atomic<int>> seen(n);
      run(n, [&](std::size_t i) { ++seen[i]; });
      for (const auto& count : seen) EXPECT_EQ(count.load(), 1);
    }
  }
}

TEST(RunOnThreads, AnExceptionReachesTheCallerAndTheNextRunWorks) {
  const RunItems run = run_on_threads(3);
  std::atomic<int> done = 0;
  const auto broken = [&](std::size_t i) {
    if (i == 7) throw std::runtime_error("no memory");
    ++done;
  };
  EXPECT_THROW(run(100, broken), std::runtime_error);
  EXPECT_EQ(done, 99);
  run(10, [&](std::size_t) { ++done; });
  EXPECT_EQ(done, 109);
}

// A log of more than two batches: the report must be the same with and without threads, for sound and damaged bundles.
TEST(RunOnThreads, ReportsAreTheSame) {
  const testing::TestLog log = testing::TestLog::make(3'000, 11);
  Bytes bundle = log.bundle();
  const auto text = [&](const VerifyOptions& options) {
    return json::canonical(verify_bundle(bundle, testing::test_trust(), {}, options).to_json());
  };
  VerifyOptions threads;
  threads.run = run_on_threads(4);
  EXPECT_EQ(text(threads), text({}));
  EXPECT_NE(text({}).find("\"verdict\":\"pass\""), std::string::npos);
  SeededRandom random(5);
  for (int i = 0; i < 20; ++i) {
    const std::size_t at = random.next() % bundle.size();
    bundle[at] ^= static_cast<std::uint8_t>(1 + random.next() % 255);
    EXPECT_EQ(text(threads), text({}));
    EXPECT_NE(text({}).find("\"verdict\":\"fail\""), std::string::npos);
  }
}

}  // namespace
}  // namespace licet::ledger
