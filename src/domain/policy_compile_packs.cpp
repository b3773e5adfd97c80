#include <algorithm>

#include "base/limits.h"
#include "domain/policy_compiler.h"

namespace licet::domain {

std::string fold_words(std::string_view text) {
  std::string out = " ";
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept =
        upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (kept) {
      out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

void PolicyCompiler::read_packs(const DocNode& list) {
  const auto nodes = list.items();
  if (nodes.size() > limits::kPacksMax) list.problem("has more than " + std::to_string(limits::kPacksMax) + " packs");
  std::string_view last;
  for (const DocNode& node : nodes) {
    const auto id = node.at("id").pack();
    if (!last.empty() && id <= last) node.problem("stands out of order: packs are sorted by id, each once");
    last = id;
    read_pack(node);
  }
  house_of_pack_.resize(policy_.packs_.size());
  link_parents(list);
  link_places();
}

void PolicyCompiler::read_pack(const DocNode& node) {
  node.members({"id", "name", "zone", "places", "rules"}, {"parent", "place_zones", "regulators", "client_types"});
  const auto index = static_cast<std::uint32_t>(policy_.packs_.size());
  policy_.packs_.emplace_back();
  Policy::Pack pack;
  pack.id = symbol(node.at("id").pack());
  node.at("name").text();
  read_pack_zones(node, pack);
  for (const DocNode& regulator : node.at("regulators").items()) {
    regulator.members({"id", "name"});
    regulator.at("id").code();
    regulator.at("name").text();
  }
  for (const DocNode& type : node.at("client_types").items()) {
    type.members({"id", "counts_as"});
    type.at("id").code();
    const auto counts_as = type.at("counts_as").code();
    if (!counts_as.empty() && !knows(client_types_, counts_as))
      type.at("counts_as").problem("'" + std::string(counts_as) + "' is none of the policy's client_types");
  }
  for (const DocNode& place : node.at("places").items()) read_place(place, index);
  read_rules(node.at("rules"), pack.id, pack.rules, nullptr);
  policy_.packs_[index] = std::move(pack);
}

void PolicyCompiler::read_pack_zones(const DocNode& node, Policy::Pack& pack) {
  const auto known_zone = [&](const DocNode& zone) {
    const auto name = zone.text();
    if (!name.empty() && !policy_.zones_.has(name))
      zone.problem("'" + std::string(name) + "' is not among the policy's zones");
    return std::string(name);
  };
  pack.zone = known_zone(node.at("zone"));
  for (const DocNode& item : node.at("place_zones").items()) {
    if (!item.members({"place", "zone"})) continue;
    const auto place = item.at("place").place();
    const std::string zone = known_zone(item.at("zone"));
    if (!pack.place_zones.emplace(symbol(place), zone).second) item.problem("names a place a second time");
  }
}

void PolicyCompiler::read_place(const DocNode& node, std::uint32_t pack) {
  if (!node.members({"code", "name"}, {"needs_subdivision", "match"})) return;
  const std::string code(node.at("code").place());
  node.at("name").text();
  if (code.empty()) return;
  const Symbol place = symbol(code);
  auto& packs = place_packs_[code];
  if (std::find(packs.begin(), packs.end(), pack) != packs.end()) node.problem("stands here twice");
  packs.push_back(pack);
  auto& meaning = policy_.meanings_[static_cast<std::size_t>(place)];
  if (meaning.place == kNoRule) {
    meaning.place = static_cast<std::uint32_t>(policy_.places_.size());
    policy_.places_.push_back({place, false, {}, {}});
  }
  // Where packs disagree, the one that wants to know more wins.
  if (node.at("needs_subdivision").flag()) policy_.places_[meaning.place].needs_subdivision = true;
  read_zone_matches(node.at("match"), place);
}

void PolicyCompiler::read_zone_matches(const DocNode& list, Symbol place) {
  for (const DocNode& item : list.items()) {
    if (!item.members({"within", "words"})) continue;
    Policy::ZoneMatch match;
    match.within = std::string(item.at("within").place());
    match.place = place;
    for (const DocNode& word : item.at("words").some_items()) {
      match.words.push_back(fold_words(word.text()));
      if (match.words.back() == " ") word.problem("has no letter or digit to look for");
    }
    policy_.zone_matches_.push_back(std::move(match));
  }
}

void PolicyCompiler::link_parents(const DocNode& list) {
  const auto nodes = list.items();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const DocNode parent = nodes[i].at("parent");
    if (!parent.given()) continue;
    const Symbol id = symbol(parent.pack());
    const auto found =
        std::find_if(policy_.packs_.begin(), policy_.packs_.end(), [&](const auto& pack) { return pack.id == id; });
    if (found == policy_.packs_.end()) {
      parent.problem("there is no such pack in this policy");
    } else {
      policy_.packs_[i].parent = static_cast<std::uint32_t>(found - policy_.packs_.begin());
    }
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    std::size_t steps = 0;
    for (auto above = policy_.packs_[i].parent; above != kNoRule && steps <= nodes.size(); ++steps)
      above = policy_.packs_[above].parent;
    if (steps <= nodes.size()) continue;
    nodes[i].at("parent").problem("leads round in a circle");
    for (auto& pack : policy_.packs_) pack.parent = kNoRule;
    return;
  }
}

void PolicyCompiler::link_places() {
  for (const auto& [code, packs] : place_packs_) {
    Policy::Place& place = policy_.places_[policy_.meanings_[static_cast<std::size_t>(symbol(code))].place];
    for (const std::uint32_t pack : packs)
      for (std::uint32_t level = pack; level != kNoRule; level = policy_.packs_[level].parent) add_pairs(place, level);
    std::sort(place.jurisdictions.begin(), place.jurisdictions.end());
    for (const Jurisdiction& pair : place.jurisdictions) {
      const auto pack =
          std::find_if(policy_.packs_.begin(), policy_.packs_.end(), [&](const auto& p) { return p.id == pair.pack; });
      place.zones.push_back(zone_of(*pack, place.code));
    }
  }
}

void PolicyCompiler::add_pairs(Policy::Place& place, std::uint32_t pack) {
  const Jurisdiction pair{policy_.packs_[pack].id, place.code};
  if (std::find(place.jurisdictions.begin(), place.jurisdictions.end(), pair) == place.jurisdictions.end())
    place.jurisdictions.push_back(pair);
}

std::uint32_t PolicyCompiler::zone_of(const Policy::Pack& pack, Symbol place) {
  const auto own = pack.place_zones.find(place);
  const std::string& name = own == pack.place_zones.end() ? pack.zone : own->second;
  const auto [entry, fresh] = zone_index_.emplace(name, static_cast<std::uint32_t>(policy_.zone_list_.size()));
  if (fresh) {
    const auto found = policy_.zones_.zones_.find(name);
    policy_.zone_list_.push_back(found == policy_.zones_.zones_.end() ? ZoneTable::Zone{} : found->second);
  }
  return entry->second;
}

void PolicyCompiler::sort_licensing() {
  const auto licensing = [&](std::uint32_t rule) {
    const Shape shape = policy_.rules_[rule].shape;
    return shape == Shape::kR03 || shape == Shape::kR23 || shape == Shape::kR24 || shape == Shape::kR28;
  };
  for (std::size_t i = 0; i < policy_.packs_.size(); ++i) {
    auto& out = policy_.packs_[i].licensing;
    for (const auto* rules : {&house_of_pack_[i], &policy_.packs_[i].rules})
      std::copy_if(rules->begin(), rules->end(), std::back_inserter(out), licensing);
  }
}

}  // namespace licet::domain
