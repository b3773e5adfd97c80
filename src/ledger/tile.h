// Tiles and entry bundles of the C2SP tlog-tiles layout: names, contents, growth, and the root read back from tiles.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/encode.h"
#include "base/result.h"
#include "ledger/tree.h"

namespace licet::ledger {

/// A full tile holds 256 hashes, or 256 entries for an entry bundle.
inline constexpr std::uint32_t kTileWidth = 256;

/// One tile: `tile/<L>/<N>[.p/<W>]` for hashes, `tile/entries/<N>[.p/<W>]` for entries.
struct TileRef {
  enum class Kind : std::uint8_t { kHashes, kEntries };
  Kind kind = Kind::kHashes;
  std::uint32_t level = 0;           ///< 0..63; 0 for entries
  std::uint64_t index = 0;           ///< N
  std::uint32_t width = kTileWidth;  ///< 1..256; below 256 the tile is partial

  bool partial() const { return width < kTileWidth; }
  /// The path, relative to the log's folder.
  std::string path() const;
  /// Reads exactly what `path` writes; nullopt for any other spelling.
  static std::optional<TileRef> parse(std::string_view path);
  auto operator<=>(const TileRef&) const = default;
};

/// Every hash tile of a tree of `size`, level by level, partial ones last in their level.
std::vector<TileRef> hash_tiles(std::uint64_t size);
/// Every entry bundle of a log of `size`.
std::vector<TileRef> entry_tiles(std::uint64_t size);

using TileReader = std::function<Result<Bytes>(const TileRef&)>;
struct Tile {
  TileRef ref;
  Bytes bytes;
};

/// Appends uint16 big-endian length and the entry. The entry must not pass kEntryBytesMax (invariant).
void append_to_bundle(Bytes& bundle, ByteView entry);
/// One entry of a bundle and where it begins (offset of its first byte, after the length).
struct BundledEntry {
  ByteView bytes;
  std::size_t offset = 0;
};
/// Splits a bundle into exactly `count` entries; kTampered when it has fewer, more, or a rest.
Result<std::vector<BundledEntry>> split_bundle(ByteView bundle, std::uint32_t count);

/// Makes the tiles that a growing tree needs, touching only its right edge. Full tiles are kept until taken.
class TileGrower {
 public:
  TileGrower() = default;
  /// Continues a log of `size` from its partial tiles.
  static Result<TileGrower> resume(std::uint64_t size, const TileReader& read);

  void append(const Hash& leaf);
  std::uint64_t size() const { return size_; }
  /// The root of the tree so far, from the incomplete tiles alone.
  Hash root() const;
  /// The tiles completed since the last call, lower levels first where one completes another.
  std::vector<Tile> take_full();
  /// The partial tiles of the present size, level 0 first.
  std::vector<Tile> partial() const;

 private:
  struct Level {
    std::uint64_t index = 0;
    Bytes hashes;
  };
  std::uint64_t size_ = 0;
  std::vector<Level> levels_;
  std::vector<Tile> full_;
};

/// The same for entry bundles.
class BundleGrower {
 public:
  BundleGrower() = default;
  static Result<BundleGrower> resume(std::uint64_t size, const TileReader& read);
  void append(ByteView entry);
  std::vector<Tile> take_full();
  std::optional<Tile> partial() const;

 private:
  std::uint64_t size_ = 0;
  Bytes current_;
  std::vector<Tile> full_;
};

/// The root by the recursive definition of RFC 6962 over the tiles of the right edge. Shares no code with TreeBuilder:
/// this is the second opinion before a head is signed. kTampered when a tile has the wrong length.
Result<Hash> root_from_tiles(std::uint64_t size, const TileReader& read);
/// Re-reads every tile and bundle that growing from `from` to `to` wrote, and checks leaf hashes against entries and
/// every upper hash against the tile below it. kTampered names the first that disagrees.
Status check_tiles(std::uint64_t from, std::uint64_t to, const TileReader& read);
/// Subtree roots out of tiles, for proofs.
NodeReader nodes_of_tiles(std::uint64_t size, TileReader read);

}  // namespace licet::ledger
