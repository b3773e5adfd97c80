// The firm's current policy, register and screening lists, compiled once and shared by the commands of a run.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/segment.h"
#include "app/store_port.h"
#include "base/json.h"
#include "domain/gates.h"
#include "domain/policy.h"
#include "domain/register.h"
#include "screening/matcher.h"
#include "screening/screening.h"

namespace licet::app {

/// A value of immutable, shared parts, as one reader saw the firm; nothing of it depends on the present moment.
/// Commands and queries take it from FirmStates (app/firm_states.h) in their own transaction or snapshot.
struct FirmState {
  std::shared_ptr<const domain::Policy> policy;
  std::shared_ptr<const domain::RegisterView> view;
  std::shared_ptr<const screening::ListIndex> lists;  ///< null when no list is loaded
  std::vector<std::string> list_digests;              ///< of the active lists, sorted
  std::vector<std::string> missing_lists;             ///< kinds the policy demands and nobody loaded
  /// When the oldest active list was current, by its publisher's date and not by its loading; absent without lists, or
  /// when nobody said it of one of them.
  std::optional<Instant> oldest_list;
  bool service_demanded = false;  ///< the policy names a screening service, to be asked besides
  std::shared_ptr<screening::Screener>
      service;                ///< that service; null where it cannot be asked: then nobody is cleared
  bool suppressions = false;  ///< there are erased persons whom no import brings back

  /// False when a list is missing, of unknown date, or older than the policy allows: such a screening never clears.
  bool lists_usable(Instant at) const;
  /// What makes a name a hit for such a lead (nothing is known of a name asked by hand), as the policy says; of
  /// one of which nothing is known, the least of all.
  screening::ThresholdSet thresholds(const Segment& segment) const;
  /// In verification, where there is no policy: the thresholds that the record names, for every lead.
  std::optional<screening::ThresholdSet> recorded_thresholds;
  /// Whether the policy takes a list of this date at `at`.
  bool recent_enough(Instant as_of, Instant at) const;
};

/// Which parts to load: screening lists are large, and most commands do not screen.
enum class LoadLists : std::uint8_t { kNo, kYes };
/// Compiles everything anew, but for the policy when the active one is `known`.
Result<FirmState> load_firm_state(Reader& reader, LoadLists lists,
                                  const std::shared_ptr<const domain::Policy>& known = nullptr);
/// The list whose document has this digest; kTampered when its bytes are gone or are others.
Result<std::shared_ptr<const screening::List>> load_list_version(Reader& reader, const std::string& digest);
/// The index of the lists with these digests; null for none.
Result<std::shared_ptr<const screening::ListIndex>> load_list_index(Reader& reader,
                                                                    const std::vector<std::string>& digests);

/// The register as it stands, or as it was known at a moment (register history up to `known_at`).
Result<json::Value> register_document(Reader& reader, std::optional<Instant> known_at = std::nullopt);
/// Confirmations in force or proposed, by rule. Decisions get the active ones.
Result<std::vector<domain::Confirmation>> active_confirmations(Reader& reader);

/// Every row of a table, page by page, in key order.
Result<std::vector<record::Row>> all_rows(Reader& reader, const Scope& scope, record::TableId table,
                                          std::vector<Condition> where = {});

}  // namespace licet::app
