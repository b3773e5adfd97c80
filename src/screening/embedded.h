// The word tables of data/screening, built into the program.
#pragma once

#include <string_view>

namespace licet::screening {

/// The text of data/screening/NAME.txt; empty when there is none.
std::string_view embedded_table(std::string_view name);

}  // namespace licet::screening
