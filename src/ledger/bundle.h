// The `.licet` container (docs/formats/bundle.md): a header, a canonical manifest, the files one after the other, and
// the exact end. One set of files has one bundle; the reader refuses any other arrangement of the same bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/encode.h"
#include "base/result.h"

namespace licet::ledger {

/// The text of README.txt in every bundle, byte for byte.
std::string_view bundle_readme();

/// What a file in a bundle is, by its path.
enum class FileRole : std::uint8_t {
  kReadme,      ///< README.txt: bundle_readme()
  kAttachment,  ///< attachments/<64 hex>: bytes whose SHA-256 is the name (policies, lists, opinions)
  kCheckpoint,  ///< checkpoint: the signed note
  kSealed,      ///< sealed/<2 hex>: the sealed payloads whose SHA-256 begins with that byte
  kTile,        ///< tile/<L>/<N>…: a hash tile
  kEntries,     ///< tile/entries/<N>…: an entry bundle
  kVkey,        ///< vkey: the log's verifier key text and a newline
};
/// nullopt for any path that is not one of these, spelt exactly so.
std::optional<FileRole> file_role(std::string_view path);

struct BundleFile {
  std::string path;
  std::uint64_t size = 0;
  crypto::Digest sha256{};
  bool operator==(const BundleFile&) const = default;
};

/// The only kind so far: every entry of a log, [0, size).
inline constexpr std::string_view kFullKind = "full";

struct Manifest {
  std::string kind = std::string(kFullKind);
  std::string origin;
  std::uint64_t size = 0;         ///< entries in the log
  std::vector<BundleFile> files;  ///< sorted by path, each once

  std::string text() const;  ///< canonical JSON
  /// kTampered for anything that `text` would not have written, and for files that the kind does not have.
  static Result<Manifest> parse(std::string_view text);
};

/// Sorted, unique paths of which README, checkpoint, vkey, all tiles and all entry bundles of `size` are present and
/// no other tile is.
Status check_files(const Manifest& manifest);

/// Receives bytes in order; an error stops the writer and is returned by it.
using ByteSink = std::function<Status(ByteView)>;
/// Writes the file `path` into the sink, in pieces of any size.
using FileProducer = std::function<Status(const std::string& path, const ByteSink& sink)>;

/// Streams a bundle. The manifest's files must be known (path, size, digest) beforehand; the producer is asked for each
/// in manifest order and what it gives is checked against the manifest (kConflict when it differs).
Status write_bundle(const Manifest& manifest, const FileProducer& producer, const ByteSink& sink);

/// Appends a record (uint32 big endian length, bytes) to a `sealed/<hh>` pack. Records stand in ascending order of
/// their SHA-256, each once; the caller sorts.
void append_to_pack(Bytes& pack, ByteView blob);

/// Where a bundle's bytes are: in memory, or in a file that is larger than the memory. Safe to share between threads.
class BundleBytes {
 public:
  virtual ~BundleBytes() = default;
  virtual std::uint64_t size() const = 0;
  /// The `size` bytes from `offset` on, which lie within the bundle (invariant). The view is into `room` or into memory
  /// that outlives this. kEnvironment when the file cannot be read, or was cut short meanwhile.
  virtual Result<ByteView> read(std::uint64_t offset, std::size_t size, Bytes& room) const = 0;
};
/// A bundle that lies in memory as a whole; reading it copies nothing and never fails.
class BytesInMemory final : public BundleBytes {
 public:
  explicit BytesInMemory(ByteView bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  Result<ByteView> read(std::uint64_t offset, std::size_t size, Bytes& room) const override;

 private:
  ByteView bytes_;
};

/// The files of a bundle. The bytes must outlive it. Immutable, so safe to share between threads.
class BundleReader {
 public:
  /// Checks header, manifest, the set of files and the exact length, but not the files' digests: kTampered otherwise,
  /// kUnsupported for a container of a newer version.
  static Result<BundleReader> open(std::shared_ptr<const BundleBytes> bytes);
  static Result<BundleReader> open(ByteView bytes) { return open(std::make_shared<BytesInMemory>(bytes)); }

  const Manifest& manifest() const { return manifest_; }
  /// The bytes of manifest().files[i], as BundleBytes::read gives them.
  Result<ByteView> file(std::size_t i, Bytes& room) const;
  /// The same in pieces of at most kPieceBytes, so that a large file needs no large room.
  Status file_in_pieces(std::size_t i, Bytes& room, const ByteSink& sink) const;
  /// A part of it.
  Result<ByteView> part(std::size_t i, std::uint64_t offset, std::size_t size, Bytes& room) const;
  static constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;
  /// Where manifest().files[i] begins in the bundle.
  std::uint64_t offset(std::size_t i) const { return offsets_[i]; }
  std::optional<std::size_t> find(std::string_view path) const;

 private:
  std::shared_ptr<const BundleBytes> bytes_;
  Manifest manifest_;
  std::vector<std::uint64_t> offsets_;
};

/// The sealed payloads of a bundle by their digest.
class SealedIndex {
 public:
  struct Item {
    crypto::Digest digest{};
    std::uint64_t offset = 0;  ///< in the bundle
    std::uint32_t size = 0;
    bool used = false;  ///< for the caller to mark
  };
  /// Reads every pack; the error names the pack that is malformed or out of order.
  static Result<SealedIndex> build(const BundleReader& reader);
  /// The same in steps, so that packs can be read side by side: each by `read_pack`, then all together in the order of
  /// the manifest.
  static Result<std::vector<Item>> read_pack(const BundleReader& reader, std::size_t file);
  static Result<SealedIndex> join(std::vector<std::vector<Item>> packs);
  Item* find(const crypto::Digest& digest);
  const std::vector<Item>& items() const { return items_; }

 private:
  std::vector<Item> items_;  ///< ascending by digest
  std::vector<std::uint32_t>
      starts_;  ///< by the first two bytes of a digest: where its items begin; one more at the end
};

}  // namespace licet::ledger
