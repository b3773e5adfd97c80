#include "app/rule_judgements.h"

#include <algorithm>

#include "app/did_you_mean.h"
#include "base/crypto.h"

namespace licet::app {
namespace {

/// Whether the licensing half of a pack of the lead has the rule.
bool concerns(const domain::Policy& policy, const LeadDraft& draft, std::uint32_t rule) {
  return std::any_of(draft.jurisdictions.begin(), draft.jurisdictions.end(), [&](const auto& where) {
    const domain::Policy::Pack* pack = policy.pack(policy.symbols().find(where.first));
    return pack != nullptr && std::find(pack->licensing.begin(), pack->licensing.end(), rule) != pack->licensing.end();
  });
}

Result<const domain::Rule*> judged_rule(const domain::Policy& policy, const LeadDraft& draft, std::string_view id) {
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
                                          "rule whose effect is REVIEW asks for one (licet policy show)");
  if (!concerns(policy, draft, *index))
    return fail(ErrorCode::kBadInput,
                "rule " + rule.id + " is of none of this lead's jurisdictions (licet explain names those that are)");
  return &rule;
}

}  // namespace

Result<record::SettledRules> rules_to_settle(const domain::Policy& policy, const LeadDraft& draft,
                                             std::string_view named) {
  record::SettledRules out;
  if (judgements_count(draft))
    for (const auto& [id, digest] : draft.settled_rules)
      if (const auto index = policy.rule_index(id);
          index && crypto::digest_text(policy.rules()[*index].digest) == digest)
        out.emplace(id, digest);
  while (true) {
    const std::size_t comma = named.find(',');
    LICET_TRY(const domain::Rule* rule, judged_rule(policy, draft, named.substr(0, comma)));
    out.insert_or_assign(rule->id, crypto::digest_text(rule->digest));
    if (comma == std::string_view::npos) return out;
    named.remove_prefix(comma + 1);
  }
}

std::string rule_names(const record::SettledRules& rules) {
  std::string out;
  for (const auto& [id, digest] : rules) out += (out.empty() ? "" : ",") + id;
  return out;
}

std::string judgement_digest(const record::SettledRules& rules, const LeadDraft& draft) {
  std::string text = json::canonical(judged_facts(draft));
  for (const auto& [id, digest] : rules) text += "\n" + id + " " + digest;
  return crypto::digest_text(crypto::sha256(text));
}

void settle_rules(const record::SettledRules& rules, const PersonId& by, const PersonId& approved_by, LeadDraft& draft,
                  record::BodyBuilder& body) {
  draft.settled_rules = rules;
  const json::Value about = judged_facts(draft);
  draft.settled_about = json::canonical(about);
  body.add(record::rules_settled(draft.lead, rules, about, by, approved_by));
}

}  // namespace licet::app
