#include "record/semantic_rules.h"

namespace licet::record {
namespace {

struct OwnGate {
  std::string_view event, gate;
  bool always = false;  ///< the event is never without its decision
};

// Which gate takes the decision that an event carries.
constexpr OwnGate kOwnGates[] = {{"lead_tagged", "tag", true},
                                 {"lead_routed", "route", true},
                                 {"lead_assigned", "authorise"},
                                 {"attempt_refused", "authorise"}};

}  // namespace

SemanticRules::Rule SemanticRules::find_rule(std::string_view type) {
  static constexpr RuleEntry kRules[] = {
      {"lead_received", &SemanticRules::lead_received},
      {"lead_screened", &SemanticRules::lead_screened},
      {"lead_tagged", &SemanticRules::lead_tagged},
      {"lead_routed", &SemanticRules::lead_routed},
      {"lead_assigned", &SemanticRules::lead_assigned},
      {"lead_parked", &SemanticRules::lead_parked},
      {"case_opened", &SemanticRules::case_opened},
      {"case_reasons_changed", &SemanticRules::case_reasons_changed},
      {"case_claimed", &SemanticRules::case_claimed},
      {"case_decided", &SemanticRules::case_decided},
      {"case_approved", &SemanticRules::case_approved},
      {"case_closed", &SemanticRules::case_closed},
      {"case_escalated", &SemanticRules::case_escalated},
      {"case_reopened", &SemanticRules::case_reopened},
      {"good_guy_added", &SemanticRules::good_guy_added},
      {"good_guy_ended", &SemanticRules::good_guy_ended},
      {"source_added", &SemanticRules::source_added},
      {"lead_classified", &SemanticRules::lead_classified},
      {"claims_set", &SemanticRules::claims_set},
      {"rules_settled", &SemanticRules::rules_settled},
      {"lawful_basis_set", &SemanticRules::lawful_basis_set},
      {"refusal_set", &SemanticRules::refusal_set},
      {"duplicate_proposed", &SemanticRules::duplicate_proposed},
      {"duplicate_decided", &SemanticRules::duplicate_decided},
      {"subject_erased", &SemanticRules::subject_erased},
      {"firm_initialised", &SemanticRules::firm_initialised},
      {"policy_proposed", &SemanticRules::policy_proposed},
      {"policy_activated", &SemanticRules::policy_activated},
      {"register_put", &SemanticRules::register_put},
      {"register_removed", &SemanticRules::register_removed},
      {"confirmation_set", &SemanticRules::confirmation_set},
      {"person_recorded", &SemanticRules::person_recorded},
      {"credential_set", &SemanticRules::credential_set},
      {"list_loaded", &SemanticRules::list_loaded},
      {"attempt_refused", &SemanticRules::attempt_refused},
      {"list_proved", &SemanticRules::list_proved},
      {"suppression_lifted", &SemanticRules::suppression_lifted},
      {"keys_restored", &SemanticRules::keys_restored},
  };
  for (const RuleEntry& entry : kRules)
    if (entry.type == type) return entry.rule;
  return nullptr;  // reads, jobs, exports: nothing about them hangs on what was before
}

void SemanticRules::check(std::uint64_t seq, std::string_view log, const LeanBody& read,
                          const std::vector<std::string_view>& decisions) {
  const StoredBody& body = read.body;
  seq_ = seq;
  log_ = log;
  body_ = &body;
  routed_.clear();
  approved_.clear();
  heard_.clear();
  classified_.clear();
  ended_.clear();
  reopened_.clear();
  changes_.clear();
  changes_proposal_.clear();
  changes_parts_ = 0;
  if (body.command != "init") state_.founding = false;
  if (!state_.initialised && (body.events.empty() || body.events.front().type != "firm_initialised"))
    find_("not_initialised", "the record begins without the event that founds it");
  check_sections();
  for (std::size_t i = 0; i < body.events.size(); ++i) {
    const Event& event = body.events[i];
    decision_ = json::TextObject(json::TextView(decisions[i]));
    check_declared(event, json::TextView(read.decisions[i]));
    if (const Rule rule = find_rule(event.type); rule != nullptr) (this->*rule)(EventFields(event));
  }
  check_claims_heard();
  check_revived();
  check_register_changes();
  check_actor();
}

// The decision that an event declares is of the event's own gate, by the policy in force, of the entry's moment.
void SemanticRules::check_declared(const Event& event, json::TextView declared) {
  OwnGate own;
  for (const OwnGate& known : kOwnGates)
    if (known.event == event.type) own = known;
  if (!declared.present() || declared.raw() == "null") {
    if (own.always) find_("decision_gate", event.type + " lacks its decision");
    return;
  }
  if (declared.find("gate").present() && body_->uses && body_->uses->policy != state_.active_policy)
    find_("decision_policy", "the decision of " + event.type + " was taken with a policy that was not in force");
  if (declared.string_or("gate", "") != own.gate)
    find_("decision_gate", "the decision of " + event.type + " is not one of gate '" + std::string(own.gate) + "'");
  if (decision_.present() && decision_.find("at").integer() != body_->at.us)
    find_("decision_time", "the decision of " + event.type + " is of another moment than its entry's");
}

void SemanticRules::finish() {
  for (const auto& [proposal, applied] : applied_in_part_)
    find_("proposal", "of the changes of the register that " + proposal + " names, " + std::to_string(applied.seen) +
                          " parts of " + std::to_string(applied.parts) + " are there");
}

void SemanticRules::check_sections() {
  for (const json::Value& section : body_->sections) {
    const auto erased = state_.erased.find(section.string_or("kid", ""));
    if (erased != state_.erased.end())
      find_("sealed_after_erasure", "it seals data under " + erased->first + ", whose key entry " +
                                        std::to_string(erased->second) + " records as destroyed");
  }
}

void SemanticRules::check_actor() {
  const Actor& actor = body_->actor;
  if (actor.kind == "person" && state_.people.count(actor.id) == 0)
    find_("unknown_person", "it was done by " + actor.id + ", whom no entry before records");
}

// Who did it by its own word is who acted: a second pair of eyes is nothing that the first may write down.
void SemanticRules::acted_as(const EventFields& in, std::string_view field, std::string_view what) {
  if (body_->actor.kind == "person" && body_->actor.id != in.text(field))
    find_("actor", std::string(what) + " names " + std::string(in.text(field)) + ", and somebody else acted");
}

void SemanticRules::four_eyes(std::string_view author, std::string_view approver, std::string_view what) {
  if (author.empty() || approver.empty()) {
    find_("approval_missing", std::string(what) + " lacks its author or its approver");
  } else if (author == approver && state_.mode == "single") {
    ++same_person_;
  } else if (author == approver) {
    find_("four_eyes", std::string(what) + " was approved by its own author, " + std::string(author));
  }
}

void SemanticRules::entitled(std::string_view person, bool (*may)(const std::vector<std::string>&, Instant),
                             std::string_view what) {
  if (person.empty()) return;
  const auto found = state_.people.find(person);
  if (found == state_.people.end() || !may(found->second, body_->at))
    find_("no_right", std::string(person) + " " + std::string(what) + " and holds no role for that");
}

// Rights and credentials: given by one known person, approved by another, and by nobody to themself.
void SemanticRules::given_by_two(const EventFields& in, std::string_view what) {
  if (state_.founding) return;
  const std::string_view by = in.text("by"), approver = in.text("approved_by");
  four_eyes(by, approver, what);
  for (const std::string_view person : {by, approver})
    if (!person.empty() && state_.people.count(person) == 0)
      find_("unknown_person",
            std::string(what) + " was given or approved by " + std::string(person) + ", whom no entry before records");
  if (!by.empty() && by == in.text("person"))
    find_("granted_to_self", std::string(what) + " was given by " + std::string(by) + " to themself");
  acted(in, what);
}

bool SemanticRules::approved(std::string_view lead, std::string_view settles, std::string_view value) const {
  const auto found = approved_.find(lead);
  if (found == approved_.end()) return false;
  if (settles == "outcome") return found->second.string_or("outcome", "") == value;
  const json::Value* resolutions = found->second.find("resolutions");
  return resolutions != nullptr && resolutions->string_or(settles, "") == value;
}

// What lifts a protection rests on a case that a second person approved in the same body, for exactly this.
void SemanticRules::lifted(const EventFields& in, std::string_view settles, std::string_view value,
                           std::string_view what) {
  const std::string text = std::string(what) + " of lead " + std::string(in.text("lead"));
  four_eyes(in.text("by"), in.text("approved_by"), text);
  if (!approved(in.text("lead"), settles, value))
    find_("lifted_alone", text + " does not rest on a case whose decision says so and that a second person approved");
}

void SemanticRules::known_at(const EventFields& in) {
  if (in.number("at") != body_->at.us)
    find_("known_time",
          "the register changed at another time than the entry's: when a fact became known is never typed");
}

}  // namespace licet::record
