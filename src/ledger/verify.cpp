#include "ledger/verify.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/encode.h"
#include "ledger/checkpoint.h"
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
  Pass(ByteView bytes, const Trust& trust, const VerifyHooks& hooks, const VerifyOptions& options)
      : bytes_(bytes), trust_(trust), hooks_(hooks), options_(options) {}

  Report run() {
    report_.trust = std::string(trust_.name());
    if (!open()) {
      for (const std::uint8_t level : {kChain, kSignatures, kForm}) report_.set(level, LevelStatus::kNotCheckable);
      return std::move(report_);
    }
    check_container();
    if (options_.stop_after_bad_container && report_.failed()) return std::move(report_);
    check_signatures();
    if (read_entries()) check_tree();
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

  bool open() {
    auto reader = BundleReader::open(bytes_);
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

  void check_container() {
    const auto& files = reader_->manifest().files;
    for (std::size_t i = 0; i < files.size(); ++i) {
      const ByteView bytes = reader_->file(i);
      const crypto::Digest digest = crypto::sha256(bytes);
      if (digest != files[i].sha256)
        fail_file(kContainer, "file_digest", i, "the file is not the one that the manifest names");
      const auto role = file_role(files[i].path);
      if (role == FileRole::kReadme && as_text(bytes) != bundle_readme())
        fail_file(kContainer, "readme", i, "the README is not the one of this format");
      if (role == FileRole::kAttachment && files[i].path.substr(12) != hex(digest))
        fail_file(kContainer, "attachment_digest", i, "the attachment is not the one that its name says");
    }
    auto sealed = SealedIndex::build(*reader_);
    if (sealed)
      sealed_ = std::move(*sealed);
    else
      report_.add({kContainer, "sealed_pack", sealed.error().text});
    sealed_readable_ = sealed.has_value();
  }

  std::string_view text_of(std::string_view path) const { return as_text(reader_->file(*reader_->find(path))); }
  void fail_signature(const char* code, std::string what) {
    report_.add({kSignatures, code, std::move(what), std::nullopt, "checkpoint", std::nullopt});
  }

  void check_signatures() {
    const std::string_view note = text_of("checkpoint");
    auto checkpoint = read_checkpoint_note(note);
    if (!checkpoint) {
      fail_signature("checkpoint_form", checkpoint.error().text);
    } else {
      checkpoint_ = *checkpoint;
      if (checkpoint->origin != report_.origin)
        fail_signature("checkpoint_origin", "the checkpoint is of the log " + checkpoint->origin);
    }
    check_own_key(note);
    if (trust_.log_keys.empty()) {
      report_.set(kSignatures, LevelStatus::kNotCheckable);
      report_.remark("no key was given from outside: the checkpoint is checked only with the key in the bundle itself");
    } else if (const std::string fault = trust_fault(note, report_.origin); !fault.empty()) {
      fail_signature("checkpoint_untrusted", fault);
    }
    for (const std::string& kept : trust_.kept_checkpoints) check_kept(kept);
  }

  /// The bundle's own key must fit its checkpoint, so that a reader without trust sees no contradiction.
  void check_own_key(std::string_view note) {
    const std::string_view line = text_of("vkey");
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

  /// False when an entry bundle cannot be split, after which no leaf can be placed.
  bool read_entries() {
    compare_kept();
    for (const TileRef& ref : entry_tiles(report_.size)) {
      const std::size_t file = *reader_->find(ref.path());
      const auto entries = split_bundle(reader_->file(file), ref.width);
      if (!entries) {
        fail_file(kChain, "entries_form", file, entries.error().text);
        report_.set(kForm, LevelStatus::kNotCheckable);
        return false;
      }
      for (const BundledEntry& item : *entries) read_entry(item.bytes, file, item.offset);
      compare_tiles(grower_.take_full());
    }
    compare_tiles(grower_.partial());
    return true;
  }

  void fail_entry(std::uint8_t level, const char* code, std::string what) {
    report_.add({level, code, std::move(what), chain_.next_seq, reader_->manifest().files[entry_file_].path,
                 reader_->offset(entry_file_) + entry_offset_});
  }

  void read_entry(ByteView bytes, std::size_t file, std::size_t offset) {
    entry_file_ = file;
    entry_offset_ = offset;
    const Hash leaf = leaf_hash(bytes);
    grower_.append(leaf);
    if (!kept_.empty()) compare_kept();
    std::int64_t time_us = chain_.last_time_us;
    if (auto status = parse_entry(as_text(bytes), entry_); !status) {
      fail_entry(kForm, "entry_form", status.error().text);
      fail_entry(kChain, "chain", "the entry cannot be read, so neither can its seq, prev and log");
    } else {
      check_entry();
      time_us = std::max(time_us, entry_.time_us);
      if (hooks_.on_entry) hooks_.on_entry(entry_, leaf, report_);
    }
    advance(chain_, time_us, leaf);
    ++report_.entries;
  }

  void check_entry() {
    const ChainFault fault = check_next(entry_, chain_);
    if (fault != ChainFault::kNone && fault != ChainFault::kTime)
      fail_entry(kChain, "chain", std::string(chain_fault_text(fault)));
    if (entry_.time_us < chain_.last_time_us)
      fail_entry(kForm, "time", std::string(chain_fault_text(ChainFault::kTime)));
    if (std::string link_fault = links_.check(entry_); !link_fault.empty())
      fail_entry(kForm, "link", std::move(link_fault));
    for (const std::string_view text : entry_.sealed)
      if (!scan_sections(text, *this)) fail_entry(kForm, "sealed_form", "a sealed section is malformed");
  }

  void section(std::string_view kid, const crypto::Digest& ciphertext) override {
    if (!sealed_readable_) return;
    if (SealedIndex::Item* item = sealed_.find(ciphertext); item != nullptr)
      item->used = true;
    else
      missing_.push_back({std::string(kid), chain_.next_seq, ciphertext});
  }

  void compare_tiles(const std::vector<Tile>& tiles) {
    for (const Tile& tile : tiles) {
      const std::size_t file = *reader_->find(tile.ref.path());
      const ByteView stored = reader_->file(file);
      if (!std::equal(stored.begin(), stored.end(), tile.bytes.begin(), tile.bytes.end()))
        fail_file(kChain, "tile", file, "the tile is not the one that the entries give");
    }
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

  ByteView bytes_;
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
  Entry entry_;
  std::size_t entry_file_ = 0;
  std::size_t entry_offset_ = 0;
};

}  // namespace

Report verify_bundle(ByteView bundle, const Trust& trust, const VerifyHooks& hooks, const VerifyOptions& options) {
  return Pass(bundle, trust, hooks, options).run();
}

}  // namespace licet::ledger
