// What the EU's remarks say of an alias.
#pragma once

#include <string_view>

namespace licet::screening {

/// Whether a remark on an alias says that it is a weak one: "Low quality alias", with the misspellings that occur.
bool says_low_quality(std::string_view remark);

}  // namespace licet::screening
