// Figures of a classifier that scores pairs, and of shares.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "quality_data.h"

namespace licet::bench {

/// A score from 0 to 1, the threshold that it must reach in production, and the truth.
struct Item {
  double score = 0;
  double shipped = 0;
  bool match = false;
};
using Items = std::vector<Item>;

/// The probability that a match scores above a non-match; ties count half.
double auc(const Items& items);
/// Its 95 % interval, by drawing the pairs again with replacement.
std::pair<double, double> auc_interval(const Items& items);

struct Figures {
  double precision = 0, recall = 0, f1 = 0;
};
Figures figures_at(const Items& items, double threshold);
/// At each item's own threshold.
Figures figures_shipped(const Items& items);

/// Two scorers on the same pairs.
struct Both {
  Items ours, theirs;
};
template <typename Of>
Both on_same_pairs(const std::vector<Labelled>& pairs, Of of) {
  Both out;
  for (const Labelled& pair : pairs) {
    if (!pair.theirs || !of(pair)) continue;
    out.ours.push_back({pair.ours / 10'000.0, pair.threshold() / 10'000.0, pair.match});
    // logic-v2 ships one threshold, .70.
    out.theirs.push_back({*pair.theirs, .70, pair.match});
  }
  return out;
}
void print_group(const std::string& name, const Both& both);

/// Wilson's 95 % interval of a share.
std::pair<double, double> wilson(std::size_t hits, std::size_t all);

}  // namespace licet::bench
