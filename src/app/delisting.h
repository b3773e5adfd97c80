// Hits that end because a publisher took the entry off the list.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"
#include "app/lead_draft.h"
#include "record/event.h"
#include "record/list_entries.h"

namespace licet::app {

/// Hits of one lead that end so.
struct Delisted {
  std::vector<record::DelistedEntry> entries;
  Instant as_of{};  ///< of the oldest list that says so: while that is recent enough, it counts
};

/// Knows the lists there were. An entry is delisted when the active version of its list has neither its id nor its
/// content, and that version is dated, recent enough, and not older than any that was active before. So a list that is
/// stale, undated, refused, or put back from before ends no hit; nor does an entry that only changed. Made for one pass
/// and used by one thread.
class Delistings {
 public:
  Delistings(Deps& deps, const Principal& principal) : deps_(deps), principal_(principal) {}
  Status load(Reader& reader, const FirmState& state, Instant at);

  /// Of the lead's open hits those whose entries are delisted. What they were is looked up in the lead's own
  /// screenings on record.
  Result<Delisted> of(const LeadDraft& draft);

 private:
  struct Version {
    std::string kind;
    std::optional<Instant> as_of;
  };
  struct Active {
    std::string digest;
    Instant as_of{};
    bool ends_hits = false;  ///< dated, recent enough, and none of its kind was newer
    std::optional<record::ListEntries> entries;
  };
  /// What a hit was on: out of the record.
  struct Origin {
    std::string kind, entry, list;
  };
  Status read_active();
  Result<std::map<std::string, Origin>> origins(const LeadId& lead, const std::set<std::string>& hashes);
  void note_origins(const json::Object& screening, const std::set<std::string>& hashes,
                    std::map<std::string, Origin>& found) const;

  Deps& deps_;
  const Principal& principal_;
  std::map<std::string, Version, std::less<>> versions_;  ///< of every document there ever was
  std::map<std::string, Active, std::less<>> active_;     ///< by kind
  bool read_ = false;
};

}  // namespace licet::app
