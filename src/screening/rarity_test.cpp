#include "screening/rarity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace licet::screening {
namespace {

TEST(Rarity, HundredthsOfABit) {
  EXPECT_EQ(bits_told(1'000, 1'000), 0U);
  EXPECT_EQ(bits_told(500, 1'000), 100U);
  EXPECT_EQ(bits_told(1, 1'024), 1'000U);
  EXPECT_EQ(bits_told(1, 86'000), 1'639U);  // log2(86000) = 16.392
  EXPECT_EQ(bits_told(1, 0xFFFF'FFFFU), 3'199U);
}

TEST(Rarity, CountsThatCannotBe) {
  EXPECT_EQ(bits_told(0, 1'024), 1'000U);
  EXPECT_EQ(bits_told(0, 0), 0U);
  EXPECT_EQ(bits_told(7, 3), 0U);
}

RC_GTEST_PROP(Rarity, IsTheLogarithmAndNeverRisesWithTheCount, ()) {
  const auto total = *rc::gen::inRange<std::uint32_t>(2, 0xFFFF'FFFFU);
  const auto count = *rc::gen::inRange<std::uint32_t>(1, total);
  const double exact = 100 * std::log2(static_cast<double>(total) / static_cast<double>(count));
  RC_ASSERT(std::abs(static_cast<double>(bits_told(count, total)) - exact) < 1.01);
  RC_ASSERT(bits_told(count, total) >= bits_told(count + 1, total));
}

}  // namespace
}  // namespace licet::screening
