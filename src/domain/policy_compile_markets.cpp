#include <algorithm>

#include "base/limits.h"
#include "domain/policy_compiler.h"

namespace licet::domain {

void PolicyCompiler::read_markets(const DocNode& list) {
  const auto nodes = list.items();
  if (nodes.size() > limits::kMarketsMax)
    list.problem("has more than " + std::to_string(limits::kMarketsMax) + " markets");
  std::set<std::string, std::less<>> seen;
  for (const DocNode& node : nodes) {
    node.members({"id", "name", "accepts"}, {"parent"});
    Policy::Market market;
    const auto id = node.at("id").code();
    if (is_new(seen, node, id)) markets_.emplace_back(id);
    market.id = symbol(id);
    node.at("name").text();
    if (node.at("parent").given()) market.parent = symbol(node.at("parent").code());
    for (const DocNode& accept : node.at("accepts").items()) market.accepts.push_back(read_accept(accept));
    policy_.markets_.push_back(std::move(market));
  }
  check_market_tree(list);
}

void PolicyCompiler::check_market_tree(const DocNode& list) {
  std::map<Symbol, Symbol> parents;
  for (const auto& market : policy_.markets_) parents.emplace(market.id, market.parent);
  const auto nodes = list.items();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Symbol above = policy_.markets_[i].parent;
    std::size_t steps = 0;
    for (; above != Symbol::kNone && steps <= nodes.size(); ++steps) {
      const auto found = parents.find(above);
      if (found == parents.end()) {
        nodes[i].at("parent").problem("there is no market '" + std::string(policy_.symbols_.text(above)) + "'");
        break;
      }
      above = found->second;
    }
    if (steps > nodes.size()) nodes[i].at("parent").problem("leads round in a circle");
  }
}

Policy::Accept PolicyCompiler::read_accept(const DocNode& node) {
  Policy::Accept accept;
  if (!node.members({}, {"all_of", "any_of", "none_of", "client_types", "proven"})) return accept;
  accept.all_of = read_jurisdictions(node.at("all_of"));
  accept.any_of = read_jurisdictions(node.at("any_of"));
  accept.none_of = read_jurisdictions(node.at("none_of"));
  accept.client_types = read_known(node.at("client_types"), &client_types_, "client_types");
  accept.proven = node.at("proven").flag();
  if (accept.all_of.empty() && accept.any_of.empty())
    node.problem("needs 'all_of' or 'any_of': a market that accepts every lead would be a default market");
  return accept;
}

std::vector<Jurisdiction> PolicyCompiler::read_jurisdictions(const DocNode& list) const {
  std::vector<Jurisdiction> out;
  for (const DocNode& item : list.some_items()) out.push_back(read_jurisdiction(item));
  return out;
}

Jurisdiction PolicyCompiler::read_jurisdiction(const DocNode& node) const {
  const std::string_view text = node.text();
  const std::size_t colon = text.find(':');
  Jurisdiction out{symbol(text.substr(0, colon)), Symbol::kNone};
  const auto& packs = policy_.packs_;
  if (std::none_of(packs.begin(), packs.end(), [&](const auto& pack) { return pack.id == out.pack; }) ||
      out.pack == Symbol::kNone) {
    node.problem("must be PACK or PACK:PLACE with a pack of this policy");
    return out;
  }
  if (colon == std::string_view::npos) return out;
  out.place = symbol(text.substr(colon + 1));
  const auto& places = policy_.places_;
  const auto place = std::find_if(places.begin(), places.end(), [&](const auto& p) { return p.code == out.place; });
  if (place == places.end() ||
      std::find(place->jurisdictions.begin(), place->jurisdictions.end(), out) == place->jurisdictions.end())
    node.problem("no lead is ever there: neither the pack nor one below it lists this place");
  return out;
}

void PolicyCompiler::read_routing(const DocNode& list) {
  std::set<std::string, std::less<>> seen;
  for (const DocNode& node : list.items()) {
    node.members({"id", "when", "teams"});
    Policy::Route route;
    const auto id = node.at("id").code();
    is_new(seen, node, id);
    route.id = symbol(id);
    const DocNode when = node.at("when");
    when.members({}, {"market", "source", "product", "client_type"});
    route.markets = read_known(when.at("market"), &markets_, "markets");
    route.sources = read_known(when.at("source"), nullptr, "");
    route.products = read_known(when.at("product"), &products_, "products");
    route.client_types = read_known(when.at("client_type"), &client_types_, "client_types");
    for (const DocNode& team : node.at("teams").some_items()) {
      const Symbol code = symbol(team.code());
      if (std::find(route.teams.begin(), route.teams.end(), code) != route.teams.end())
        team.problem("stands here twice");
      route.teams.push_back(code);
    }
    policy_.routes_.push_back(std::move(route));
  }
}

std::vector<Symbol> PolicyCompiler::read_known(const DocNode& list, const std::vector<std::string>* vocabulary,
                                               const char* what) const {
  std::vector<Symbol> out;
  for (const DocNode& item : list.some_items()) {
    const auto code = item.code();
    if (vocabulary != nullptr && !code.empty() && !knows(*vocabulary, code))
      item.problem("'" + std::string(code) + "' is none of the policy's " + what);
    out.push_back(symbol(code));
  }
  return out;
}

}  // namespace licet::domain
