// Quality of the name score: on labelled pairs beside logic-v2's scores of the same pairs, and on whole books.
//
//   screening_quality               figures by group: AUC with its interval, precision, recall and F1 by threshold
//   screening_quality --pairs       besides, each pair with both scores
//   screening_quality --books       whole books against the lists: false alerts and recall by threshold, and the speed
//   screening_quality --operators   recall under each perturbation by script, of 100 names each, or as many as follow
//   screening_quality --gate        what a release must reach, and status 1 when a figure is below it
//
// Needs the test data (LICET_TEST_DATA, or ../shared/data beside the source folder); status 77 without it.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "quality_books.h"
#include "quality_data.h"
#include "quality_figures.h"
#include "quality_gate.h"
#include "quality_operators.h"
#include "screening/test_data.h"

namespace {

using namespace licet::bench;

void print_pairs(const std::vector<Labelled>& pairs) {
  for (const Labelled& pair : pairs)
    std::printf("%c %.4f %.4f %s | %s | %s %s\n", pair.match ? '+' : '-', pair.ours / 10'000.0,
                pair.theirs.value_or(-1), pair.left.c_str(), pair.right.c_str(), pair.schema.c_str(),
                pair.quality.c_str());
}

void print_groups(const std::vector<Labelled>& pairs) {
  print_group("all", on_same_pairs(pairs, [](const Labelled&) { return true; }));
  print_group("persons", on_same_pairs(pairs, [](const Labelled& pair) { return pair.person(); }));
  print_group("others", on_same_pairs(pairs, [](const Labelled& pair) { return !pair.person(); }));
  for (const char* group : {"nk_checks", "nk_unit_tests"})
    print_group(group, on_same_pairs(pairs, [&](const Labelled& pair) { return pair.group == group; }));
}

}  // namespace

int main(int argc, char** argv) {
  const auto given = [&](const char* what) {
    return std::find_if(argv + 1, argv + argc, [&](const char* a) { return std::strcmp(a, what) == 0; });
  };
  const auto wants = [&](const char* what) { return given(what) != argv + argc; };
  const auto folder = licet::screening::testing::test_data();
  if (!folder) {
    std::fputs("the test data is not there; LICET_TEST_DATA names its folder\n", stderr);
    return 77;
  }
  const std::vector<Labelled> pairs = read_pairs(*folder / "labelled");
  if (wants("--gate")) return quality_gate(*folder, pairs) ? 0 : 1;
  if (wants("--operators")) {
    const int names = given("--operators") + 1 < argv + argc ? std::atoi(given("--operators")[1]) : 0;
    print_operators(*folder, names > 0 ? static_cast<std::size_t>(names) : 100);
    return 0;
  }
  if (wants("--pairs")) print_pairs(pairs);
  print_groups(pairs);
  const auto [near, all] = ofac_parity(*folder);
  std::printf("algorithm ofac: %zu of %zu answers within five points of OFAC's tool\n", near, all);
  if (wants("--books")) print_books(*folder);
  return 0;
}
