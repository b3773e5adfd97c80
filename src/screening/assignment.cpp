#include "screening/assignment.h"

#include <algorithm>
#include <limits>

namespace licet::screening {

/// True when no column is wanted by two rows and no row wants two columns; then wanting is having.
bool Assigner::is_unambiguous(const GainTable& table) {
  taken_.assign(table.columns, 0);
  for (std::size_t row = 0; row < table.rows; ++row) {
    for (std::size_t column = 0; column < table.columns; ++column) {
      if (table.at(row, column) <= 0) continue;
      if (assigned_[row] >= 0 || taken_[column] != 0) return false;
      assigned_[row] = static_cast<std::int32_t>(column);
      taken_[column] = 1;
    }
  }
  return true;
}

/// Finds a partner for one more row; there are columns enough. The cost is minimised with potentials; index 0 is the
/// usual sentinel.
void Assigner::augment(const Costs& costs, std::size_t row) {
  constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;
  slack_.assign(costs.columns + 1, kFar);
  came_from_.assign(costs.columns + 1, 0);
  visited_.assign(costs.columns + 1, 0);
  std::size_t column = 0;
  row_of_[0] = row;
  do {
    visited_[column] = 1;
    weighed_ += costs.columns;
    std::int64_t step = kFar;
    std::size_t next = 0;
    const std::size_t from = row_of_[column];
    for (std::size_t j = 1; j <= costs.columns; ++j) {
      if (visited_[j] != 0) continue;
      const std::int64_t reduced = costs.at(from, j) - row_potential_[from] - column_potential_[j];
      if (reduced < slack_[j]) {
        slack_[j] = reduced;
        came_from_[j] = column;
      }
      if (slack_[j] < step) {
        step = slack_[j];
        next = j;
      }
    }
    for (std::size_t j = 0; j <= costs.columns; ++j) {
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
  weighed_ = table.rows * table.columns;
  if (is_unambiguous(table)) return assigned_;
  const Costs costs{table};
  row_potential_.assign(costs.rows + 1, 0);
  column_potential_.assign(costs.columns + 1, 0);
  row_of_.assign(costs.columns + 1, 0);
  for (std::size_t row = 1; row <= costs.rows; ++row) augment(costs, row);
  std::fill(assigned_.begin(), assigned_.end(), -1);
  for (std::size_t column = 1; column <= costs.columns; ++column) {
    const std::size_t row = row_of_[column];
    if (row == 0 || costs.at(row, column) >= 0) continue;
    assigned_[(costs.turned ? column : row) - 1] = static_cast<std::int32_t>((costs.turned ? row : column) - 1);
  }
  return assigned_;
}

std::vector<std::int32_t> best_assignment(const GainTable& table) { return Assigner().assign(table); }

}  // namespace licet::screening
