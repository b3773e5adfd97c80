#include "app/rule_judgements.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include "app/did_you_mean.h"
#include "base/crypto.h"
#include "domain/gates.h"

namespace licet::app {
namespace {

std::set<std::uint32_t> reviews_of(const domain::Decision& decision) {
  std::set<std::uint32_t> out;
  for (const domain::Reason& reason : decision.reasons)
    if (reason.engine_code == domain::ReasonCode::kRule && reason.verdict == domain::Verdict::kReview)
      out.insert(reason.rule);
  return out;
}

/// The rules that a judgement would open for the lead, whatever team could get it: rules may speak of its entity. Asked
/// twice, without any judgement and with all of them, so that only those count which then fall silent.
std::set<std::uint32_t> rules_asking(const FirmState& state, const LeadDraft& draft, Instant at) {
  domain::LeadFacts facts = facts_of(*state.policy, draft);
  std::set<std::uint32_t> out;
  for (std::uint32_t team = 0; team < state.view->teams().size(); ++team) {
    const auto asked = [&] {
      return reviews_of(domain::authorise(*state.policy, *state.view, facts, {domain::kNoRule, team}, at).decision());
    };
    facts.settled.clear();
    const std::set<std::uint32_t> before = asked();
    for (const std::uint32_t rule : before) facts.settled.push_back(state.policy->rules()[rule].digest);
    const std::set<std::uint32_t> after = asked();
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::inserter(out, out.end()));
  }
  return out;
}

Result<const domain::Rule*> judged_rule(const domain::Policy& policy, const std::set<std::uint32_t>& asking,
                                        std::string_view id) {
  const auto index = policy.rule_index(id);
  if (!index) {
    std::vector<std::string_view> known;
    for (const domain::Rule& rule : policy.rules()) known.push_back(rule.id);
    return fail(ErrorCode::kBadInput, "the policy has no rule '" + std::string(id) + "'" + known_words_hint(id, known));
  }
  const domain::Rule& rule = policy.rules()[*index];
  const bool gate = rule.shape == domain::Shape::kR23 || rule.shape == domain::Shape::kR28;
  if (!gate || rule.effect_verdict != domain::Verdict::kReview)
    return fail(ErrorCode::kBadInput, "rule " + rule.id +
                                          " leaves nothing to a person's judgement, so nobody can settle it: only a "
                                          "rule that says REVIEW asks for one");
  if (asking.count(*index) == 0)
    return fail(ErrorCode::kBadInput, "rule " + rule.id +
                                          " asks for no judgement of this lead as it is (licet explain names the rules "
                                          "that say REVIEW; where one says NEEDS, record what is missing first)");
  return &rule;
}

}  // namespace

record::SettledRules judgements_in_force(const domain::Policy& policy, const LeadDraft& draft) {
  record::SettledRules out;
  if (!judgements_count(draft)) return out;
  for (const auto& [id, digest] : draft.settled_rules)
    if (const auto index = policy.rule_index(id); index && crypto::digest_text(policy.rules()[*index].digest) == digest)
      out.emplace(id, digest);
  return out;
}

Result<record::SettledRules> rules_to_settle(const FirmState& state, const LeadDraft& draft, std::string_view named,
                                             Instant at) {
  record::SettledRules out = judgements_in_force(*state.policy, draft);
  const std::set<std::uint32_t> asking = rules_asking(state, draft, at);
  while (true) {
    const std::size_t comma = named.find(',');
    const std::string_view id = named.substr(0, comma);
    if (out.count(id) == 0) {
      LICET_TRY(const domain::Rule* rule, judged_rule(*state.policy, asking, id));
      out.emplace(rule->id, crypto::digest_text(rule->digest));
    }
    if (comma == std::string_view::npos) return out;
    named.remove_prefix(comma + 1);
  }
}

std::string rule_names(const record::SettledRules& rules) {
  std::string out;
  for (const auto& [id, digest] : rules) out += (out.empty() ? "" : ",") + id;
  return out;
}

void settle_rules(const record::SettledRules& rules, const PersonId& by, const PersonId& approved_by, LeadDraft& draft,
                  record::BodyBuilder& body) {
  draft.settled_rules = rules;
  const json::Value about = judged_facts(draft);
  draft.settled_about = json::canonical(about);
  body.add(record::rules_settled(draft.lead, rules, about, by, approved_by));
}

}  // namespace licet::app
