// Reader of OpenSanctions' targets.simple.csv: one row a target, several values of a column between semicolons. The
// file says neither which aliases are weak nor which word of a name is what; entities.ftm.json (opensanctions_ftm.h)
// does.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "screening/list_reader.h"

namespace licet::screening {

/// With or without the columns program_ids, dataset and last_change, which came later. `as_of` is the latest last_seen
/// or last_change. Rows of things (securities, wallets, ...) are left out and counted in a note. kBadInput besides the
/// errors of csv_list.h: a row without id or name, an id twice.
std::unique_ptr<ListReader> make_opensanctions_simple_reader();

/// What an entity of this schema is; nullopt for things, documents and relations, which nobody is compared with. An
/// unknown schema is kUnknown: compared with everybody.
std::optional<EntryType> type_of_schema(std::string_view schema);

}  // namespace licet::screening
