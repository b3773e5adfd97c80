// Reader of the EU's consolidated list of financial sanctions as CSV, version 1.1 ("xmlFullSanctionsList" without the
// XML): UTF-8 with a byte order mark, semicolons, some 113 columns by heading.
//
// One row an alias, a birth date, an address, an identification or a citizenship; the rows of an entry have its
// Entity_LogicalId. Columns that the publisher has had in some years only (NameAlias_Strong) are used when there.
#pragma once

#include <memory>
#include <string_view>

#include "screening/list_reader.h"

namespace licet::screening {

/// Entries go by their EU reference number ("EU.27.28"), and by their logical id where they have none. `as_of` is the
/// day the file was generated. kBadInput besides the errors of csv_list.h: a row without logical id, a type of subject
/// that is neither person nor enterprise, rows of one id that say different types, two ids with one reference number.
std::unique_ptr<ListReader> make_eu_csv_reader();

}  // namespace licet::screening
