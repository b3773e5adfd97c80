#include "app/lead_receive.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "app/derived_keys.h"
#include "app/firm_policy.h"
#include "app/lead_claims.h"
#include "base/limits.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// Matching runs as the system: doubles are found across markets, and the importer learns only that a lead is held.
Result<Scope> matching_scope() {
  return Access::scope(Access::system(), Right::kImport, "match against known subjects", nullptr);
}

constexpr std::size_t kDoublesMax = 16;

/// Leads of subjects that share a key, with what they share.
Result<std::vector<std::pair<LeadId, std::vector<std::string>>>> find_doubles(Reader& reader, const Scope& scope,
                                                                              const BlindKeys& keys) {
  std::map<LeadId, std::set<std::string>> found;
  const std::pair<std::string_view, const std::string*> probes[] = {
      {"email_key", &keys.email}, {"phone_key", &keys.phone}, {"name_key", &keys.name}};
  for (const auto& [column, key] : probes) {
    if (key->empty()) continue;
    Query query;
    query.table = TableId::kSubject;
    query.where = {{column, Condition::Op::kEqual, *key}};
    query.limit = kDoublesMax;
    LICET_TRY(const auto subjects, reader.find(scope, query));
    for (const Row& subject : subjects) {
      Query leads;
      leads.table = TableId::kLead;
      leads.where = {{"subject", Condition::Op::kEqual, std::string(subject.text("id"))}};
      leads.limit = kDoublesMax;
      LICET_TRY(const auto rows, reader.find(scope, leads));
      for (const Row& row : rows)
        if (auto id = LeadId::parse(row.text("id")))
          found[*id].insert(std::string(column.substr(0, column.size() - 4)));
    }
  }
  std::vector<std::pair<LeadId, std::vector<std::string>>> out;
  for (const auto& [lead, on] : found)
    if (out.size() < kDoublesMax) out.emplace_back(lead, std::vector<std::string>(on.begin(), on.end()));
  return out;
}

void derive_keys(const PendingLead& pending, const SourceId& after, record::BodyBuilder& body) {
  for (record::DerivedValue& value :
       derived_values(pending.lead.draft.subject, pending.lead.source_event, after, pending.lead.keys))
    body.derive(value.table, std::move(value.key), value.column, std::move(value.value));
}

record::BodyBuilder body_for(Deps& deps, const Principal& principal, const PendingLead& pending) {
  record::BodyBuilder body(pending.event, deps.clock.now(), actor_of(principal), "import");
  std::map<std::string, json::Value> opened;  // what has a column; the row itself and the hits have none
  for (const auto& [name, value] : pending.lead.sealed_fields)
    if (name != "raw" && name != "row" && name != "screening") opened.emplace(name, value);
  body.add_sealed(pending.section, pending.blob, std::move(opened));
  return body;
}

record::NewEvent received_event(const PendingLead& pending, Instant at) {
  const LeadDraft& draft = pending.lead.draft;
  record::Received received;
  received.lead = draft.lead;
  received.subject = draft.subject;
  received.source_event = pending.lead.source_event;
  received.source = draft.source;
  received.client_type = draft.client_type;
  received.product = draft.product;
  received.language = draft.language;
  received.lawful_basis = draft.lawful_basis;
  received.evidence = draft.evidence;
  received.kcv = pending.lead.kcv;
  received.at = at;
  return record::lead_received(received);
}

}  // namespace

Result<PendingLead> seal_lead(Deps& deps, PreparedLead lead) {
  PendingLead pending;
  pending.event = EventId::make(deps.random);
  ledger::Fields fields(lead.sealed_fields.begin(), lead.sealed_fields.end());
  LICET_TRY(ledger::Sealed sealed, ledger::seal_fields({deps.store.origin(), pending.event.str()},
                                                       lead.draft.subject.str(), lead.dek, fields, deps.random));
  pending.section = record::RenderedSection(sealed.section);
  pending.blob = std::move(sealed.blob);
  pending.lead = std::move(lead);
  return pending;
}

PendingLead::Begun begin_lead(Deps& deps, const Principal& principal, const FirmState& state,
                              const PendingLead& pending) {
  PendingLead::Begun begun{body_for(deps, principal, pending), pending.lead.draft, {}};
  begun.body.add(received_event(pending, begun.body.at()));
  begun.body.add(stand_after(state, begun.body.at(), pending.lead.screened, {pending.lead.dek, {}}, begun.draft).event);
  begun.tag = tag_lead(state, begun.draft, begun.body);
  derive_keys(pending, SourceId(), begun.body);
  return begun;
}

Result<Repeat> find_repeat(Reader& reader, const BlindKeys& keys) {
  LICET_TRY(const Scope scope, matching_scope());
  Query query;
  query.table = TableId::kSourceEvent;
  query.where = {{"repeat_key", Condition::Op::kEqual, keys.repeat}};
  query.limit = limits::kPageMax;
  LICET_TRY(const auto rows, reader.find(scope, query));
  Repeat repeat;
  for (const Row& row : rows) {
    repeat.known = true;
    if (auto lead = LeadId::parse(row.text("lead"))) repeat.lead = *lead;
    if (auto subject = SubjectId::parse(row.text("subject"))) repeat.subject = *subject;
    // Only the source event that came last has a content key: what was said before it is no longer said.
    if (row.null("content_key")) continue;
    repeat.same = row.text("content_key") == keys.content;
    if (auto id = SourceId::parse(row.text("id"))) repeat.latest = *id;
  }
  return repeat;
}

Status receive_lead(Tx& tx, Deps& deps, const Principal& principal, const FirmState& state, PendingLead& pending) {
  const std::int64_t begin = now_ns();
  pending.done = false;  // the function may run twice, and what an earlier run came to is over
  LICET_TRY(const Repeat repeat, find_repeat(tx, pending.lead.keys));
  if (repeat.known) {
    pending.kind = repeat.same ? PendingLead::Kind::kUnchanged : PendingLead::Kind::kChanged;
    pending.known_lead = repeat.lead;
    pending.done = true;
    return {};
  }
  if (state.suppressions) {
    LICET_TRY(const bool suppressed, is_suppressed(tx, deps.keys.pepper(), pending.lead.keys));
    if (suppressed) {
      pending.kind = PendingLead::Kind::kSuppressed;
      pending.done = true;
      return {};
    }
  }
  LICET_TRY(const Scope scope, matching_scope());
  LICET_TRY(const auto doubles, find_doubles(tx, scope, pending.lead.keys));
  const std::int64_t matched = now_ns();

  // What was begun is good for one run.
  PendingLead::Begun begun =
      pending.begun ? *std::exchange(pending.begun, {}) : begin_lead(deps, principal, state, pending);
  begun.draft.open_duplicate = !doubles.empty();
  for (const auto& [other, on] : doubles) begun.body.add(record::duplicate_proposed(begun.draft.lead, other, on));
  LICET_TRY(pending.outcome, route_lead(tx, deps, state, begun.draft, begun.tag, Why::kRoute, begun.body));
  const std::int64_t decided = now_ns();
  LICET_CHECK(append(tx, std::move(begun.body)));
  pending.kind = PendingLead::Kind::kNew;
  pending.done = true;
  pending.match_ns = matched - begin;
  pending.decide_ns = decided - matched;
  pending.record_ns = now_ns() - decided;
  return {};
}

Status receive_change(Tx& tx, Deps& deps, const Principal& principal, const FirmState& state, const LeadId& lead,
                      PendingLead& pending) {
  pending.done = false;  // as in receive_lead
  LICET_TRY(const Repeat repeat, find_repeat(tx, pending.lead.keys));
  if (repeat.same) {
    pending.kind = PendingLead::Kind::kUnchanged;
    pending.done = true;
    return {};
  }
  LICET_TRY(const Scope scope, matching_scope());
  LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
  LICET_TRY(const auto subject, tx.get(scope, TableId::kSubject, {draft.subject.str()}));
  if (!subject || draft.status == "erased")
    return fail(ErrorCode::kConflict, "the subject of this lead was erased; import the file again");
  LICET_TRY(const auto names, names_with(*subject, pending.lead.name));
  if (names != pending.lead.screened_names)
    return fail(ErrorCode::kConflict, "the lead of this row was changed meanwhile; import the file again");
  record::BodyBuilder body = body_for(deps, principal, pending);
  body.add(record::source_added(lead, draft.subject, pending.lead.source_event, pending.lead.draft.source,
                                pending.lead.said, repeat.latest, body.at()));
  hear_claims(*state.policy, pending.lead.said, draft, body);
  LICET_TRY(const HitStanding standing, hit_standing(tx, deps, draft, pending.lead.screened.hits, body.at()));
  body.add(stand_after(state, body.at(), pending.lead.screened, standing, draft).event);
  // The newest source speaks for the place; what a reviewer determined stays above it until a reviewer changes it.
  const bool determined = std::any_of(draft.evidence.begin(), draft.evidence.end(),
                                      [](const record::EvidenceItem& e) { return e.kind == kDetermination; });
  if (!determined) draft.evidence = pending.lead.draft.evidence;
  LICET_TRY(pending.outcome, decide(tx, deps, state, draft, Why::kChange, body));
  derive_keys(pending, repeat.latest, body);
  LICET_CHECK(append(tx, std::move(body)));
  pending.kind = PendingLead::Kind::kChanged;
  pending.done = true;
  return {};
}

}  // namespace licet::app
