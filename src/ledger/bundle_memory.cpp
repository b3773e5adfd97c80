#include "ledger/bundle_memory.h"

#include <utility>

#include "ledger/bundle.h"
#include "ledger/tile.h"

namespace licet::ledger {

namespace {

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

void put_tiles(BundleFiles& files, std::vector<Tile> tiles) {
  for (Tile& tile : tiles) files[tile.ref.path()] = std::move(tile.bytes);
}

}  // namespace

BundleFiles full_bundle_files(const BundleParts& parts) {
  BundleFiles files;
  files["README.txt"] = bytes_of(bundle_readme());
  files["checkpoint"] = bytes_of(parts.checkpoint);
  files["vkey"] = bytes_of(parts.key.text() + "\n");
  TileGrower tiles;
  BundleGrower bundles;
  for (const std::string& entry : parts.entries) {
    tiles.append(leaf_hash(as_bytes(entry)));
    bundles.append(as_bytes(entry));
  }
  put_tiles(files, tiles.take_full());
  put_tiles(files, tiles.partial());
  put_tiles(files, bundles.take_full());
  if (auto rest = bundles.partial()) files[rest->ref.path()] = std::move(rest->bytes);
  std::map<crypto::Digest, const Bytes*> sorted;
  for (const Bytes& payload : parts.payloads) sorted.emplace(crypto::sha256(payload), &payload);
  for (const auto& [digest, payload] : sorted)
    append_to_pack(files["sealed/" + hex(ByteView(digest).first(1))], *payload);
  for (const Bytes& attachment : parts.attachments)
    files["attachments/" + hex(crypto::sha256(attachment))] = attachment;
  return files;
}

Result<Bytes> pack_bundle(const std::string& origin, std::uint64_t size, const BundleFiles& files) {
  Manifest manifest;
  manifest.origin = origin;
  manifest.size = size;
  for (const auto& [path, bytes] : files) manifest.files.push_back({path, bytes.size(), crypto::sha256(bytes)});
  Bytes out;
  LICET_CHECK(write_bundle(
      manifest, [&](const std::string& path, const ByteSink& sink) { return sink(files.at(path)); },
      [&](ByteView piece) -> Status {
        out.insert(out.end(), piece.begin(), piece.end());
        return {};
      }));
  return out;
}

}  // namespace licet::ledger
