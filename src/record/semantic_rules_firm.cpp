// Level 4 rules about the firm: policy, register, confirmations, people, erasure.
#include <algorithm>
#include <array>
#include <utility>

#include "base/crypto.h"
#include "base/json_texts.h"
#include "record/duties.h"
#include "record/semantic_rules.h"

namespace licet::record {
namespace {

constexpr std::array<std::string_view, 9> kRecordKinds = {"entity",       "licence", "passport", "exemption", "person",
                                                          "registration", "team",    "member",   "leave"};

}  // namespace

void SemanticRules::firm_initialised(const EventFields& in) {
  if (state_.initialised || seq_ != 0) find_("initialised_twice", "a record is founded once, by its first entry");
  if (in.text("origin") != log_)
    find_("origin",
          "the record was founded as " + std::string(in.text("origin")) + ", but the log is " + std::string(log_));
  state_.initialised = true;
  state_.mode = in.text("mode");
}

void SemanticRules::policy_proposed(const EventFields& in) {
  state_.policy_proposers[std::string(in.text("policy"))] = in.text("by");
}

void SemanticRules::policy_activated(const EventFields& in) {
  if (!state_.founding) acted(in, "the approval of policy " + std::string(in.text("policy")));
  const auto proposed = state_.policy_proposers.find(in.text("policy"));
  if (proposed == state_.policy_proposers.end()) {
    find_("policy_not_proposed", "a policy became active that nobody had proposed: " + std::string(in.text("policy")));
  } else {
    if (!state_.founding) four_eyes(proposed->second, in.text("by"), "the policy " + proposed->first);
    state_.policy_proposers.erase(proposed);
  }
  if (in.text("replaces") != state_.active_policy && in.text("policy") != state_.active_policy)
    find_("policy_replaced", "the new policy does not name the one it replaces");
  state_.active_policy = in.text("policy");
}

void SemanticRules::register_put(const EventFields& in) {
  known_at(in);
  const json::Value* record = in.find("record");
  if (record == nullptr) return;
  const std::string_view kind = record->string_or("kind", "");
  if (record->string_or("key", "") != in.text("key") ||
      std::find(kRecordKinds.begin(), kRecordKinds.end(), kind) == kRecordKinds.end())
    find_("register_record",
          "the register record '" + std::string(in.text("key")) + "' has another key or no known kind");
  register_changed(in, record);
}

void SemanticRules::register_removed(const EventFields& in) {
  known_at(in);
  register_changed(in, nullptr);
}

// A suspension only tightens. Everything else is one proposal, approved as a whole by somebody else.
void SemanticRules::register_changed(const EventFields& in, const json::Value* record) {
  const std::string key(in.text("key"));
  std::string& known = state_.register_records[key];
  const std::string before = std::exchange(known, record == nullptr ? std::string() : register_record_digest(*record));
  if (state_.founding) return;
  if (in.text("why") == "suspend") {
    if (record == nullptr || record->string_or("status", "") != "suspended")
      find_("register_record", "the register record '" + key + "' was changed as a suspension and is not suspended");
    return;
  }
  four_eyes(in.text("by"), in.text("approved_by"), "the change of register record '" + key + "'");
  const std::string_view proposal = in.text("proposal");
  const std::int64_t parts = in.find("parts") == nullptr ? 1 : in.number("parts");
  if (!changes_.empty() && (proposal != changes_proposal_ || parts != changes_parts_))
    find_("proposal", "the changes of the register in one entry name different proposals");
  changes_proposal_ = proposal;
  changes_parts_ = parts;
  changes_.push_back({key, before, record == nullptr ? json::Value() : *record});
}

// A proposal that does not fit an entry is applied in several, which nothing but a whole transaction brings.
void SemanticRules::check_register_changes() {
  if (changes_.empty()) return;
  if (changes_parts_ != 1) {
    Applied& applied = applied_in_part_[changes_proposal_];
    applied.parts = changes_parts_;
    ++applied.seen;
    applied.changes.insert(applied.changes.end(), changes_.begin(), changes_.end());
    if (applied.seen < applied.parts) return;
    changes_ = std::move(applied.changes);
    applied_in_part_.erase(changes_proposal_);
  }
  if (register_proposal_digest(changes_) != changes_proposal_)
    find_("proposal", "what was approved of the register is not what was changed");
}

void SemanticRules::confirmation_set(const EventFields& in) {
  const std::string rule(in.text("rule"));
  const std::string_view kind = in.text("state");
  const auto before = state_.confirmations.find(rule);
  const SemanticState::Confirmation now{
      std::string(in.text("rule_digest")),
      std::string(in.text("opinion")),
      std::string(kind),
      std::string(in.text("proposed_by")),
      kind == "proposed" ? proposal_digest(body_->id, in.event()) : std::string(in.text("proposal")),
      in.number("until")};
  if (kind == "proposed" || state_.founding) entitled(now.proposed_by, may_attest, "gave the opinion on " + rule);
  if (kind == "active") entitled(in.text("approved_by"), may_approve, "approved the confirmation of " + rule);
  if (kind == "active" && state_.founding) founded_confirmation(in);
  if (kind == "active" && !state_.founding) {
    const bool proposed = before != state_.confirmations.end() && before->second.state == "proposed" &&
                          before->second.rule_digest == now.rule_digest && before->second.opinion == now.opinion &&
                          before->second.until == now.until && before->second.proposed_by == now.proposed_by;
    if (!proposed)
      find_("confirmation_not_proposed", "the confirmation of " + rule + " is not the one that was proposed");
    else if (before->second.proposal != now.proposal)
      find_("proposal", "the approval of the confirmation of " + rule + " names another proposal");
    four_eyes(now.proposed_by, in.text("approved_by"), "the confirmation of " + rule);
  }
  if (kind == "revoked" && before == state_.confirmations.end())
    find_("confirmation_not_proposed", "a confirmation of " + rule + " was revoked that there never was");
  state_.confirmations[rule] = now;
}

// A firm's file can put in force only what it calls invented, and only where there are two people.
void SemanticRules::founded_confirmation(const EventFields& in) {
  const std::string what = "the confirmation of " + std::string(in.text("rule"));
  four_eyes(in.text("proposed_by"), in.text("approved_by"), what);
  if (!in.flag("invented") || state_.mode == "single")
    find_("confirmation_not_proposed",
          what + " was put in force by the founding, which may do so only for an invented one in a firm of two people");
}

void SemanticRules::person_recorded(const EventFields& in) {
  given_by_two(in, "the rights of " + std::string(in.text("person")));
  if (!state_.founding && state_.mode != "single" && !in.text("person").empty() &&
      in.text("approved_by") == in.text("person") && in.text("by") != in.text("person"))
    find_("granted_to_self", "the rights of " + std::string(in.text("person")) + " were approved by themself");
  std::vector<std::string>& roles = state_.people[std::string(in.text("person"))];
  roles.clear();
  const json::Value* held = in.find("roles");
  if (in.text("state") != "active" || held == nullptr || !held->is_array()) return;
  for (const json::Value& role : held->as_array())
    if (role.is_string()) roles.push_back(role.as_string());
}

void SemanticRules::credential_set(const EventFields& in) {
  given_by_two(in, "the credential of " + std::string(in.text("person")));
  if (state_.people.count(in.text("person")) == 0)
    find_("unknown_person", "a credential was given to " + std::string(in.text("person")) + ", whom no entry records");
}

// Who was erased stays away until somebody with evidence and a second person let them come back.
void SemanticRules::suppression_lifted(const EventFields& in) {
  const std::string what = "the lifted suppression of " + std::string(in.text("kid"));
  acted(in, what);
  four_eyes(in.text("by"), in.text("approved_by"), what);
  std::vector<std::string> lifted = json::texts_of(in.find("lifted"));
  bool all = !lifted.empty() && crypto::parse_digest_text(in.text("evidence")).has_value();
  for (const std::string& digest : lifted) {
    const auto known = state_.suppressed.find(digest);
    all = all && known != state_.suppressed.end() && known->second == in.text("kid");
    if (known != state_.suppressed.end()) state_.suppressed.erase(known);
  }
  if (!all) find_("not_suppressed", what + " is not of that erasure, or shows no evidence");
  if (suppression_proposal_digest(in.text("kid"), in.text("basis"), in.text("evidence"), std::move(lifted)) !=
      in.text("proposal"))
    find_("proposal", "what was approved of " + what + " is not what was recorded");
}

void SemanticRules::keys_restored(const EventFields& in) { acted(in, "the restoring of keys"); }

void SemanticRules::subject_erased(const EventFields& in) {
  const std::string kid(in.text("kid"));
  if (!state_.erased.emplace(kid, seq_).second)
    find_("erased_twice",
          "the key of " + kid + " was destroyed before, by entry " + std::to_string(state_.erased[kid]));
  four_eyes(in.text("by"), in.text("approved_by"), "the erasure of " + kid);
  std::map<std::string, std::string> named;
  std::vector<std::string> suppress = json::texts_of(in.find("suppress"));
  for (const std::string& digest : suppress) state_.suppressed[digest] = kid;
  if (const json::Value* leads = in.find("leads"); leads != nullptr && leads->is_array())
    for (const json::Value& held : leads->as_array())
      if (held.is_array() && !held.as_array().empty() && held.as_array()[0].is_string())
        named.emplace(held.as_array()[0].as_string(), held.as_array().size() > 1 && held.as_array()[1].is_string()
                                                          ? held.as_array()[1].as_string()
                                                          : "");
  std::vector<std::string> ids;
  for (const auto& [id, owner] : named) ids.push_back(id);
  if (erasure_proposal_digest(kid, in.text("basis"), std::move(ids), std::move(suppress)) != in.text("proposal"))
    find_("proposal", "what was approved of the erasure of " + kid + " is not what was recorded");
  const auto last = state_.last_lead_of.find(state_.texts.find(kid));
  std::size_t leads = 0;
  bool all = true;
  for (std::uint32_t lead = last == state_.last_lead_of.end() ? 0 : last->second; lead != 0;) {
    SemanticState::Lead& erased = state_.leads[lead];
    const std::string id(state_.lead_ids.text(lead));
    ++leads;
    const auto owner = named.find(id);
    all = all && owner != named.end() && owner->second == state_.texts.text(erased.owner);
    if (erased.open_case)
      find_("case_after_erasure", "the case of lead " + id + " stays open although its subject is erased");
    let_go(erased);
    erased.erased = true;
    lead = erased.next_of_subject;
  }
  all = all && named.size() == leads;
  if (!all) find_("erased_leads", "the erasure of " + kid + " does not name exactly its leads and their owners");
}

}  // namespace licet::record
