// Whatever the parser accepts must print canonically, read back as the same value and print the same again; and the
// ledger's profile must be a subset of what is accepted at all.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/json.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace json = licet::json;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = json::parse(text);
  const auto entry = json::parse(text, json::kEntryOptions);
  if (!value) {
    require(!entry && value.error().where.line >= 1 && value.error().where.column >= 1);
    return 0;
  }
  const std::string canonical = json::canonical(*value);
  const auto again = json::parse(canonical);
  require(again && json::canonical(*again) == canonical);
  require(json::canonical(json::parse(json::pretty(*value)).value()) == canonical);
  if (entry) {
    require(*entry == *value && json::check_profile(*entry));
    require(json::parse(canonical, json::kEntryOptions).has_value());
  }
  return 0;
}
