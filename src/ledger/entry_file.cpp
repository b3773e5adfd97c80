#include "ledger/entry_file.h"

namespace licet::ledger {

void EntryFile::load(const BundleReader& reader, const TileRef& ref, const EntryPipeline* pipeline) {
  file_ = *reader.find(ref.path());
  size_ = 0;
  form_ = {};
  unreadable_ = {};
  const auto bytes = reader.file(file_, room_);
  if (!bytes) {
    unreadable_ = fail(bytes.error());
    return;
  }
  digest_right_ = crypto::sha256(*bytes) == reader.manifest().files[file_].sha256;
  const auto entries = split_bundle(*bytes, ref.width);
  if (!entries) {
    form_ = fail(entries.error());
    return;
  }
  size_ = entries->size();
  if (items_.size() < size_) items_.resize(size_);
  for (std::size_t i = 0; i < size_; ++i) {
    const ByteView text = (*entries)[i].bytes;
    Item& item = items_[i];
    item.offset = (*entries)[i].offset;
    item.leaf = leaf_hash(text);
    item.form = parse_entry(as_text(text), item.entry);
    item.prepared = item.form && pipeline != nullptr ? pipeline->prepare(item.entry) : nullptr;
  }
}

}  // namespace licet::ledger
