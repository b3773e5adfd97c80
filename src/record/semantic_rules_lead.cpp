// Level 4 rules about leads: what may happen to one, and that nobody holds one without a decision that allows it.
#include <algorithm>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/json_texts.h"
#include "record/judged_facts.h"
#include "record/semantic_rules.h"

namespace licet::record {
namespace {

// The pairs of a lead_tagged or of a decision's inputs, in one order, as "PACK:PLACE PACK:PLACE".
std::string pairs_text(const json::Value* list) {
  std::vector<std::string> pairs;
  if (list != nullptr && list->is_array()) {
    for (const json::Value& item : list->as_array()) {
      if (item.is_string()) pairs.push_back(item.as_string());
      if (item.is_array() && item.as_array().size() == 2 && item.as_array()[0].is_string() &&
          item.as_array()[1].is_string())
        pairs.push_back(item.as_array()[0].as_string() + ":" + item.as_array()[1].as_string());
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::string out;
  for (const std::string& pair : pairs) out += (out.empty() ? "" : " ") + pair;
  return out;
}

bool allows(std::string_view verdict) { return verdict == "ALLOW" || verdict == "ALLOW_WITH"; }

// The same in a decision's text.
std::string pairs_text(json::TextView list) {
  std::vector<std::string_view> pairs;
  list.each([&](json::TextView item) {
    if (item.is_string()) pairs.push_back(item.text());
    return true;
  });
  std::sort(pairs.begin(), pairs.end());
  std::string out;
  for (const std::string_view pair : pairs) {
    if (!out.empty()) out += ' ';
    out += pair;
  }
  return out;
}

struct Chosen {
  std::string_view person, team;
};

// Whom a routing decision chose; empty when it chose nobody.
Chosen chosen_of(const json::TextObject& decision) {
  const std::int64_t index = decision.int_or("chosen", -1);
  if (decision.string_or("outcome", "") != "assigned" || index < 0) return {};
  const json::TextView row = decision.find("candidates").at(static_cast<std::size_t>(index));
  const std::int64_t team = row.at(1).integer().value_or(-1);
  if (team < 0) return {};
  return {row.at(0).text(), decision.find("teams").at(static_cast<std::size_t>(team)).text()};
}

}  // namespace

SemanticState::Lead* SemanticRules::lead(std::string_view id) {
  const std::uint32_t number = state_.lead_ids.find(id);
  if (number == 0 || number >= state_.leads.size()) {
    find_("unknown_lead", "it is about lead " + std::string(id) + ", which no entry before received");
    return nullptr;
  }
  if (state_.leads[number].erased) {
    find_("erased_lead", "it is about lead " + std::string(id) + ", whose subject is erased");
    return nullptr;
  }
  return &state_.leads[number];
}

void SemanticRules::check_owner(const SemanticState::Lead& lead, std::string_view from) {
  const std::string_view owner = state_.texts.text(lead.owner);
  if (owner != from)
    find_("owner",
          "the lead is taken from '" + std::string(from) + "', but its owner was '" + std::string(owner) + "'");
}

void SemanticRules::let_go(SemanticState::Lead& lead) {
  if (lead.owner != 0) --state_.loads[std::string(state_.texts.text(lead.owner))];
  lead.owner = 0;
}

void SemanticRules::lead_received(const EventFields& in) {
  const std::string_view id = in.text("lead");
  const std::string_view subject = in.text("subj");
  if (state_.erased.find(subject) != state_.erased.end())
    find_("erased_subject", "a lead of " + std::string(subject) + " was received after its erasure");
  SemanticState::Lead fresh;
  fresh.subject = state_.texts.intern(subject);
  fresh.client_type = state_.texts.intern(in.text("client_type"));
  fresh.product = state_.texts.intern(in.text("product"));
  fresh.source = state_.texts.intern(in.text("source"));
  fresh.language = state_.texts.intern(in.text("language"));
  fresh.lawful_basis = state_.texts.intern(in.text("basis"));
  const std::uint32_t number = state_.lead_ids.intern(id);
  if (number != state_.leads.size()) {
    find_("received_twice", "lead " + std::string(id) + " was received before");
    return;
  }
  std::uint32_t& last = state_.last_lead_of[fresh.subject];
  fresh.next_of_subject = std::exchange(last, number);
  state_.leads.push_back(fresh);
}

void SemanticRules::lead_tagged(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  const std::string tagged = pairs_text(in.find("jurisdictions"));
  if (decision_.string_or("gate", "") == "tag" && pairs_text(decision_.find("jurisdictions")) != tagged)
    find_("jurisdictions", "the lead's jurisdictions are not those of its decision");
  known->jurisdictions = state_.texts.intern(tagged);
}

void SemanticRules::lead_routed(const EventFields& in) {
  const SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr || decision_.string_or("gate", "") != "route") return;
  routed_[std::string(in.text("lead"))] = decision_;
  if (!decision_.find("problem").present() && decision_.string_or("market", "") != in.text("market"))
    find_("market", "the lead's market is not the one of its decision");
  check_inputs(*known, decision_);
  check_rotation(decision_);
}

// What a decision says it was taken from, against what the record said then. Where the record is stricter, the decision
// was taken from something else.
void SemanticRules::check_inputs(const SemanticState::Lead& lead, const json::TextObject& decision) {
  const json::TextObject facts(decision.find("lead"));
  if (!facts.present()) return;
  const auto differ = [&](std::string_view what) {
    find_("decision_inputs", "the decision was taken from other facts than the record's: " + std::string(what));
  };
  if (pairs_text(facts.find("jurisdictions")) != state_.texts.text(lead.jurisdictions)) differ("jurisdictions");
  // Codes that the policy does not know stand as "?" in a decision.
  const auto code = [&](std::string_view name, std::uint32_t recorded) {
    const std::string_view decided = facts.string_or(name, "");
    if (decided != "?" && decided != state_.texts.text(recorded)) differ(name);
  };
  code("client_type", lead.client_type);
  code("product", lead.product);
  code("source", lead.source);
  code("language", lead.language);
  if (facts.string_or("screened", "") == "clear" && !lead.clear) differ("screening");
  if (facts.find("settled").present() && !judged(lead, facts.find("settled"))) differ("judgements on rules");
  if (facts.bool_or("lawful_basis", false) && lead.lawful_basis == 0) differ("lawful basis");
  if (facts.string_or("basis", "") == "classified" && !lead.classified) differ("classification");
  if (!facts.bool_or("open_duplicate", false) && lead.open_duplicates > 0) differ("duplicate");
  if (!facts.bool_or("contradicted", false) && lead.contradicts != 0) differ("contradiction");
  if (!facts.bool_or("refused", false) && lead.refused) differ("refusal");
}

// The facts of the lead that a judgement on a rule is about.
std::string SemanticRules::judged_facts(const SemanticState::Lead& lead) const {
  return json::canonical(judged_facts_json({state_.texts.text(lead.jurisdictions), state_.texts.text(lead.client_type),
                                            state_.texts.text(lead.product), lead.classified}));
}

// Whether two people settled every one of these rules for the lead as it is now.
bool SemanticRules::judged(const SemanticState::Lead& lead, json::TextView rules) const {
  if (!rules.is_array() || lead.settled_rules == 0 || state_.texts.text(lead.settled_about) != judged_facts(lead))
    return false;
  const std::string known = " " + std::string(state_.texts.text(lead.settled_rules));
  bool all = true;
  rules.each([&](json::TextView rule) {
    all = all && crypto::parse_digest_text(rule.text()) &&
          known.find(" " + std::string(rule.text()) + " ") != std::string::npos;
    return all;
  });
  return all;
}

void SemanticRules::check_rotation(const json::TextObject& decision) {
  const json::TextView rotation = decision.find("rotation");
  const auto each = [&](std::string_view name, const auto& agrees) {
    rotation.find(name).each([&](json::TextView row) {
      const json::TextView key = row.at(0), value = row.at(1);
      if (!key.is_string() || !value.present() || row.at(2).present() || !agrees(key.text(), value))
        find_("decision_rotation", "the decision's rotation or load is not the record's at that moment");
      return true;
    });
  };
  each("last", [&](std::string_view team, json::TextView person) {
    const auto turn = state_.turns.find(team);
    return turn != state_.turns.end() && person.is_string() && person.text() == turn->second;
  });
  each("load", [&](std::string_view person, json::TextView open) {
    const auto load = state_.loads.find(person);
    return load != state_.loads.end() && open.integer() == load->second;
  });
}

void SemanticRules::check_decision(const SemanticState::Lead& lead, const EventFields& in) {
  const std::string_view to = in.text("to");
  const std::string_view team = in.text("team");
  const auto missing = [&] {
    find_("assigned_without_decision", "lead " + std::string(in.text("lead")) + " was given to " + std::string(to) +
                                           " of team " + std::string(team) +
                                           " without a decision in the same entry that allows exactly this");
  };
  if (decision_.present()) {
    if (decision_.string_or("gate", "") != "authorise" || !allows(decision_.string_or("verdict", "")) ||
        decision_.string_or("person", "") != to || decision_.string_or("team", "") != team)
      return missing();
    return check_inputs(lead, decision_);
  }
  const auto routed = routed_.find(in.text("lead"));
  if (routed == routed_.end()) return missing();
  const Chosen chosen = chosen_of(routed->second);
  if (chosen.person.empty() || chosen.person != to || chosen.team != team) return missing();
  if (in.flag("turn") != routed->second.bool_or("turn", false))
    find_("turn", "the assignment and its decision disagree on whose turn it was");
}

void SemanticRules::lead_assigned(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  check_owner(*known, in.text("from"));
  check_decision(*known, in);
  if (!known->clear)
    find_("assigned_unscreened",
          "lead " + std::string(in.text("lead")) + " was given to somebody without a clear screening");
  if (known->refused)
    find_("assigned_refused",
          "lead " + std::string(in.text("lead")) + " was given to somebody although a reviewer's refusal stands");
  if (known->contradicts != 0)
    find_("assigned_contradictory",
          "lead " + std::string(in.text("lead")) + " was given to somebody while its source contradicts what stands");
  if (known->jurisdictions == 0)
    find_("assigned_untagged",
          "lead " + std::string(in.text("lead")) + " was given to somebody without a jurisdiction");
  let_go(*known);
  known->owner = state_.texts.intern(in.text("to"));
  ++state_.loads[std::string(in.text("to"))];
  if (in.flag("turn")) state_.turns[std::string(in.text("team"))] = in.text("to");
}

void SemanticRules::lead_parked(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  check_owner(*known, in.text("from"));
  const std::string_view status = in.text("status");
  if (status != "review" && status != "refused") find_("status", "a parked lead is in review or refused, nothing else");
  let_go(*known);
}

void SemanticRules::lead_classified(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  if (in.text("basis").empty() || !crypto::parse_digest_text(in.text("evidence")) || in.text("reviewer").empty())
    find_("classified", "a classification lacks its basis, the digest of its evidence, or its reviewer");
  if (known->owner != 0 && state_.texts.text(known->owner) == in.text("reviewer"))
    find_("classified", "lead " + std::string(in.text("lead")) + " was classified by its own owner");
  classified_.insert_or_assign(std::string(in.text("lead")), standing_of(state_, *known));
  known->classified = true;
  known->client_type = state_.texts.intern(in.text("client_type"));
}

void SemanticRules::lawful_basis_set(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  lifted(in, "lawful_basis", in.text("basis"), "the lawful basis");
  known->lawful_basis = state_.texts.intern(in.text("basis"));
}

void SemanticRules::rules_settled(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  const std::string_view id = in.text("lead");
  SettledRules rules;
  std::string names, digests;
  bool in_order = true;
  if (const json::Value* listed = in.find("rules"); listed != nullptr && listed->is_array())
    for (const json::Value& rule : listed->as_array()) {
      std::vector<std::string> pair = json::texts_of(&rule);
      if (pair.size() != 2 || rule.as_array().size() != 2) pair = {"?", "?"};
      in_order = in_order && (rules.empty() || rules.rbegin()->first < pair[0]);
      names += (names.empty() ? "" : ",") + pair[0];
      rules.insert_or_assign(pair[0], pair[1]);
    }
  for (const auto& [rule, digest] : rules) digests += digest + " ";
  const json::Value* about = in.find("about");
  const std::string what = "the judgement on rules " + names;
  lifted(in, "rule", names, what);
  // A refusal settles no rule; and the texts and facts are those that were approved.
  if (!approved(id, "outcome", "release") || about == nullptr ||
      !approved(id, "rules_seen", judgement_digest(rules, *about)))
    find_("lifted_alone", what + " of lead " + std::string(id) +
                              " is not about the texts and facts that a second person approved for a release");
  const std::string looked_at = about == nullptr ? std::string() : json::canonical(*about);
  if (rules.empty() || !in_order)
    find_("judged",
          "the rules that were settled for lead " + std::string(id) + " are none, or not in the order of their ids");
  if (looked_at != judged_facts(*known))
    find_("judged", "rules were settled for lead " + std::string(id) + " about other facts than the record's");
  known->settled_rules = state_.texts.intern(digests);
  known->settled_about = state_.texts.intern(looked_at);
}

void SemanticRules::refusal_set(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  if (in.text("state") == "standing") {
    if (in.text("by").empty()) find_("approval_missing", "a refusal does not say whose it is");
    known->refused = true;
    known->settled_rules = known->settled_about = 0;
    return;
  }
  lifted(in, "outcome", "release", "the end of the refusal");
  known->refused = false;
}

void SemanticRules::duplicate_proposed(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr || lead(in.text("other")) == nullptr) return;
  if (state_.open_duplicates.emplace(in.text("lead"), in.text("other")).second) ++known->open_duplicates;
}

void SemanticRules::duplicate_decided(const EventFields& in) {
  if (state_.open_duplicates.erase({std::string(in.text("lead")), std::string(in.text("other"))}) == 0) {
    find_("duplicate_not_proposed", "a duplicate was decided that was not open");
    return;
  }
  if (in.text("state") != "same") lifted(in, "duplicate", "distinct", "the possible duplicate");
  if (SemanticState::Lead* known = lead(in.text("lead"))) --known->open_duplicates;
}

}  // namespace licet::record
