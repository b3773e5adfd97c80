// Numbers of JSON texts, without the locale: reading, and the shortest decimal that reads back as the same double.
#pragma once

#include <cstdint>
#include <string_view>

namespace licet::json::detail {

/// A positive decimal: `digits` * 10^(exponent - digit_count + 1), so 12.5 is {125, 3 digits, exponent 1}.
struct Decimal {
  std::uint64_t digits = 0;
  int digit_count = 1;
  int exponent = 0;
};

/// The value of a text that follows the number grammar of RFC 8259, rounded to nearest; infinite when too large.
double read_double(std::string_view text);
/// The fewest digits that read back as `v`, the nearest of those to `v` (ECMAScript's Number::toString). `v` > 0,
/// finite.
Decimal shortest_decimal(double v);
/// The same by searching with the C library; for libraries that lack std::to_chars of doubles, and to test the other.
Decimal shortest_decimal_by_search(double v);

}  // namespace licet::json::detail
