#include "ledger/link_checker.h"

#include <functional>
#include <utility>

namespace licet::ledger {

namespace {

constexpr std::size_t kSlotsAtFirst = 1'024;
constexpr char kSeparator = ' ';  // in neither alphabet

std::uint64_t hash_of(std::string_view kind, std::string_view id) {
  const std::hash<std::string_view> hash;
  return static_cast<std::uint64_t>(hash(id)) * 0x9e3779b97f4a7c15U ^ static_cast<std::uint64_t>(hash(kind));
}

}  // namespace

/// The slot of the object, or the free one where it belongs.
std::size_t LinkChecker::find(std::string_view kind, std::string_view id, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = (hash >> 20U) & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.key_size == 0) return at;
    if (slot.hash != hash || slot.key_size != kind.size() + 1 + id.size()) continue;
    const std::string_view key(keys_.data() + slot.key_at, slot.key_size);
    if (key[kind.size()] == kSeparator && key.substr(0, kind.size()) == kind && key.substr(kind.size() + 1) == id)
      return at;
  }
}

void LinkChecker::grow() {
  std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.empty() ? kSlotsAtFirst : slots_.size() * 2));
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.key_size == 0) continue;
    std::size_t at = (slot.hash >> 20U) & mask;
    while (slots_[at].key_size != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

LinkChecker::Slot& LinkChecker::take(std::string_view kind, std::string_view id) {
  if (used_ * 2 >= slots_.size()) grow();
  const std::uint64_t hash = hash_of(kind, id);
  Slot& slot = slots_[find(kind, id, hash)];
  if (slot.key_size == 0) {
    slot.hash = hash;
    slot.key_at = keys_.size();
    slot.key_size = static_cast<std::uint32_t>(kind.size() + 1 + id.size());
    keys_ += kind;
    keys_ += kSeparator;
    keys_ += id;
    ++used_;
  }
  return slot;
}

std::string LinkChecker::check(const Entry& entry) {
  for (const LinkView& link : entry.links) {
    Slot& last = take(link.kind, link.id);
    if (link.count != last.count + 1)
      return "the link to " + std::string(link.id) + " counts " + std::to_string(link.count) + " and must count " +
             std::to_string(last.count + 1);
    if (link.prev_seq != last.seq)
      return "the link to " + std::string(link.id) + " points at entry " + std::to_string(link.prev_seq) +
             " and must point at " + std::to_string(last.seq);
    last.seq = static_cast<std::int64_t>(entry.seq);
    last.count = link.count;
  }
  return {};
}

Link LinkChecker::next(std::string_view kind, std::string_view id) const {
  Link link{std::string(kind), std::string(id), -1, 1};
  if (slots_.empty()) return link;
  const Slot& slot = slots_[find(kind, id, hash_of(kind, id))];
  if (slot.key_size == 0) return link;
  link.prev_seq = slot.seq;
  link.count = slot.count + 1;
  return link;
}

}  // namespace licet::ledger
