#include "domain/classification.h"

#include <algorithm>
#include <optional>
#include <set>

namespace licet::domain {
namespace {

using Bases = std::set<std::string, std::less<>>;

const json::Array& list_of(const json::Value& value, std::string_view name) {
  static const json::Array kNone;
  const json::Value* list = value.find(name);
  return list != nullptr && list->is_array() ? list->as_array() : kNone;
}

bool holds(const json::Array& list, std::string_view text) {
  return std::any_of(list.begin(), list.end(), [&](const json::Value& item) { return item.as_string() == text; });
}

/// The names under which a pack's rules may speak of a client type of the policy.
Bases names_of(const json::Value* pack, std::string_view client_type) {
  Bases out = {std::string(client_type)};
  if (pack == nullptr) return out;
  for (const json::Value& type : list_of(*pack, "client_types"))
    if (type.string_or("counts_as", "") == client_type) out.emplace(type.string_or("id", ""));
  return out;
}

/// One jurisdiction: what its rules know, or nullopt when it has no classification rule in force.
class Jurisdictional {
 public:
  Jurisdictional(const Policy& policy, const Jurisdiction& where, std::string_view client_type, Instant at)
      : policy_(policy), pack_(policy.symbols().text(where.pack)), date_(policy.date_in(where, at)) {
    for (const json::Value& pack : list_of(policy.document(), "packs"))
      if (pack.string_or("id", "") == pack_) document_ = &pack;
    names_ = names_of(document_, client_type);
  }

  std::optional<Bases> bases() {
    for (const json::Value& rule : list_of(policy_.document(), "house_rules"))
      if (holds(list_of(rule, "packs"), "*") || holds(list_of(rule, "packs"), pack_)) take(rule);
    if (document_ != nullptr)
      for (const json::Value& rule : list_of(*document_, "rules")) take(rule);
    return std::move(found_);
  }

 private:
  bool in_force(std::string_view id) const {
    const auto index = policy_.rule_index(id);
    if (!index || !date_) return false;
    const Rule& rule = policy_.rules()[*index];
    if (rule.status == RuleStatus::kDormant || (rule.waived_until && *date_ <= *rule.waived_until)) return false;
    return (!rule.valid_from || *rule.valid_from <= *date_) && (!rule.valid_to || *date_ <= *rule.valid_to);
  }

  void take(const json::Value& rule) {
    if (rule.string_or("shape", "") != "R04" || !in_force(rule.string_or("id", ""))) return;
    if (!found_) found_.emplace();
    const json::Value* effect = rule.find("effect");
    if (effect == nullptr) return;
    for (const json::Value& type : list_of(*effect, "types"))
      if (names_.count(type.string_or("id", "")) != 0)
        for (const json::Value& basis : list_of(type, "bases")) found_->emplace(basis.as_string());
  }

  const Policy& policy_;
  std::string_view pack_;
  std::optional<Date> date_;
  const json::Value* document_ = nullptr;
  Bases names_;
  std::optional<Bases> found_;
};

}  // namespace

std::vector<std::string> classification_bases(const Policy& policy, const LeadFacts& lead, std::string_view client_type,
                                              Instant at) {
  std::optional<Bases> common;
  for (const Jurisdiction& where : lead.jurisdictions) {
    const auto known = Jurisdictional(policy, where, client_type, at).bases();
    if (!known) continue;
    if (!common) {
      common = known;
      continue;
    }
    for (auto basis = common->begin(); basis != common->end();)
      basis = known->count(*basis) == 0 ? common->erase(basis) : std::next(basis);
  }
  if (!common) return {};
  return {common->begin(), common->end()};
}

}  // namespace licet::domain
