#include "ledger/tile.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/limits.h"

namespace licet::ledger {

namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::uint32_t kLevelMax = 63;
constexpr std::uint32_t kLevelBits = 8;

/// How many hashes a tree of `size` has at a tile level: floor(size / 256^level).
std::uint64_t hashes_at(std::uint64_t size, std::uint32_t level) {
  return level * kLevelBits >= 64 ? 0 : size >> (level * kLevelBits);
}

void append_index(std::string& out, std::uint64_t index) {
  std::string digits = std::to_string(index);
  digits.insert(0, (3 - digits.size() % 3) % 3, '0');
  for (std::size_t i = 0; i < digits.size(); i += 3) {
    if (i + 3 < digits.size()) out += 'x';
    out.append(digits, i, 3);
    if (i + 3 < digits.size()) out += '/';
  }
}

/// Decimal without leading zero, at most `max`; nullopt otherwise.
std::optional<std::uint64_t> parse_decimal(std::string_view text, std::uint64_t max) {
  if (text.empty() || text.size() > 19 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value <= max ? std::optional(value) : std::nullopt;
}

Hash hash_at(ByteView tile, std::size_t i) {
  Hash hash;
  std::memcpy(hash.data(), tile.data() + i * kHashBytes, kHashBytes);
  return hash;
}

/// RFC 6962's definition, literally: split at the largest power of two below n.
Hash tree_hash(std::span<const Hash> items) {
  if (items.size() == 1) return items[0];
  const std::size_t k = std::bit_floor(items.size() - 1);
  return node_hash(tree_hash(items.first(k)), tree_hash(items.subspan(k)));  // depth <= 9: at most 257 items
}

std::vector<Hash> hashes_of(ByteView tile) {
  std::vector<Hash> hashes(tile.size() / kHashBytes);
  for (std::size_t i = 0; i < hashes.size(); ++i) hashes[i] = hash_at(tile, i);
  return hashes;
}

Result<Bytes> read_hashes(const TileReader& read, std::uint32_t level, std::uint64_t index, std::uint32_t width) {
  const TileRef ref{TileRef::Kind::kHashes, level, index, width};
  LICET_TRY(Bytes bytes, read(ref));
  if (bytes.size() != width * kHashBytes)
    return fail(ErrorCode::kTampered, ref.path() + " has " + std::to_string(bytes.size()) + " bytes and must have " +
                                          std::to_string(width * kHashBytes));
  return bytes;
}

void add_level(std::vector<TileRef>& out, TileRef::Kind kind, std::uint32_t level, std::uint64_t hashes) {
  const std::uint64_t full = hashes / kTileWidth;
  const auto rest = static_cast<std::uint32_t>(hashes % kTileWidth);
  for (std::uint64_t i = 0; i < full; ++i) out.push_back({kind, level, i, kTileWidth});
  if (rest != 0) out.push_back({kind, level, full, rest});
}

}  // namespace

std::string TileRef::path() const {
  std::string out = "tile/";
  out += kind == Kind::kEntries ? "entries" : std::to_string(level);
  out += '/';
  append_index(out, index);
  if (partial()) out += ".p/" + std::to_string(width);
  return out;
}

std::optional<TileRef> TileRef::parse(std::string_view path) {
  TileRef ref;
  std::string_view rest = path;
  if (rest.substr(0, 5) != "tile/") return std::nullopt;
  rest.remove_prefix(5);
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  if (rest.substr(0, slash) == "entries") {
    ref.kind = Kind::kEntries;
  } else {
    const auto level = parse_decimal(rest.substr(0, slash), kLevelMax);
    if (!level) return std::nullopt;
    ref.level = static_cast<std::uint32_t>(*level);
  }
  rest.remove_prefix(slash + 1);
  if (const std::size_t dot = rest.find(".p/"); dot != std::string_view::npos) {
    const auto width = parse_decimal(rest.substr(dot + 3), kTileWidth - 1);
    if (!width || *width == 0) return std::nullopt;
    ref.width = static_cast<std::uint32_t>(*width);
    rest = rest.substr(0, dot);
  }
  std::string digits;
  for (const char c : rest)
    if (c != 'x' && c != '/') digits += c;
  const std::size_t first = digits.find_first_not_of('0');
  const auto index =
      parse_decimal(first == std::string::npos ? "0" : std::string_view(digits).substr(first), ~std::uint64_t{0} >> 8U);
  if (!index) return std::nullopt;
  ref.index = *index;
  // Writing it again settles every question of grouping and padding at once.
  if (ref.path() != path) return std::nullopt;
  return ref;
}

std::vector<TileRef> hash_tiles(std::uint64_t size) {
  std::vector<TileRef> out;
  for (std::uint32_t level = 0; hashes_at(size, level) != 0; ++level)
    add_level(out, TileRef::Kind::kHashes, level, hashes_at(size, level));
  return out;
}

std::vector<TileRef> entry_tiles(std::uint64_t size) {
  std::vector<TileRef> out;
  add_level(out, TileRef::Kind::kEntries, 0, size);
  return out;
}

void append_to_bundle(Bytes& bundle, ByteView entry) {
  LICET_INVARIANT(entry.size() <= limits::kEntryBytesMax);
  bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8U));
  bundle.push_back(static_cast<std::uint8_t>(entry.size() & 0xffU));
  bundle.insert(bundle.end(), entry.begin(), entry.end());
}

Result<std::vector<BundledEntry>> split_bundle(ByteView bundle, std::uint32_t count) {
  std::vector<BundledEntry> out;
  out.reserve(count);
  std::size_t at = 0;
  while (out.size() < count) {
    if (bundle.size() - at < 2)
      return fail(ErrorCode::kTampered,
                  "the bundle ends inside entry " + std::to_string(out.size()) + " of " + std::to_string(count));
    const std::size_t length = (std::size_t{bundle[at]} << 8U) | bundle[at + 1];
    at += 2;
    if (bundle.size() - at < length)
      return fail(ErrorCode::kTampered,
                  "the bundle ends inside entry " + std::to_string(out.size()) + " of " + std::to_string(count));
    out.push_back({bundle.subspan(at, length), at});
    at += length;
  }
  if (at != bundle.size())
    return fail(ErrorCode::kTampered,
                "the bundle has " + std::to_string(bundle.size() - at) + " bytes after its last entry");
  return out;
}

Result<TileGrower> TileGrower::resume(std::uint64_t size, const TileReader& read) {
  TileGrower grower;
  grower.size_ = size;
  for (std::uint32_t level = 0; hashes_at(size, level) != 0; ++level) {
    const std::uint64_t hashes = hashes_at(size, level);
    Level state{hashes / kTileWidth, {}};
    if (const auto width = static_cast<std::uint32_t>(hashes % kTileWidth); width != 0) {
      LICET_TRY(state.hashes, read_hashes(read, level, state.index, width));
    }
    grower.levels_.push_back(std::move(state));
  }
  return grower;
}

void TileGrower::append(const Hash& leaf) {
  Hash hash = leaf;
  for (std::uint32_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    Level& state = levels_[level];
    if (state.hashes.empty()) state.hashes.reserve(kTileWidth * kHashBytes);
    state.hashes.insert(state.hashes.end(), hash.begin(), hash.end());
    if (state.hashes.size() < kTileWidth * kHashBytes) break;
    hash = tree_hash(hashes_of(state.hashes));
    full_.push_back({{TileRef::Kind::kHashes, level, state.index, kTileWidth}, std::move(state.hashes)});
    state.hashes = {};
    ++state.index;
  }
  ++size_;
}

Hash TileGrower::root() const {
  std::optional<Hash> rest;
  for (const Level& level : levels_) {
    std::vector<Hash> items = hashes_of(level.hashes);
    if (items.empty()) continue;
    if (rest) items.push_back(*rest);
    rest = tree_hash(items);
  }
  return rest ? *rest : empty_root();
}

std::vector<Tile> TileGrower::take_full() { return std::exchange(full_, {}); }

std::vector<Tile> TileGrower::partial() const {
  std::vector<Tile> out;
  for (std::uint32_t level = 0; level < levels_.size(); ++level) {
    const Level& state = levels_[level];
    if (state.hashes.empty()) continue;
    const auto width = static_cast<std::uint32_t>(state.hashes.size() / kHashBytes);
    out.push_back({{TileRef::Kind::kHashes, level, state.index, width}, state.hashes});
  }
  return out;
}

Result<BundleGrower> BundleGrower::resume(std::uint64_t size, const TileReader& read) {
  BundleGrower grower;
  grower.size_ = size;
  const auto width = static_cast<std::uint32_t>(size % kTileWidth);
  if (width == 0) return grower;
  LICET_TRY(grower.current_, read({TileRef::Kind::kEntries, 0, size / kTileWidth, width}));
  LICET_TRY([[maybe_unused]] auto entries, split_bundle(grower.current_, width));
  return grower;
}

void BundleGrower::append(ByteView entry) {
  append_to_bundle(current_, entry);
  ++size_;
  if (size_ % kTileWidth != 0) return;
  full_.push_back({{TileRef::Kind::kEntries, 0, size_ / kTileWidth - 1, kTileWidth}, std::exchange(current_, {})});
}

std::vector<Tile> BundleGrower::take_full() { return std::exchange(full_, {}); }

std::optional<Tile> BundleGrower::partial() const {
  const auto width = static_cast<std::uint32_t>(size_ % kTileWidth);
  if (width == 0) return std::nullopt;
  return Tile{{TileRef::Kind::kEntries, 0, size_ / kTileWidth, width}, current_};
}

Result<Hash> root_from_tiles(std::uint64_t size, const TileReader& read) {
  if (size == 0) return empty_root();
  std::optional<Hash> rest;  // the incomplete subtree to the right of the tile in hand
  for (std::uint32_t level = 0; hashes_at(size, level) != 0; ++level) {
    const std::uint64_t hashes = hashes_at(size, level);
    const auto width = static_cast<std::uint32_t>(hashes % kTileWidth);
    if (width == 0) continue;
    LICET_TRY(const Bytes tile, read_hashes(read, level, hashes / kTileWidth, width));
    std::vector<Hash> items = hashes_of(tile);
    if (rest) items.push_back(*rest);
    rest = tree_hash(items);
  }
  return *rest;
}

Status check_tiles(std::uint64_t from, std::uint64_t to, const TileReader& read) {
  for (std::uint32_t level = 0; hashes_at(to, level) != 0; ++level) {
    const std::uint64_t end = hashes_at(to, level);
    for (std::uint64_t tile = hashes_at(from, level) / kTileWidth; tile * kTileWidth < end; ++tile) {
      const auto width = static_cast<std::uint32_t>(std::min<std::uint64_t>(kTileWidth, end - tile * kTileWidth));
      LICET_TRY(const Bytes hashes, read_hashes(read, level, tile, width));
      const TileRef ref{TileRef::Kind::kHashes, level, tile, width};
      if (level == 0) {
        const TileRef entries_ref{TileRef::Kind::kEntries, 0, tile, width};
        LICET_TRY(const Bytes bundle, read(entries_ref));
        LICET_TRY(const auto entries, split_bundle(bundle, width));
        for (std::uint32_t i = 0; i < width; ++i)
          if (leaf_hash(entries[i].bytes) != hash_at(hashes, i))
            return fail(ErrorCode::kTampered, "entry " + std::to_string(tile * kTileWidth + i) + " in " +
                                                  entries_ref.path() + " does not have the hash in " + ref.path());
        continue;
      }
      for (std::uint32_t i = 0; i < width; ++i) {
        const std::uint64_t below = tile * kTileWidth + i;
        if (below < hashes_at(from, level)) continue;  // checked when it was written
        LICET_TRY(const Bytes lower, read_hashes(read, level - 1, below, kTileWidth));
        if (tree_hash(hashes_of(lower)) != hash_at(hashes, i))
          return fail(ErrorCode::kTampered, ref.path() + " hash " + std::to_string(i) + " is not the root of " +
                                                TileRef{TileRef::Kind::kHashes, level - 1, below, kTileWidth}.path());
      }
    }
  }
  return {};
}

NodeReader nodes_of_tiles(std::uint64_t size, TileReader read) {
  return [size, read = std::move(read)](std::uint32_t level, std::uint64_t index) -> Result<Hash> {
    const std::uint32_t tile_level = level / kLevelBits;
    const std::uint64_t count = std::uint64_t{1} << (level % kLevelBits);
    const std::uint64_t first = index * count;
    const std::uint64_t available = hashes_at(size, tile_level);
    if (first + count > available)
      return fail(ErrorCode::kNotFound, "the tree of size " + std::to_string(size) + " has no complete subtree " +
                                            std::to_string(index) + " at level " + std::to_string(level));
    const std::uint64_t tile = first / kTileWidth;
    const auto width = static_cast<std::uint32_t>(std::min<std::uint64_t>(kTileWidth, available - tile * kTileWidth));
    LICET_TRY(const Bytes bytes, read_hashes(read, tile_level, tile, width));
    const std::vector<Hash> hashes = hashes_of(bytes);
    return tree_hash(std::span(hashes).subspan(first % kTileWidth, static_cast<std::size_t>(count)));
  };
}

}  // namespace licet::ledger
