// What a body must keep to, whether it is made or read. Internal to src/record.
#pragma once

#include <string_view>

#include "base/result.h"
#include "record/body.h"
#include "record/event_check.h"

namespace licet::record {

Status check_links(const Objects& objects);
Status check_actor(const Actor& actor, std::string_view command);
/// The policy and the register of a decision are part of it: without them it is a claim.
Error unfounded_decision(const Event& event);

}  // namespace licet::record
