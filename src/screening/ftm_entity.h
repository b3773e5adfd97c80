// One entity of OpenSanctions' entities.ftm.json (FollowTheMoney) as an entry of a list.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "screening/list_build.h"

namespace licet::screening {

/// Why an entity is no entry.
enum class LeftOut : std::uint8_t { kNot, kThing, kNoTarget, kNoName };

/// What `entity` is to a list. Things, documents and relations (ownership, sanction, position, ...) are none; nor is a
/// party that is only mentioned: `target` is false and it carries no topic of risk.
LeftOut left_out(const json::Value& entity);
/// Fills an entry from an entity that is not left out. Birth dates that cannot be read are counted in `list`.
/// The first property that is no list of texts: what it says would be lost. nullopt when each is one.
std::optional<std::string> malformed_property(const json::Value& entity);
void read_ftm_entity(const json::Value& entity, Entry& entry, ListBuilder& list);

}  // namespace licet::screening
