#include "ledger/tile_store_native.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "ledger/file_native.h"

namespace licet::ledger {

namespace {

constexpr std::string_view kStepEntries = "entry_bundles";
constexpr std::string_view kStepTiles = "hash_tiles";
constexpr std::string_view kStepReread = "reread";
constexpr std::string_view kStepConsistency = "consistency";
constexpr std::string_view kStepLock = "lock_store";
constexpr std::string_view kStepCheckpoint = "checkpoint";
constexpr std::string_view kStepClean = "clean";

/// The number of entries a tile reaches to.
std::uint64_t end_of(const TileRef& ref) {
  const std::uint64_t end = ref.index * kTileWidth + ref.width;
  return ref.level * 8 >= 64 ? ~std::uint64_t{0} : end << (ref.level * 8);
}

}  // namespace

std::vector<std::string_view> publish_steps() {
  return {kStepEntries, kStepTiles, kStepReread, kStepConsistency, kStepLock, kStepCheckpoint, kStepClean};
}

Result<Bytes> TileStore::read(const TileRef& ref) const {
  auto bytes = read_file(path_of(ref));
  if (bytes || bytes.error().code != ErrorCode::kNotFound || !ref.partial()) return bytes;
  TileRef full = ref;
  full.width = kTileWidth;
  auto whole = read_file(path_of(full));
  if (!whole) return bytes;
  if (ref.kind == TileRef::Kind::kHashes) {
    whole->resize(std::min<std::size_t>(whole->size(), std::size_t{ref.width} * 32));
    return whole;
  }
  LICET_TRY(const auto entries, split_bundle(*whole, kTileWidth));
  whole->resize(entries[ref.width].offset - 2);
  return whole;
}

TileReader TileStore::reader() const {
  return [this](const TileRef& ref) { return read(ref); };
}

Status TileStore::write(const Tile& tile, std::uint64_t frozen) const {
  const std::filesystem::path path = path_of(tile.ref);
  if (const auto present = read_file(path)) {
    if (*present == tile.bytes) return {};
    if (end_of(tile.ref) <= frozen)
      return fail(ErrorCode::kTampered,
                  tile.ref.path() + " is under a signed checkpoint and is not what the entries give");
  }
  LICET_CHECK(make_folders_durably(path.parent_path()));
  return write_durably(path, tile.bytes);
}

void TileStore::remove_partials(const TileRef& full) const {
  std::error_code ignored;
  std::filesystem::remove_all(path_of(full).string() + ".p", ignored);
}

Result<std::optional<std::string>> TileStore::read_checkpoint() const {
  auto bytes = read_file(folder_ / "checkpoint");
  if (bytes) return std::optional(std::string(bytes->begin(), bytes->end()));
  if (bytes.error().code == ErrorCode::kNotFound) return std::nullopt;
  return fail(std::move(bytes).error());
}

Status TileStore::write_checkpoint(const std::string& note) const {
  LICET_CHECK(make_folders_durably(folder_));
  return write_durably(folder_ / "checkpoint", as_bytes(note));
}

Result<Publisher::Head> Publisher::signed_head() const {
  Head head;
  LICET_TRY(head.note, lock_.read());
  // Without it, what was published still says how far this log was signed.
  std::optional<std::string> last = head.note;
  if (!last) {
    LICET_TRY(last, tiles_.read_checkpoint());
  }
  if (!last) {
    head.checkpoint = {signer_.key().name, 0, empty_root()};
    return head;
  }
  LICET_TRY(const OpenedNote opened, open_note(*last, std::span(&signer_.key(), 1)));
  if (opened.verified.empty())
    return fail(ErrorCode::kTampered, "the last checkpoint of this folder was not signed by this log's key");
  LICET_TRY(head.checkpoint, Checkpoint::parse(opened.note.text));
  if (head.checkpoint.origin != signer_.key().name)
    return fail(ErrorCode::kTampered, "the last checkpoint of this folder is of the log " + head.checkpoint.origin);
  return head;
}

Status Publisher::write_tiles(const std::vector<Tile>& tiles, std::uint64_t frozen) const {
  for (const Tile& tile : tiles) LICET_CHECK(tiles_.write(tile, frozen));
  return {};
}

/// Writes the tiles from the last signed size on. When the old right edge cannot be read, everything is made anew from
/// the entries: tiles are derived files.
Status Publisher::grow(const Head& head, std::uint64_t size, const EntrySource& entries, Hash& root) const {
  std::uint64_t from = head.checkpoint.size;
  auto tiles = TileGrower::resume(from, tiles_.reader());
  auto bundles = BundleGrower::resume(from, tiles_.reader());
  const auto old_root = root_from_tiles(from, tiles_.reader());
  if (!tiles || !bundles || !old_root || *old_root != head.checkpoint.root) {
    from = 0;
    tiles = TileGrower();
    bundles = BundleGrower();
  }
  step(kStepEntries);
  std::uint64_t taken = from;
  LICET_CHECK(entries(from, size, [&](ByteView entry) -> Status {
    tiles->append(leaf_hash(entry));
    bundles->append(entry);
    ++taken;
    return write_tiles(bundles->take_full(), from == 0 ? 0 : head.checkpoint.size);
  }));
  if (taken != size)
    return fail(ErrorCode::kTampered,
                "the database gave " + std::to_string(taken) + " entries and should have " + std::to_string(size));
  const std::uint64_t frozen = from == 0 ? 0 : head.checkpoint.size;
  if (const auto rest = bundles->partial()) LICET_CHECK(tiles_.write(*rest, frozen));
  step(kStepTiles);
  LICET_CHECK(write_tiles(tiles->take_full(), frozen));
  LICET_CHECK(write_tiles(tiles->partial(), frozen));
  step(kStepReread);
  LICET_CHECK(check_tiles(from, size, tiles_.reader()));
  LICET_TRY(root, root_from_tiles(size, tiles_.reader()));
  return {};
}

/// The head before must be a prefix of what the tiles on disk now say.
Status Publisher::recheck(const Head& head, std::uint64_t size, const Hash& root) const {
  LICET_TRY(const auto proof, consistency_proof(head.checkpoint.size, size, nodes_of_tiles(size, tiles_.reader())));
  if (!verify_consistency(head.checkpoint.size, size, head.checkpoint.root, root, proof))
    return fail(ErrorCode::kTampered,
                "the first " + std::to_string(head.checkpoint.size) +
                    " entries are not those that were signed; restore the database, or begin a new "
                    "log that names this one");
  return {};
}

/// Removes the partial tiles of every tile that became full between the two sizes.
void Publisher::remove_replaced(std::uint64_t from, std::uint64_t to) const {
  for (std::uint32_t level = 0; level < 8 && (to >> (8 * level)) != 0; ++level) {
    const std::uint64_t first = (from >> (8 * level)) / kTileWidth;
    const std::uint64_t end = (to >> (8 * level)) / kTileWidth;
    for (std::uint64_t index = first; index < end; ++index) {
      tiles_.remove_partials({TileRef::Kind::kHashes, level, index, kTileWidth});
      if (level == 0) tiles_.remove_partials({TileRef::Kind::kEntries, 0, index, kTileWidth});
    }
  }
}

Result<Checkpoint> Publisher::publish(std::uint64_t size, const EntrySource& entries) {
  if (outcome_unknown_)
    return fail(ErrorCode::kEnvironment, "the last publication ended without a known outcome; restart the program");
  LICET_TRY(const Head head, signed_head());
  if (size < head.checkpoint.size)
    return fail(ErrorCode::kTampered, "the database has " + std::to_string(size) + " entries but " +
                                          std::to_string(head.checkpoint.size) +
                                          " were signed: it is older than the last checkpoint");
  if (head.note && size == head.checkpoint.size) {
    LICET_TRY(const auto published, tiles_.read_checkpoint());
    if (published != head.note) LICET_CHECK(tiles_.write_checkpoint(*head.note));
    return head.checkpoint;
  }
  Checkpoint next{signer_.key().name, size, {}};
  LICET_CHECK(grow(head, size, entries, next.root));
  step(kStepConsistency);
  LICET_CHECK(recheck(head, size, next.root));
  const std::string note = sign_checkpoint(next, signer_);
  step(kStepLock);
  if (auto swapped = lock_.compare_and_swap(head.note, note); !swapped) {
    outcome_unknown_ = swapped.error().code == ErrorCode::kEnvironment;
    return fail(std::move(swapped).error());
  }
  step(kStepCheckpoint);
  LICET_CHECK(tiles_.write_checkpoint(note));
  step(kStepClean);
  remove_replaced(head.checkpoint.size, size);
  return next;
}

}  // namespace licet::ledger
