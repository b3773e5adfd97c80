// Texts of a URL: percent-encoding, and the parameters after the question mark.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace licet::http {

/// What a percent-encoded text stands for; `plus_is_space` as in a form. nullopt when an escape is none, or the bytes
/// are not UTF-8 or hold NUL.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

/// The parameters of a query string, in their order; a name may come several times.
class Parameters {
 public:
  /// kBadInput, naming the parameter where it can, when one is not properly encoded; kLimit over
  /// limits::kQueryParametersMax.
  static Result<Parameters> parse(std::string_view query);
  // The first or the last value, or nullopt: servers differ in which of several counts.
  std::optional<std::string_view> first(std::string_view name) const;
  std::optional<std::string_view> last(std::string_view name) const;
  /// Every value.
  std::vector<std::string> all(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }

 private:
  std::vector<std::pair<std::string, std::string>> items_;
};

/// A decimal fraction ("0.7", "1", ".85") in ten-thousandths, cut; negative ones are 0, what is over 1 is 10,000.
/// nullopt when it is no number.
std::optional<std::uint32_t> ten_thousandths(std::string_view text);
/// An integer of at most nine digits.
std::optional<int> small_integer(std::string_view text);

}  // namespace licet::http
