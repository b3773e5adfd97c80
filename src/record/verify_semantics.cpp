#include "record/verify_semantics.h"

#include <algorithm>
#include <deque>

#include "base/json_text.h"
#include "record/decision_document.h"

namespace licet::record {
namespace {

constexpr std::uint8_t kSemantic = 4;
constexpr std::uint8_t kReexecution = 5;
// Each state takes a pass over all tables; a record that says its state after every entry must not make verification
// quadratic. So many rows may be read for states, and some more with every entry; the last state is always compared.
constexpr std::uint64_t kStateRowsFree = 1'000'000;
constexpr std::uint64_t kStateRowsPerEntry = 8;
// Decisions in one part of work: enough to be worth a thread's while, few enough to share out.
constexpr std::size_t kDecisionsPerPart = 32;

/// Takes every change and keeps none: events are applied to see that they can be.
class NoRows final : public RowSink {
 public:
  Status put(TableId, const Key&, std::span<const Assignment>) override { return {}; }
  Status add(TableId, const Key&, std::string_view, std::int64_t) override { return {}; }
  Status remove(TableId, const Key&) override { return {}; }
  Status purge(std::string_view, std::string_view) override { return {}; }
};

}  // namespace

/// A body, or why it is none, and what its envelope says otherwise.
class SemanticVerifier::ReadBody final : public Prepared {
 public:
  std::optional<Error> error;
  LeanBody read;
  std::vector<std::string_view> decisions;  ///< by event, as they were taken; empty where one is not at hand
  std::deque<std::string> documents;        ///< those kept beside the ledger, for the views in `decisions`
  bool links_differ = false;
  bool later_than_entry = false;
  std::optional<Error> fields;  ///< an event that cannot be applied; only when nothing is folded
};

/// What one batch leaves to be done beside the next.
struct SemanticVerifier::Left {
  std::vector<std::pair<std::uint64_t, std::unique_ptr<ReadBody>>> bodies;
  std::vector<DecisionReplayer::Task> decisions;
  std::vector<Late> found;  // by folding
  bool folds = false;
};

SemanticVerifier::SemanticVerifier(SemanticOptions options)
    : options_(std::move(options)),
      rules_([this](std::string_view code, std::string what) { add(kSemantic, code, std::move(what)); },
             options_.attachments),
      decisions_(
          options_.attachments,
          [this](std::string_view code, std::string what) { add(kReexecution, code, std::move(what)); },
          [this](std::string_view, const std::string& what) {
            level5_complete_ = false;
            report_->remark("entry " + std::to_string(seq_) + ": " + what);
          }),
      leaving_(std::make_unique<Left>()),
      left_(std::make_unique<Left>()) {
  if (!options_.attachments) level5_complete_ = false;
  if (!options_.reexecute) options_.fold = false;
}

SemanticVerifier::~SemanticVerifier() = default;

void SemanticVerifier::add(std::uint8_t level, std::string_view code, std::string what) {
  report_->add({level, std::string(code), std::move(what), seq_});
}

std::unique_ptr<ledger::EntryPipeline::Prepared> SemanticVerifier::prepare(const ledger::Entry& entry) const {
  auto out = std::make_unique<ReadBody>();
  auto read = read_lean_body(entry.body);
  if (!read) {
    out->error = std::move(read).error();
    return out;
  }
  out->read = std::move(*read);
  const StoredBody& body = out->read.body;
  // What the envelope says must be what the body says.
  out->links_differ = !std::equal(entry.links.begin(), entry.links.end(), body.objects.begin(), body.objects.end(),
                                  [](const ledger::LinkView& link, const auto& object) {
                                    return link.kind == object.first && link.id == object.second;
                                  });
  out->later_than_entry = body.at.us > entry.time_us;
  if (options_.fold) return out;
  NoRows none;
  if (auto applied = apply_all(body, {}, none); !applied) out->fields = std::move(applied).error();
  return out;
}

void SemanticVerifier::take(const ledger::Entry& entry, std::unique_ptr<Prepared> prepared, ledger::Report& report) {
  auto read = std::unique_ptr<ReadBody>(static_cast<ReadBody*>(prepared.release()));
  report_ = &report;
  seq_ = entry.seq;
  size_ = report.size;
  ++followed_;
  if (read->error) {
    const bool newer = read->error->code == ErrorCode::kUnsupported;
    return add(kSemantic, newer ? "unsupported_event" : "body_form", read->error->text);
  }
  if (read->links_differ) add(kSemantic, "links", "the entry's links are not the objects that its body names");
  if (read->later_than_entry) add(kSemantic, "body_time", "the body is of a later moment than the entry");
  if (read->fields) add(kSemantic, "event_fields", read->fields->text);
  fetch_decisions(*read);
  rules_.check(entry.seq, entry.log, read->read, read->decisions);
  if (!options_.reexecute) return;
  for (const Event& event : read->read.body.events)
    if (event.type == "lead_screened" && event.fields.contains("lists")) ++report.screenings.total;
  if (options_.attachments) decisions_.follow(entry.seq, read->read, read->decisions, leaving_->decisions);
  read->read.decisions.clear();  // the texts go with their batch
  read->decisions.clear();
  leaving_->bodies.emplace_back(entry.seq, std::move(read));
}

/// Reads the decisions that are kept beside the ledger; each is of the gate that its entry says.
void SemanticVerifier::fetch_decisions(ReadBody& read) {
  read.decisions = read.read.decisions;
  for (std::string_view& decision : read.decisions) {
    const std::string_view digest = decision_document(decision);
    if (digest.empty()) continue;
    auto text = read_decision_document(digest, options_.attachments);
    if (text && json::TextView(*text).string_or("gate", "") != json::TextView(decision).string_or("gate", ""))
      text = fail(ErrorCode::kTampered,
                  "the decision kept as " + std::string(digest) + " is of another gate than its entry says");
    if (text) {
      decision = read.documents.emplace_back(std::move(*text));
    } else {
      add(kSemantic, "decision_document", text.error().text);
      decision = {};
    }
  }
}

std::size_t SemanticVerifier::leave() {
  std::swap(leaving_, left_);
  *leaving_ = {};
  left_->folds = options_.fold && !left_->bodies.empty();
  return (left_->folds ? 1U : 0U) + (left_->decisions.size() + kDecisionsPerPart - 1) / kDecisionsPerPart;
}

void SemanticVerifier::work(std::size_t i) {
  if (left_->folds && i-- == 0) return fold(*left_);
  const std::size_t end = std::min(left_->decisions.size(), (i + 1) * kDecisionsPerPart);
  for (std::size_t at = i * kDecisionsPerPart; at < end; ++at) DecisionReplayer::take_again(left_->decisions[at]);
}

void SemanticVerifier::settle(ledger::Report& report) {
  report_ = &report;
  auto late = left_->found.begin();
  const auto add_found = [&](std::uint64_t up_to) {
    for (; late != left_->found.end() && late->seq <= up_to; ++late) {
      seq_ = late->seq;
      add(late->level, late->code, std::move(late->what));
    }
  };
  for (const DecisionReplayer::Task& task : left_->decisions) {
    add_found(task.seq);
    seq_ = task.seq;
    decisions_.report(task);
  }
  add_found(UINT64_MAX);
  *left_ = {};
}

void SemanticVerifier::on_entry(const ledger::Entry& entry, ledger::Report& report) {
  take(entry, prepare(entry), report);
  const std::size_t parts = leave();
  for (std::size_t i = 0; i < parts; ++i) work(i);
  settle(report);
}

void SemanticVerifier::fold(Left& left) {
  for (const auto& [seq, read] : left.bodies) fold_body(seq, read->read.body, left.found);
}

void SemanticVerifier::fold_body(std::uint64_t seq, const StoredBody& body, std::vector<Late>& found) {
  for (const Event& event : body.events) {  // it tells the state before its entry
    if (event.type != "state_recorded") continue;
    std::uint64_t rows = 0;
    for (const Table& t : record::tables()) rows += tables_.size(t.id);
    const bool last = seq + 2 >= size_;  // an export records its state and ends
    if (!last && state_rows_ + rows > kStateRowsFree + kStateRowsPerEntry * seq) {
      ++states_skipped_;
      continue;
    }
    state_rows_ += rows;
    if (state_differs(event))
      found.push_back(
          {kReexecution, "state", "the tables that the record folds to are not those whose digest it states", seq});
  }
  if (auto applied = apply_all(body, {}, tables_); !applied)
    found.push_back({kSemantic, "event_fields", std::move(applied).error().text, seq});
}

bool SemanticVerifier::state_differs(const Event& event) {
  const EventFields in(event);
  std::size_t rows = 0;
  for (const Table& t : record::tables()) rows += tables_.size(t.id);
  const auto digest = state_digest(rows_of(tables_));
  return !digest || in.text("state") != crypto::digest_text(*digest) ||
         in.number("rows") != static_cast<std::int64_t>(rows);
}

void SemanticVerifier::finish(ledger::Report& report) {
  report_ = &report;
  rules_.finish();
  if (rules_.same_person_approvals() > 0)
    report.remark("single-person mode: " + std::to_string(rules_.same_person_approvals()) +
                  " approvals were given by their own author");
  if (rules_.state().mode == "single")
    report.remark("the firm runs in single-person mode: there is no second pair of eyes");
  if (states_skipped_ > 0)
    report.remark(std::to_string(states_skipped_) + " recorded state digests were not compared with the fold");
  if (rules_.clears_not_judged() > 0) {
    report.remark(std::to_string(rules_.clears_not_judged()) +
                  " leads were cleared under a policy that is not at hand: whether its demands on lists were met is "
                  "not known");
    report.set(kSemantic, ledger::LevelStatus::kNotCheckable);
  }
  if (rules_.delistings_not_judged() > 0) {
    report.remark(
        std::to_string(rules_.delistings_not_judged()) +
        " hits ended as delisted by lists or under a policy that are not at hand: whether the entries are gone is "
        "not known");
    report.set(kSemantic, ledger::LevelStatus::kNotCheckable);
  }
  if (const std::uint64_t there = std::max(report.size, report.entries); there > followed_) {
    report.remark(std::to_string(there - followed_) +
                  " entries could not be read: whether what they say keeps the rules "
                  "is not known");
    report.set(kSemantic, ledger::LevelStatus::kNotCheckable);
    level5_complete_ = false;
  }
  report.set(kSemantic, ledger::LevelStatus::kPass);
  if (!options_.reexecute) return;
  report.set(kReexecution, level5_complete_ ? ledger::LevelStatus::kPass : ledger::LevelStatus::kNotCheckable);
}

ledger::VerifyHooks SemanticVerifier::hooks() {
  ledger::VerifyHooks hooks;
  hooks.pipeline = this;
  hooks.erased_by = [this](std::string_view kid, std::uint64_t, const ledger::Hash&) { return erased_by(kid); };
  hooks.at_end = [this](const ledger::BundleReader&, ledger::Report& report) { finish(report); };
  return hooks;
}

std::optional<std::uint64_t> SemanticVerifier::erased_by(std::string_view kid) const {
  const auto& erased = rules_.state().erased;
  const auto found = erased.find(kid);
  if (found == erased.end()) return std::nullopt;
  return found->second;
}

}  // namespace licet::record
