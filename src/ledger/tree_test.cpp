#include "ledger/tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace licet::ledger {
namespace {

Hash hash_of(std::string_view hex_text) {
  Hash out{};
  const auto bytes = from_hex(hex_text);
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

const std::vector<std::string> kLeafInputs = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> kRoots = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                         "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Hash> reference_leaves() {
  std::vector<Hash> leaves;
  for (const std::string& input : kLeafInputs) leaves.push_back(leaf_hash(*from_hex(input)));
  return leaves;
}

/// RFC 6962's recursive definition, straight from the text.
Hash reference_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return crypto::sha256(std::string_view{});
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  return node_hash(reference_root(leaves.first(k)), reference_root(leaves.subspan(k)));
}

std::vector<Hash> some_leaves(std::size_t count) {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(as_bytes(std::to_string(i))));
  return leaves;
}

TEST(Tree, HashersMatchTheReferenceVectors) {
  EXPECT_EQ(hex(leaf_hash(as_bytes("L123456"))), "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  EXPECT_EQ(hex(reference_leaves()[5]), "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658");
  // The reference's node vector has inputs of unequal length, which a node of this tree cannot have: the prefix alone.
  Bytes node{1};
  for (const char c : std::string("N123N456")) node.push_back(static_cast<std::uint8_t>(c));
  EXPECT_EQ(hex(crypto::sha256(node)), "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
}

TEST(Tree, LeafHashOfLongInputIsTheSameFunction) {
  for (const std::size_t size : {65'535U, 65'536U, 100'000U}) {
    Bytes with_prefix(size + 1, 'a');
    with_prefix[0] = 0;
    EXPECT_EQ(leaf_hash(Bytes(size, 'a')), crypto::sha256(with_prefix)) << size;
  }
}

TEST(Tree, RootsMatchTheReferenceVectors) {
  const auto leaves = reference_leaves();
  for (std::size_t size = 0; size < kRoots.size(); ++size)
    EXPECT_EQ(hex(TreeBuilder::from_leaves(std::span(leaves).first(size)).root()), kRoots[size]) << size;
}

TEST(Tree, ProofsMatchTheReferenceVectors) {
  const auto leaves = reference_leaves();
  const auto nodes = nodes_of_leaves(leaves);
  const auto inclusion = inclusion_proof(5, 8, nodes);
  ASSERT_TRUE(inclusion);
  EXPECT_EQ(*inclusion, (std::vector{hash_of("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
                                     hash_of("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                                     hash_of("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")}));
  const auto six_to_eight = consistency_proof(6, 8, nodes);
  ASSERT_TRUE(six_to_eight);
  EXPECT_EQ(*six_to_eight, (std::vector{hash_of("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
                                        hash_of("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                                        hash_of("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")}));
  const auto three_to_seven = consistency_proof(3, 7, nodes);
  ASSERT_TRUE(three_to_seven);
  EXPECT_EQ(*three_to_seven,
            (std::vector{hash_of("0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"),
                         hash_of("07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7"),
                         hash_of("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
                         hash_of("837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e")}));
  EXPECT_TRUE(verify_inclusion(5, 8, leaves[5], *inclusion, hash_of(kRoots[8])));
  EXPECT_TRUE(verify_consistency(6, 8, hash_of(kRoots[6]), hash_of(kRoots[8]), *six_to_eight));
  EXPECT_TRUE(verify_consistency(3, 7, hash_of(kRoots[3]), hash_of(kRoots[7]), *three_to_seven));
}

TEST(Tree, EveryProofOfEverySizeToSeventyVerifiesAndFitsNothingElse) {
  const auto leaves = some_leaves(70);
  std::vector<Hash> roots;
  for (std::size_t size = 0; size <= leaves.size(); ++size)
    roots.push_back(reference_root(std::span(leaves).first(size)));
  const auto nodes = nodes_of_leaves(leaves);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    ASSERT_EQ(TreeBuilder::from_leaves(std::span(leaves).first(size)).root(), roots[size]);
    for (std::size_t i = 0; i < size; ++i) {
      auto proof = *inclusion_proof(i, size, nodes);
      ASSERT_TRUE(verify_inclusion(i, size, leaves[i], proof, roots[size]));
      ASSERT_FALSE(verify_inclusion(i, size, leaves[(i + 1) % 70], proof, roots[size]));
      ASSERT_FALSE(verify_inclusion(i + 1, size, leaves[i], proof, roots[size]));
      proof.push_back(leaves[0]);
      ASSERT_FALSE(verify_inclusion(i, size, leaves[i], proof, roots[size]));
    }
    for (std::size_t old_size = 0; old_size <= size; ++old_size) {
      auto proof = *consistency_proof(old_size, size, nodes);
      ASSERT_TRUE(verify_consistency(old_size, size, roots[old_size], roots[size], proof)) << old_size << ' ' << size;
      ASSERT_FALSE(verify_consistency(old_size, size, leaves[69], roots[size], proof));
      ASSERT_FALSE(verify_consistency(old_size, size, roots[old_size], leaves[69], proof) && old_size != 0);
      if (!proof.empty()) {
        auto shorter = proof;
        shorter.pop_back();
        ASSERT_FALSE(verify_consistency(old_size, size, roots[old_size], roots[size], shorter));
        proof[0][0] ^= 1U;
        ASSERT_FALSE(verify_consistency(old_size, size, roots[old_size], roots[size], proof));
      }
    }
  }
}

TEST(Tree, ProofsOutsideTheTreeAreRefused) {
  const auto leaves = some_leaves(5);
  EXPECT_FALSE(inclusion_proof(5, 5, nodes_of_leaves(leaves)));
  EXPECT_FALSE(consistency_proof(6, 5, nodes_of_leaves(leaves)));
  EXPECT_FALSE(inclusion_proof(0, 6, nodes_of_leaves(leaves)));  // the leaves are not there
  EXPECT_FALSE(verify_inclusion(0, 0, leaves[0], {}, empty_root()));
  EXPECT_FALSE(verify_consistency(6, 5, leaves[0], leaves[0], {}));
}

RC_GTEST_PROP(Tree, ATreeContinuesFromItsRightEdge, ()) {
  const auto total = *rc::gen::inRange<std::size_t>(1, 600);
  const auto cut = *rc::gen::inRange<std::size_t>(0, total + 1);
  const auto leaves = some_leaves(total);
  const TreeBuilder before = TreeBuilder::from_leaves(std::span(leaves).first(cut));
  auto tree = TreeBuilder::from_right_edge(before.size(), before.right_edge());
  RC_ASSERT(tree.has_value());
  for (std::size_t i = cut; i < total; ++i) tree->append(leaves[i]);
  RC_ASSERT(tree->root() == reference_root(leaves));
}

TEST(Tree, ARightEdgeOfTheWrongLengthIsRefused) {
  EXPECT_FALSE(TreeBuilder::from_right_edge(5, some_leaves(1)));
  EXPECT_FALSE(TreeBuilder::from_right_edge(0, some_leaves(1)));
  EXPECT_TRUE(TreeBuilder::from_right_edge(5, some_leaves(2)));
}

}  // namespace
}  // namespace licet::ledger
