// What a permission rests on where no fact behind a rule was verified: the firm's confirmations, and whose they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/firm_state.h"

namespace licet::app {

/// Counsel's opinion on a rule as it stands on record.
struct ConfirmationView {
  std::string rule;
  std::string state;        ///< "active", "proposed" or "revoked"
  std::string opinion;      ///< digest
  std::string by;           ///< who gave it, a person's id
  std::string approved_by;  ///< empty while it is proposed
  std::string proposal;     ///< of a proposed one: what the second person names
  Instant until;            ///< counts strictly before this moment
  bool invented = false;    ///< an example's: no counsel ever gave it
  bool in_force = false;    ///< it is active, of the rule as it reads now, and has not ended
};

/// The last confirmation of a rule; nullopt where there never was one.
Result<std::optional<ConfirmationView>> confirmation_of(Reader& reader, const FirmState& state, std::string_view rule,
                                                        Instant at);
/// The confirmations without which the owner could not have the lead today; none when nobody has it.
Result<std::vector<ConfirmationView>> confirmations_behind(Reader& reader, const FirmState& state,
                                                           const record::Row& lead, Instant at);

/// As members of `licet.rule/1` and of a lead's `rests_on`.
json::Object confirmation_json(const ConfirmationView& confirmation);

}  // namespace licet::app
