#include "record/duties.h"

#include <algorithm>

namespace licet::record {
namespace {

// A grant for a market ("compliance:uk") is not the role for the whole firm, and one that ended is none. The rights of
// src/app/access.cpp say the same (Access.TheRecordKnowsWhoMayAttestAndApprove).
bool holds(const std::vector<std::string>& roles, std::string_view role, Instant at) {
  return std::any_of(roles.begin(), roles.end(), [&](const std::string& text) {
    const auto held = parse_held_role(text);
    return held && held->role == role && held->market.empty() && (!held->until || at < *held->until);
  });
}

}  // namespace

std::optional<HeldRole> parse_held_role(std::string_view text) {
  HeldRole held;
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    const auto until = parse_instant(text.substr(slash + 1));
    if (!until) return std::nullopt;
    held.until = *until;
    text = text.substr(0, slash);
  }
  const std::size_t colon = text.find(':');
  held.role = text.substr(0, colon);
  if (colon == std::string_view::npos) return held;
  held.market = text.substr(colon + 1);
  if (held.market.empty()) return std::nullopt;
  return held;
}

bool may_attest(const std::vector<std::string>& roles, Instant at) { return holds(roles, "compliance", at); }

bool may_approve(const std::vector<std::string>& roles, Instant at) {
  return may_attest(roles, at) || holds(roles, "admin", at);
}

}  // namespace licet::record
