#include "screening/assignment.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace licet::screening {
namespace {

/// Tries everything.
std::int64_t best_sum(const GainTable& table, std::size_t row, std::uint32_t used) {
  if (row == table.rows) return 0;
  std::int64_t best = best_sum(table, row + 1, used);
  for (std::size_t column = 0; column < table.columns; ++column) {
    if ((used >> column & 1U) != 0) continue;
    best = std::max(best, table.at(row, column) + best_sum(table, row + 1, used | 1U << column));
  }
  return best;
}

RC_GTEST_PROP(Assignment, IsTheBestAndTakesEachColumnOnce, ()) {
  GainTable table{*rc::gen::inRange<std::size_t>(0, 6), *rc::gen::inRange<std::size_t>(0, 6), {}};
  for (std::size_t i = 0; i < table.rows * table.columns; ++i) {
    table.gain.push_back(*rc::gen::element<std::int64_t>(0, 0, 0, 1, 2, 5, 9, 10));
  }
  const std::vector<std::int32_t> assigned = best_assignment(table);
  std::int64_t sum = 0;
  std::uint32_t used = 0;
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (assigned[row] < 0) continue;
    const auto column = static_cast<std::size_t>(assigned[row]);
    RC_ASSERT((used >> column & 1U) == 0U);
    used |= 1U << column;
    RC_ASSERT(table.at(row, column) > 0);
    sum += table.at(row, column);
  }
  RC_ASSERT(sum == best_sum(table, 0, 0));
}

TEST(Assignment, GreedyWouldLose) {
  const GainTable table{2, 2, {95, 94, 94, 0}};
  EXPECT_EQ(best_assignment(table), (std::vector<std::int32_t>{1, 0}));
}

TEST(Assignment, AVeryLongSideCostsLittle) {
  // Every row wants every column: the worst there is.
  for (const auto& [rows, columns] : {std::pair<std::size_t, std::size_t>{192, 3}, {3, 192}}) {
    GainTable table{rows, columns, {}};
    for (std::size_t i = 0; i < rows * columns; ++i) table.gain.push_back(static_cast<std::int64_t>(100 + i % 7));
    Assigner assigner;
    const auto& assigned = assigner.assign(table);
    EXPECT_EQ(std::count_if(assigned.begin(), assigned.end(), [](std::int32_t column) { return column >= 0; }), 3);
    EXPECT_LE(assigner.weighed(), 192U * 3 * (3 + 1));
  }
}

}  // namespace
}  // namespace licet::screening
