// Readers of the British lists as CSV: the UK Sanctions List (FCDO, 58 columns, first line "Report Date: 22-Aug-2026")
// and OFSI's consolidated list of before 2026-01-28 (ConList, 36 columns, first line "Last Updated,27/01/2026"), for
// old files.
//
// One row a name and address; the rows of an entry have its Unique ID (ConList: Group ID) and need not stand together.
// Name 6 is the family name or the whole name of an entity, Name 1 to 5 the given ones.
// Source: the UK Sanctions List's change of format of 2025,
// https://www.gov.uk/government/publications/uk-sanctions-list.
#pragma once

#include <memory>

#include "screening/list_reader.h"

namespace licet::screening {

/// Both want every column they know, UTF-8, and a first line with the date the list was current (`as_of`, its first
/// moment in UTC). kBadInput besides the errors of csv_list.h: a row without id or of an unknown type, type of name or
/// quality of alias; rows of one id that say different types. Dates of birth that cannot be read are counted in a note
/// and kept as the detail "birth_text".
std::unique_ptr<ListReader> make_uk_reader();
std::unique_ptr<ListReader> make_uk_conlist_reader();

}  // namespace licet::screening
