// Which roles may give counsel's opinion on a rule, and which may approve it: what the record holds every writer to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace licet::record {

/// True when one of the roles, held for the whole firm, lets a person propose the confirmation of a rule.
bool may_attest(const std::vector<std::string>& roles);
/// True when one of the roles, held for the whole firm, lets a person approve what concerns the firm.
bool may_approve(const std::vector<std::string>& roles);

}  // namespace licet::record
