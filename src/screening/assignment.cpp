#include "screening/assignment.h"

#include <algorithm>
#include <limits>

namespace licet::screening {

/// True when each row that wants anything wants one column most, and no two the same: no assignment has more, and no
/// other has as much.
bool Assigner::is_unambiguous(const GainTable& table) {
  taken_.assign(table.columns, 0);
  const std::int64_t* gain = table.gain.data();
  for (std::size_t row = 0; row < table.rows; ++row, gain += table.columns) {
    std::int64_t most = 0;
    std::size_t wanted = 0, wanting = 0;
    for (std::size_t column = 0; column < table.columns; ++column) {
      if (gain[column] < most || gain[column] <= 0) continue;
      wanting = gain[column] == most ? wanting + 1 : 1;
      most = gain[column];
      wanted = column;
    }
    if (most == 0) continue;
    if (wanting > 1 || taken_[wanted] != 0) return false;
    assigned_[row] = static_cast<std::int32_t>(wanted);
    taken_[wanted] = 1;
  }
  return true;
}

/// Finds a partner for one more row. The table is made square with gains of zero, and cost = -gain is minimised with
/// potentials; index 0 is the usual sentinel.
void Assigner::augment(const GainTable& table, std::size_t row, std::size_t n) {
  constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;
  const auto cost = [&](std::size_t r, std::size_t c) -> std::int64_t {
    return r <= table.rows && c <= table.columns ? -table.at(r - 1, c - 1) : 0;
  };
  slack_.assign(n + 1, kFar);
  came_from_.assign(n + 1, 0);
  visited_.assign(n + 1, 0);
  std::size_t column = 0;
  row_of_[0] = row;
  do {
    visited_[column] = 1;
    std::int64_t step = kFar;
    std::size_t next = 0;
    for (std::size_t j = 1; j <= n; ++j) {
      if (visited_[j] != 0) continue;
      const std::int64_t reduced = cost(row_of_[column], j) - row_potential_[row_of_[column]] - column_potential_[j];
      if (reduced < slack_[j]) {
        slack_[j] = reduced;
        came_from_[j] = column;
      }
      if (slack_[j] < step) {
        step = slack_[j];
        next = j;
      }
    }
    for (std::size_t j = 0; j <= n; ++j) {
      if (visited_[j] != 0) {
        row_potential_[row_of_[j]] += step;
        column_potential_[j] -= step;
      } else {
        slack_[j] -= step;
      }
    }
    column = next;
  } while (row_of_[column] != 0);
  while (column != 0) {
    row_of_[column] = row_of_[came_from_[column]];
    column = came_from_[column];
  }
}

const std::vector<std::int32_t>& Assigner::assign(const GainTable& table) {
  assigned_.assign(table.rows, -1);
  if (is_unambiguous(table)) return assigned_;
  const std::size_t n = std::max(table.rows, table.columns);
  row_potential_.assign(n + 1, 0);
  column_potential_.assign(n + 1, 0);
  row_of_.assign(n + 1, 0);
  for (std::size_t row = 1; row <= n; ++row) augment(table, row, n);
  std::fill(assigned_.begin(), assigned_.end(), -1);
  for (std::size_t column = 1; column <= table.columns; ++column) {
    const std::size_t row = row_of_[column];
    if (row >= 1 && row <= table.rows && table.at(row - 1, column - 1) > 0)
      assigned_[row - 1] = static_cast<std::int32_t>(column - 1);
  }
  return assigned_;
}

std::vector<std::int32_t> best_assignment(const GainTable& table) { return Assigner().assign(table); }

}  // namespace licet::screening
