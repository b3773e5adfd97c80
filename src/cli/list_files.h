// A publisher's list from its files, and of what date it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "screening/model.h"

namespace licet::cli {

/// When a list was current, and how that is known: see app::kAsOfStated. `from` is empty with kAsOfUnknown.
struct AsOf {
  Instant at = screening::kAsOfUnknown;
  std::string from;
};
/// From `--as-of`: a date (from its first moment in UTC, so that no list counts younger than it is), an RFC 3339
/// moment, "file" for the oldest of the files' own times, but never later than `now`; empty: unknown, unless the files
/// say it (`read_list_files`).
Result<AsOf> as_of_option(const std::string& text, const std::vector<std::string>& files, Instant now);

struct ListFiles {
  screening::List list;              ///< `as_of` as below
  AsOf as_of;                        ///< what the files say of their date, or what was stated when that is earlier
  std::vector<std::string> digests;  ///< of the files, in their order
  std::vector<std::string> notes;    ///< what the reader found strange
};
/// The kinds of lists that can be read: "eu, firm, ...".
std::string list_kind_ids();
/// Reads a list whole or not at all. `stated` can make it older than the files themselves say, and never newer. kUsage
/// for a kind that this release does not read; kRefused for one that has fewer entries than its publisher's ever had,
/// unless `small` says that this is meant.
Result<ListFiles> read_list_files(const std::string& kind, const std::vector<std::string>& files, const AsOf& stated,
                                  bool small);

}  // namespace licet::cli
