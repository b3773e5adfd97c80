// Whose lead it is, as a firm's thresholds may be chosen by it.
#pragma once

#include <compare>
#include <string>

namespace licet::app {

/// What is empty is not known, and then the strictest holds of all that might. Codes only.
struct Segment {
  std::string source;
  std::string client_type;  ///< a classified one: what a source claims loosens nothing
  std::string market;       ///< the one that takes the lead
  auto operator<=>(const Segment&) const = default;
};

}  // namespace licet::app
