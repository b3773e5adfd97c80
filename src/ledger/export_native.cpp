#include "ledger/export_native.h"

#include <algorithm>
#include <utility>

#include "ledger/file_native.h"

namespace licet::ledger {

namespace {

/// Knows every file of the bundle by path; asked once to measure and once to write.
class Export {
 public:
  Export(const TileStore& tiles, const VerifierKey& key, const ExportSources& sources, std::string note)
      : tiles_(tiles), key_(key), sources_(sources), note_(std::move(note)) {}

  Result<Manifest> measure(const Checkpoint& head) const {
    Manifest manifest;
    manifest.origin = head.origin;
    manifest.size = head.size;
    std::vector<std::string> paths{"README.txt", "checkpoint", "vkey"};
    for (const crypto::Digest& digest : sources_.attachments) paths.push_back("attachments/" + hex(digest));
    for (unsigned byte = 0; byte < 256; ++byte) {
      const auto first = static_cast<std::uint8_t>(byte);
      paths.push_back("sealed/" + hex(ByteView(&first, 1)));
    }
    for (const TileRef& ref : hash_tiles(head.size)) paths.push_back(ref.path());
    for (const TileRef& ref : entry_tiles(head.size)) paths.push_back(ref.path());
    std::sort(paths.begin(), paths.end());
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    std::uint64_t measured = 0;
    for (std::string& path : paths) {
      BundleFile file;
      crypto::Sha256 sha;
      LICET_CHECK(produce(path, [&](ByteView piece) -> Status {
        sha.update(piece);
        file.size += piece.size();
        measured += piece.size();
        if (sources_.progress) sources_.progress(measured, 0);
        return {};
      }));
      const bool empty_pack = file.size == 0 && file_role(path) == FileRole::kSealed;
      if (empty_pack) continue;
      file.sha256 = sha.finish();
      file.path = std::move(path);
      manifest.files.push_back(std::move(file));
    }
    return manifest;
  }

  Status produce(const std::string& path, const ByteSink& sink) const {
    switch (*file_role(path)) {
      case FileRole::kReadme:
        return sink(as_bytes(bundle_readme()));
      case FileRole::kCheckpoint:
        return sink(as_bytes(note_));
      case FileRole::kVkey:
        return sink(as_bytes(key_.text() + "\n"));
      case FileRole::kSealed:
        return produce_pack((*from_hex(path.substr(path.size() - 2)))[0], sink);
      case FileRole::kAttachment:
        return produce_attachment(path.substr(path.find('/') + 1), sink);
      case FileRole::kTile:
      case FileRole::kEntries:
        break;
    }
    LICET_TRY(const Bytes bytes, tiles_.read(*TileRef::parse(path)));
    return sink(bytes);
  }

 private:
  Status produce_pack(std::uint8_t first, const ByteSink& sink) const {
    if (!sources_.payloads) return {};
    return sources_.payloads(first, [&](ByteView payload) -> Status {
      Bytes record;
      append_to_pack(record, payload);
      return sink(record);
    });
  }

  Status produce_attachment(const std::string& name, const ByteSink& sink) const {
    crypto::Digest digest{};
    const Bytes bytes = *from_hex(name);
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    LICET_TRY(const Bytes content, sources_.attachment(digest));
    return sink(content);
  }

  const TileStore& tiles_;
  const VerifierKey& key_;
  const ExportSources& sources_;
  std::string note_;
};

}  // namespace

Result<Exported> write_export(const TileStore& tiles, const VerifierKey& key, const ExportSources& sources,
                              const ByteSink& out) {
  LICET_TRY(const auto note, tiles.read_checkpoint());
  if (!note) return fail(ErrorCode::kNotFound, "the log has no published checkpoint yet; publish one first");
  Exported done;
  LICET_TRY(done.head, read_checkpoint_note(*note));
  const Export files(tiles, key, sources, *note);
  LICET_TRY(const Manifest manifest, files.measure(done.head));
  std::uint64_t total = 0;
  for (const BundleFile& file : manifest.files) total += file.size;
  crypto::Sha256 sha;
  LICET_CHECK(write_bundle(
      manifest, [&](const std::string& path, const ByteSink& sink) { return files.produce(path, sink); },
      [&](ByteView piece) -> Status {
        sha.update(piece);
        done.bytes += piece.size();
        if (sources.progress) sources.progress(done.bytes, total);
        return out(piece);
      }));
  done.sha256 = sha.finish();
  return done;
}

Result<Exported> export_bundle(const TileStore& tiles, const VerifierKey& key, const ExportSources& sources,
                               const std::filesystem::path& out,
                               const std::function<Status(const Exported&)>& before_naming) {
  LICET_TRY(DurableWriter writer, DurableWriter::open(out, 0600));
  LICET_TRY(const Exported done,
            write_export(tiles, key, sources, [&](ByteView piece) { return writer.write(piece); }));
  if (before_naming) LICET_CHECK(before_naming(done));
  LICET_CHECK(writer.commit());
  return done;
}

}  // namespace licet::ledger
