// The Merkle tree of RFC 6962 section 2.1: hashes, an incremental builder, inclusion and consistency proofs.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/crypto.h"
#include "base/encode.h"
#include "base/result.h"

namespace licet::ledger {

using Hash = crypto::Digest;

/// SHA-256(0x00 ‖ entry).
Hash leaf_hash(ByteView entry);
/// SHA-256(0x01 ‖ left ‖ right).
Hash node_hash(const Hash& left, const Hash& right);
/// The root of a tree without entries: SHA-256("").
Hash empty_root();

/// Grows a tree leaf by leaf and keeps only its right edge: the roots of the perfect subtrees that the binary digits
/// of the size name, largest first. Copyable; not thread-safe.
class TreeBuilder {
 public:
  TreeBuilder() = default;
  static TreeBuilder from_leaves(std::span<const Hash> leaves);
  /// Takes up a stored right edge; kBadInput when it has not one hash per set bit of `size`.
  static Result<TreeBuilder> from_right_edge(std::uint64_t size, std::vector<Hash> edge);

  void append(const Hash& leaf);
  std::uint64_t size() const { return size_; }
  Hash root() const;
  const std::vector<Hash>& right_edge() const { return edge_; }

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> edge_;
};

/// Gives the root of the perfect subtree over leaves [index·2^level, (index+1)·2^level).
using NodeReader = std::function<Result<Hash>(std::uint32_t level, std::uint64_t index)>;
/// A reader over leaf hashes in memory; the span must outlive it.
NodeReader nodes_of_leaves(std::span<const Hash> leaves);

/// RFC 6962 section 2.1.1, sibling of the leaf first. kBadInput when index >= size.
Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeReader& nodes);
/// RFC 6962 section 2.1.2. Empty when old_size is 0 or equals size; kBadInput when old_size > size.
Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeReader& nodes);

/// RFC 9162 section 2.1.3.2.
bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, std::span<const Hash> proof,
                      const Hash& root);
/// RFC 9162 section 2.1.4.2; an empty old tree is consistent with everything, by an empty proof.
bool verify_consistency(std::uint64_t old_size, std::uint64_t size, const Hash& old_root, const Hash& root,
                        std::span<const Hash> proof);

}  // namespace licet::ledger
