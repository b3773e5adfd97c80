// Nothing happens off the record (design section 1): a person's command leaves an entry of theirs before its answer
// leaves the program, whatever the command did and whether or not whoever wrote it thought of that.
#pragma once

#include <string>

#include "app/deps.h"

namespace licet::app {

/// Stands around one command of a person. `begin` before the command; then `answered` or `refused`, and only after that
/// the answer may be shown. Commands note their reads themselves, with what they showed (app/reading.h); this finds the
/// ones that did not.
class OnRecord {
 public:
  OnRecord(Deps& deps, const Principal& principal, std::string command)
      : deps_(deps), principal_(principal), command_(std::move(command)) {}
  Status begin();
  /// Returns when an entry of this person made since `begin` is durable; writes a read of the command when there is
  /// none.
  Status answered();
  /// Records what was refused, was not found or could not be done, unless the command recorded it. `object` is what was
  /// asked for, and goes into the record when it is an id; nothing else that was typed does. Errors of the call and of
  /// the environment are no attempts.
  Status refused(const Error& error, std::string_view object);

 private:
  Result<bool> noted();
  Deps& deps_;
  const Principal& principal_;
  std::string command_;
  std::uint64_t from_ = 0;
};

/// Records that somebody could not prove who they are. `credential` is the text of the file they gave: whom it names
/// goes into the record, when it names somebody.
Status record_unproven(Deps& deps, const std::string& command, std::string_view credential);

}  // namespace licet::app
