// Receiving one prepared lead inside a transaction: repeats, doubles, the record of it, the decision.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/decide.h"
#include "app/lead_intake.h"
#include "ledger/seal.h"

namespace licet::app {

/// A lead sealed and on its way to the writer.
struct PendingLead {
  PreparedLead lead;
  EventId event;
  record::RenderedSection section;
  Bytes blob;  ///< its ciphertext
  std::uint64_t line = 0;
  /// The body as far as it is known before the transaction, which takes it; `begin_lead` makes it.
  struct Begun {
    record::BodyBuilder body;
    LeadDraft draft;  ///< tagged
    domain::TagResult tag;
  };
  std::optional<Begun> begun;

  // What came of it, set by the transaction.
  enum class Kind : std::uint8_t { kNew, kUnchanged, kChanged, kSuppressed } kind = Kind::kNew;
  LeadId known_lead;  ///< kChanged: the lead that has this source id
  DecideOutcome outcome;
  bool done = false;  ///< the transaction ran to its end
  std::int64_t match_ns = 0, decide_ns = 0, record_ns = 0;
};

/// Seals the prepared fields under the event that will carry them.
Result<PendingLead> seal_lead(Deps& deps, PreparedLead lead);

/// Begins the record of a new lead: received, screened, tagged. Whatever needs no table is done here, off the thread
/// that writes.
PendingLead::Begun begin_lead(Deps& deps, const Principal& principal, const FirmState& state,
                              const PendingLead& pending);

/// `known` when this source and id (or row) came before; `same` when its content is what came last.
struct Repeat {
  bool known = false, same = false;
  LeadId lead;
  SubjectId subject;
  SourceId latest;  ///< the source event that came last
};
Result<Repeat> find_repeat(Reader& reader, const BlindKeys& keys);

/// Records a new lead and decides it; a repeat and an erased person's row record nothing and say so in `kind`.
Status receive_lead(Tx& tx, Deps& deps, const Principal& principal, const FirmState& state, PendingLead& pending);
/// Records another source event on a known lead: `pending` was prepared with that lead's subject, key and names
/// (prepare_change). kConflict when it bears other names by now.
Status receive_change(Tx& tx, Deps& deps, const Principal& principal, const FirmState& state, const LeadId& lead,
                      PendingLead& pending);

}  // namespace licet::app
