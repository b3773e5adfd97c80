#include "ledger/tile.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace licet::ledger {
namespace {

/// A log in memory, grown step by step.
struct MemoryTiles {
  std::map<std::string, Bytes> files;

  void put(std::vector<Tile> tiles) {
    for (Tile& tile : tiles) files[tile.ref.path()] = std::move(tile.bytes);
  }
  TileReader reader() const {
    return [this](const TileRef& ref) -> Result<Bytes> {
      auto at = files.find(ref.path());
      // A partial tile of hashes is the beginning of the full one that took its place.
      const TileRef full{ref.kind, ref.level, ref.index, kTileWidth};
      if (at == files.end() && ref.kind == TileRef::Kind::kHashes) at = files.find(full.path());
      if (at == files.end()) return fail(ErrorCode::kNotFound, ref.path() + " is missing");
      if (at->first != ref.path()) return Bytes(at->second.begin(), at->second.begin() + ref.width * 32);
      return at->second;
    };
  }
  /// Appends entries [from, to), each its number in digits, continuing from the stored partial tiles.
  void grow(std::uint64_t from, std::uint64_t to) {
    auto tiles = TileGrower::resume(from, reader());
    auto bundles = BundleGrower::resume(from, reader());
    ASSERT_TRUE(tiles && bundles);
    for (std::uint64_t i = from; i < to; ++i) {
      const std::string entry = std::to_string(i);
      tiles->append(leaf_hash(as_bytes(entry)));
      bundles->append(as_bytes(entry));
    }
    put(tiles->take_full());
    put(tiles->partial());
    put(bundles->take_full());
    if (auto rest = bundles->partial()) files[rest->ref.path()] = rest->bytes;
  }
};

Hash root_of(std::uint64_t size) {
  TreeBuilder tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(leaf_hash(as_bytes(std::to_string(i))));
  return tree.root();
}

std::vector<std::string> paths(const std::vector<TileRef>& refs) {
  std::vector<std::string> out;
  for (const TileRef& ref : refs) out.push_back(ref.path());
  return out;
}

TEST(Tile, PathsAreThoseOfTheSpecification) {
  EXPECT_EQ((TileRef{TileRef::Kind::kHashes, 0, 1'234'067, 256}.path()), "tile/0/x001/x234/067");
  EXPECT_EQ((TileRef{TileRef::Kind::kHashes, 2, 0, 1}.path()), "tile/2/000.p/1");
  EXPECT_EQ((TileRef{TileRef::Kind::kEntries, 0, 1'000, 255}.path()), "tile/entries/x001/000.p/255");
  for (const char* good : {"tile/0/000", "tile/63/999.p/255", "tile/entries/x001/x234/067", "tile/10/x999/999"}) {
    const auto ref = TileRef::parse(good);
    ASSERT_TRUE(ref) << good;
    EXPECT_EQ(ref->path(), good);
  }
  for (const char* bad : {"",
                          "tile",
                          "tile/",
                          "tile/0",
                          "tile/0/",
                          "tile/0/0",
                          "tile/0/00",
                          "tile/0/0000",
                          "tile/00/000",
                          "tile/64/000",
                          "tile/0/x000/001",
                          "tile/0/001/x002",
                          "tile/0/x001",
                          "tile/0/000.p/0",
                          "tile/0/000.p/256",
                          "tile/0/000.p/01",
                          "tile/0/000.p/",
                          "tile/0/000.p/-1",
                          "tile/data/000",
                          "tile/entries/000/",
                          "tile/0/001 ",
                          " tile/0/000",
                          "tile/0/x001/x234/067.p/1x",
                          "tile/0/99999999999999999999999",
                          "tile/+1/000",
                          "tile/0/..",
                          "/tile/0/000"})
    EXPECT_FALSE(TileRef::parse(bad)) << bad;
}

RC_GTEST_PROP(Tile, PathsReadBack, ()) {
  TileRef ref;
  ref.kind = *rc::gen::element(TileRef::Kind::kHashes, TileRef::Kind::kEntries);
  ref.level = ref.kind == TileRef::Kind::kEntries ? 0 : *rc::gen::inRange(0U, 64U);
  ref.index = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 50U);
  ref.width = *rc::gen::inRange(1U, 257U);
  RC_ASSERT(TileRef::parse(ref.path()) == std::optional(ref));
}

TEST(Tile, ListsForTheSpecificationsExample) {
  const auto refs = paths(hash_tiles(70'000));
  ASSERT_EQ(refs.size(), 273U + 1 + 1 + 1 + 1);
  EXPECT_EQ(refs[0], "tile/0/000");
  EXPECT_EQ(refs[273], "tile/0/273.p/112");
  EXPECT_EQ(refs[274], "tile/1/000");
  EXPECT_EQ(refs[275], "tile/1/001.p/17");
  EXPECT_EQ(refs[276], "tile/2/000.p/1");
  EXPECT_EQ(paths(hash_tiles(256)), (std::vector<std::string>{"tile/0/000", "tile/1/000.p/1"}));
  EXPECT_EQ(paths(entry_tiles(257)), (std::vector<std::string>{"tile/entries/000", "tile/entries/001.p/1"}));
  EXPECT_TRUE(hash_tiles(0).empty());
}

TEST(Tile, ReferenceTileAndBundleBytes) {
  const std::vector<std::string> inputs = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  TileGrower tiles;
  BundleGrower bundles;
  for (const std::string& input : inputs) {
    tiles.append(leaf_hash(*from_hex(input)));
    bundles.append(*from_hex(input));
  }
  ASSERT_EQ(tiles.partial().size(), 1U);
  EXPECT_EQ(hex(tiles.root()), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  EXPECT_EQ(tiles.partial()[0].ref.path(), "tile/0/000.p/8");
  EXPECT_EQ(tiles.partial()[0].bytes.size(), 256U);
  EXPECT_EQ(hex(crypto::sha256(tiles.partial()[0].bytes)),
            "aea2f1bbb5140fd5f8eacb503fdf54c00c3d860c72588e40233addd416bc8f10");
  EXPECT_EQ(hex(bundles.partial()->bytes),
            "00000001000001100002202100023031000440414243000850515253545556570010606162636465666768696a6b6c6d6e6f");
}

TEST(Tile, TheBigTreeMatchesItsVectors) {
  MemoryTiles log;
  log.grow(0, 70'000);
  const auto digest = [&](const char* path) { return hex(crypto::sha256(log.files.at(path))); };
  EXPECT_EQ(hex(root_of(70'000)), "1a4cdfcb66374a0c0dcbef49acbd4976d13ee864fb3cb241fc943cad04f02f7e");
  EXPECT_EQ(hex(root_of(255)), "32f85bcaa87d7bcd05728f09e9aeba350ba6a2f733830087f0597682848be5cb");
  EXPECT_EQ(hex(root_of(256)), "828515d033c19d8c901f37eccb8aed919667703486f8d2fff1cf7040321c5db1");
  EXPECT_EQ(digest("tile/0/272"), "c2f1c18b351a6cde9fbab7bd56276cb209b7dabaf10512b6fc863db3ef9a76b2");
  EXPECT_EQ(digest("tile/0/273.p/112"), "4d21244557c976993a9a89bf928a46b5a876585228df279878239fd84489e5a5");
  EXPECT_EQ(digest("tile/1/000"), "ea7b038bc73489c89c31a27ac355aaca65a4ed73f0dd7484e68deb29d30f10a2");
  EXPECT_EQ(digest("tile/1/001.p/17"), "adfaca2731630fe7944a4b98a0f98ef3e98685eafda09e6f81070218fb759ce4");
  EXPECT_EQ(hex(log.files.at("tile/2/000.p/1")), "f025d06ed804859fd274a1bdacadd6e48ea87634aa91e1edb20143f9498cd02b");
  EXPECT_EQ(*root_from_tiles(70'000, log.reader()), root_of(70'000));
  EXPECT_EQ(*root_from_tiles(256, log.reader()), root_of(256));
  EXPECT_TRUE(check_tiles(0, 70'000, log.reader()));
  const auto proof = consistency_proof(256, 70'000, nodes_of_tiles(70'000, log.reader()));
  ASSERT_TRUE(proof);
  EXPECT_TRUE(verify_consistency(256, 70'000, root_of(256), root_of(70'000), *proof));
  const auto inclusion = inclusion_proof(69'999, 70'000, nodes_of_tiles(70'000, log.reader()));
  ASSERT_TRUE(inclusion);
  EXPECT_TRUE(verify_inclusion(69'999, 70'000, leaf_hash(as_bytes("69999")), *inclusion, root_of(70'000)));
}

TEST(Tile, TheGrowersRootIsThatOfTheTreeAtEverySize) {
  TileGrower tiles;
  TreeBuilder tree;
  for (std::uint64_t size = 0; size < 66'000; ++size) {
    if (size < 1'100 || size > 65'400) {
      ASSERT_EQ(tiles.root(), tree.root()) << size;
    }
    const Hash leaf = leaf_hash(as_bytes(std::to_string(size)));
    tiles.append(leaf);
    tree.append(leaf);
  }
}

RC_GTEST_PROP(Tile, GrowingInStepsGivesTheTilesOfGrowingAtOnce, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(0, 1'200);
  MemoryTiles at_once;
  at_once.grow(0, size);
  MemoryTiles in_steps;
  for (std::uint64_t at = 0; at < size;) {
    const auto next = *rc::gen::inRange<std::uint64_t>(at + 1, size + 1);
    in_steps.grow(at, next);
    RC_ASSERT(*root_from_tiles(next, in_steps.reader()) == root_of(next));
    RC_ASSERT(check_tiles(at, next, in_steps.reader()).has_value());
    at = next;
  }
  for (const auto& [path, bytes] : at_once.files) RC_ASSERT(in_steps.files.at(path) == bytes);
  RC_ASSERT(at_once.files.size() == hash_tiles(size).size() + entry_tiles(size).size());
}

TEST(Tile, ASingleFlippedBitIsFoundByTheSecondPath) {
  MemoryTiles log;
  log.grow(0, 700);
  for (const std::string path :
       {"tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/001"}) {
    Bytes& bytes = log.files.at(path);
    for (const std::size_t at : {std::size_t{0}, bytes.size() / 2, bytes.size() - 1}) {
      bytes[at] ^= 0x10U;
      const bool root_differs = root_from_tiles(700, log.reader()) != root_of(700);
      EXPECT_TRUE(root_differs || !check_tiles(0, 700, log.reader())) << path << " byte " << at;
      bytes[at] ^= 0x10U;
    }
  }
  EXPECT_TRUE(check_tiles(0, 700, log.reader()));
}

TEST(Tile, BundlesSplitOnlyWhenExact) {
  Bytes bundle;
  append_to_bundle(bundle, as_bytes("one"));
  append_to_bundle(bundle, as_bytes(""));
  append_to_bundle(bundle, as_bytes("three"));
  const auto entries = split_bundle(bundle, 3);
  ASSERT_TRUE(entries);
  EXPECT_EQ(as_text((*entries)[2].bytes), "three");
  EXPECT_EQ((*entries)[2].offset, 9U);
  EXPECT_FALSE(split_bundle(bundle, 2));
  EXPECT_FALSE(split_bundle(bundle, 4));
  for (std::size_t length = 0; length < bundle.size(); ++length)
    EXPECT_FALSE(split_bundle(ByteView(bundle).first(length), 3)) << length;
  bundle.push_back(0);
  EXPECT_FALSE(split_bundle(bundle, 3));
}

TEST(Tile, ResumingFromAMissingOrShortTileIsRefused) {
  MemoryTiles log;
  log.grow(0, 300);
  EXPECT_FALSE(TileGrower::resume(299, log.reader()));
  log.files.at("tile/0/001.p/44").pop_back();
  EXPECT_FALSE(TileGrower::resume(300, log.reader()));
  log.files.at("tile/entries/001.p/44").pop_back();
  EXPECT_FALSE(BundleGrower::resume(300, log.reader()));
}

}  // namespace
}  // namespace licet::ledger
