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
/// gain nothing are left apart. Deterministic. O(n^3) (shortest augmenting paths, H. Kuhn 1955 and later). Keeps its
/// memory between tables; one per thread.
class Assigner {
 public:
  /// The answer holds until the next call.
  const std::vector<std::int32_t>& assign(const GainTable& table);

 private:
  bool is_unambiguous(const GainTable& table);
  void augment(const GainTable& table, std::size_t row, std::size_t n);

  std::vector<std::int32_t> assigned_;
  std::vector<char> taken_, visited_;
  std::vector<std::int64_t> row_potential_, column_potential_, slack_;
  std::vector<std::size_t> row_of_, came_from_;
};

/// The same, once.
std::vector<std::int32_t> best_assignment(const GainTable& table);

}  // namespace licet::screening
