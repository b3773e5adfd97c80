// The envelope around every ledger entry, and the rules from one entry to the next (docs/formats/ledger.md).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/encode.h"
#include "base/result.h"
#include "base/time.h"
#include "ledger/tree.h"

namespace licet::ledger {

/// A back-pointer to the previous entry about the same object. `count` numbers the entries about it from 1.
struct Link {
  std::string kind;            ///< [a-z0-9_]+
  std::string id;              ///< 1..kLinkIdBytesMax of [A-Za-z0-9_.:-]
  std::int64_t prev_seq = -1;  ///< -1 for the first, with count 1
  std::int64_t count = 1;
  bool operator==(const Link&) const = default;
};

/// The same, pointing into the bytes it was read from.
struct LinkView {
  std::string_view kind;
  std::string_view id;
  std::int64_t prev_seq = -1;
  std::int64_t count = 1;
};

/// True for 1..kOriginBytesMax characters of printable ASCII without space, '+', '"' and '\\'.
bool is_origin(std::string_view text);
/// True for what may stand as a link's id or a sealing key's id.
bool is_link_id(std::string_view text);
bool is_link_kind(std::string_view text);
/// True for the base64 text of exactly 32 bytes in its one canonical spelling. Decodes nothing.
bool is_hash_text(std::string_view text);

/// Puts links into the order that an entry needs: by kind, then id.
void sort_links(std::vector<Link>& links);

/// What the writer knows of the log's end. `next_seq` 0 begins a log.
struct ChainState {
  std::string log;  ///< the origin
  std::uint64_t next_seq = 0;
  Hash prev_leaf = empty_root();  ///< leaf hash of the last entry; SHA-256("") before entry 0
  std::int64_t last_time_us = 0;
};

/// The bytes of the next entry: max(last time, now) becomes its time. `body` must be the canonical text of an object of
/// the profile, at most kEntryDepthMax - 1 deep; that is the caller's promise and is not checked again here. Links must
/// be sorted and unique. kLimit when the entry would pass kEntryBytesMax, kBadInput for a malformed link or origin.
Result<std::string> compose_envelope(std::string_view body, std::span<const Link> links, const ChainState& state,
                                     Instant now);
/// Moves `state` behind an entry just composed or accepted.
void advance(ChainState& state, std::int64_t time_us, const Hash& leaf);

/// An entry read strictly: every view points into the bytes given to `parse_entry`.
struct Entry {
  std::string_view body;
  std::vector<LinkView> links;
  std::string_view log;
  std::string_view prev;  ///< base64 text
  std::uint64_t seq = 0;
  std::int64_t time_us = 0;
  std::vector<std::string_view> sealed;  ///< the raw value of every member named "sealed" in the body, outermost last
};

/// Reads an entry that is byte for byte canonical, of the profile and of the envelope's shape; kTampered says at which
/// byte it is not. `out` is reused, so that a pass over many entries allocates nothing.
Status parse_entry(std::string_view bytes, Entry& out);

/// What is wrong between an entry and the state before it.
enum class ChainFault : std::uint8_t { kNone, kSeq, kPrev, kLog, kTime };
std::string_view chain_fault_text(ChainFault fault);
/// The first fault of seq (gap-free), prev, log and time (never decreasing), in this order.
ChainFault check_next(const Entry& entry, const ChainState& state);

}  // namespace licet::ledger
