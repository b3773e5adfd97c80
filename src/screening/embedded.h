// The word tables of data/screening, built into the program; and which source it was built of.
#pragma once

#include <string_view>

namespace licet::screening {

/// The text of data/screening/NAME.txt; empty when there is none.
std::string_view embedded_table(std::string_view name);
/// The SHA-256 of this layer's source, in hex.
std::string_view source_digest();

}  // namespace licet::screening
