#include "app/import_command.h"

#include <chrono>
#include <deque>
#include <future>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "app/intake_value.h"
#include "app/lead_receive.h"
#include "app/reading.h"
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

/// No seven digits in a row: those could be somebody's number.
bool is_no_number(std::string_view code) {
  constexpr int kDigitsMax = 6;
  int digits = 0;
  for (const char c : code) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > kDigitsMax) return false;
  }
  return true;
}

/// Ends a dry run's transaction, so that nothing of it stays.
constexpr std::string_view kDryRun = "dry run: nothing is written";

/// Errors that lie in the row and not in the machine: the row is refused, the file goes on.
bool is_fault_of_row(const Error& error) {
  return error.code == ErrorCode::kBadInput || error.code == ErrorCode::kLimit;
}

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
      : deps_(deps), principal_(principal), state_(state), options_(options), callbacks_(callbacks) {
    check_ = [this](intake::IntakeRow& row, const intake::Fault& fault) {
      check_vocabulary(*state_.policy, options_.source, row, fault);
    };
  }
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
    if (Status done = read_all(*reader, mapping); !done) {
      report_.stopped = true;
      report_.problem = std::move(done).error();
      LICET_CHECK(submit_batch());  // what was read before it
    }
    if (Status done = settle(0); !done) return fail(report_.problem ? *report_.problem : std::move(done).error());
    if (!unused_keys_.empty()) LICET_CHECK(deps_.keys.destroy(unused_keys_));
    report_.file = reader->header().describe();  // the encoding may show late in the file
    LICET_CHECK(options_.dry_run ? record_trial() : record_figures());
    if (callbacks_.progress) callbacks_.progress(report_);
    return report_;
  }

 private:
  Status read_all(csv::Reader& reader, const intake::Mapping& mapping) {
    bool more = true;
    while (more && !report_.stopped) {
      LICET_TRY(more, read_batch(reader, mapping));
      LICET_CHECK(submit_batch());
      LICET_CHECK(settle(kInFlightMax));
      if (callbacks_.progress && !callbacks_.progress(report_)) report_.stopped = more;
    }
    return {};
  }

  /// After a problem nothing more is refused: such rows were not taken up, and the next run meets them again.
  Status reject(std::uint64_t line, const std::string& reason, std::string_view raw) {
    Status kept;
    if (callbacks_.reject && !report_.problem) kept = callbacks_.reject(line, reason, raw);
    if (!kept || report_.problem)
      --report_.rows;  // counts as not read
    else
      ++report_.rejected;
    return kept;
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
    auto parsed = intake::parse_row(mapping, row.fields, row.line, today, check_);
    if (!parsed) return reject(row.line, parsed.error().text, row.raw);
    BlindKeys keys = blind_keys(deps_.keys.pepper(), options_.source, *parsed);
    batch_.push_back(
        {row.line, std::move(*parsed), intake::raw_json(mapping, row.fields), std::string(row.raw), std::move(keys)});
    return {};
  }

  /// Whether a row is left out before a key is made for it. One whose source id is under way is not: what it says then
  /// is known only when it is its turn.
  Result<bool> is_left_out(Reader& reader, const ReadRow& row) {
    if (under_way_.count(row.keys.repeat) != 0) return false;
    LICET_TRY(const Repeat repeat, find_repeat(reader, row.keys));
    if (repeat.same) {
      ++report_.unchanged;
      return true;
    }
    if (repeat.known || !state_.suppressions) return false;
    LICET_TRY(const bool suppressed, is_suppressed(reader, deps_.keys.pepper(), row.keys));
    report_.suppressed += suppressed ? 1 : 0;
    return suppressed;
  }

  /// Leaves out what is known already, makes keys for the rest, seals and submits it.
  Status submit_batch() {
    std::vector<ReadRow> fresh;
    std::int64_t begin = now_ns();
    LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
      for (ReadRow& row : batch_) {
        LICET_TRY(const bool left_out, is_left_out(reader, row));
        if (left_out) continue;
        ++under_way_[row.keys.repeat];
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
    Status first;  // a row that fails does not hold up those beside it
    for (std::size_t i = 0; i < fresh.size(); ++i)
      if (Status done = submit(std::move(fresh[i]), *SubjectId::parse(kids[i]), keys[i]); !done && first)
        first = std::move(done);
    return first;
  }

  Result<PendingLead> prepare(ReadRow& row, const SubjectId& subject, const crypto::Key32& key) {
    LICET_TRY(PreparedLead lead,
              prepare_lead(deps_, state_, options_.source, row.row, std::move(row.raw_json), row.keys, subject, key));
    return seal_lead(deps_, std::move(lead));
  }

  Status submit(ReadRow row, const SubjectId& subject, const crypto::Key32& key) {
    const std::int64_t begin = now_ns();
    if (!row.row.warnings.empty()) ++report_.warnings;
    if (callbacks_.left_out)
      for (const std::string& what : row.row.warnings) callbacks_.left_out(row.line, what);
    Result<PendingLead> sealed = prepare(row, subject, key);
    if (!sealed) {
      if (!is_fault_of_row(sealed.error())) return fail(std::move(sealed).error());
      leave(row.keys.repeat);
      drop_key(subject);
      return reject(row.line, sealed.error().text, row.raw);
    }
    auto pending = std::make_shared<PendingLead>(std::move(*sealed));
    pending->line = row.line;
    pending->begun = begin_lead(deps_, principal_, state_, *pending);
    report_.times.screen_and_seal += now_ns() - begin;
    auto receipt = deps_.store.submit(
        principal_,
        [this, pending](Tx& tx) -> Status {
          LICET_CHECK(receive_lead(tx, deps_, principal_, state_, *pending));
          return end_of_row();
        },
        Patience::kBulk);
    in_flight_.push_back({std::move(pending), std::move(row.raw), std::move(receipt)});
    return {};
  }

  /// The end of a row's transaction: of a dry run nothing stays.
  Status end_of_row() const {
    return options_.dry_run ? Status(fail(ErrorCode::kConflict, std::string(kDryRun))) : Status();
  }
  /// Whether a row's transaction ran to its end, if only to be rolled back there.
  bool ran(const Result<Receipt>& receipt, const PendingLead& lead) const {
    return receipt || (options_.dry_run && lead.done);
  }

  /// Waits until at most `keep` leads are under way, and counts what came of the others.
  Status settle(std::size_t keep) {
    const std::int64_t begin = now_ns();
    while (in_flight_.size() > keep) {
      InFlight item = std::move(in_flight_.front());
      in_flight_.pop_front();
      Result<Receipt> receipt = item.receipt.get();
      if (!ran(receipt, *item.pending)) {
        if (!is_fault_of_row(receipt.error())) return fail(std::move(receipt).error());
        leave(item.pending->lead.keys.repeat);
        drop_key(item.pending->lead.draft.subject);
        LICET_CHECK(reject(item.pending->line, receipt.error().text, item.raw));
        continue;
      }
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
    const std::string& repeat = pending.lead.keys.repeat;
    const bool overtaken = changed_.count(repeat) != 0;
    leave(repeat);
    if (pending.kind == PendingLead::Kind::kNew) {
      ++report_.leads;
      count_outcome(pending.outcome);
      return {};
    }
    drop_key(pending.lead.draft.subject);
    if (pending.kind == PendingLead::Kind::kSuppressed) {
      ++report_.suppressed;
      return {};
    }
    // What the transaction found may be old: a row before this one has changed the lead since.
    if (pending.kind == PendingLead::Kind::kChanged || overtaken) return change(item);
    ++report_.unchanged;
    return {};
  }

  /// A row is no longer under way.
  void leave(const std::string& repeat) {
    const auto found = under_way_.find(repeat);
    if (found == under_way_.end() || --found->second > 0) return;
    under_way_.erase(found);
    changed_.erase(repeat);
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
  void drop_key(const SubjectId& subject) {
    if (!options_.dry_run) unused_keys_.push_back(subject.str());
  }

  /// A known source id with new content: screened with every name it came under, and sealed again under the known
  /// subject's key.
  Status change(const InFlight& item) {
    Repeat repeat;
    std::optional<record::Row> subject;
    LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
      LICET_TRY(repeat, find_repeat(reader, item.pending->lead.keys));
      LICET_TRY(const Scope scope,
                Access::scope(Access::system(), Right::kImport, "the subject of a known source id", nullptr));
      LICET_TRY(subject, reader.get(scope, record::TableId::kSubject, {repeat.subject.str()}));
      return {};
    }));
    LICET_TRY(const auto key, deps_.keys.find(repeat.subject.str()));
    if (!key || !subject)
      return reject(item.pending->line, "the person of this source id was erased; the row is not taken up again",
                    item.raw);
    Result<PendingLead> sealed = prepare_again(std::move(item.pending->lead), repeat, *subject, *key);
    Result<Receipt> receipt = Receipt{};
    if (sealed)
      receipt = deps_.store.execute(principal_, [&](Tx& tx) -> Status {
        LICET_CHECK(receive_change(tx, deps_, principal_, state_, repeat.lead, *sealed));
        return end_of_row();
      });
    if (!sealed || !ran(receipt, *sealed)) {
      Error error = sealed ? std::move(receipt).error() : std::move(sealed).error();
      if (!is_fault_of_row(error)) return fail(std::move(error));
      return reject(item.pending->line, error.text, item.raw);
    }
    if (sealed->kind == PendingLead::Kind::kUnchanged) {
      ++report_.unchanged;
      return {};
    }
    if (under_way_.count(sealed->lead.keys.repeat) != 0) changed_.insert(sealed->lead.keys.repeat);
    ++report_.changed;
    count_outcome(sealed->outcome);
    return {};
  }

  Result<PendingLead> prepare_again(PreparedLead lead, const Repeat& repeat, const record::Row& subject,
                                    const crypto::Key32& key) {
    lead.draft.subject = repeat.subject;
    lead.dek = key;
    LICET_CHECK(prepare_change(state_, subject, deps_.clock.now(), lead));
    return seal_lead(deps_, std::move(lead));
  }

  /// A trial tells who is on a list and who is known already: that is a read, and is on the record as one.
  Status record_trial() { return record_read(deps_, principal_, {"import", {}, "dry run", report_.rows, {}}); }

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
                                                                {"suppressed", report_.suppressed},
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
  intake::RowCheck check_;
  std::unordered_map<std::string, int> under_way_;  ///< repeat keys of rows that are read and not counted yet
  std::unordered_set<std::string> changed_;         ///< of those: changed by a row since they were handed over
};

}  // namespace

Result<ImportReport> import_leads(Deps& deps, const Principal& principal, const FirmState& state, csv::Source& input,
                                  const ImportOptions& options, const ImportCallbacks& callbacks) {
  LICET_CHECK(Access::demand(principal, Right::kImport));
  if (const auto code = intake::read_code(options.source); !code || *code != options.source || !is_no_number(*code))
    return fail(ErrorCode::kUsage,
                "the source stands in the clear in every entry, so it is a code: lower-case letters, "
                "digits, _ - and . (\"web_form\"), and no telephone number");
  return Import(deps, principal, state, options, callbacks).run(input);
}

}  // namespace licet::app
