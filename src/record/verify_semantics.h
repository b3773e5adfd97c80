// Levels 4 and 5 of verification: the rules of the record's meaning, decisions taken again, and state = fold. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/verify.h"
#include "record/folded_rows.h"
#include "record/semantic_rules.h"
#include "record/verify_decisions.h"

namespace licet::record {

struct SemanticOptions {
  Attachments attachments;  ///< empty: decisions are not taken again and level 5 is not checkable
  bool fold = true;         ///< folds the tables, so that recorded state digests can be checked; costs memory per lead
  bool reexecute = true;    ///< level 5 at all; without it nothing is folded either
};

/// Runs over the entries in the same pass as ledger::verify_bundle, or over a store's. Findings go into the ledger's
/// report as levels 4 and 5, with the entry's number. Not thread-safe; must outlive its hooks.
///
/// Level 4, by code: body_form, event_fields, unsupported_event, links, body_time, not_initialised, initialised_twice,
/// origin, unknown_person, four_eyes, approval_missing, policy_not_proposed, policy_replaced,
/// confirmation_not_proposed, register_record, known_time, list_replaced, sealed_after_erasure, erased_twice,
/// erased_leads, case_after_erasure, unknown_lead, erased_lead, erased_subject, received_twice, subject, owner,
/// list_date, list_older, list_proof, list_refused, cleared_lists, cleared_service, open_hits, hit_lifted, delisted,
/// good_guy, assigned_without_decision, assigned_unscreened, assigned_untagged, cleared_alone, classified, status,
/// market, turn, not_suppressed, proposal, decided_alone, lifted_alone, assigned_refused, granted_to_self, no_right,
/// actor, claims, judged, assigned_contradictory, decision_document, decision_gate, decision_inputs, decision_policy,
/// decision_rotation, decision_time, jurisdictions, duplicate_not_proposed, case,
/// case_not_claimed, case_not_proposed. Level 5: decision, decision_register, policy, register, state, and by `ledger
/// verify` screening.
///
/// As a pipeline: bodies are read on any thread; the rules of level 4 and what decisions hang on are followed in order;
/// decisions are taken again and the tables are folded while the next entries are read.
class SemanticVerifier final : public ledger::EntryPipeline {
 public:
  explicit SemanticVerifier(SemanticOptions options);
  SemanticVerifier(const SemanticVerifier&) = delete;
  SemanticVerifier& operator=(const SemanticVerifier&) = delete;

  ~SemanticVerifier() override;

  std::unique_ptr<Prepared> prepare(const ledger::Entry& entry) const override;
  void take(const ledger::Entry& entry, std::unique_ptr<Prepared> prepared, ledger::Report& report) override;
  std::size_t leave() override;
  void work(std::size_t i) override;
  void settle(ledger::Report& report) override;
  /// One entry with all that hangs on it, in order.
  void on_entry(const ledger::Entry& entry, ledger::Report& report);
  /// After the last: sets the levels and the remarks. Neither level is passed when the log has entries that were not
  /// taken, because they could not be read: what follows from them is not known.
  void finish(ledger::Report& report);
  /// All of it as the hooks of verify_bundle.
  ledger::VerifyHooks hooks();

  /// The entry that records the destruction of a key.
  std::optional<std::uint64_t> erased_by(std::string_view kid) const;
  /// The post-erasure tables of everything fed, when `fold` was asked for.
  const FoldedRows& tables() const { return tables_; }
  std::uint64_t decisions_taken_again() const { return decisions_.taken_again(); }

 private:
  class ReadBody;
  struct Left;
  struct Late {
    std::uint8_t level = 0;
    std::string_view code;
    std::string what;
    std::uint64_t seq = 0;
  };
  void fetch_decisions(ReadBody& read);
  void fold(Left& left);
  void fold_body(std::uint64_t seq, const StoredBody& body, std::vector<Late>& found);
  bool state_differs(const Event& event);
  void add(std::uint8_t level, std::string_view code, std::string what);

  SemanticOptions options_;
  FoldedRows tables_;
  SemanticRules rules_;
  DecisionReplayer decisions_;
  ledger::Report* report_ = nullptr;  // of the entry at hand
  std::uint64_t seq_ = 0;
  std::uint64_t followed_ = 0;  // entries taken
  std::uint64_t size_ = 0;      // entries of the whole log, as the report says
  std::uint64_t state_rows_ = 0, states_skipped_ = 0;
  std::unique_ptr<Left> leaving_, left_;  // what `take` leaves now; what is being worked on
  bool level5_complete_ = true;
};

}  // namespace licet::record
