// The fold: one pure function from an event to changes of rows. The same function runs live and in replay.
#pragma once

#include <cstdint>
#include <span>
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

/// What an event is applied with, beside itself. The envelope (seq, time) is never seen here.
struct ApplyContext {
  const EventId& event_id;  ///< the body's
  Instant at;               ///< the body's
  const Opened& opened;     ///< may lack a kid: its columns then stay null (the post-erasure row)
  const Ciphertexts& ciphertexts;
};

/// Applies one event. Reads nothing: what it does depends on its arguments alone, so that bodies that name no common
/// object may be applied in any order. A field missing that the event needs is kTampered.
Status apply(const Event& event, const ApplyContext& context, RowSink& sink);
/// All events of a body, in order, live: with everything the body was sealed from.
Status apply_all(const Body& body, RowSink& sink);
/// The same in replay, with what could be opened of its sections.
Status apply_all(const StoredBody& body, const Opened& opened, RowSink& sink);

}  // namespace licet::record
