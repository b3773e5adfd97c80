#include "screening/assignment.h"

#include <algorithm>
#include <limits>

namespace licet::screening {
namespace {

/// True when no column is wanted by two rows and no row wants two columns; then wanting is having.
bool is_unambiguous(const GainTable& table, std::vector<std::int32_t>& assigned) {
  std::vector<bool> taken(table.columns, false);
  for (std::size_t row = 0; row < table.rows; ++row) {
    for (std::size_t column = 0; column < table.columns; ++column) {
      if (table.at(row, column) <= 0) continue;
      if (assigned[row] >= 0 || taken[column]) return false;
      assigned[row] = static_cast<std::int32_t>(column);
      taken[column] = true;
    }
  }
  return true;
}

}  // namespace

std::vector<std::int32_t> best_assignment(const GainTable& table) {
  std::vector<std::int32_t> assigned(table.rows, -1);
  if (is_unambiguous(table, assigned)) return assigned;

  // Square the table with zero gains and minimise cost = -gain with potentials; index 0 is the usual sentinel.
  const std::size_t n = std::max(table.rows, table.columns);
  const auto cost = [&](std::size_t row, std::size_t column) -> std::int64_t {
    return row <= table.rows && column <= table.columns ? -table.at(row - 1, column - 1) : 0;
  };
  constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;
  std::vector<std::int64_t> row_potential(n + 1, 0);
  std::vector<std::int64_t> column_potential(n + 1, 0);
  std::vector<std::size_t> row_of(n + 1, 0);
  for (std::size_t row = 1; row <= n; ++row) {
    std::vector<std::int64_t> slack(n + 1, kFar);
    std::vector<std::size_t> came_from(n + 1, 0);
    std::vector<bool> visited(n + 1, false);
    std::size_t column = 0;
    row_of[0] = row;
    do {
      visited[column] = true;
      std::int64_t step = kFar;
      std::size_t next = 0;
      for (std::size_t j = 1; j <= n; ++j) {
        if (visited[j]) continue;
        const std::int64_t reduced = cost(row_of[column], j) - row_potential[row_of[column]] - column_potential[j];
        if (reduced < slack[j]) {
          slack[j] = reduced;
          came_from[j] = column;
        }
        if (slack[j] < step) {
          step = slack[j];
          next = j;
        }
      }
      for (std::size_t j = 0; j <= n; ++j) {
        if (visited[j]) {
          row_potential[row_of[j]] += step;
          column_potential[j] -= step;
        } else {
          slack[j] -= step;
        }
      }
      column = next;
    } while (row_of[column] != 0);
    while (column != 0) {
      row_of[column] = row_of[came_from[column]];
      column = came_from[column];
    }
  }
  std::fill(assigned.begin(), assigned.end(), -1);
  for (std::size_t column = 1; column <= table.columns; ++column) {
    const std::size_t row = row_of[column];
    if (row >= 1 && row <= table.rows && table.at(row - 1, column - 1) > 0) {
      assigned[row - 1] = static_cast<std::int32_t>(column - 1);
    }
  }
  return assigned;
}

}  // namespace licet::screening
