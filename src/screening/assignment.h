// The assignment problem on small tables.
#pragma once

#include <cstdint>
#include <vector>

namespace licet::screening {

/// A table of gains, `rows` by `columns`, row by row; none negative.
struct GainTable {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::int64_t> gain;
  std::int64_t at(std::size_t row, std::size_t column) const { return gain[row * columns + column]; }
};

/// Finds for each row the column assigned to it, or -1: each column at most once, greatest sum of gains. Pairs that
/// gain nothing are left apart. Deterministic. O(s * s * l), where s is the shorter and l the longer side, so that a
/// very long name costs little against an ordinary one (shortest augmenting paths, H. Kuhn 1955 and later). Keeps its
/// memory between tables; one per thread.
class Assigner {
 public:
  /// The answer holds until the next call.
  const std::vector<std::int32_t>& assign(const GainTable& table);
  /// Cells of the table that the last call weighed.
  std::uint64_t weighed() const { return weighed_; }

 private:
  /// The table with the shorter side as its rows; numbers from 1.
  struct Costs {
    const GainTable& table;
    bool turned = table.rows > table.columns;
    std::size_t rows = turned ? table.columns : table.rows;
    std::size_t columns = turned ? table.rows : table.columns;
    std::int64_t at(std::size_t row, std::size_t column) const {
      return turned ? -table.at(column - 1, row - 1) : -table.at(row - 1, column - 1);
    }
  };
  bool is_unambiguous(const GainTable& table);
  void augment(const Costs& costs, std::size_t row);

  std::vector<std::int32_t> assigned_;
  std::vector<char> taken_, visited_;
  std::vector<std::int64_t> row_potential_, column_potential_, slack_;
  std::vector<std::size_t> row_of_, came_from_;
  std::uint64_t weighed_ = 0;
};

/// The same, once.
std::vector<std::int32_t> best_assignment(const GainTable& table);

}  // namespace licet::screening
