// Blind index keys in the tables: where they go when a lead arrives, and the same again out of what was sealed.
#pragma once

#include <vector>

#include "app/lead_intake.h"
#include "base/crypto.h"
#include "record/body.h"
#include "record/replay.h"

namespace licet::app {

/// The derived columns of a source event and its subject; keys that the row has no field for are left as they are. The
/// source event `after` which it comes, if any, loses its content key: what was said before is no longer said.
std::vector<record::DerivedValue> derived_values(const SubjectId& subject, const SourceId& source_event,
                                                 const SourceId& after, const BlindKeys& keys);

/// Derives the keys of every source event of a body again, from the row that was sealed with it (`row`). kTampered when
/// what was sealed is no row.
record::Deriver rederive(const crypto::Key32& pepper);

}  // namespace licet::app
