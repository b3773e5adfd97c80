// On what basis may a client be classified? What the classification rules (shape R04) of a lead's jurisdictions know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/facts.h"
#include "domain/policy.h"

namespace licet::domain {

/// The bases on which every jurisdiction of the lead that has classification rules in force at `at` knows
/// `client_type`: by its own name, or as a type of the pack that counts as it. Sorted. Empty when no jurisdiction of
/// the lead has such a rule, or when two of them have no basis in common: then nothing may be loosened.
std::vector<std::string> classification_bases(const Policy& policy, const LeadFacts& lead, std::string_view client_type,
                                              Instant at);

}  // namespace licet::domain
