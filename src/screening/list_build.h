// Entries put together from the rows or lines of a file, in whatever order these come.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "screening/list_reader.h"

namespace licet::screening {

/// Adds a name unless it is empty.
void add_name(Entry& entry, ListName name);
/// Adds the address and, as residence, its country when that is one. Nothing when the address is empty.
void add_address(Entry& entry, ListAddress address);
/// Adds each country named in `text` (list_text.h).
void add_countries(Entry& entry, std::string_view text, CountryRole role);
/// Adds a number unless it is empty.
void add_id(Entry& entry, std::string_view type, std::string_view value, std::string_view country = {});
/// Adds to a detail ([a-z_]+), or to the entry's own field for "title" and "remarks". Several texts of one key are
/// joined by `settle`.
void add_detail(Entry& entry, std::string_view key, std::string_view text);
/// The final form, which does not depend on the order things were added in: the primary name first (the first strong
/// one where the publisher marks none), everything else sorted and each once. The entry has a name.
void settle(Entry& entry);

/// Births, countries and ids alone: sorted and each once.
void settle_facts(Entry& entry);

/// The report of sealed entries, without notes.
ReadReport report_of(const List& list);

/// Collects a list. Not for concurrent use.
class ListBuilder {
 public:
  /// The entry of this id, made when it is new; `where` is kept of the first.
  Entry& entry(std::string_view id, const Where& where);
  /// nullptr when there is none.
  Entry* find(std::string_view id);
  void erase(std::string_view id);
  /// Gives the entry `from`, which is there, the id `to`. kBadInput when another has it.
  Status rename(std::string_view from, std::string_view to);
  std::size_t size() const { return entries_.size(); }
  /// One more of `what` ("birth dates that cannot be read"), with an example; `finish` makes a note of each `what`.
  void count(std::string_view what, std::string_view example);

  /// Settles and seals. kBadInput when there is no entry, or one without a name.
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

  std::map<std::string, Kept, std::less<>> entries_;
  std::map<std::string, Counted, std::less<>> counted_;
};

/// The digest of a list's files, whatever their names and order.
crypto::Digest source_digest_of(std::vector<crypto::Digest> files);

}  // namespace licet::screening
