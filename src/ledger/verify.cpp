#include "ledger/verify.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/encode.h"
#include "ledger/checkpoint.h"
#include "ledger/entry_file.h"
#include "ledger/link_checker.h"
#include "ledger/seal.h"
#include "ledger/tile.h"

namespace licet::ledger {

namespace {

constexpr std::uint8_t kContainer = 0;
constexpr std::uint8_t kChain = 1;
constexpr std::uint8_t kSignatures = 2;
constexpr std::uint8_t kForm = 3;

/// One pass over one bundle. Each check is a method; `run` is the order.
class Pass final : SectionVisitor {
 public:
  Pass(const Trust& trust, const VerifyHooks& hooks, const VerifyOptions& options)
      : trust_(trust), hooks_(hooks), options_(options) {}

  Result<Report> run(std::shared_ptr<const BundleBytes> bytes) {
    report_.trust = std::string(trust_.name());
    LICET_TRY(const bool opened, open(std::move(bytes)));
    if (!opened) {
      for (const std::uint8_t level : {kChain, kSignatures, kForm}) report_.set(level, LevelStatus::kNotCheckable);
      return std::move(report_);
    }
    LICET_CHECK(check_container());
    if (options_.stop_after_bad_container && report_.failed()) return std::move(report_);
    LICET_CHECK(check_signatures());
    compare_kept();
    LICET_CHECK(read_entries());
    if (placing_) {
      LICET_CHECK(compare_tiles(grower_.partial()));
      check_tree();
    }
    check_payloads();
    for (std::uint8_t level = kContainer; level <= kForm; ++level) report_.set(level, LevelStatus::kPass);
    if (hooks_.at_end) hooks_.at_end(*reader_, report_);
    return std::move(report_);
  }

 private:
  struct Kept {
    Checkpoint checkpoint;
    bool seen = false;
  };
  struct MissingPayload {
    std::string kid;
    std::uint64_t seq;
    Hash digest;
  };

  /// Entry bundles that are in memory at a time, twice: some are read while those before are taken.
  static constexpr std::size_t kBatchFiles = 4;
  using Batch = std::array<EntryFile, kBatchFiles>;

  void run_items(std::size_t n, const std::function<void(std::size_t)>& item) const {
    if (options_.run) return options_.run(n, item);
    for (std::size_t i = 0; i < n; ++i) item(i);
  }

  Result<bool> open(std::shared_ptr<const BundleBytes> bytes) {
    auto reader = BundleReader::open(std::move(bytes));
    if (!reader && reader.error().code == ErrorCode::kEnvironment) return fail(reader.error());
    if (!reader) {
      report_.add({kContainer, "container", reader.error().text});
      return false;
    }
    reader_ = std::move(*reader);
    report_.origin = reader_->manifest().origin;
    report_.size = reader_->manifest().size;
    chain_.log = report_.origin;
    return true;
  }

  void fail_file(std::uint8_t level, const char* code, std::size_t i, std::string what) {
    report_.add({level, code, std::move(what), std::nullopt, reader_->manifest().files[i].path, reader_->offset(i)});
  }

  /// What check_container finds out about a file on some thread.
  struct FileCheck {
    Status read;
    crypto::Digest digest{};
    bool readme_right = true;
    std::optional<Result<std::vector<SealedIndex::Item>>> pack;
  };

  FileCheck check_file(std::size_t i) const {
    FileCheck out;
    Bytes room;
    const auto role = file_role(reader_->manifest().files[i].path);
    crypto::Sha256 sha;
    std::string readme;
    out.read = reader_->file_in_pieces(i, room, [&](ByteView piece) -> Status {
      sha.update(piece);
      if (role == FileRole::kReadme && readme.size() <= bundle_readme().size()) readme += as_text(piece);
      return {};
    });
    if (!out.read) return out;
    out.digest = sha.finish();
    out.readme_right = role != FileRole::kReadme || readme == bundle_readme();
    if (role == FileRole::kSealed) out.pack = SealedIndex::read_pack(*reader_, i);
    if (out.pack && !*out.pack && out.pack->error().code == ErrorCode::kEnvironment) out.read = fail(out.pack->error());
    return out;
  }

  /// Entry bundles are read once, by read_entries, which compares their digests as well; unless nothing is to be read
  /// after a bad container.
  Status check_container() {
    const auto& files = reader_->manifest().files;
    std::vector<FileCheck> checks(files.size());
    const auto left_out = [&](std::size_t i) {
      return !options_.stop_after_bad_container && file_role(files[i].path) == FileRole::kEntries;
    };
    run_items(files.size(), [&](std::size_t i) {
      if (!left_out(i)) checks[i] = check_file(i);
    });
    std::vector<std::vector<SealedIndex::Item>> packs;
    sealed_readable_ = true;
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (left_out(i)) continue;
      FileCheck& check = checks[i];
      LICET_CHECK(std::move(check.read));
      if (check.digest != files[i].sha256) fail_digest(i);
      if (!check.readme_right) fail_file(kContainer, "readme", i, "the README is not the one of this format");
      if (file_role(files[i].path) == FileRole::kAttachment && files[i].path.substr(12) != hex(check.digest))
        fail_file(kContainer, "attachment_digest", i, "the attachment is not the one that its name says");
      if (!check.pack || !sealed_readable_) continue;
      if (*check.pack)
        packs.push_back(std::move(**check.pack));
      else
        fail_sealed(check.pack->error());
    }
    if (!sealed_readable_) return {};
    if (auto sealed = SealedIndex::join(std::move(packs)))
      sealed_ = std::move(*sealed);
    else
      fail_sealed(sealed.error());
    return {};
  }

  void fail_digest(std::size_t i) {
    fail_file(kContainer, "file_digest", i, "the file is not the one that the manifest names");
  }
  void fail_sealed(const Error& error) {
    report_.add({kContainer, "sealed_pack", error.text});
    sealed_readable_ = false;
  }

  Result<std::string> text_of(std::string_view path) const {
    Bytes room;
    LICET_TRY(const ByteView bytes, reader_->file(*reader_->find(path), room));
    return std::string(as_text(bytes));
  }
  void fail_signature(const char* code, std::string what) {
    report_.add({kSignatures, code, std::move(what), std::nullopt, "checkpoint", std::nullopt});
  }

  Status check_signatures() {
    LICET_TRY(const std::string note, text_of("checkpoint"));
    LICET_TRY(const std::string vkey, text_of("vkey"));
    auto checkpoint = read_checkpoint_note(note);
    if (!checkpoint) {
      fail_signature("checkpoint_form", checkpoint.error().text);
    } else {
      checkpoint_ = *checkpoint;
      if (checkpoint->origin != report_.origin)
        fail_signature("checkpoint_origin", "the checkpoint is of the log " + checkpoint->origin);
    }
    check_own_key(note, vkey);
    if (trust_.log_keys.empty()) {
      report_.set(kSignatures, LevelStatus::kNotCheckable);
      report_.remark("no key was given from outside: the checkpoint is checked only with the key in the bundle itself");
    } else if (const std::string fault = trust_fault(note, report_.origin); !fault.empty()) {
      fail_signature("checkpoint_untrusted", fault);
    }
    for (const std::string& kept : trust_.kept_checkpoints) check_kept(kept);
    return {};
  }

  /// The bundle's own key must fit its checkpoint, so that a reader without trust sees no contradiction.
  void check_own_key(std::string_view note, std::string_view line) {
    auto key = VerifierKey::parse(line.empty() ? line : line.substr(0, line.size() - 1));
    if (!key || key->text() + "\n" != line || key->name != report_.origin || key->type != kTypeEd25519) {
      report_.add({kSignatures, "vkey_form", "the key in the bundle is not an Ed25519 key of this log", std::nullopt,
                   "vkey", std::nullopt});
      return;
    }
    const auto opened = open_note(note, std::span(&*key, 1));
    if (!opened)
      fail_signature("checkpoint_signature", opened.error().text);
    else if (opened->verified.empty())
      fail_signature("checkpoint_signature", "the checkpoint is not signed by the key in the bundle");
  }

  /// Empty when a trusted key of that log signed the note.
  std::string trust_fault(std::string_view note, const std::string& origin) const {
    const auto opened = open_note(note, trust_.log_keys);
    if (!opened) return opened.error().text;
    const bool signed_by_log = std::any_of(opened->verified.begin(), opened->verified.end(),
                                           [&](const Verified& v) { return v.key.name == origin; });
    return signed_by_log ? "" : "no trusted key of the log " + origin + " signed the checkpoint";
  }

  void check_kept(const std::string& note) {
    auto kept = read_checkpoint_note(note);
    if (!kept) return fail_signature("kept_form", "the kept checkpoint cannot be read: " + kept.error().text);
    if (kept->origin != report_.origin)
      return fail_signature("kept_origin", "the kept checkpoint is of another log, " + kept->origin);
    if (!trust_.log_keys.empty())
      if (const std::string fault = trust_fault(note, kept->origin); !fault.empty())
        return fail_signature("kept_untrusted", "the kept checkpoint: " + fault);
    if (kept->size > report_.size)
      return fail_signature("truncated", "the log has " + std::to_string(report_.size) +
                                             " entries; the kept checkpoint " + "has " + std::to_string(kept->size) +
                                             ": its end was cut off");
    kept_.push_back({std::move(*kept), false});
  }

  void compare_kept() {
    for (Kept& kept : kept_) {
      if (kept.checkpoint.size != grower_.size() || kept.seen) continue;
      kept.seen = true;
      if (grower_.root() != kept.checkpoint.root)
        fail_signature("forked", "the first " + std::to_string(kept.checkpoint.size) +
                                     " entries are not those of the kept checkpoint");
    }
  }

  /// Batch after batch: while one is taken, in order, the next is read, and the pipeline does what the one before left
  /// it to do. All of these are items of one run, so that every thread has something to do until the batch is done.
  Status read_entries() {
    const std::vector<TileRef> refs = entry_tiles(report_.size);
    const auto batches = std::make_unique<std::array<Batch, 2>>();
    const auto files_of = [&](std::size_t batch) {
      const std::size_t begin = std::min(batch * kBatchFiles, refs.size());
      return std::min(kBatchFiles, refs.size() - begin);
    };
    const auto load = [&](std::size_t batch, std::size_t i) {
      (*batches)[batch % 2][i].load(*reader_, refs[batch * kBatchFiles + i], hooks_.pipeline);
    };
    run_items(files_of(0), [&](std::size_t i) { load(0, i); });
    bool left = false;
    for (std::size_t batch = 0; files_of(batch) > 0 || left; ++batch) {
      const std::size_t parts = hooks_.pipeline == nullptr ? 0 : hooks_.pipeline->leave();
      Status taken;
      run_items(1 + parts + files_of(batch + 1), [&](std::size_t i) {
        if (i == 0)
          taken = take_batch((*batches)[batch % 2], files_of(batch));
        else if (i <= parts)
          hooks_.pipeline->work(i - 1);
        else
          load(batch + 1, i - 1 - parts);
      });
      LICET_CHECK(std::move(taken));
      if (hooks_.pipeline != nullptr) hooks_.pipeline->settle(report_);
      left = hooks_.pipeline != nullptr && files_of(batch) > 0;  // the last batch leaves work as well
      if (options_.progress) options_.progress(report_.entries);
    }
    return {};
  }

  Status take_batch(Batch& batch, std::size_t files) {
    for (std::size_t i = 0; i < files; ++i) {
      EntryFile& entries = batch[i];
      LICET_CHECK(entries.unreadable());
      if (!entries.digest_right() && !options_.stop_after_bad_container) fail_digest(entries.file());
      if (!placing_) continue;
      if (!entries.form()) {  // no leaf behind it can be placed
        fail_file(kChain, "entries_form", entries.file(), entries.form().error().text);
        report_.set(kForm, LevelStatus::kNotCheckable);
        placing_ = false;
        continue;
      }
      for (std::size_t k = 0; k < entries.size(); ++k) take_entry(entries.item(k), entries.file());
      LICET_CHECK(compare_tiles(grower_.take_full()));
    }
    return {};
  }

  void fail_entry(std::uint8_t level, const char* code, std::string what) {
    report_.add({level, code, std::move(what), chain_.next_seq, reader_->manifest().files[entry_file_].path,
                 reader_->offset(entry_file_) + entry_offset_});
  }

  void take_entry(EntryFile::Item& item, std::size_t file) {
    entry_file_ = file;
    entry_offset_ = item.offset;
    grower_.append(item.leaf);
    if (!kept_.empty()) compare_kept();
    std::int64_t time_us = chain_.last_time_us;
    if (!item.form) {
      fail_entry(kForm, "entry_form", item.form.error().text);
      fail_entry(kChain, "chain", "the entry cannot be read, so neither can its seq, prev and log");
    } else {
      check_entry(item.entry);
      time_us = std::max(time_us, item.entry.time_us);
      if (hooks_.on_entry) hooks_.on_entry(item.entry, item.leaf, report_);
      if (hooks_.pipeline != nullptr) hooks_.pipeline->take(item.entry, std::move(item.prepared), report_);
    }
    advance(chain_, time_us, item.leaf);
    ++report_.entries;
  }

  void check_entry(const Entry& entry) {
    const ChainFault fault = check_next(entry, chain_);
    if (fault != ChainFault::kNone && fault != ChainFault::kTime)
      fail_entry(kChain, "chain", std::string(chain_fault_text(fault)));
    if (entry.time_us < chain_.last_time_us)
      fail_entry(kForm, "time", std::string(chain_fault_text(ChainFault::kTime)));
    if (std::string link_fault = links_.check(entry); !link_fault.empty())
      fail_entry(kForm, "link", std::move(link_fault));
    for (const std::string_view text : entry.sealed)
      if (!scan_sections(text, *this)) fail_entry(kForm, "sealed_form", "a sealed section is malformed");
  }

  void section(std::string_view kid, const crypto::Digest& ciphertext) override {
    if (!sealed_readable_) return;
    if (SealedIndex::Item* item = sealed_.find(ciphertext); item != nullptr)
      item->used = true;
    else
      missing_.push_back({std::string(kid), chain_.next_seq, ciphertext});
  }

  Status compare_tiles(const std::vector<Tile>& tiles) {
    for (const Tile& tile : tiles) {
      const std::size_t file = *reader_->find(tile.ref.path());
      LICET_TRY(const ByteView stored, reader_->file(file, tile_room_));
      if (!std::equal(stored.begin(), stored.end(), tile.bytes.begin(), tile.bytes.end()))
        fail_file(kChain, "tile", file, "the tile is not the one that the entries give");
    }
    return {};
  }

  void check_tree() {
    report_.root = grower_.root();
    if (!checkpoint_) {
      report_.add({kChain, "root", "without a readable checkpoint the tree has no root to be compared with",
                   std::nullopt, "checkpoint", std::nullopt});
      return;
    }
    if (checkpoint_->size != grower_.size())
      report_.add({kChain, "size",
                   "the checkpoint is over " + std::to_string(checkpoint_->size) + " entries, the bundle has " +
                       std::to_string(grower_.size()),
                   std::nullopt, "checkpoint", std::nullopt});
    else if (checkpoint_->root != *report_.root)
      report_.add({kChain, "root", "the root over all entries is not that of the checkpoint", std::nullopt,
                   "checkpoint", std::nullopt});
  }

  void check_payloads() {
    for (const MissingPayload& payload : missing_) {
      if (!hooks_.erased_by) {
        ++report_.missing;
        continue;
      }
      if (hooks_.erased_by(payload.kid, payload.seq, payload.digest)) {
        ++report_.erased;
        continue;
      }
      ++report_.missing;
      report_.add({kForm,
                   "sealed_missing",
                   "the payload " + crypto::digest_text(payload.digest) + " is missing and no erasure accounts for it",
                   payload.seq,
                   {},
                   std::nullopt});
    }
    if (report_.missing != 0 && !hooks_.erased_by) {
      report_.set(kForm, LevelStatus::kNotCheckable);
      report_.remark(std::to_string(report_.missing) +
                     " sealed payloads are not in the bundle; whether they were "
                     "erased is not decided at this level");
    }
    // Entries that could not be read may be those that name a payload: only a whole reading can call one unused.
    if (report_.entries != report_.size || report_.level(kForm) == LevelStatus::kFail) return;
    for (const SealedIndex::Item& item : sealed_.items())
      if (!item.used)
        report_.add({kForm,
                     "sealed_unused",
                     "no entry names the payload " + crypto::digest_text(item.digest),
                     std::nullopt,
                     {},
                     item.offset});
  }

  const Trust& trust_;
  const VerifyHooks& hooks_;
  const VerifyOptions& options_;
  Report report_;
  std::optional<BundleReader> reader_;
  SealedIndex sealed_;
  bool sealed_readable_ = false;
  std::optional<Checkpoint> checkpoint_;
  std::vector<Kept> kept_;
  std::vector<MissingPayload> missing_;
  TileGrower grower_;
  ChainState chain_;
  LinkChecker links_;
  bool placing_ = true;  // every entry so far has its place in the tree
  Bytes tile_room_;
  std::size_t entry_file_ = 0;
  std::size_t entry_offset_ = 0;
};

}  // namespace

Result<Report> verify_bundle(std::shared_ptr<const BundleBytes> bundle, const Trust& trust, const VerifyHooks& hooks,
                             const VerifyOptions& options) {
  return Pass(trust, hooks, options).run(std::move(bundle));
}

Report verify_bundle(ByteView bundle, const Trust& trust, const VerifyHooks& hooks, const VerifyOptions& options) {
  auto report = verify_bundle(std::make_shared<BytesInMemory>(bundle), trust, hooks, options);
  LICET_INVARIANT(report.has_value());  // memory can always be read
  return std::move(*report);
}

}  // namespace licet::ledger
