#include "app/screen_batch.h"

#include <algorithm>

#include "app/csv_reader.h"
#include "app/reading.h"
#include "app/service_screening.h"
#include "ledger/parallel_native.h"

namespace licet::app {
namespace {

constexpr std::size_t kBlockRows = 512;                     // screened side by side, then written in order
constexpr std::size_t kBlockBytes = std::size_t{8} << 20U;  // of the file: so much of it is kept at a time
constexpr std::size_t kItemRows = 8;                        // what a thread takes at once

/// Takes the digest of what is read on the way; what is read again after going back is counted once.
class DigestedSource final : public csv::Source {
 public:
  explicit DigestedSource(csv::Source& from) : from_(from) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    LICET_TRY(const std::size_t got, from_.read(out, size));
    const std::uint64_t known = std::min<std::uint64_t>(got, digested_ - at_);
    digest_.update(std::string_view(out + known, got - known));
    at_ += got;
    digested_ = std::max(digested_, at_);
    return got;
  }
  bool go_back(std::uint64_t offset) override {
    if (!from_.go_back(offset)) return false;
    at_ = offset;
    return true;
  }
  std::string digest() { return crypto::digest_text(digest_.finish()); }

 private:
  csv::Source& from_;
  crypto::Sha256 digest_;
  std::uint64_t at_ = 0, digested_ = 0;
};

class Batch {
 public:
  Batch(const BatchLists& lists, const BatchOptions& options, const BatchCallbacks& callbacks)
      : lists_(lists),
        options_(options),
        callbacks_(callbacks),
        screener_(lists.index, lists.thresholds),
        run_items_(ledger::run_on_threads(options.threads)) {}

  Result<BatchReport> run(csv::Source& source) {
    DigestedSource input(source);
    csv::ReaderOptions reader_options;
    reader_options.file = options_.file;
    // No guess: a name read in another encoding than it was written in would be cleared as somebody else's.
    reader_options.encoding = csv::Encoding::kUtf8;
    LICET_TRY(const auto reader, csv::Reader::open(input, reader_options));
    auto columns = ScreenColumns::make(reader->header().columns, options_.map);
    if (!columns) {
      if (columns.error().where.file.empty()) columns.error().where.file = options_.file;
      return fail(std::move(columns).error());
    }
    report_.file = reader->header().describe();
    report_.renamed = columns->describe_renamed();
    report_.unused = columns->unused();
    LICET_CHECK(show_progress());
    for (bool more = true; more;) {
      LICET_TRY(more, read_block(*reader, *columns));
      screen_block();
      LICET_CHECK(write_block());
      LICET_CHECK(show_progress());
    }
    if (report_.rows == 0)
      return fail(ErrorCode::kBadInput, options_.file + " has no row below its heading: nobody was screened");
    report_.file = reader->header().describe();  // the encoding may show late in the file
    report_.input_digest = input.digest();
    return report_;
  }

 private:
  struct Slot {
    ScreenedRow row;
    bool readable = true;
    std::string text;
  };

  Status show_progress() {
    if (!callbacks_.progress || callbacks_.progress(report_)) return {};
    return fail(ErrorCode::kEnvironment, "stopped; nothing of it is shown or recorded");
  }

  /// Reads up to a block of rows; false at the end of the file.
  Result<bool> read_block(csv::Reader& reader, const ScreenColumns& columns) {
    block_.clear();
    for (std::size_t bytes = 0; block_.size() < kBlockRows && bytes < kBlockBytes;) {
      LICET_TRY(const csv::Reader::Step step, reader.next());
      if (step == csv::Reader::Step::kEnd) return false;
      Slot& slot = block_.emplace_back();
      slot.row.row = static_cast<std::uint64_t>(++report_.rows);
      if (step == csv::Reader::Step::kBad) {
        slot.row.asked.faults.push_back("line " + std::to_string(reader.bad().line) + ": " + reader.bad().reason);
        slot.readable = false;
        bytes += reader.bad().raw.size();
      } else {
        slot.row.asked = columns.read(reader.row().fields, options_.today);
        bytes += reader.row().raw.size();
      }
    }
    return true;
  }

  void screen_block() {
    const std::size_t items = (block_.size() + kItemRows - 1) / kItemRows;
    run_items_(items, [this](std::size_t item) {
      const std::size_t end = std::min(block_.size(), (item + 1) * kItemRows);
      for (std::size_t i = item * kItemRows; i < end; ++i) {
        screen(block_[i]);
        callbacks_.format(block_[i].row, block_[i].text);
      }
    });
  }

  /// Without its answer nobody is cleared, as in every other screening.
  void ask_service(ScreenedRow& row) const {
    if (lists_.firm == nullptr) return;
    ServiceSide service(*lists_.firm);
    service.ask(row.asked.query, row.answer);
    if (service.problem())
      row.errors.push_back("the firm's screening service did not answer: " + service.problem()->to_string());
  }

  void screen(Slot& slot) {
    ScreenedRow& row = slot.row;
    row.errors = row.asked.faults;
    if (slot.readable) {
      if (auto answer = screener_.screen(row.asked.query)) {
        row.answer = std::move(*answer);
        ask_service(row);
      } else {
        row.errors.push_back(answer.error().to_string());
      }
    }
    if (!lists_.clears_nobody.empty()) row.errors.push_back(lists_.clears_nobody);
    row.clear = row.errors.empty() && row.answer.status == screening::ScreenStatus::kComplete && !row.answer.degraded &&
                row.answer.hits_total == 0;
  }

  Status write_block() {
    for (Slot& slot : block_) {
      const ScreenedRow& row = slot.row;
      report_.clear += row.clear ? 1 : 0;
      report_.hit_rows += row.answer.hits_total > 0 ? 1 : 0;
      report_.hits += row.answer.hits_total;
      report_.faulty += row.errors.size() > (lists_.clears_nobody.empty() ? 0U : 1U) ? 1 : 0;
      LICET_CHECK(callbacks_.write(slot.text));
    }
    return {};
  }

  const BatchLists& lists_;
  const BatchOptions& options_;
  const BatchCallbacks& callbacks_;
  screening::LocalScreener screener_;
  ledger::RunItems run_items_;
  std::vector<Slot> block_;
  BatchReport report_;
};

}  // namespace

BatchLists batch_lists(const FirmState& state, Instant at) {
  BatchLists out;
  out.index = state.lists;
  out.firm = &state;
  out.thresholds = state.thresholds({});
  if (!state.lists)
    out.clears_nobody = "no screening list is loaded, so nobody can be cleared; load one with licet lists load";
  else if (!state.lists_usable(at))
    out.clears_nobody = "a list that the policy asks for is missing or too old: nobody is cleared by this";
  return out;
}

Result<BatchReport> screen_batch(csv::Source& input, const BatchLists& lists, const BatchOptions& options,
                                 const BatchCallbacks& callbacks) {
  return Batch(lists, options, callbacks).run(input);
}

Status record_batch(Deps& deps, const Principal& principal, const BatchReport& report,
                    const std::string& answer_digest) {
  ReadNote note{"screen", {}, "screen a file of names", report.rows, answer_digest};
  note.input_digest = report.input_digest;
  note.hits = report.hits;
  return record_read(deps, principal, note);
}

}  // namespace licet::app
