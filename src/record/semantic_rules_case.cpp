// Level 4 rules about the review queue: who may claim a case, decide it, approve and close it.
#include <string>
#include <utility>

#include "record/proposal.h"
#include "record/semantic_rules.h"

namespace licet::record {
namespace {

// What a decision on a case settles against a protection: these wait for a second person (docs/decisions/0020).
bool lifts_protection(const json::Value& decided, bool refused) {
  const json::Value* resolutions = decided.find("resolutions");
  const auto settles = [&](std::string_view name, std::string_view value) {
    return resolutions != nullptr && resolutions->string_or(name, "") == value;
  };
  const bool named = resolutions != nullptr &&
                     (resolutions->find("place") != nullptr || resolutions->find("lawful_basis") != nullptr ||
                      resolutions->find("client_type") != nullptr || resolutions->find("product") != nullptr ||
                      resolutions->find("rule") != nullptr);
  const bool about_hits = resolutions != nullptr && resolutions->find("screening") != nullptr;
  return named || about_hits || decided.find("hits") != nullptr || settles("duplicate", "distinct") ||
         (refused && decided.string_or("outcome", "") == "release");
}

}  // namespace

SemanticState::Case* SemanticRules::open_case(std::string_view id) {
  const std::uint32_t number = state_.case_ids.find(id);
  if (number != 0 && number < state_.cases.size() && state_.cases[number].state != SemanticState::Case::State::kClosed)
    return &state_.cases[number];
  find_("case", "it is about case " + std::string(id) + ", which is not open");
  return nullptr;
}

void SemanticRules::case_opened(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  const std::string_view id = in.text("case");
  const std::uint32_t number = state_.case_ids.intern(id);
  const bool there = number < state_.cases.size();
  if (known->open_case || there)
    find_("case", "case " + std::string(id) + " was opened although it, or another of its lead, was there");
  if (!there) state_.cases.emplace_back();
  state_.cases[number] = {};
  state_.cases[number].lead = state_.lead_ids.find(in.text("lead"));
  known->open_case = true;
}

void SemanticRules::case_reasons_changed(const EventFields& in) { open_case(in.text("case")); }

void SemanticRules::case_claimed(const EventFields& in) {
  SemanticState::Case* known = open_case(in.text("case"));
  if (known == nullptr) return;
  const std::string_view from = in.text("from");
  const bool taken_over = !from.empty() && known->state == SemanticState::Case::State::kClaimed &&
                          state_.texts.text(known->claimed_by) == from;
  if (!taken_over && (!from.empty() || known->state != SemanticState::Case::State::kOpen))
    find_("case", "a case was claimed that was not open, or taken over from somebody who had not claimed it");
  acted(in, "the claim of case " + std::string(in.text("case")));
  known->state = SemanticState::Case::State::kClaimed;
  known->claimed_by = state_.texts.intern(in.text("by"));
}

void SemanticRules::case_decided(const EventFields& in) {
  SemanticState::Case* known = open_case(in.text("case"));
  if (known == nullptr) return;
  if (known->state != SemanticState::Case::State::kClaimed || state_.texts.text(known->claimed_by) != in.text("by"))
    find_("case_not_claimed", "a case was decided by " + std::string(in.text("by")) + ", who had not claimed it");
  acted(in, "the decision on case " + std::string(in.text("case")));
  const bool waits = in.flag("needs_approval");
  const json::Value* resolutions = in.find("resolutions");
  json::Object said{{"by", in.text("by")},
                    {"case", in.text("case")},
                    {"outcome", in.text("outcome")},
                    {"resolutions", resolutions == nullptr ? json::Value() : *resolutions}};
  for (const char* name : {"again", "hits", "until"})
    if (const json::Value* value = in.find(name)) said.emplace(name, *value);
  const json::Value decided(std::move(said));
  const bool refused = known->lead < state_.leads.size() && state_.leads[known->lead].refused;
  if (!waits && lifts_protection(decided, refused))
    find_("decided_alone", "the decision on case " + std::string(in.text("case")) +
                               " lifts a protection and does not wait for a second person");
  known->decision = waits ? state_.texts.intern(json::canonical(decided)) : 0;
  known->proposal = waits ? state_.texts.intern(proposal_digest(body_->id, in.event())) : 0;
  known->state = waits ? SemanticState::Case::State::kProposed : SemanticState::Case::State::kOpen;
  known->decided_by = state_.texts.intern(in.text("by"));
}

void SemanticRules::case_approved(const EventFields& in) {
  SemanticState::Case* known = open_case(in.text("case"));
  if (known == nullptr) return;
  acted(in, "the approval of case " + std::string(in.text("case")));
  if (known->state != SemanticState::Case::State::kProposed)
    find_("case_not_proposed", "a case was approved that waited for no approval");
  four_eyes(state_.texts.text(known->decided_by), in.text("by"),
            "the decision on case " + std::string(in.text("case")));
  if (known->proposal != 0 && state_.texts.text(known->proposal) != in.text("proposal"))
    find_("proposal", "the approval of case " + std::string(in.text("case")) + " names another proposal than its own");
  if (in.flag("approved") && known->decision != 0)
    if (auto decided = json::parse(state_.texts.text(known->decision)))
      approved_.insert_or_assign(std::string(state_.lead_ids.text(known->lead)), std::move(*decided));
  known->state = SemanticState::Case::State::kOpen;
}

void SemanticRules::case_closed(const EventFields& in) {
  SemanticState::Case* known = open_case(in.text("case"));
  if (known == nullptr) return;
  if (state_.lead_ids.text(known->lead) != in.text("lead"))
    find_("case", "the case was closed for another lead than its own");
  known->state = SemanticState::Case::State::kClosed;
  state_.leads[known->lead].open_case = false;
}

}  // namespace licet::record
