// What the parser and the checker of the profile share.
#pragma once

#include <cstdint>
#include <string_view>

namespace licet::json {

/// The largest integer that every JSON reader keeps exact: 2^53-1.
inline constexpr std::int64_t kSafeIntegerMax = (std::int64_t{1} << 53U) - 1;

/// True when `key` matches [a-z0-9_]+.
bool is_profile_key(std::string_view key);

}  // namespace licet::json
