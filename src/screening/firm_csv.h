// Reader of the firm's own list: persons and companies that it does not serve, or must look at, as a CSV with headings.
//
//   id,type,name,aliases,weak_aliases,birth_date,country,ids,category,reason
//   F-1,person,Mirko Ostrovsky,M. Ostrovsky;Mirko Kale,,1961,HR,passport:X123:HR,do_not_approach,left owing fees
#pragma once

#include <memory>

#include "screening/list_reader.h"

namespace licet::screening {

/// UTF-8, the columns in any order, `id` and `name` required; where there is a column
/// `reason` each row has one, and a note counts the entries of a file without (docs/formats/list_kinds.md). aliases,
/// weak_aliases, birth_date (2001-02-03, 2001-02 or 2001), country (a code or a name) and ids hold several values
/// between semicolons; an id is a number, or "type:number" or "type:number:country" with a type of ListId. `type` is
/// person or entity, and where it is empty the name is compared with both. `category` (pep, do_not_approach, ...)
/// becomes the entry's programmes, `reason` its remark. Strict, because nobody else checks the file: besides the errors
/// of csv_list.h kBadInput for an unknown column, type or country, a date that is none, a row without id, name or
/// reason, an id twice.
std::unique_ptr<ListReader> make_firm_reader();

}  // namespace licet::screening
