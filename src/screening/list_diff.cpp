#include "screening/list_diff.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace licet::screening {

ListDiff diff_lists(const List& before, const List& after) {
  ListDiff out;
  if (before.digest == after.digest) return out;
  std::unordered_map<std::string_view, const Entry*> known;
  known.reserve(before.entries.size());
  for (const Entry& entry : before.entries) known.emplace(entry.entry_id, &entry);
  std::unordered_set<std::string_view> still_there;
  still_there.reserve(after.entries.size());
  for (const Entry& entry : after.entries) {
    still_there.insert(entry.entry_id);
    const auto found = known.find(entry.entry_id);
    if (found == known.end())
      out.added.push_back(&entry);
    else if (found->second->content_hash != entry.content_hash)
      out.changed.push_back({found->second, &entry});
  }
  for (const Entry& entry : before.entries)
    if (still_there.count(entry.entry_id) == 0) out.removed.push_back(&entry);
  return out;
}

List entries_to_screen(const List& before, const List& after) {
  const ListDiff diff = diff_lists(before, after);
  List out;
  out.kind = after.kind;
  out.digest = after.digest;
  out.source_digest = after.source_digest;
  out.as_of = after.as_of;
  for (const Entry* entry : diff.added) out.entries.push_back(*entry);
  for (const ListDiff::Changed& changed : diff.changed) out.entries.push_back(*changed.after);
  return out;
}

}  // namespace licet::screening
