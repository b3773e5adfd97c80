// Opening the sealed sections of entries with the keys and payloads at hand.
#pragma once

#include "app/deps.h"
#include "record/replay.h"

namespace licet::app {

/// What becomes of a section: its fields, or that its key or its payload (by presence and by hash) is not there.
/// kTampered when it does not open to what was committed.
Result<record::SectionOutcome> open_section_of(Deps& deps, Reader& reader, const EventId& event,
                                               const json::Value& section);

}  // namespace licet::app
