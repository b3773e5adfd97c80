// Which client types a lead has to satisfy at once: what is not proven never loosens (design section 5).
#pragma once

#include <array>
#include <cstddef>

#include "domain/facts.h"
#include "domain/policy.h"

namespace licet::domain {

/// A classified type counts alone. A claimed one counts beside the strictest: both must pass. An unknown type, and a
/// code outside the policy's vocabulary on whatever basis, counts as the strictest.
struct ClientTypes {
  std::array<Symbol, 2> types{};
  std::size_t count = 0;
  bool proven = false;

  const Symbol* begin() const { return types.data(); }
  const Symbol* end() const { return types.data() + count; }
};

inline ClientTypes client_types_of(const Policy& policy, const LeadFacts& lead) {
  const Symbol strictest = policy.strictest_client_type();
  const bool known = lead.client_type_basis != Basis::kUnknown && policy.is_client_type(lead.client_type);
  if (known && lead.client_type_basis == Basis::kClassified) return {{lead.client_type, Symbol::kNone}, 1, true};
  if (known && lead.client_type != strictest) return {{strictest, lead.client_type}, 2, false};
  return {{strictest, Symbol::kNone}, 1, false};
}

}  // namespace licet::domain
