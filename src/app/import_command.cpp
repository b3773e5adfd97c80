#include "app/import_command.h"

#include <chrono>
#include <deque>
#include <future>
#include <memory>

#include "app/lead_receive.h"
#include "base/limits.h"

namespace licet::app {
namespace {

constexpr std::size_t kBatchRows = 128;  // keys of a batch become durable together
// Leads waiting for the writer: one group under way, and the beginning of the next.
constexpr std::size_t kInFlightMax = limits::kBulkGroupCommitMax + 2'048;

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// Ends a dry run's transaction, so that nothing of it stays.
constexpr std::string_view kDryRun = "dry run: nothing is written";

struct ReadRow {
  std::uint64_t line = 0;
  intake::IntakeRow row;
  std::string raw_json, raw;
  BlindKeys keys;
};

struct InFlight {
  std::shared_ptr<PendingLead> pending;
  std::string raw;
  std::future<Result<Receipt>> receipt;
};

/// One import. The reading thread parses, screens and seals; the store's writer matches, decides and records.
class Import {
 public:
  Import(Deps& deps, const Principal& principal, const FirmState& state, const ImportOptions& options,
         const ImportCallbacks& callbacks)
      : deps_(deps), principal_(principal), state_(state), options_(options), callbacks_(callbacks) {}
  /// Commands under way refer to this import: after an error too it stays until the writer is done with them.
  ~Import() {
    for (const InFlight& item : in_flight_)
      if (item.receipt.valid()) item.receipt.wait();
  }
  Import(const Import&) = delete;
  Import& operator=(const Import&) = delete;

  Result<ImportReport> run(csv::Source& input) {
    csv::ReaderOptions reader_options;
    reader_options.file = options_.file;
    LICET_TRY(const auto reader, csv::Reader::open(input, reader_options));
    auto made = intake::Mapping::make(reader->header().columns, options_.map);
    if (!made) {
      if (made.error().where.file.empty()) made.error().where.file = options_.file;
      return fail(std::move(made).error());
    }
    const intake::Mapping mapping = std::move(*made);
    report_.file = reader->header().describe();
    report_.mapping = mapping.describe_renamed();
    report_.unmapped = mapping.unmapped();
    bool more = true;
    while (more && !report_.stopped) {
      LICET_TRY(more, read_batch(*reader, mapping));
      LICET_CHECK(submit_batch());
      LICET_CHECK(settle(kInFlightMax));
      if (callbacks_.progress && !callbacks_.progress(report_)) report_.stopped = more;
    }
    LICET_CHECK(settle(0));
    if (!unused_keys_.empty()) LICET_CHECK(deps_.keys.destroy(unused_keys_));
    if (!options_.dry_run) LICET_CHECK(record_figures());
    if (callbacks_.progress) callbacks_.progress(report_);
    return report_;
  }

 private:
  Status reject(std::uint64_t line, const std::string& reason, std::string_view raw) {
    ++report_.rejected;
    return callbacks_.reject ? callbacks_.reject(line, reason, raw) : Status();
  }

  /// Reads up to a batch of rows; false at the end of the file.
  Result<bool> read_batch(csv::Reader& reader, const intake::Mapping& mapping) {
    const std::int64_t begin = now_ns();
    const Date today{static_cast<std::int32_t>(deps_.clock.now().us / 86'400'000'000)};
    bool more = true;
    while (batch_.size() < kBatchRows) {
      LICET_TRY(const csv::Reader::Step step, reader.next());
      if (step == csv::Reader::Step::kEnd) {
        more = false;
        break;
      }
      ++report_.rows;
      if (step == csv::Reader::Step::kBad) {
        LICET_CHECK(reject(reader.bad().line, reader.bad().reason, reader.bad().raw));
        continue;
      }
      LICET_CHECK(read_row(reader.row(), mapping, today));
    }
    report_.times.parse += now_ns() - begin;
    return more;
  }

  Status read_row(const csv::Row& row, const intake::Mapping& mapping, Date today) {
    auto parsed = intake::parse_row(mapping, row.fields, row.line, today);
    Status words = parsed ? check_vocabulary(*state_.policy, options_.source, *parsed) : Status();
    if (!parsed) return reject(row.line, parsed.error().text, row.raw);
    if (!words) return reject(row.line, words.error().where.field + ": " + words.error().text, row.raw);
    if (!parsed->warnings.empty()) ++report_.warnings;
    BlindKeys keys = blind_keys(deps_.keys.pepper(), options_.source, *parsed);
    batch_.push_back(
        {row.line, std::move(*parsed), intake::raw_json(mapping, row.fields), std::string(row.raw), std::move(keys)});
    return {};
  }

  /// Leaves out what is known already, makes keys for the rest, seals and submits it.
  Status submit_batch() {
    std::vector<ReadRow> fresh;
    std::int64_t begin = now_ns();
    LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
      for (ReadRow& row : batch_) {
        LICET_TRY(const Repeat repeat, find_repeat(reader, row.keys));
        if (repeat.same)
          ++report_.unchanged;
        else
          fresh.push_back(std::move(row));
      }
      return {};
    }));
    batch_.clear();
    std::vector<std::string> kids;
    for (std::size_t i = 0; i < fresh.size(); ++i) kids.push_back(SubjectId::make(deps_.random).str());
    std::vector<crypto::Key32> keys(fresh.size());
    if (options_.dry_run) {
      for (auto& key : keys) key = crypto::random_key(deps_.random);
    } else if (!kids.empty()) {
      LICET_TRY(keys, deps_.keys.create(kids));
    }
    report_.times.keys += now_ns() - begin;
    for (std::size_t i = 0; i < fresh.size(); ++i)
      LICET_CHECK(submit(std::move(fresh[i]), *SubjectId::parse(kids[i]), keys[i]));
    return {};
  }

  Status submit(ReadRow row, const SubjectId& subject, const crypto::Key32& key) {
    const std::int64_t begin = now_ns();
    LICET_TRY(PreparedLead lead,
              prepare_lead(deps_, state_, options_.source, row.row, row.raw_json, std::move(row.keys), subject, key));
    LICET_TRY(PendingLead sealed, seal_lead(deps_, std::move(lead)));
    auto pending = std::make_shared<PendingLead>(std::move(sealed));
    pending->line = row.line;
    pending->begun = begin_lead(deps_, principal_, state_, *pending);
    report_.times.screen_and_seal += now_ns() - begin;
    auto receipt = deps_.store.submit(
        principal_,
        [this, pending](Tx& tx) -> Status {
          LICET_CHECK(receive_lead(tx, deps_, principal_, state_, *pending));
          return options_.dry_run ? Status(fail(ErrorCode::kConflict, std::string(kDryRun))) : Status();
        },
        Patience::kBulk);
    in_flight_.push_back({std::move(pending), std::move(row.raw), std::move(receipt)});
    return {};
  }

  /// Waits until at most `keep` leads are under way, and counts what came of the others.
  Status settle(std::size_t keep) {
    const std::int64_t begin = now_ns();
    while (in_flight_.size() > keep) {
      InFlight item = std::move(in_flight_.front());
      in_flight_.pop_front();
      Result<Receipt> receipt = item.receipt.get();
      if (!receipt && !(options_.dry_run && item.pending->done)) return fail(std::move(receipt).error());
      LICET_CHECK(count(item));
    }
    report_.times.wait += now_ns() - begin;
    return {};
  }

  Status count(const InFlight& item) {
    PendingLead& pending = *item.pending;
    report_.times.match += pending.match_ns;
    report_.times.decide += pending.decide_ns;
    report_.times.record += pending.record_ns;
    if (pending.kind == PendingLead::Kind::kUnchanged) {
      ++report_.unchanged;
      drop_key(pending);
      return {};
    }
    if (pending.kind == PendingLead::Kind::kChanged) {
      drop_key(pending);
      return change(item);
    }
    ++report_.leads;
    count_outcome(pending.outcome);
    return {};
  }

  /// Whether the importer may see why leads are held; to others they are in review, alike for every reason.
  bool sees_reasons() const {
    const auto scope = Access::scope(principal_, Right::kReview, "see why leads are held", state_.policy.get());
    return scope && scope->unrestricted();
  }

  void count_outcome(const DecideOutcome& outcome) {
    if (outcome.status != "assigned" && !sees_reasons_) {
      ++report_.review;
      ++report_.by_reason["in_review"];
      return;
    }
    if (outcome.status == "assigned") ++report_.assigned;
    if (outcome.status == "review") ++report_.review;
    if (outcome.status == "refused") ++report_.refused;
    if (!outcome.market.empty()) ++report_.by_market[outcome.market];
    if (!outcome.owner.empty()) ++report_.by_owner[outcome.owner.str()];
    for (const std::string& reason : outcome.reasons) ++report_.by_reason[reason];
  }

  /// The key of a row that turned out to be a repeat was never used. Destroying rewrites the key store, so it is done
  /// once, at the end; a run cut off before leaves unused keys, which `keys check` counts.
  void drop_key(const PendingLead& pending) {
    if (!options_.dry_run) unused_keys_.push_back(pending.lead.draft.subject.str());
  }

  /// A known source id with new content: sealed again under the known subject's key.
  Status change(const InFlight& item) {
    if (options_.dry_run) {
      ++report_.changed;
      return {};
    }
    SubjectId subject;
    LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
      LICET_TRY(const Repeat repeat, find_repeat(reader, item.pending->lead.keys));
      subject = repeat.subject;
      return {};
    }));
    LICET_TRY(const auto key, deps_.keys.find(subject.str()));
    if (!key)
      return reject(item.pending->line, "the person of this source id was erased; the row is not taken up again",
                    item.raw);
    PreparedLead lead = std::move(item.pending->lead);
    lead.draft.subject = subject;
    lead.dek = *key;
    LICET_TRY(PendingLead sealed, seal_lead(deps_, std::move(lead)));
    const LeadId known = item.pending->known_lead;
    auto receipt = deps_.store.execute(
        principal_, [&](Tx& tx) -> Status { return receive_change(tx, deps_, principal_, state_, known, sealed); });
    if (!receipt) return fail(std::move(receipt).error());
    if (sealed.kind == PendingLead::Kind::kUnchanged) {
      ++report_.unchanged;
      return {};
    }
    ++report_.changed;
    count_outcome(sealed.outcome);
    return {};
  }

  Status record_figures() {
    auto receipt = deps_.store.execute(principal_, [&](Tx& tx) -> Status {
      record::BodyBuilder body = new_body(deps_, principal_, "import");
      body.add(record::import_recorded(options_.source,
                                       json::Value(json::Object{{"assigned", report_.assigned},
                                                                {"changed", report_.changed},
                                                                {"leads", report_.leads},
                                                                {"refused", report_.refused},
                                                                {"rejected", report_.rejected},
                                                                {"review", report_.review},
                                                                {"rows", report_.rows},
                                                                {"stopped", report_.stopped},
                                                                {"unchanged", report_.unchanged}}),
                                       std::string_view()));
      return append(tx, std::move(body));
    });
    if (!receipt) return fail(std::move(receipt).error());
    return {};
  }

  Deps& deps_;
  const Principal& principal_;
  const FirmState& state_;
  const ImportOptions& options_;
  const ImportCallbacks& callbacks_;
  const bool sees_reasons_ = sees_reasons();
  ImportReport report_;
  std::vector<ReadRow> batch_;
  std::deque<InFlight> in_flight_;
  std::vector<std::string> unused_keys_;
};

}  // namespace

Result<ImportReport> import_leads(Deps& deps, const Principal& principal, const FirmState& state, csv::Source& input,
                                  const ImportOptions& options, const ImportCallbacks& callbacks) {
  LICET_CHECK(Access::demand(principal, Right::kImport));
  return Import(deps, principal, state, options, callbacks).run(input);
}

}  // namespace licet::app
