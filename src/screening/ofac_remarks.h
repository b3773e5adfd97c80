// What OFAC's Remarks column says beyond free text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "screening/model.h"

namespace licet::screening {

/// The weak aliases of a remark: OFAC's flat files give them nowhere else ("a.k.a. 'BNC'.", "f.k.a. '...'"). They may
/// contain apostrophes ("'ABU-'UMAR'"), so one ends where an apostrophe is followed by ';', '.', ')' or the end.
std::vector<ListName> weak_aliases_of(std::string_view remarks);

}  // namespace licet::screening
