// FollowTheMoney, as yente speaks it: entries of a list as entities, and entities that are asked about as parties.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/screening_service.h"

namespace licet::http {

/// The schema under which an entry comes out: "Person", "Organization", "LegalEntity", "Vessel", "Airplane".
std::string_view ftm_schema(screening::EntryType type);
/// Whether an entity of schema `schema` is one of `ancestor` ("Person" is a "LegalEntity" and a "Thing").
bool ftm_is_a(std::string_view schema, std::string_view ancestor);
/// Topics of an entry: those that OpenSanctions gave it, "sanction" of an official list, none of a list of the firm.
std::vector<std::string> ftm_topics(std::string_view list, const screening::Entry& entry);
/// id, caption, schema, properties, datasets, referents, target, first_seen, last_seen, last_change.
json::Object ftm_entity(std::string_view list, Instant list_as_of, const screening::Entry& entry);

/// An entity asked about, understood.
struct FtmExample {
  Party party;
  json::Value echo;  ///< {"id"?, "schema", "properties"}: what was understood of it, as the answer repeats it
};
/// From {"id"?, "schema", "properties": {name: text or [texts]}}, whose form was checked (match_request.h). Properties
/// that no schema here has are ignored, as are values that cannot be read. kBadInput for a schema that is unknown or
/// that nobody is compared with.
Result<FtmExample> read_ftm_example(const json::Value& example);

}  // namespace licet::http
