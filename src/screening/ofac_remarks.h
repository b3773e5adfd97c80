// What OFAC's Remarks column says beyond free text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screening/model.h"

namespace licet::screening {

/// The weak aliases of a remark: OFAC's flat files give them nowhere else ("a.k.a. 'BNC'.", "f.k.a. '...'"). They may
/// contain apostrophes ("'ABU-'UMAR'"), so one ends where an apostrophe is followed by ';', '.', ')' or the end.
std::vector<ListName> weak_aliases_of(std::string_view remarks);

/// Reads the entry's remarks into its names (weak aliases), births, gender, countries and ids. What is not understood
/// stays in the remarks alone, which are kept whole. Births, countries and ids are not sorted yet.
void add_remark_facts(Entry& entry);

/// "08 Sep 1966", "Sep 1966", "1966", any of them after "circa" or on both sides of "to"; nullopt for anything else.
std::optional<BirthDate> birth_of_remark(std::string_view text);

}  // namespace licet::screening
