#include <algorithm>
#include <array>

#include "base/limits.h"
#include "domain/policy_compiler.h"
#include "domain/predicate.h"

namespace licet::domain {
namespace {

bool is_licensing(Shape shape) {
  return shape == Shape::kR03 || shape == Shape::kR23 || shape == Shape::kR24 || shape == Shape::kR28;
}

Shape read_shape(const DocNode& node) {
  const auto text = node.text();
  if (text.size() == 3 && text[0] == 'R' && text[1] >= '0' && text[1] <= '2' && text[2] >= '0' && text[2] <= '9') {
    const int number = (text[1] - '0') * 10 + (text[2] - '0');
    if (number >= 1 && number <= 28) return static_cast<Shape>(number);
  }
  node.problem("must be a rule shape, R01 to R28");
  return Shape::kR28;
}

}  // namespace

void PolicyCompiler::read_rules(const DocNode& list, Symbol pack, std::vector<std::uint32_t>& indexes,
                                const std::vector<std::string>* products) {
  const auto nodes = list.items();
  if (nodes.size() > limits::kRulesPerPackMax)
    list.problem("has more than " + std::to_string(limits::kRulesPerPackMax) + " rules");
  for (const DocNode& node : nodes) {
    Rule rule = read_rule(node, products, false);
    rule.pack = pack;
    indexes.push_back(static_cast<std::uint32_t>(policy_.rules_.size()));
    policy_.rules_.push_back(std::move(rule));
  }
}

void PolicyCompiler::read_house_rules(const DocNode& list) {
  for (const DocNode& node : list.items()) {
    const auto index = static_cast<std::uint32_t>(policy_.rules_.size());
    policy_.rules_.push_back(read_rule(node, &products_, true));
    policy_.house_rules_.push_back(index);
    read_house_packs(node.at("packs"), index);
  }
}

void PolicyCompiler::read_house_packs(const DocNode& node, std::uint32_t rule) {
  std::set<std::string, std::less<>> seen;
  const auto items = node.some_items();
  for (const DocNode& item : items) {
    const auto id = item.text();
    is_new(seen, item, id);
    if (id == "*") {
      if (items.size() > 1) node.problem("'*' stands alone: it means every pack");
      for (auto& rules : house_of_pack_) rules.push_back(rule);
      continue;
    }
    const auto& packs = policy_.packs_;
    const auto found =
        std::find_if(packs.begin(), packs.end(), [&](const auto& pack) { return pack.id == symbol(id); });
    if (found == packs.end()) {
      item.problem("there is no such pack in this policy");
    } else {
      house_of_pack_[static_cast<std::size_t>(found - packs.begin())].push_back(rule);
    }
  }
}

Rule PolicyCompiler::read_rule(const DocNode& node, const std::vector<std::string>* products, bool house) {
  Rule rule;
  if (!node.members({"id", "shape", "title", "citation", "status", "applies_to", "reason", "effect"},
                    {"facts", "source", "checked_on", "valid_from", "valid_to", "waived_until", "packs"}))
    return rule;
  if (house != (node.at("packs").value() != nullptr))
    node.problem(house ? "a house rule needs 'packs': [\"*\"] or a list of pack ids"
                       : "'packs' is for house rules only");
  rule.id = std::string(node.at("id").rule_id());
  if (!policy_.rule_index_.emplace(rule.id, static_cast<std::uint32_t>(policy_.rules_.size())).second)
    node.problem("the rule id '" + rule.id + "' stands here twice; ids are unique over all packs");
  rule.shape = read_shape(node.at("shape"));
  for (const DocNode& fact : node.at("facts").items()) fact.text();
  rule.title = std::string(node.at("title").text());
  rule.citation = std::string(node.at("citation").text());
  if (node.at("source").given()) rule.source = std::string(node.at("source").text());
  node.at("checked_on").date();
  rule.status =
      static_cast<RuleStatus>(node.at("status").choice({"verified", "unverified", "dormant", "waived", "house"}));
  if (house != (rule.status == RuleStatus::kHouse))
    node.at("status").problem(house ? "a house rule has the status 'house'"
                                    : "only house rules have the status 'house'");
  read_rule_dates(node, rule);
  const auto reason = node.at("reason").reason();
  // R28 says of a place what the engine says of one it does not know; the other shapes have reasons of their own.
  if (rule.shape != Shape::kR28 && parse_reason(reason))
    node.at("reason").problem("'" + std::string(reason) + "' is a reason of the engine; choose another");
  rule.reason = symbol(reason);
  read_effect(node.at("effect"), rule);
  if (is_licensing(rule.shape)) {
    rule.applies_to = compile_predicate(node.at("applies_to"), policy_.symbols_, client_types_, products);
  } else if (node.at("applies_to").value() != nullptr && !node.at("applies_to").value()->is_object()) {
    node.at("applies_to").problem("must be a predicate: an object");
  }
  rule.digest = crypto::sha256(json::canonical(*node.value()));
  return rule;
}

void PolicyCompiler::read_rule_dates(const DocNode& node, Rule& rule) const {
  rule.valid_from = node.at("valid_from").date();
  rule.valid_to = node.at("valid_to").date();
  rule.waived_until = node.at("waived_until").date();
  if (rule.valid_from && rule.valid_to && *rule.valid_to < *rule.valid_from)
    node.at("valid_to").problem("the rule ends before it starts");
  if ((rule.status == RuleStatus::kWaived) != rule.waived_until.has_value())
    node.at("waived_until").problem("'waived_until' goes with the status 'waived', and only with it");
}

void PolicyCompiler::read_ends(const DocNode& effect, Rule& rule) const {
  if (!effect.at("ends").given()) return;
  effect.at("ends").choice({"calendar_year"});
  rule.ends_with_year = true;
}

void PolicyCompiler::read_effect(const DocNode& node, Rule& rule) const {
  switch (rule.shape) {
    case Shape::kR01:
      node.members({});
      break;
    case Shape::kR03:
      node.members({"kinds"}, {"ends", "holder"});
      read_ends(node, rule);
      if (node.at("holder").given()) node.at("holder").choice({"entity"});
      for (const DocNode& kind : node.at("kinds").some_items()) {
        kind.choice({"licence", "passport", "exemption"});
        rule.kinds.push_back(symbol(kind.text()));
      }
      break;
    case Shape::kR23:
      node.members({"verdict"});
      rule.effect_verdict = std::array{Verdict::kBlock, Verdict::kReview,
                                       Verdict::kNeeds}[node.at("verdict").choice({"BLOCK", "REVIEW", "NEEDS"})];
      break;
    case Shape::kR24:
      node.members({"kinds"}, {"ends", "holder"});
      read_ends(node, rule);
      if (node.at("holder").given()) node.at("holder").choice({"person"});
      for (const DocNode& kind : node.at("kinds").some_items()) {
        kind.choice({"registration"});
        rule.kinds.push_back(symbol(kind.text()));
      }
      break;
    case Shape::kR28:
      node.members({"verdict"});
      rule.effect_verdict =
          std::array{Verdict::kReview, Verdict::kNeeds}[node.at("verdict").choice({"REVIEW", "NEEDS"})];
      break;
    default:
      // Evaluated by other gates; their readers check the fields.
      if (node.value() != nullptr && !node.value()->is_object()) node.problem("must be an object");
  }
}

}  // namespace licet::domain
