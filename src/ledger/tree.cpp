#include "ledger/tree.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/limits.h"

namespace licet::ledger {

namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;
constexpr std::uint8_t kNodePrefix = 0x01;

/// The largest power of two strictly below n; n > 1.
std::uint64_t split_point(std::uint64_t n) { return std::bit_floor(n - 1); }

/// Root over [begin, end) where begin is a multiple of every power of two that the range's split needs.
Result<Hash> range_root(std::uint64_t begin, std::uint64_t end, const NodeReader& nodes) {
  std::vector<Hash> parts;
  while (begin < end) {
    const std::uint64_t width = std::bit_floor(end - begin);
    const auto level = static_cast<std::uint32_t>(std::countr_zero(width));
    LICET_TRY(Hash part, nodes(level, begin >> level));
    parts.push_back(part);
    begin += width;
  }
  LICET_INVARIANT(!parts.empty());
  Hash root = parts.back();
  for (std::size_t i = parts.size() - 1; i-- > 0;) root = node_hash(parts[i], root);
  return root;
}

}  // namespace

Hash leaf_hash(ByteView entry) {
  if (entry.size() > limits::kEntryBytesMax) {  // never a stored entry, but the hash is defined for any length
    crypto::Sha256 sha;
    sha.update(ByteView(&kLeafPrefix, 1));
    sha.update(entry);
    return sha.finish();
  }
  std::array<std::uint8_t, 1 + limits::kEntryBytesMax>
      buffer;  // NOLINT: filled below, zeroing it costs more than the hash
  buffer[0] = kLeafPrefix;
  if (!entry.empty()) std::memcpy(buffer.data() + 1, entry.data(), entry.size());
  return crypto::sha256(ByteView(buffer.data(), 1 + entry.size()));
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<std::uint8_t, 65> buffer;  // NOLINT: filled below
  buffer[0] = kNodePrefix;
  std::memcpy(buffer.data() + 1, left.data(), 32);
  std::memcpy(buffer.data() + 33, right.data(), 32);
  return crypto::sha256(ByteView(buffer));
}

Hash empty_root() { return crypto::sha256(ByteView{}); }

TreeBuilder TreeBuilder::from_leaves(std::span<const Hash> leaves) {
  TreeBuilder tree;
  for (const Hash& leaf : leaves) tree.append(leaf);
  return tree;
}

Result<TreeBuilder> TreeBuilder::from_right_edge(std::uint64_t size, std::vector<Hash> edge) {
  if (edge.size() != static_cast<std::size_t>(std::popcount(size)))
    return fail(ErrorCode::kBadInput, "the stored right edge of the tree has " + std::to_string(edge.size()) +
                                          " hashes; size " + std::to_string(size) + " needs " +
                                          std::to_string(std::popcount(size)));
  TreeBuilder tree;
  tree.size_ = size;
  tree.edge_ = std::move(edge);
  return tree;
}

void TreeBuilder::append(const Hash& leaf) {
  Hash hash = leaf;
  for (std::uint64_t rest = size_; (rest & 1U) != 0; rest >>= 1U) {
    hash = node_hash(edge_.back(), hash);
    edge_.pop_back();
  }
  edge_.push_back(hash);
  ++size_;
}

Hash TreeBuilder::root() const {
  if (edge_.empty()) return empty_root();
  Hash root = edge_.back();
  for (std::size_t i = edge_.size() - 1; i-- > 0;) root = node_hash(edge_[i], root);
  return root;
}

NodeReader nodes_of_leaves(std::span<const Hash> leaves) {
  return [leaves](std::uint32_t level, std::uint64_t index) -> Result<Hash> {
    const std::uint64_t width = std::uint64_t{1} << level;
    if ((index + 1) * width > leaves.size())
      return fail(ErrorCode::kNotFound,
                  "the tree has no complete subtree " + std::to_string(index) + " at level " + std::to_string(level));
    const auto begin = static_cast<std::size_t>(index * width);  // below leaves.size(), so it fits
    return TreeBuilder::from_leaves(leaves.subspan(begin, static_cast<std::size_t>(width))).root();
  };
}

Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeReader& nodes) {
  if (index >= size)
    return fail(ErrorCode::kBadInput,
                "entry " + std::to_string(index) + " is not in a tree of size " + std::to_string(size));
  std::vector<Hash> proof;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + split_point(end - begin);
    const bool left = index < middle;
    LICET_TRY(Hash sibling, left ? range_root(middle, end, nodes) : range_root(begin, middle, nodes));
    proof.push_back(sibling);
    (left ? end : begin) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeReader& nodes) {
  if (old_size > size)
    return fail(ErrorCode::kBadInput,
                "a tree of size " + std::to_string(size) + " cannot extend one of size " + std::to_string(old_size));
  std::vector<Hash> proof;
  if (old_size == 0) return proof;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (old_size != end) {
    const std::uint64_t middle = begin + split_point(end - begin);
    const bool left = old_size <= middle;
    LICET_TRY(Hash other, left ? range_root(middle, end, nodes) : range_root(begin, middle, nodes));
    proof.push_back(other);
    (left ? end : begin) = middle;
  }
  if (begin != 0) {  // the old root itself is known to the checker only when the old tree is the leftmost subtree
    LICET_TRY(Hash part, range_root(begin, end, nodes));
    proof.push_back(part);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, std::span<const Hash> proof,
                      const Hash& root) {
  if (index >= size) return false;
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Hash hash = leaf;
  for (const Hash& step : proof) {
    if (sn == 0) return false;
    if ((fn & 1U) != 0 || fn == sn) {
      hash = node_hash(step, hash);
      while ((fn & 1U) == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      hash = node_hash(hash, step);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && hash == root;
}

bool verify_consistency(std::uint64_t old_size, std::uint64_t size, const Hash& old_root, const Hash& root,
                        std::span<const Hash> proof) {
  if (old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  if (old_size == 0) return proof.empty() && old_root == empty_root();
  const bool power_of_two = std::has_single_bit(old_size);
  if (!power_of_two && proof.empty()) return false;
  std::uint64_t fn = old_size - 1;
  std::uint64_t sn = size - 1;
  while ((fn & 1U) != 0) {
    fn >>= 1U;
    sn >>= 1U;
  }
  Hash old_hash = power_of_two ? old_root : proof[0];
  Hash new_hash = old_hash;
  for (const Hash& step : proof.subspan(power_of_two ? 0 : 1)) {
    if (sn == 0) return false;
    if ((fn & 1U) != 0 || fn == sn) {
      old_hash = node_hash(step, old_hash);
      new_hash = node_hash(step, new_hash);
      while ((fn & 1U) == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      new_hash = node_hash(new_hash, step);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && old_hash == old_root && new_hash == root;
}

}  // namespace licet::ledger
