#include "record/verify_semantics.h"

#include <algorithm>

namespace licet::record {
namespace {

constexpr std::uint8_t kSemantic = 4;
constexpr std::uint8_t kReexecution = 5;
// Each takes a pass over all tables; a record that says its state after every entry must not make verification
// quadratic.
constexpr std::uint64_t kStatesCheckedMax = 64;

/// Takes every change and keeps none: events are applied to see that they can be.
class NoRows final : public RowSink {
 public:
  Status put(TableId, const Key&, std::span<const Assignment>) override { return {}; }
  Status add(TableId, const Key&, std::string_view, std::int64_t) override { return {}; }
  Status remove(TableId, const Key&) override { return {}; }
  Status purge(std::string_view, std::string_view) override { return {}; }
};

}  // namespace

SemanticVerifier::SemanticVerifier(SemanticOptions options)
    : options_(std::move(options)),
      rules_([this](std::string_view code, std::string what) { add(kSemantic, code, std::move(what)); }),
      decisions_(
          options_.attachments,
          [this](std::string_view code, std::string what) { add(kReexecution, code, std::move(what)); },
          [this](std::string_view, std::string what) {
            level5_complete_ = false;
            report_->remark("entry " + std::to_string(seq_) + ": " + what);
          }) {
  if (!options_.attachments) level5_complete_ = false;
}

void SemanticVerifier::add(std::uint8_t level, std::string_view code, std::string what) {
  report_->add({level, std::string(code), std::move(what), seq_});
}

void SemanticVerifier::on_entry(const ledger::Entry& entry, ledger::Report& report) {
  report_ = &report;
  seq_ = entry.seq;
  auto value = json::parse(entry.body, json::kEntryOptions);
  if (!value) return add(kSemantic, "body_form", value.error().text);
  const auto body = parse_body(std::move(*value));
  if (!body) {
    const bool newer = body.error().code == ErrorCode::kUnsupported;
    return add(kSemantic, newer ? "unsupported_event" : "body_form", body.error().text);
  }
  check_frame(entry, *body);
  rules_.check(entry.seq, entry.log, *body);
  if (options_.attachments) decisions_.feed(*body);
  fold(*body);
}

// What the envelope says must be what the body says.
void SemanticVerifier::check_frame(const ledger::Entry& entry, const StoredBody& body) {
  const bool same = std::equal(entry.links.begin(), entry.links.end(), body.objects.begin(), body.objects.end(),
                               [](const ledger::LinkView& link, const auto& object) {
                                 return link.kind == object.first && link.id == object.second;
                               });
  if (!same) add(kSemantic, "links", "the entry's links are not the objects that its body names");
  if (body.at.us > entry.time_us) add(kSemantic, "body_time", "the body is of a later moment than the entry");
}

void SemanticVerifier::fold(const StoredBody& body) {
  NoRows none;
  RowSink* sink = &none;
  if (options_.fold) sink = &tables_;
  const Opened nothing;
  Ciphertexts ciphertexts;
  for (const json::Value& section : body.sections)
    ciphertexts.emplace(section.string_or("kid", ""), section.string_or("ct", ""));
  for (const Event& event : body.events)  // it tells the state before its entry
    if (event.type == "state_recorded") check_state(event);
  for (const Event& event : body.events) {
    if (auto applied = apply(event, {body.id, body.at, nothing, ciphertexts}, *sink); !applied)
      add(kSemantic, "event_fields", applied.error().text);
  }
}

void SemanticVerifier::check_state(const Event& event) {
  if (!options_.fold || states_checked_ >= kStatesCheckedMax) {
    ++states_skipped_;
    return;
  }
  ++states_checked_;
  const EventFields in(event);
  std::size_t rows = 0;
  for (const Table& t : record::tables()) rows += tables_.size(t.id);
  const auto digest = state_digest(rows_of(tables_));
  if (!digest || in.text("state") != crypto::digest_text(*digest) ||
      in.number("rows") != static_cast<std::int64_t>(rows))
    add(kReexecution, "state", "the tables that the record folds to are not those whose digest it states");
}

void SemanticVerifier::finish(ledger::Report& report) {
  if (rules_.same_person_approvals() > 0)
    report.remark("single-person mode: " + std::to_string(rules_.same_person_approvals()) +
                  " approvals were given by their own author");
  if (rules_.state().mode == "single")
    report.remark("the firm runs in single-person mode: there is no second pair of eyes");
  if (states_skipped_ > 0)
    report.remark(std::to_string(states_skipped_) + " recorded state digests were not compared with the fold");
  report.set(kSemantic, ledger::LevelStatus::kPass);
  report.set(kReexecution, level5_complete_ ? ledger::LevelStatus::kPass : ledger::LevelStatus::kNotCheckable);
}

ledger::VerifyHooks SemanticVerifier::hooks() {
  ledger::VerifyHooks hooks;
  hooks.on_entry = [this](const ledger::Entry& entry, const ledger::Hash&, ledger::Report& report) {
    on_entry(entry, report);
  };
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
