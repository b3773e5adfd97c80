// Refusals with a stable code: what the record says when somebody tried what they may not.
#pragma once

#include <string>
#include <string_view>

#include "app/access.h"

namespace licet::app {

/// A refusal (kRefused) that names its code, such as "OWN_PROPOSAL". The codes stand in docs/reasons.md.
tl::unexpected<Error> refuse(std::string_view code, std::string text);
/// The code of a refusal; for other errors the name of their class ("NOT_FOUND").
std::string refusal_code(const Error& error);

/// Four eyes in one command: kRefused unless `approver` has the right and is somebody else than `author`.
Status demand_second(const Principal& author, const Principal& approver, Right right);

/// A proposal's digest as people give it: kUsage when nothing is given, kBadInput when it is shorter than
/// kProposalDigitsMin, and a refusal when it is the beginning of another digest than `proposal`.
inline constexpr std::size_t kProposalDigitsMin = 16;
Status demand_proposal(std::string_view given, std::string_view proposal);

}  // namespace licet::app
