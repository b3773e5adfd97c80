// Follows the links of every object through a log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.h"

namespace licet::ledger {

/// Reads a log from entry 0: the counts of an object go 1, 2, 3…, each link points at the entry before. Memory grows
/// with the number of objects (about 64 bytes and the length of the id). Not thread-safe.
class LinkChecker {
 public:
  /// Empty when all links of the entry fit, else what is wrong with the first that does not.
  std::string check(const Entry& entry);
  /// The link that the next entry about an object must carry (for writers that replay a log).
  Link next(std::string_view kind, std::string_view id) const;
  std::size_t objects() const { return used_; }

 private:
  /// An object and its last entry. An open-addressing table of these is one cache line per look-up, where a map of
  /// texts is three; on a million objects that is what this check costs.
  struct Slot {
    std::uint64_t hash = 0;
    std::uint64_t key_at = 0;    ///< in keys_
    std::uint32_t key_size = 0;  ///< 0: free
    std::int64_t seq = -1;
    std::int64_t count = 0;
  };
  std::size_t find(std::string_view kind, std::string_view id, std::uint64_t hash) const;
  Slot& take(std::string_view kind, std::string_view id);
  void grow();

  std::vector<Slot> slots_;
  std::string keys_;
  std::size_t used_ = 0;
};

}  // namespace licet::ledger
