#include "http/form.h"

#include <algorithm>

#include "base/encode.h"
#include "base/limits.h"

namespace licet::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_utf8(out) || out.find('\0') != std::string::npos) return std::nullopt;
  return out;
}

Result<Parameters> Parameters::parse(std::string_view query) {
  Parameters out;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = percent_decoded(pair.substr(0, equals), true);
    if (!name) return fail(ErrorCode::kBadInput, "the name of a query parameter is not properly encoded");
    auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!value) return fail(ErrorCode::kBadInput, "query parameter '" + *name + "' is not properly encoded UTF-8");
    out.items_.emplace_back(std::move(*name), std::move(*value));
    if (out.items_.size() > limits::kQueryParametersMax)
      return fail(ErrorCode::kLimit, "more than " + std::to_string(limits::kQueryParametersMax) + " query parameters");
  }
  return out;
}

std::optional<std::string_view> Parameters::first(std::string_view name) const {
  const auto found = std::find_if(items_.begin(), items_.end(), [&](const auto& item) { return item.first == name; });
  if (found == items_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string_view> Parameters::last(std::string_view name) const {
  const auto found = std::find_if(items_.rbegin(), items_.rend(), [&](const auto& item) { return item.first == name; });
  if (found == items_.rend()) return std::nullopt;
  return found->second;
}

std::vector<std::string> Parameters::all(std::string_view name) const {
  std::vector<std::string> out;
  for (const auto& [key, value] : items_)
    if (key == name) out.push_back(value);
  return out;
}

std::optional<std::uint32_t> ten_thousandths(std::string_view text) {
  constexpr std::uint32_t kWhole = 10'000;
  const bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  if (whole.size() + fraction.size() == 0 || !all_digits(whole) || !all_digits(fraction)) return std::nullopt;
  if (negative) return 0;
  if (whole.find_first_not_of('0') != std::string_view::npos) return kWhole;
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < 4; ++i)
    out = out * 10 + (i < fraction.size() ? static_cast<std::uint32_t>(fraction[i] - '0') : 0);
  return out;
}

std::optional<int> small_integer(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 9 || !all_digits(text)) return std::nullopt;
  int out = 0;
  for (const char c : text) out = out * 10 + (c - '0');
  return negative ? -out : out;
}

}  // namespace licet::http
