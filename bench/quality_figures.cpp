#include "quality_figures.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/id.h"

namespace licet::bench {
namespace {

template <typename Hit>
Figures figures(const Items& items, Hit hit) {
  double hits = 0, alarms = 0, matches = 0;
  for (const Item& item : items) {
    matches += item.match ? 1 : 0;
    if (hit(item)) (item.match ? hits : alarms) += 1;
  }
  Figures out;
  out.precision = hits + alarms == 0 ? 0 : hits / (hits + alarms);
  out.recall = matches == 0 ? 0 : hits / matches;
  out.f1 = out.precision + out.recall == 0 ? 0 : 2 * out.precision * out.recall / (out.precision + out.recall);
  return out;
}

void print_scorer(const char* name, const Items& items) {
  const auto [low, high] = auc_interval(items);
  std::printf("  %-9s AUC %.3f [%.3f, %.3f]", name, auc(items), low, high);
  for (const double threshold : {.70, .80, .85}) {
    const Figures f = figures_at(items, threshold);
    std::printf("   %.2f %.3f/%.3f/%.3f", threshold, f.precision, f.recall, f.f1);
  }
  const Figures f = figures_shipped(items);
  std::printf("   shipped %.3f/%.3f/%.3f", f.precision, f.recall, f.f1);
  const auto full = std::count_if(items.begin(), items.end(), [](const Item& item) { return item.score >= 1; });
  std::printf("   at 1: %.0f %%\n", 100.0 * static_cast<double>(full) / static_cast<double>(items.size()));
}

}  // namespace

double auc(const Items& items) {
  std::vector<std::pair<double, bool>> sorted;
  for (const Item& item : items) sorted.emplace_back(item.score, item.match);
  std::sort(sorted.begin(), sorted.end());
  double below = 0, sum = 0, matches = 0, others = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t end = i;
    double same_matches = 0, same_others = 0;
    for (; end < sorted.size() && sorted[end].first == sorted[i].first; ++end)
      (sorted[end].second ? same_matches : same_others) += 1;
    sum += same_matches * (below + same_others / 2);
    below += same_others;
    matches += same_matches;
    others += same_others;
    i = end;
  }
  return matches == 0 || others == 0 ? 0 : sum / (matches * others);
}

std::pair<double, double> auc_interval(const Items& items) {
  constexpr int kDraws = 1'000;
  SeededRandom random(1);
  std::vector<double> drawn;
  for (int draw = 0; draw < kDraws; ++draw) {
    Items sample;
    for (std::size_t i = 0; i < items.size(); ++i) sample.push_back(items[random.next() % items.size()]);
    drawn.push_back(auc(sample));
  }
  std::sort(drawn.begin(), drawn.end());
  return {drawn[kDraws / 40], drawn[kDraws - 1 - kDraws / 40]};
}

Figures figures_at(const Items& items, double threshold) {
  return figures(items, [&](const Item& item) { return item.score >= threshold; });
}

Figures figures_shipped(const Items& items) {
  return figures(items, [](const Item& item) { return item.score >= item.shipped; });
}

void print_group(const std::string& name, const Both& both) {
  if (both.ours.empty()) return;
  std::printf("%s: %zu pairs (at each threshold: precision/recall/F1)\n", name.c_str(), both.ours.size());
  print_scorer("licet", both.ours);
  print_scorer("logic-v2", both.theirs);
}

std::pair<double, double> wilson(std::size_t hits, std::size_t all) {
  if (all == 0) return {0, 1};
  constexpr double kZ = 1.959964;
  const double n = static_cast<double>(all), p = static_cast<double>(hits) / n;
  const double middle = p + kZ * kZ / (2 * n), half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  return {(middle - half) / (1 + kZ * kZ / n), (middle + half) / (1 + kZ * kZ / n)};
}

}  // namespace licet::bench
