// The fold: one pure function from an event to changes of rows. The same function runs live and in replay.
#pragma once

#include <string_view>

#include "base/result.h"
#include "record/body.h"
#include "record/schema.h"

namespace licet::record {

/// Where rows change: a database transaction, or a table in memory. Changes to different keys commute.
class RowSink {
 public:
  virtual ~RowSink() = default;
  /// Sets the given columns; makes the row when there is none (other columns null).
  virtual Status put(TableId table, const Key& key, std::span<const Assignment> values) = 0;
  /// Adds to an integer column; makes the row (0) when there is none.
  virtual Status add(TableId table, const Key& key, std::string_view column, std::int64_t delta) = 0;
  virtual Status remove(TableId table, const Key& key) = 0;
  /// Erasure: sets every opened and derived column of the rows sealed under `kid` to null, and `erased_by` where
  /// the table has it.
  virtual Status purge(std::string_view kid, std::string_view event_id) = 0;
};

/// Applies one event. `opened` may lack the event's kid: the columns become null (the post-erasure row).
/// `event_id` is the body's; the envelope (seq, time) is never seen here.
Status apply(const Event& event, const EventId& event_id, Instant at, const Opened& opened, RowSink& sink);
/// All events of a body, in order.
Status apply_all(const std::vector<Event>& events, const EventId& event_id, Instant at, const Opened& opened, RowSink& sink);

}  // namespace licet::record
