#include "quality_operators.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "base/id.h"
#include "quality_data.h"
#include "quality_figures.h"
#include "screening/perturb.h"

namespace licet::bench {
namespace {

using namespace licet::screening;

struct Share {
  std::size_t hits = 0, all = 0;
};

/// Names of one kind in one script, in a seeded order.
struct Group {
  bool person = true;
  Script script = Script::kLatin;
  std::vector<std::uint32_t> names;
};

std::vector<Group> groups_of(const ListIndex& index) {
  std::map<std::pair<bool, Script>, Group> groups;
  for (const bool person : {true, false}) {
    const NameIndex& names = person ? index.persons() : index.entities();
    for (std::uint32_t i = 0; i < names.names().size(); ++i) {
      const IndexedName& name = names.names()[i];
      const std::string& text = index.entry(name.entry).names[name.name].full;
      if (name.weak || !names_somebody(text)) continue;
      Group& group = groups[{!person, script_of(text)}];
      group.person = person;
      group.script = script_of(text);
      group.names.push_back(i);
    }
  }
  std::vector<Group> out;
  SeededRandom random(7);
  for (auto& [key, group] : groups) {
    for (std::size_t i = group.names.size(); i > 1; --i) std::swap(group.names[i - 1], group.names[random.next() % i]);
    out.push_back(std::move(group));
  }
  return out;
}

bool found(const ListIndex& index, const Group& group, const IndexedName& name, const std::string& text) {
  const NameIndex& names = group.person ? index.persons() : index.entities();
  const auto query = normalise(text, group.person ? NameForm::kPerson : NameForm::kOrganisation);
  if (!query) return false;
  const std::uint32_t least = group.person ? Thresholds{}.person : Thresholds{}.company;
  const auto hits = names.find(*query, {least, Thresholds{}.weak_alias});
  return std::any_of(hits.begin(), hits.end(),
                     [&](const Scored& hit) { return names.names()[hit.index].entry == name.entry; });
}

/// The share found of the first `most` names that `change` changes.
template <typename Change>
Share measure(const ListIndex& index, const Group& group, std::size_t most, Change change) {
  constexpr std::size_t kTries = 20;  // an operator has often nothing to change
  const NameIndex& names = group.person ? index.persons() : index.entities();
  SeededRandom random(5);
  Share out;
  for (std::size_t i = 0; i < std::min(group.names.size(), most * kTries) && out.all < most; ++i) {
    const IndexedName& name = names.names()[group.names[i]];
    const std::string text = change(index.entry(name.entry).names[name.name].full, random);
    if (text.empty() || !names_somebody(text)) continue;
    ++out.all;
    out.hits += found(index, group, name, text) ? 1 : 0;
  }
  return out;
}

void print_row(std::string_view what, const Group& group, const Share& share) {
  if (share.all == 0) return;
  const auto [low, high] = wilson(share.hits, share.all);
  std::printf("  %-28s %-9s %-9s %5zu  %6.2f %% [%6.2f, %6.2f]\n", std::string(what).c_str(),
              group.person ? "persons" : "companies", std::string(script_name(group.script)).c_str(), share.all,
              100.0 * static_cast<double>(share.hits) / static_cast<double>(share.all), 100 * low, 100 * high);
}

/// Two operators, one after the other, each chosen anew.
std::string twice(std::string_view name, bool person, SeededRandom& random) {
  std::string text(name);
  std::size_t changes = 0;
  for (int tries = 0; tries < 32 && changes < 2; ++tries) {
    const auto operators = perturb_operators();
    std::string changed = perturbed(operators[random.next() % operators.size()], text, person, random);
    if (changed.empty()) continue;
    text = std::move(changed);
    ++changes;
  }
  return changes < 2 ? std::string() : text;
}

}  // namespace

void print_operators(const std::filesystem::path& data, std::size_t names) {
  const auto index = four_lists(data);
  const std::vector<Group> groups = groups_of(*index);
  std::printf("recall at the shipped thresholds (persons %u, companies %u) of listed names, changed:\n",
              Thresholds{}.person, Thresholds{}.company);
  std::map<bool, Share> sum;
  for (const PerturbOperator& one : perturb_operators())
    for (const Group& group : groups) {
      const Share share = measure(*index, group, names, [&](std::string_view name, SeededRandom& random) {
        return perturbed(one, name, group.person, random);
      });
      print_row(one.name, group, share);
      sum[!group.person].hits += share.hits;
      sum[!group.person].all += share.all;
    }
  for (const Group& group : groups)
    print_row("two of them", group, measure(*index, group, 4 * names, [&](std::string_view name, SeededRandom& random) {
                return twice(name, group.person, random);
              }));
  for (const auto& [company, share] : sum) {
    const auto [low, high] = wilson(share.hits, share.all);
    std::printf("one operator, %s: %zu of %zu, %.2f %% [%.2f, %.2f]\n", company ? "companies" : "persons", share.hits,
                share.all, 100.0 * static_cast<double>(share.hits) / static_cast<double>(share.all), 100 * low,
                100 * high);
  }
}

}  // namespace licet::bench
