// What a source says of a lead once more: a claim may tighten, never loosen (design section 5).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "domain/facts.h"

namespace licet::domain {

/// What one arrival says of the client and the business; a code each, empty where it says nothing.
struct Claims {
  std::string client_type, product, lawful_basis;
};

/// A claim each by the name of what it is about: "client_type", "product", "lawful_basis".
using ClaimMap = std::map<std::string, std::string, std::less<>>;
/// As records carry them: an object, empty for none.
json::Value claims_json(const ClaimMap& claims);

/// What a lead counts as, and the claims beside it.
struct ClaimStanding {
  std::string client_type, product, lawful_basis;
  Basis client_type_basis = Basis::kUnknown;
  ClaimMap
      contradicts;     ///< what the source says now, where that can be ordered with what stands neither way: undecided
  ClaimMap outranked;  ///< what the source was saying when persons found otherwise: no news when it comes again
  bool operator==(const ClaimStanding&) const = default;
};

/// Holds what a source says now against what stands, and puts what stands at the stricter of both. True when something
/// changed.
///
/// `client_types` is the policy's vocabulary, the strictest first. Client type: what must pass for the old and for the
/// new, together (client_types.h); so a classification that the source does not agree with no longer counts alone.
/// Product: the first that is named stands. Lawful basis: none stays none, for a basis that comes later would loosen.
/// Where two codes cannot be ordered the old one stands and the new one contradicts it, until persons settle that. What
/// was said before, or heard and outranked, changes nothing.
bool weigh_claims(const std::vector<std::string>& client_types, const Claims& said, ClaimStanding& standing);

/// Persons settled `field`, and the lead now counts as `value`: what the source said last is outranked unless it is
/// that.
void settle_claim(std::string_view field, std::string_view value, ClaimStanding& standing);

}  // namespace licet::domain
