#include "base/json_number.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>

#include "base/result.h"

namespace licet::json::detail {
namespace {

constexpr int kDigitsMax = 17;  // enough to tell any two doubles apart

// "d.ddde±xx" to a decimal, without trailing zeros.
Decimal from_scientific(std::string_view text) {
  Decimal out;
  std::size_t i = 0;
  int trailing_zeros = 0;
  out.digit_count = 0;
  for (; i < text.size() && text[i] != 'e'; ++i) {
    if (text[i] < '0' || text[i] > '9') continue;
    out.digits = out.digits * 10 + static_cast<std::uint64_t>(text[i] - '0');
    ++out.digit_count;
    trailing_zeros = text[i] == '0' ? trailing_zeros + 1 : 0;
  }
  for (; trailing_zeros > 0; --trailing_zeros, --out.digit_count) out.digits /= 10;
  const bool negative = i + 1 < text.size() && text[i + 1] == '-';
  int exponent = 0;
  for (i += 2; i < text.size(); ++i) exponent = exponent * 10 + (text[i] - '0');
  out.exponent = negative ? -exponent : exponent;
  return out;
}

double value_of(std::uint64_t digits, int power_of_ten) {
  return read_double(std::to_string(digits) + 'e' + std::to_string(power_of_ten));
}

}  // namespace

double read_double(std::string_view text) {
#ifdef __cpp_lib_to_chars
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // Out of range leaves the value alone and does not say on which side; strtod does, and such texts are rare.
  if (error == std::errc{} && end == text.data() + text.size()) return value;
#endif
  // Only reached for out-of-range texts, or in a C library whose numbers know no locale (musl under em++): a decimal
  // comma could at worst cut a text at its point, which leaves infinite infinite and zero zero.
  return std::strtod(std::string(text).c_str(), nullptr);
}

Decimal shortest_decimal(double v) {
#ifdef __cpp_lib_to_chars
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), v, std::chars_format::scientific);
  LICET_INVARIANT(error == std::errc{});
  return from_scientific({text.data(), static_cast<std::size_t>(end - text.data())});
#else
  return shortest_decimal_by_search(v);
#endif
}

Decimal shortest_decimal_by_search(double v) {
  for (int count = 1; count <= kDigitsMax; ++count) {
    std::array<char, 40> text{};
    const int size = std::snprintf(text.data(), text.size(), "%.*e", count - 1, v);
    const Decimal nearest = from_scientific({text.data(), static_cast<std::size_t>(size)});
    // At a power of two the gap below is half the gap above: the nearest decimal may fall outside below while its
    // upper neighbour is still inside. So the neighbours count too, after the nearest.
    std::uint64_t digits = nearest.digits;
    for (int k = nearest.digit_count; k < count; ++k) digits *= 10;
    const int power = nearest.exponent - count + 1;
    for (const std::uint64_t candidate : {digits, digits + 1, digits - 1}) {
      if (candidate == 0 || value_of(candidate, power) != v) continue;
      const std::string scientific = std::to_string(candidate);
      Decimal out{candidate, static_cast<int>(scientific.size()), power + static_cast<int>(scientific.size()) - 1};
      for (; out.digits % 10 == 0; --out.digit_count) out.digits /= 10;
      return out;
    }
  }
  invariant_failed("seventeen digits name every finite double", __FILE__, __LINE__);
}

}  // namespace licet::json::detail
