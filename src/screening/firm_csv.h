// Reader of the firm's own list: persons and companies that it does not serve, or must look at, as a CSV with headings.
//
//   id,type,name,aliases,weak_aliases,birth_date,country,ids,reason
//   F-1,person,Mirko Ostrovsky,M. Ostrovsky;Mirko Kale,,1961,HR,passport:X123:HR,left owing fees
#pragma once

#include <memory>

#include "screening/list_reader.h"

namespace licet::screening {

/// UTF-8, the columns in any order, `id` and `name` required. aliases, weak_aliases, birth_date (2001-02-03, 2001-02 or
/// 2001), country (a code or a name) and ids hold several values between semicolons; an id is a number, or
/// "type:number" or "type:number:country" with a type of ListId. `type` is person or entity, and where it is empty the
/// name is compared with both. `reason` becomes the entry's remark. Strict, because nobody else checks the file:
/// besides the errors of csv_list.h kBadInput for an unknown column, type or country, a date that is none, a row
/// without id or name, an id twice.
std::unique_ptr<ListReader> make_firm_reader();

}  // namespace licet::screening
