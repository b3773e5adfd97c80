// The folder of tiles and entry bundles, and the publication of a new checkpoint over them. Native only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/encode.h"
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/lock_store_native.h"
#include "ledger/tile.h"

namespace licet::ledger {

/// Files derived from the entries that the database keeps: they can always be written again. Not thread-safe.
class TileStore {
 public:
  explicit TileStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path path_of(const TileRef& ref) const { return folder_ / ref.path(); }
  /// The bytes of a tile. A partial tile that the full one has replaced is cut from it; kNotFound when neither is
  /// there.
  Result<Bytes> read(const TileRef& ref) const;
  TileReader reader() const;
  /// Writes a tile durably; the same bytes again cost a read. Other bytes in a place that ends within the first
  /// `frozen` entries (those under a signed checkpoint) are refused: kTampered.
  Status write(const Tile& tile, std::uint64_t frozen) const;
  /// Removes the partial tiles that a full one replaces. Failing to is harmless.
  void remove_partials(const TileRef& full) const;

  /// The published note; nullopt when none was.
  Result<std::optional<std::string>> read_checkpoint() const;
  Status write_checkpoint(const std::string& note) const;

 private:
  std::filesystem::path folder_;
};

/// Called with each step's name just before it is made durable; kill tests die in it.
using FailPoint = std::function<void(std::string_view step)>;
/// Every step of `publish`, in order.
std::vector<std::string_view> publish_steps();

/// Gives the entries [from, to) in order to `take`, out of the database.
using EntrySource =
    std::function<Status(std::uint64_t from, std::uint64_t to, const std::function<Status(ByteView)>& take)>;

/// Signs heads of one log. One object per process; the lock store settles who wins between processes.
///
/// Order (docs/formats/ledger.md, "Publishing"): the caller's entries are durable; tiles and bundles are made durable;
/// they are read back and the root is computed a second way; the new head is shown to extend the last signed one; the
/// lock store is swapped; the `checkpoint` file is replaced. A crash between any two leaves a log that `publish` takes
/// up again without a gap or a fork.
class Publisher {
 public:
  Publisher(TileStore tiles, LockStore lock, NoteSigner signer, FailPoint fail_point = {})
      : tiles_(std::move(tiles)),
        lock_(std::move(lock)),
        signer_(std::move(signer)),
        fail_point_(std::move(fail_point)) {}

  /// Publishes the first `size` entries. The same size again only repairs the `checkpoint` file. kTampered when the
  /// entries contradict what was signed or `size` is below it (an old backup, for one); kConflict when another writer
  /// signed meanwhile. After an error of the lock store's swap the outcome is unknown and every later call is refused:
  /// make a new Publisher.
  Result<Checkpoint> publish(std::uint64_t size, const EntrySource& entries);

 private:
  struct Head {
    std::optional<std::string> note;
    Checkpoint checkpoint;
  };
  Result<Head> signed_head() const;
  Status grow(const Head& head, std::uint64_t size, const EntrySource& entries, Hash& root) const;
  Status write_tiles(const std::vector<Tile>& tiles, std::uint64_t frozen) const;
  Status recheck(const Head& head, std::uint64_t size, const Hash& root) const;
  void remove_replaced(std::uint64_t from, std::uint64_t to) const;
  void step(std::string_view name) const {
    if (fail_point_) fail_point_(name);
  }

  TileStore tiles_;
  LockStore lock_;
  NoteSigner signer_;
  FailPoint fail_point_;
  bool outcome_unknown_ = false;
};

}  // namespace licet::ledger
