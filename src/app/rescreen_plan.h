// What a lead in the book has to be compared with again when lists or the engine changed, and why.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/firm_states.h"

namespace licet::app {

/// Why a lead is screened again. Of kChanges alone the lists' added and changed entries are enough.
enum class Due : std::uint8_t {
  kNothing,  ///< up to date
  kChanges,  ///< up to date with the lists of before, by the present engine, and no hit was ever found on it
  kUnseen,   ///< no usable list has seen it
  kEngine,   ///< algorithm, ICU, word tables or thresholds changed
  kHits,     ///< hits were found on it: what is recorded of them is about all lists together
  kLists,    ///< of the lists of before there is one that is not at hand, or too much changed
  kAsked,    ///< somebody asked for a full pass
  kService,  ///< a screening service is asked besides, of which nobody knows what changed there
  kDelisted  ///< nothing but that a hit on it is on an entry that its list no longer has
};
std::string_view due_name(
    Due due);  ///< "nothing", "changes", "unseen", "engine", "hits", "lists", "asked", "service", "delisted"

/// Which lists a lead must have been screened against to be up to date. The same entries under another date are the
/// same list.
class ListStanding {
 public:
  static Result<ListStanding> load(Reader& reader);
  /// `screened` is the lead's column: JSON, digests of documents.
  bool up_to_date(std::string_view screened);
  bool any_active() const { return !active_.empty(); }
  /// Digests of the active lists' documents, by kind.
  const std::map<std::string, std::string, std::less<>>& active() const { return active_; }
  /// The documents of a lead's column by kind, when there is one for each active kind and no other.
  std::optional<std::map<std::string, std::string, std::less<>>> by_kind(std::string_view screened) const;

 private:
  std::map<std::string, std::string, std::less<>> active_;
  std::map<std::string, std::string, std::less<>> kinds_;  ///< of every document there ever was
  std::set<std::string, std::less<>> current_;             ///< documents with the entries of an active list
  std::map<std::string, bool, std::less<>> known_;         ///< columns asked about before; there are few different ones
};

/// Made for one pass over the book, and used by one thread.
class RescreenPlan {
 public:
  /// `state` without lists; `full`: everything is compared with everything, whatever changed.
  static Result<RescreenPlan> load(Reader& reader, FirmState state, Instant at, bool full);

  bool any_active() const { return standing_.any_active(); }
  /// False while a list is missing or too old: nobody is cleared.
  bool usable() const { return usable_; }
  const FirmState& firm() const { return state_; }

  Due due(const record::Row& lead);
  /// The firm with no entries but those that were added or changed since the lists in a lead's column, so that who has
  /// a hit there, and only who has one, has a new hit in the present lists. Null: compare with everything.
  Result<const FirmState*> changes_since(Reader& reader, std::string_view screened);
  /// The firm with all entries.
  Result<const FirmState*> everything(Reader& reader, FirmStates& firm);
  /// Entries added or changed, over all the versions that leads were found to be screened against.
  std::size_t changed_entries() const { return changed_entries_; }

 private:
  const std::string& engine_for(const record::Row& lead);
  Result<std::shared_ptr<const screening::List>> active_list(Reader& reader, const std::string& digest);

  FirmState state_;
  ListStanding standing_;
  std::map<Segment, std::string> engines_;  ///< what should have compared leads, by what they are
  bool usable_ = false, full_ = false;
  std::map<std::string, std::shared_ptr<const screening::List>, std::less<>> lists_;  ///< active ones, by digest
  std::map<std::string, std::optional<FirmState>, std::less<>> changes_;              ///< by column
  std::size_t changed_entries_ = 0;
};

}  // namespace licet::app
