// The rules of level 4: what may follow what in a ledger. Internal to src/record; verify_semantics.h is the face.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_text.h"
#include "domain/claims.h"
#include "record/apply_parts.h"
#include "record/attachments.h"
#include "record/body.h"
#include "record/list_entries.h"
#include "record/proposal.h"
#include "record/semantic_state.h"

namespace licet::record {

/// The digest of a hit's entry, out of "number of the name:digest of the entry"; empty where there is none.
inline std::string_view entry_of_hit(std::string_view hit) {
  const std::size_t colon = hit.find(':');
  return colon == std::string_view::npos ? std::string_view() : hit.substr(colon + 1);
}

/// Checks one body after the other against everything before, and remembers what it changes.
class SemanticRules {
 public:
  /// Receives a stable code and a sentence for people.
  using Finder = std::function<void(std::string_view code, std::string what)>;

  /// `attachments` gives the policies' bytes: what a policy demands of lists decides whether a lead may be clear.
  explicit SemanticRules(Finder finder, Attachments attachments = {})
      : find_(std::move(finder)), attachments_(std::move(attachments)) {}

  /// `decisions`: by event, the decision as it was taken, also where the entry only names its document; empty where
  /// there is none at hand.
  void check(std::uint64_t seq, std::string_view log, const LeanBody& read,
             const std::vector<std::string_view>& decisions);
  /// After the last body: what has been begun and is not there whole.
  void finish();
  const SemanticState& state() const { return state_; }
  /// Approvals that the single-person mode let one person give to their own proposal.
  std::uint64_t same_person_approvals() const { return same_person_; }
  /// Screenings that cleared a lead while the policy in force was not at hand.
  std::uint64_t clears_not_judged() const { return clears_not_judged_; }
  /// Delistings that rest on a list or a policy that was not at hand.
  std::uint64_t delistings_not_judged() const { return delistings_not_judged_; }

 private:
  using Rule = void (SemanticRules::*)(const EventFields&);
  struct RuleEntry {
    std::string_view type;
    Rule rule;
  };
  static Rule find_rule(std::string_view type);

  // One rule per event type; semantic_rules_firm.cpp, _screening.cpp, _hits.cpp and _lead.cpp.
  void firm_initialised(const EventFields& in);
  void policy_proposed(const EventFields& in);
  void policy_activated(const EventFields& in);
  void register_put(const EventFields& in);
  void register_removed(const EventFields& in);
  void confirmation_set(const EventFields& in);
  void person_recorded(const EventFields& in);
  void credential_set(const EventFields& in);
  void list_loaded(const EventFields& in);
  void attempt_refused(const EventFields& in);
  void list_proved(const EventFields& in);
  void keys_restored(const EventFields& in);
  void suppression_lifted(const EventFields& in);
  void subject_erased(const EventFields& in);
  void lead_received(const EventFields& in);
  void source_added(const EventFields& in);
  void lead_screened(const EventFields& in);
  void lead_tagged(const EventFields& in);
  void lead_routed(const EventFields& in);
  void lead_assigned(const EventFields& in);
  void lead_parked(const EventFields& in);
  void lead_classified(const EventFields& in);
  void claims_set(const EventFields& in);
  void rules_settled(const EventFields& in);
  void lawful_basis_set(const EventFields& in);
  void duplicate_proposed(const EventFields& in);
  void duplicate_decided(const EventFields& in);
  void refusal_set(const EventFields& in);
  void case_opened(const EventFields& in);
  void case_reasons_changed(const EventFields& in);
  void case_claimed(const EventFields& in);
  void case_decided(const EventFields& in);
  void case_approved(const EventFields& in);
  void case_closed(const EventFields& in);
  void case_escalated(const EventFields& in);
  void case_reopened(const EventFields& in);
  void good_guy_added(const EventFields& in);
  void good_guy_ended(const EventFields& in);

  void check_declared(const Event& event, json::TextView declared);
  void acted(const EventFields& in, std::string_view what) { acted_as(in, "by", what); }
  void acted_as(const EventFields& in, std::string_view field, std::string_view what);
  void four_eyes(std::string_view author, std::string_view approver, std::string_view what);
  void entitled(std::string_view person, bool (*may)(const std::vector<std::string>&, Instant), std::string_view what);
  void founded_confirmation(const EventFields& in);
  void given_by_two(const EventFields& in, std::string_view what);
  void register_changed(const EventFields& in, const json::Value* record);
  void check_register_changes();
  bool approved(std::string_view lead, std::string_view settles, std::string_view value) const;
  void lifted(const EventFields& in, std::string_view settles, std::string_view value, std::string_view what);
  void known_at(const EventFields& in);
  void check_sections();
  void check_actor();
  SemanticState::Lead* lead(std::string_view id);
  SemanticState::Case* open_case(std::string_view id);
  void check_owner(const SemanticState::Lead& lead, std::string_view from);
  void check_decision(const SemanticState::Lead& lead, const EventFields& in);
  void check_inputs(const SemanticState::Lead& lead, const json::TextObject& decision);
  std::string judged_facts(const SemanticState::Lead& lead) const;
  bool judged(const SemanticState::Lead& lead, json::TextView rules) const;
  void check_rotation(const json::TextObject& decision);
  void check_clear(const SemanticState::Lead& lead, std::string_view id);
  void check_service(const EventFields& in);
  const SemanticState::PolicyInForce& policy_in_force();
  static domain::ClaimStanding standing_of(const SemanticState& state, const SemanticState::Lead& lead);
  void claims_of_source(SemanticState::Lead& lead, const EventFields& in);
  void claims_settled(SemanticState::Lead& lead, const EventFields& in);
  void take_claims(SemanticState::Lead& lead, const EventFields& in);
  void check_claims_heard();
  void let_go(SemanticState::Lead& lead);
  void check_hits(SemanticState::Lead& lead, const EventFields& in);
  bool is_entry_of(const EventFields& in);
  bool holds_for(const SemanticState::Lead& lead, std::string_view hit);
  bool found(std::string_view lead, const EventFields& in, std::string_view disposition) const;
  void check_revived();
  std::set<std::string> delisted_hits(const SemanticState::Lead& lead, const EventFields& in);
  std::string why_not_delisted(const DelistedEntry& of, const SemanticState::Lead& lead, const EventFields& in);
  const ListEntries* entries_of(const std::string& list);

  Finder find_;
  Attachments attachments_;
  SemanticState state_;
  std::uint64_t same_person_ = 0;
  std::uint64_t clears_not_judged_ = 0;
  std::uint64_t delistings_not_judged_ = 0;
  std::map<std::string, std::optional<ListEntries>, std::less<>> list_entries_;  ///< of lists that were asked about

  // Of the body at hand.
  std::uint64_t seq_ = 0;
  std::string_view log_;
  const StoredBody* body_ = nullptr;
  json::TextObject decision_;                                    // of the event at hand
  std::map<std::string, json::TextObject, std::less<>> routed_;  // lead -> the decision of its lead_routed
  std::map<std::string, json::Value, std::less<>> approved_;     // lead -> what a second person approved of its case
  struct Ended {
    std::uint32_t subject = 0;
    std::string hit;
  };
  std::vector<Ended> ended_;           // good-guy entries
  std::vector<std::string> reopened_;  // cases
  struct Heard {
    domain::ClaimStanding standing;  ///< as it has to be afterwards
    bool changed = false;
    std::string client_type;  ///< what the source says, when the policy that orders client types is not at hand
  };
  std::map<std::string, Heard, std::less<>> heard_;                       // lead -> of its source_added
  std::map<std::string, domain::ClaimStanding, std::less<>> classified_;  // lead -> as it stood, of its lead_classified
  RegisterChanges changes_;                                               // of the register, other than suspensions
  std::string changes_proposal_;                                          // the proposal that they name
  std::int64_t changes_parts_ = 0;                                        // in how many bodies it is applied

  struct Applied {
    RegisterChanges changes;
    std::int64_t parts = 0, seen = 0;
  };
  std::map<std::string, Applied, std::less<>> applied_in_part_;  // by proposal
};

}  // namespace licet::record
