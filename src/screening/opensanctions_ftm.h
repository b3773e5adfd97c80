// Reader of OpenSanctions' entities.ftm.json, one entity a line, and of its delta files.
//
// A full file holds `{"id", "caption", "schema", "properties": {...}, "target", ...}` a line, a delta file
// `{"op": "ADD"|"MOD"|"DEL", "entity": {...}}`. The full file is given first, then its deltas in their order; which is
// which is told by the first line.
#pragma once

#include <memory>

#include "screening/list_reader.h"

namespace licet::screening {

/// Relations, things, parties that are only mentioned and those without a name are left out and counted in notes.
/// `as_of` is the latest last_seen or last_change. kBadInput, with file and line: a line that is no JSON object or has
/// no id or schema, an id twice, a delta before the full file or mixed with one, a second full file, the index of
/// deltas, and a delta of another version: ADD of an entity that is there, MOD or DEL of one that is not, MOD to what
/// an entity was before its last change; a last line without a line break (how a truncated file looks). A delta without
/// a line changes nothing. kLimit: a line over limits::kListLineBytesMax, or what is over ListLimits.
std::unique_ptr<ListReader> make_opensanctions_ftm_reader();

}  // namespace licet::screening
