// One entry bundle of a log, read and checked as far as its own bytes allow. Internal to verification.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/bundle.h"
#include "ledger/tile.h"
#include "ledger/verify.h"

namespace licet::ledger {

/// Reused for one file after the other, so that a pass over many allocates little. What it points at are its own bytes,
/// or the bundle's where that lies in memory.
class EntryFile {
 public:
  struct Item {
    std::size_t offset = 0;  ///< in the file
    Hash leaf{};
    Status form;  ///< kTampered when it could not be read
    Entry entry;
    std::unique_ptr<EntryPipeline::Prepared> prepared;
  };

  /// Reads and hashes the file, splits it, and reads each entry; safe beside other EntryFiles.
  void load(const BundleReader& reader, const TileRef& ref, const EntryPipeline* pipeline);

  std::size_t file() const { return file_; }  ///< in the manifest
  bool digest_right() const { return digest_right_; }
  /// The file could not be read at all.
  const Status& unreadable() const { return unreadable_; }
  /// kTampered when the file is not the bundle of so many entries; then there are no items.
  const Status& form() const { return form_; }
  std::size_t size() const { return size_; }
  Item& item(std::size_t i) { return items_[i]; }

 private:
  Bytes room_;
  std::size_t file_ = 0;
  bool digest_right_ = false;
  Status unreadable_;
  Status form_;
  std::size_t size_ = 0;
  std::vector<Item> items_;
};

}  // namespace licet::ledger
