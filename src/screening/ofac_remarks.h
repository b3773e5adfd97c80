// What OFAC's Remarks column says beyond free text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screening/list_build.h"

namespace licet::screening {

/// The weak aliases of a remark: OFAC's flat files give them nowhere else ("a.k.a. 'BNC'.", "f.k.a. '...'"). They may
/// contain apostrophes ("'ABU-'UMAR'"), so one ends where an apostrophe is followed by ';', '.', ')' or the end.
std::vector<ListName> weak_aliases_of(std::string_view remarks);

/// Reads the entry's remarks into its names (weak aliases), births, gender, countries and ids. What is not understood
/// stays in the remarks alone, which are kept whole; dates of birth that cannot be read are counted in `list`.
void add_remark_facts(Entry& entry, ListBuilder& list);

/// Whether remarks end in the middle of a sentence: the publisher's column holds 1,000 signs, and an overflow file has
/// the rest. Whole ones end with a full stop.
bool remarks_are_cut(std::string_view remarks);

/// "08 Sep 1966", "Sep 1966", "1966", any of them after "circa" or on both sides of "to"; nullopt for anything else.
std::optional<BirthDate> birth_of_remark(std::string_view text);

}  // namespace licet::screening
