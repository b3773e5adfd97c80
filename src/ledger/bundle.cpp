#include "ledger/bundle.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/json.h"
#include "base/limits.h"
#include "ledger/entry.h"
#include "ledger/tile.h"

namespace licet::ledger {

namespace {

constexpr std::string_view kMagic = "licet-bundle";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 24;  // magic 12, version 4, manifest length 8
constexpr json::ParseOptions kManifestOptions{json::Profile::kEntry, 4, limits::kManifestBytesMax};

constexpr std::string_view kReadme =
    "This file is a record made by Licet. It can be checked without Licet and without its maker.\n"
    "\n"
    "It holds every entry of one log: plain JSON, one entry after the other, each naming the hash of the entry\n"
    "before it; the hash tree over all entries (RFC 6962, in the tiled layout of C2SP tlog-tiles); and the signed\n"
    "checkpoint that states the number of entries and the root of the tree.\n"
    "\n"
    "Personal data is not in the entries. It lies in sealed form under sealed/, each payload named by its SHA-256 in\n"
    "the entry it belongs to. When a person's data has been erased the key is gone and the payload may be missing;\n"
    "the entries, the chain and the tree stay whole.\n"
    "\n"
    "To check it: licet-verify FILE --trust TRUST, or tools/verify.py FILE --trust TRUST, where TRUST names the\n"
    "verifier key you received from the firm on another way than this file. The key in this file proves nothing by\n"
    "itself. The layout is specified in docs/formats/bundle.md and docs/formats/ledger.md of Licet's sources.\n";

void append_big_endian(Bytes& out, std::uint64_t value, unsigned bytes) {
  for (unsigned i = bytes; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint64_t read_big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = (value << 8U) | byte;
  return value;
}

bool is_lower_hex(std::string_view text, std::size_t size) {
  return text.size() == size &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

tl::unexpected<Error> tampered(std::string what) { return fail(ErrorCode::kTampered, std::move(what)); }

/// A whole number 0..2^53-1 out of a manifest.
std::optional<std::uint64_t> natural(const json::Value* value) {
  if (value == nullptr || !value->is_int() || value->as_int() < 0) return std::nullopt;
  return static_cast<std::uint64_t>(value->as_int());
}

Result<BundleFile> parse_file(const json::Value& value) {
  BundleFile file;
  const auto size = natural(value.find("size"));
  const auto digest = crypto::parse_digest_text(value.string_or("sha256", ""));
  file.path = std::string(value.string_or("path", ""));
  if (!value.is_object() || value.as_object().size() != 3 || !size || !digest || file.path.empty())
    return tampered("a file in the manifest has not just path, sha256 and size");
  file.size = *size;
  file.sha256 = *digest;
  return file;
}

Result<Manifest> read_manifest(const json::Value& value) {
  Manifest out;
  out.kind = std::string(value.string_or("kind", ""));
  out.origin = std::string(value.string_or("origin", ""));
  const auto size = natural(value.find("size"));
  const json::Value* files = value.find("files");
  if (!value.is_object() || value.as_object().size() != 5 || value.int_or("v", 0) != 1 || !size || files == nullptr ||
      !files->is_array())
    return tampered("the manifest has not just files, kind, origin, size and v");
  if (out.kind != kFullKind) return fail(ErrorCode::kUnsupported, "this release does not know bundles of this kind");
  if (!is_origin(out.origin)) return tampered("the manifest's origin is malformed");
  out.size = *size;
  out.files.reserve(files->as_array().size());
  for (const json::Value& item : files->as_array()) {
    LICET_TRY(BundleFile file, parse_file(item));
    out.files.push_back(std::move(file));
  }
  return out;
}

Status check_order(const std::vector<BundleFile>& files) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!file_role(files[i].path))
      return tampered("the manifest has a file \"" + files[i].path + "\" of no known kind");
    if (i > 0 && files[i - 1].path >= files[i].path)
      return tampered("the manifest's files are not sorted, or " + files[i].path + " stands twice");
  }
  return {};
}

/// Digests are spread evenly, so their first two bytes find them nearly at once.
constexpr std::size_t kBuckets = 65'536;
std::size_t bucket_of(const crypto::Digest& digest) { return (std::size_t{digest[0]} << 8U) | digest[1]; }

/// The manifest's bytes, after the header has been checked.
Result<std::string_view> manifest_bytes(const BundleBytes& all, Bytes& room) {
  const auto none = [] { return tampered("this is no Licet bundle: the header is missing"); };
  if (all.size() < kHeaderBytes) return none();
  LICET_TRY(const ByteView bytes, all.read(0, kHeaderBytes, room));
  if (as_text(bytes.first(kMagic.size())) != kMagic) return none();
  const std::uint64_t version = read_big_endian(bytes.subspan(kMagic.size(), 4));
  if (version != kVersion)
    return fail(ErrorCode::kUnsupported,
                "the bundle has version " + std::to_string(version) + "; this release reads version 1");
  const std::uint64_t length = read_big_endian(bytes.subspan(16, 8));
  if (length > limits::kManifestBytesMax || length > all.size() - kHeaderBytes)
    return tampered("the manifest is longer than the file");
  LICET_TRY(const ByteView manifest, all.read(kHeaderBytes, static_cast<std::size_t>(length), room));
  return as_text(manifest);
}

}  // namespace

std::string_view bundle_readme() { return kReadme; }

std::optional<FileRole> file_role(std::string_view path) {
  if (path == "README.txt") return FileRole::kReadme;
  if (path == "checkpoint") return FileRole::kCheckpoint;
  if (path == "vkey") return FileRole::kVkey;
  constexpr std::string_view kAttachments = "attachments/";
  if (path.substr(0, kAttachments.size()) == kAttachments)
    return is_lower_hex(path.substr(kAttachments.size()), 64) ? std::optional(FileRole::kAttachment) : std::nullopt;
  constexpr std::string_view kSealed = "sealed/";
  if (path.substr(0, kSealed.size()) == kSealed)
    return is_lower_hex(path.substr(kSealed.size()), 2) ? std::optional(FileRole::kSealed) : std::nullopt;
  const auto tile = TileRef::parse(path);
  if (!tile) return std::nullopt;
  return tile->kind == TileRef::Kind::kEntries ? FileRole::kEntries : FileRole::kTile;
}

std::string Manifest::text() const {
  // Written by hand in canonical order: a manifest may have hundreds of thousands of files.
  std::string out = R"({"files":[)";
  for (std::size_t i = 0; i < files.size(); ++i) {
    out += i == 0 ? R"({"path":)" : R"(,{"path":)";
    json::append_string(out, files[i].path);
    out +=
        R"(,"sha256":")" + crypto::digest_text(files[i].sha256) + R"(","size":)" + std::to_string(files[i].size) + "}";
  }
  out += R"(],"kind":)";
  json::append_string(out, kind);
  out += R"(,"origin":)";
  json::append_string(out, origin);
  out += R"(,"size":)" + std::to_string(size) + R"(,"v":1})";
  return out;
}

Result<Manifest> Manifest::parse(std::string_view text) {
  auto value = json::parse(text, kManifestOptions);
  if (!value) return tampered("the manifest is not JSON of the profile: " + value.error().to_string());
  LICET_TRY(Manifest out, read_manifest(*value));
  if (out.text() != text) return tampered("the manifest is not in canonical form");
  LICET_CHECK(check_order(out.files));
  return out;
}

Status check_files(const Manifest& manifest) {
  std::vector<std::string> wanted{"README.txt", "checkpoint", "vkey"};
  // A claimed size beyond the files listed must not make us list tiles without end.
  if (manifest.size / kTileWidth > manifest.files.size())
    return tampered("the manifest has fewer files than a log of its size");
  for (const TileRef& ref : hash_tiles(manifest.size)) wanted.push_back(ref.path());
  for (const TileRef& ref : entry_tiles(manifest.size)) wanted.push_back(ref.path());
  std::sort(wanted.begin(), wanted.end());
  auto next = wanted.begin();
  for (const BundleFile& file : manifest.files) {
    const auto role = file_role(file.path);
    if (role == FileRole::kAttachment) continue;
    if (role == FileRole::kSealed) {
      if (file.size == 0) return tampered(file.path + " is empty; an empty pack is left out");
      continue;
    }
    if (next != wanted.end() && file.path == *next) {
      ++next;
      continue;
    }
    if (next != wanted.end() && *next < file.path) break;
    return tampered("a full bundle of " + std::to_string(manifest.size) + " entries does not have " + file.path);
  }
  if (next != wanted.end()) return tampered("the bundle lacks the file " + *next);
  return {};
}

Status write_bundle(const Manifest& manifest, const FileProducer& producer, const ByteSink& sink) {
  LICET_CHECK(check_order(manifest.files));
  LICET_CHECK(check_files(manifest));
  const std::string text = manifest.text();
  if (text.size() > limits::kManifestBytesMax)
    return fail(ErrorCode::kLimit, "the manifest would have " + std::to_string(text.size()) + " bytes, at most " +
                                       std::to_string(limits::kManifestBytesMax) + " fit; export a smaller log");
  Bytes header(kMagic.begin(), kMagic.end());
  append_big_endian(header, kVersion, 4);
  append_big_endian(header, text.size(), 8);
  LICET_CHECK(sink(header));
  LICET_CHECK(sink(as_bytes(text)));
  for (const BundleFile& file : manifest.files) {
    crypto::Sha256 sha;
    std::uint64_t written = 0;
    LICET_CHECK(producer(file.path, [&](ByteView piece) -> Status {
      sha.update(piece);
      written += piece.size();
      return sink(piece);
    }));
    if (written != file.size || sha.finish() != file.sha256)
      return fail(ErrorCode::kConflict, file.path + " changed while the bundle was written; export again");
  }
  return {};
}

void append_to_pack(Bytes& pack, ByteView blob) {
  LICET_INVARIANT(blob.size() <= limits::kSealedBlobBytesMax);
  append_big_endian(pack, blob.size(), 4);
  pack.insert(pack.end(), blob.begin(), blob.end());
}

Result<ByteView> BytesInMemory::read(std::uint64_t offset, std::size_t size, Bytes& /*room*/) const {
  LICET_INVARIANT(offset <= bytes_.size() && size <= bytes_.size() - offset);
  return bytes_.subspan(static_cast<std::size_t>(offset), size);
}

Result<BundleReader> BundleReader::open(std::shared_ptr<const BundleBytes> bytes) {
  Bytes room;
  LICET_TRY(const std::string_view text, manifest_bytes(*bytes, room));
  BundleReader out;
  LICET_TRY(out.manifest_, Manifest::parse(text));
  LICET_CHECK(check_files(out.manifest_));
  const std::uint64_t end = bytes->size();
  std::uint64_t at = kHeaderBytes + text.size();
  out.offsets_.reserve(out.manifest_.files.size());
  for (const BundleFile& file : out.manifest_.files) {
    if (file.size > end - at)
      return tampered("the bundle ends at byte " + std::to_string(end) + ", inside " + file.path);
    out.offsets_.push_back(at);
    at += file.size;
  }
  if (at != end) return tampered("there are " + std::to_string(end - at) + " bytes after the last file");
  out.bytes_ = std::move(bytes);
  return out;
}

Result<ByteView> BundleReader::file(std::size_t i, Bytes& room) const {
  return bytes_->read(offsets_[i], static_cast<std::size_t>(manifest_.files[i].size), room);
}

Result<ByteView> BundleReader::part(std::size_t i, std::uint64_t offset, std::size_t size, Bytes& room) const {
  LICET_INVARIANT(offset <= manifest_.files[i].size && size <= manifest_.files[i].size - offset);
  return bytes_->read(offsets_[i] + offset, size, room);
}

Status BundleReader::file_in_pieces(std::size_t i, Bytes& room, const ByteSink& sink) const {
  const std::uint64_t size = manifest_.files[i].size;
  for (std::uint64_t at = 0; at < size; at += kPieceBytes) {
    LICET_TRY(const ByteView piece,
              part(i, at, static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, size - at)), room));
    LICET_CHECK(sink(piece));
  }
  return {};
}

std::optional<std::size_t> BundleReader::find(std::string_view path) const {
  const auto& files = manifest_.files;
  const auto at = std::lower_bound(files.begin(), files.end(), path,
                                   [](const BundleFile& file, std::string_view wanted) { return file.path < wanted; });
  if (at == files.end() || at->path != path) return std::nullopt;
  return static_cast<std::size_t>(at - files.begin());
}

Result<std::vector<SealedIndex::Item>> SealedIndex::read_pack(const BundleReader& reader, std::size_t file) {
  const BundleFile& pack = reader.manifest().files[file];
  std::vector<Item> out;
  Bytes room;
  // A window is read at a time: a pack of a large record is larger than what should lie in memory.
  ByteView window;
  std::uint64_t window_at = 0;
  const auto bytes_at = [&](std::uint64_t at, std::size_t size) -> Result<ByteView> {
    if (at - window_at > window.size() || size > window.size() - (at - window_at)) {
      const std::uint64_t wanted = std::max<std::uint64_t>(size, BundleReader::kPieceBytes);
      window_at = at;
      LICET_TRY(window, reader.part(file, at, static_cast<std::size_t>(std::min(wanted, pack.size - at)), room));
    }
    return window.subspan(static_cast<std::size_t>(at - window_at), size);
  };
  for (std::uint64_t at = 0; at < pack.size;) {
    const std::uint64_t rest = pack.size - at;
    std::uint64_t length = 0;
    if (rest >= 4) {
      LICET_TRY(const ByteView head, bytes_at(at, 4));
      length = read_big_endian(head);
    }
    if (rest < 4 || length > rest - 4 || length > limits::kSealedBlobBytesMax)
      return tampered(pack.path + " ends inside a payload");
    LICET_TRY(const ByteView blob, bytes_at(at + 4, static_cast<std::size_t>(length)));
    const Item item{crypto::sha256(blob), reader.offset(file) + at + 4, static_cast<std::uint32_t>(length), false};
    if (pack.path.substr(7) != hex(ByteView(item.digest).first(1)))
      return tampered(pack.path + " holds a payload that belongs into another pack");
    if (!out.empty() && out.back().digest >= item.digest)
      return tampered(pack.path + " has its payloads out of order, or one twice");
    out.push_back(item);
    at += 4 + length;
  }
  return out;
}

Result<SealedIndex> SealedIndex::join(std::vector<std::vector<Item>> packs) {
  SealedIndex out;
  std::size_t items = 0;
  for (const auto& pack : packs) items += pack.size();
  if (items > ~std::uint32_t{0}) return tampered("the bundle has more payloads than can be indexed");
  out.items_.reserve(items);
  for (auto& pack : packs) {
    out.items_.insert(out.items_.end(), pack.begin(), pack.end());
    std::vector<Item>().swap(pack);
  }
  out.starts_.assign(kBuckets + 1, 0);
  for (const Item& item : out.items_) ++out.starts_[bucket_of(item.digest) + 1];
  for (std::size_t i = 1; i <= kBuckets; ++i) out.starts_[i] += out.starts_[i - 1];
  return out;
}

Result<SealedIndex> SealedIndex::build(const BundleReader& reader) {
  std::vector<std::vector<Item>> packs;
  const auto& files = reader.manifest().files;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (file_role(files[i].path) != FileRole::kSealed) continue;
    LICET_TRY(auto pack, read_pack(reader, i));
    packs.push_back(std::move(pack));
  }
  return join(std::move(packs));
}

SealedIndex::Item* SealedIndex::find(const crypto::Digest& digest) {
  if (items_.empty()) return nullptr;
  const std::size_t bucket = bucket_of(digest);
  const auto begin = items_.begin() + static_cast<std::ptrdiff_t>(starts_[bucket]);
  const auto end = items_.begin() + static_cast<std::ptrdiff_t>(starts_[bucket + 1]);
  const auto at = std::lower_bound(begin, end, digest,
                                   [](const Item& item, const crypto::Digest& wanted) { return item.digest < wanted; });
  return at != end && at->digest == digest ? &*at : nullptr;
}

}  // namespace licet::ledger
