// Which roles may give counsel's opinion on a rule, and which may approve it: what the record holds every writer to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace licet::record {

/// A role as person_recorded has it: "role", "role:market", either with "/" and an RFC 3339 moment behind it.
struct HeldRole {
  std::string_view role;
  std::string_view market;       ///< empty: the whole firm
  std::optional<Instant> until;  ///< held strictly before this moment
};
/// nullopt when it is none of them. Whether there is such a role or market is not looked at.
std::optional<HeldRole> parse_held_role(std::string_view text);

/// True when one of the roles, held at that moment for the whole firm, lets a person propose the confirmation of a
/// rule.
bool may_attest(const std::vector<std::string>& roles, Instant at);
/// True when one of the roles, held at that moment for the whole firm, lets a person approve what concerns the firm.
bool may_approve(const std::vector<std::string>& roles, Instant at);

}  // namespace licet::record
