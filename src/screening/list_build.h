// Entries put together from the rows, lines or elements of files, in whatever order these come.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screening/list_reader.h"

namespace licet::screening {

/// Adds a name unless it could be nobody's.
void add_name(Entry& entry, ListName name);
/// Adds the address and, as residence, the countries that its country names. Nothing when the address is empty.
void add_address(Entry& entry, ListAddress address);
/// Adds each country named in `text` (list_text.h).
void add_countries(Entry& entry, std::string_view text, CountryRole role);
/// Adds a number unless it has no letter and no digit.
void add_id(Entry& entry, std::string_view type, std::string_view value, std::string_view country = {});
/// Adds to a detail ([a-z_]+). Several texts of one key are joined by `settle`. "title" (what somebody is or does),
/// "remarks", "gender" and "source_url" become the entry's own fields there: of two genders none is known and both stay
/// as the detail "gender_text"; of several addresses the first in order counts and the others stay as "source_urls".
void add_detail(Entry& entry, std::string_view key, std::string_view text);
class ListBuilder;
/// A date of birth, or, when it could not be read, its text as the detail "birth_text", which `list` counts.
void add_birth(Entry& entry, const std::optional<BirthDate>& birth, std::string_view text, ListBuilder& list);
/// The earlier of both.
void add_listing(Entry& entry, const std::optional<Date>& day);

/// The final form, which does not depend on the order things were added in: one primary name, first (of several that
/// are marked, or of none: strong before weak, Latin letters before others, then by text), everything else sorted and
/// each once. Of names that differ in nothing but their remarks, parts or language one stays, with what the others say.
/// The entry has a name.
void settle(Entry& entry);

/// The report of sealed entries, without notes.
ReadReport report_of(const List& list);

/// Collects a list. Not for concurrent use.
class ListBuilder {
 public:
  void set_limits(const ListLimits& limits) { limits_ = limits; }
  const ListLimits& list_limits() const { return limits_; }

  /// The entry of this id, made when it is new; `where` is kept of the first. kBadInput without an id, kLimit for one
  /// that is too long or one entry too many. The pointer holds until the entry is erased or renamed.
  Result<Entry*> entry(std::string_view id, const Where& where);
  bool has(std::string_view id) const { return entries_.contains(id); }
  /// nullptr when there is none.
  Entry* find(std::string_view id);
  void erase(std::string_view id);
  /// Gives the entry `from`, which is there, the id `to`. kBadInput when another has it, kLimit when it is too long.
  Status rename(std::string_view from, std::string_view to);
  std::size_t size() const { return entries_.size(); }
  /// So many bytes of the files are kept, for an entry or for what entries are made of later. kLimit, at `where`, over
  /// what a list may hold.
  Status hold(std::size_t bytes, const Where& where);
  /// One more of `what` ("birth dates that cannot be read"), with an example; `finish` makes a note of each `what`.
  void count(std::string_view what, std::string_view example);
  void note(std::string note) { notes_.push_back(std::move(note)); }
  /// All entries, by id as text.
  template <typename Function>
  void for_each(Function function) {
    for (auto& [id, kept] : entries_) function(kept.entry);
  }

  /// Settles and seals. kBadInput when there is no entry, or one without a name; kLimit for an entry that is too large.
  Result<ReadList> finish(std::string kind, Instant as_of, const crypto::Digest& source_digest);

 private:
  struct Kept {
    Entry entry;
    Where where;
  };
  struct Counted {
    std::size_t count = 0;
    std::vector<std::string> examples;
  };

  Status check_id(std::string_view id, const Where& where) const;
  Status settle_one(Kept& kept) const;
  std::vector<std::string> take_notes();

  ListLimits limits_;
  std::size_t bytes_ = 0;
  std::map<std::string, Kept, std::less<>> entries_;
  std::map<std::string, Counted, std::less<>> counted_;
  std::vector<std::string> notes_;
};

/// About how many bytes an entry takes in memory.
std::size_t bytes_of(const Entry& entry);

/// The digest of a list's files, whatever their names and order.
crypto::Digest source_digest_of(std::vector<crypto::Digest> files);

}  // namespace licet::screening
