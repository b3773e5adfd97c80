#include "record/text_pool.h"

#include <functional>
#include <utility>

#include "base/result.h"

namespace licet::record {
namespace {

constexpr std::size_t kSlotsAtFirst = 256;

std::uint64_t hash_of(std::string_view text) {
  // The multiplication spreads what a weak standard hash leaves close together; slots are taken by the upper bits.
  return static_cast<std::uint64_t>(std::hash<std::string_view>()(text)) * 0x9e3779b97f4a7c15U;
}
std::uint32_t upper(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32U); }

}  // namespace

TextPool::TextPool() : slots_(kSlotsAtFirst), ends_{0, 0} {}

std::size_t TextPool::place(std::string_view wanted, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = upper(hash) & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.number == 0 || (slot.hash == upper(hash) && text(slot.number) == wanted)) return at;
  }
}

void TextPool::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].number != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

std::uint32_t TextPool::intern(std::string_view text) {
  if (text.empty()) return 0;
  if (std::size_t{size()} * 2 >= slots_.size()) grow();
  const std::uint64_t hash = hash_of(text);
  Slot& slot = slots_[place(text, hash)];
  if (slot.number != 0) return slot.number;
  LICET_INVARIANT(size() < UINT32_MAX - 1);
  slot = {upper(hash), size()};
  bytes_ += text;
  ends_.push_back(bytes_.size());
  return slot.number;
}

std::uint32_t TextPool::find(std::string_view text) const {
  if (text.empty()) return 0;
  const Slot& slot = slots_[place(text, hash_of(text))];
  return slot.number == 0 ? size() : slot.number;
}

}  // namespace licet::record
