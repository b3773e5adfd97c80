#include "quality_gate.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "quality_books.h"
#include "quality_figures.h"
#include "screening/ofac_score.h"

namespace licet::bench {
namespace {

using namespace licet::screening;

class Gate {
 public:
  void at_least(const std::string& what, double got, double asked) { row(what, got, ">=", asked, got >= asked); }
  void above(const std::string& what, double got, double asked) { row(what, got, "> ", asked, got > asked); }
  void below(const std::string& what, double got, double asked) { row(what, got, "< ", asked, got < asked); }
  bool passed() const { return passed_; }

 private:
  void row(const std::string& what, double got, const char* sign, double asked, bool reached) {
    std::printf("  %-6s %-58s %.4f %s %.4f\n", reached ? "ok" : "BELOW", what.c_str(), got, sign, asked);
    passed_ = passed_ && reached;
  }
  bool passed_ = true;
};

void hold_pairs(const std::vector<Labelled>& pairs, Gate& gate) {
  const Both all = on_same_pairs(pairs, [](const Labelled&) { return true; });
  gate.at_least("labelled pairs: AUC, beside logic-v2's", auc(all.ours), auc(all.theirs));
  for (const double threshold : {.80, .85})
    gate.above(
        "labelled pairs: F1 at ." + std::to_string(static_cast<int>(threshold * 100 + .5)) + ", beside logic-v2's",
        figures_at(all.ours, threshold).f1, figures_at(all.theirs, threshold).f1);
  gate.above("labelled pairs: F1 at the shipped thresholds", figures_shipped(all.ours).f1,
             figures_at(all.theirs, .85).f1);
}

void hold_books(const std::filesystem::path& data, Gate& gate) {
  const auto index = four_lists(data);
  const Thresholds shipped;
  for (const char* name : {"clean_persons_global", "clean_persons_us"}) {
    const auto book = read_queries(data / "books" / (std::string(name) + ".csv"), false);
    gate.below(std::string(name) + ": share with an alert",
               share_at(screen_book(*index, book, nullptr, shipped).best, shipped.person), .006);
  }
  const auto listed = read_book(data / "books/listed_persons_un.csv");
  const auto perturbed = read_queries(data / "books/listed_persons_un_perturbed.csv", false);
  const BookFigures found = screen_book(*index, perturbed, &listed, shipped);
  gate.at_least("listed_persons_un_perturbed: share that shows its entry", share_at(found.best, shipped.person), .99);
}

}  // namespace

std::pair<std::size_t, std::size_t> ofac_parity(const std::filesystem::path& data) {
  std::size_t near = 0, all = 0;
  for (auto& row : rows_of(data / "labelled/ofac_search_scores.csv")) {
    const OfacScore score = ofac_score(ofac_name(row["query_name"]), ofac_name(row["result_name"]));
    const int ours = static_cast<int>((score.score + 50) / 100);
    near += std::abs(ours - std::atoi(row["ofac_score"].c_str())) <= 5 ? 1U : 0U;
    ++all;
  }
  return {near, all};
}

bool quality_gate(const std::filesystem::path& data, const std::vector<Labelled>& pairs) {
  Gate gate;
  std::printf("the gate, at the shipped thresholds (persons %u, companies %u, weak aliases %u):\n", Thresholds{}.person,
              Thresholds{}.company, Thresholds{}.weak_alias);
  hold_pairs(pairs, gate);
  const auto [near, all] = ofac_parity(data);
  gate.at_least("algorithm ofac: share within five points of OFAC's tool",
                all == 0 ? 0 : static_cast<double>(near) / static_cast<double>(all), .95);
  hold_books(data, gate);
  return gate.passed();
}

}  // namespace licet::bench
