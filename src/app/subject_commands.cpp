#include "app/subject_commands.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/book_index.h"
#include "app/did_you_mean.h"
#include "app/find_by_id.h"
#include "app/lead_commands.h"
#include "app/lead_intake.h"
#include "app/reading.h"
#include "app/refusal.h"
#include "app/section_opener.h"
#include "record/proposal.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

/// What fits the entry of an erasure. Nobody ordinary has so many addresses.
constexpr std::size_t kSuppressedMax = 500;

Result<Scope> erasure_scope() {
  return Access::scope(Access::system(), Right::kErase, "what is held about one subject", nullptr);
}

Result<std::vector<Row>> rows_of(Reader& reader, const Scope& scope, TableId table, const SubjectId& subject) {
  return all_rows(reader, scope, table, {{"subject", Condition::Op::kEqual, subject.str()}});
}

/// Every entry that names the subject, as it was recorded.
Result<std::vector<record::StoredBody>> bodies_of(Deps& deps, const Principal& principal, const SubjectId& subject) {
  LICET_TRY(const auto numbers, deps.store.entries_of(principal, "subj", subject.str()));
  std::vector<record::StoredBody> out;
  for (const std::uint64_t seq : numbers) {
    LICET_TRY(const auto stored, deps.store.entry(principal, seq));
    if (!stored) return fail(ErrorCode::kTampered, "entry " + std::to_string(seq) + " is missing from the ledger");
    LICET_TRY(record::StoredBody body, stored_body(*stored));
    out.push_back(std::move(body));
  }
  return out;
}

/// Digests of everything sealed under the subject's key: payloads, screenings, reviewers' notes.
Result<std::vector<std::string>> ciphertexts_of(Deps& deps, const Principal& principal, const SubjectId& subject) {
  LICET_TRY(const auto bodies, bodies_of(deps, principal, subject));
  std::vector<std::string> out;
  for (const record::StoredBody& body : bodies)
    for (const json::Value& section : body.sections)
      if (section.string_or("kid", "") == subject.str()) out.emplace_back(section.string_or("ct", ""));
  return out;
}

/// By which keys the subject could come back: every mail address and telephone number that ever came for it, every
/// source id, and its names with birth date and country.
Result<std::vector<BlindKeys>> keys_of(Deps& deps, Reader& reader, const SubjectId& subject,
                                       const std::vector<record::StoredBody>& bodies) {
  std::vector<BlindKeys> keys;
  for (const record::StoredBody& body : bodies) {
    LICET_TRY(const json::Value opened, opened_sections(deps, reader, body, subject.str()));
    const std::string_view text = opened.is_object() ? opened.string_or("row", "") : std::string_view();
    if (text.empty()) continue;
    LICET_TRY(const intake::IntakeRow row, intake::row_from_json(text));
    for (const record::Event& event : body.events) {
      const auto source = event.fields.find(std::string_view("source"));
      if (source != event.fields.end() && event.fields.find(std::string_view("src")) != event.fields.end())
        keys.push_back(blind_keys(deps.keys.pepper(), source->second.as_string(), row));
    }
  }
  return keys;
}

Result<std::vector<std::string>> suppression_of(Deps& deps, const Principal& principal, const SubjectId& subject) {
  LICET_TRY(const auto bodies, bodies_of(deps, principal, subject));
  std::vector<BlindKeys> keys;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(keys, keys_of(deps, reader, subject, bodies));
    return {};
  }));
  std::set<std::string> seen;
  std::vector<std::string> out;
  for (const BlindKeys& one : keys)
    for (std::string& digest : suppression_digests(deps.keys.pepper(), one))
      if (out.size() < kSuppressedMax && seen.insert(digest).second) out.push_back(std::move(digest));
  return out;
}

/// Whoever holds a lead of the subject and no longer may, holds it no longer when it is shown.
Status reauthorise_leads_of(Deps& deps, const Principal& principal, const SubjectId& subject) {
  std::vector<LeadId> leads;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const Scope scope, erasure_scope());
    LICET_TRY(const auto rows, rows_of(reader, scope, TableId::kLead, subject));
    for (const Row& row : rows)
      if (auto id = LeadId::parse(row.text("id")); id && !row.null("owner")) leads.push_back(*id);
    return {};
  }));
  return reauthorise(deps, principal, leads).map([](const ReauthoriseResult&) {});
}

/// What the source events of a subject brought, as it came, by the digest of the section that it is sealed in; empty
/// when the subject's key is gone.
Result<std::map<std::string, std::string>> raw_payloads(Deps& deps, Reader& reader, const SubjectId& subject,
                                                        const std::vector<record::StoredBody>& bodies) {
  std::map<std::string, std::string> out;
  for (const record::StoredBody& body : bodies)
    for (const json::Value& section : body.sections) {
      if (section.string_or("kid", "") != subject.str()) continue;
      LICET_TRY(const record::SectionOutcome opened, open_section_of(deps, reader, body.id, section));
      const auto raw = opened.fields.find("raw");
      if (raw != opened.fields.end() && raw->second.is_string())
        out.emplace(section.string_or("ct", ""), raw->second.as_string());
    }
  return out;
}

}  // namespace

Result<SubjectId> find_subject(Reader& reader, const Scope& scope, std::string_view id_or_prefix) {
  return find_by_id<SubjectTag>(reader, scope, TableId::kSubject, "subject", id_or_prefix);
}

Result<SubjectView> show_subject(Deps& deps, const Principal& principal, const SubjectId& subject) {
  LICET_CHECK(Access::demand(principal, Right::kErase));
  LICET_CHECK(
      record_read(deps, principal, {"subject show", {{"subj", subject.str()}}, "answer a data subject", 1, {}}));
  LICET_CHECK(reauthorise_leads_of(deps, principal, subject));
  LICET_TRY(const auto bodies, bodies_of(deps, principal, subject));
  SubjectView view;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const Scope scope, erasure_scope());
    LICET_TRY(auto row, reader.get(scope, TableId::kSubject, {subject.str()}));
    if (!row) return fail(ErrorCode::kNotFound, "no subject " + subject.str());
    view.subject = std::move(*row);
    LICET_TRY(view.leads, rows_of(reader, scope, TableId::kLead, subject));
    LICET_TRY(auto events, rows_of(reader, scope, TableId::kSourceEvent, subject));
    LICET_TRY(const auto raw, raw_payloads(deps, reader, subject, bodies));
    for (Row& event : events) {
      const auto came = raw.find(std::string(event.text("ct")));
      view.source_events.push_back({std::move(event), came == raw.end() ? std::string() : came->second});
    }
    return {};
  }));
  return view;
}

namespace {

Status check_erasure_basis(std::string_view basis) {
  if (std::find(std::begin(kErasureBases), std::end(kErasureBases), basis) != std::end(kErasureBases)) return {};
  return fail(ErrorCode::kBadInput, "'" + std::string(basis) + "' is no basis of an erasure (--basis)" +
                                        known_words_hint(basis, kErasureBases));
}

std::vector<std::string> ids_of(const std::vector<Row>& leads) {
  std::vector<std::string> out;
  for (const Row& lead : leads) out.emplace_back(lead.text("id"));
  return out;
}

}  // namespace

Result<ErasureProposal> erasure_proposal(Deps& deps, const Principal& principal, const SubjectId& subject,
                                         std::string_view legal_basis) {
  LICET_CHECK(Access::demand(principal, Right::kErase));
  LICET_CHECK(check_erasure_basis(legal_basis));
  LICET_TRY(const auto suppress, suppression_of(deps, principal, subject));
  ErasureProposal out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const Scope scope, erasure_scope());
    LICET_TRY(const auto row, reader.get(scope, TableId::kSubject, {subject.str()}));
    if (!row) return fail(ErrorCode::kNotFound, "no subject " + subject.str());
    if (!row->null("erased_by")) return {};
    LICET_TRY(const auto leads, rows_of(reader, scope, TableId::kLead, subject));
    out.leads = ids_of(leads);
    out.suppressed = suppress.size();
    out.digest = record::erasure_proposal_digest(subject.str(), legal_basis, out.leads, suppress);
    return {};
  }));
  LICET_CHECK(record_read(deps, principal,
                          {"subject erase", {{"subj", subject.str()}}, "look at what would be erased", 1, out.digest}));
  return out;
}

Result<ErasureReport> erase_subject(Deps& deps, const Principal& principal, const Principal& approver,
                                    const SubjectId& subject, std::string_view legal_basis, std::string_view proposal) {
  LICET_CHECK(Access::demand(principal, Right::kErase));
  LICET_CHECK(demand_second(principal, approver, Right::kApprove));
  LICET_CHECK(check_erasure_basis(legal_basis));
  ErasureReport report;
  std::vector<std::string> blobs;
  LICET_TRY(const auto suppress, suppression_of(deps, principal, subject));
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const Scope scope, erasure_scope());
    LICET_TRY(auto row, tx.get(scope, TableId::kSubject, {subject.str()}));
    if (!row) return fail(ErrorCode::kNotFound, "no subject " + subject.str());
    // Erased before and interrupted: the record stands, what is left is to destroy what remains.
    if (!row->null("erased_by")) return {};
    LICET_TRY(const auto leads, rows_of(tx, scope, TableId::kLead, subject));
    LICET_CHECK(demand_proposal(proposal,
                                record::erasure_proposal_digest(subject.str(), legal_basis, ids_of(leads), suppress)));
    std::vector<std::pair<LeadId, PersonId>> owned;
    record::BodyBuilder body = new_body(deps, principal, "subject erase");
    for (const Row& lead : leads) {
      auto id = LeadId::parse(lead.text("id"));
      if (!id) return fail(ErrorCode::kTampered, "a lead's row holds a malformed id");
      auto owner = PersonId::parse(lead.text("owner"));
      owned.emplace_back(*id, owner ? *owner : PersonId());
      if (auto open_case = CaseId::parse(lead.text("case_id")))
        body.add(record::case_closed(*open_case, *id, "erased", body.at()));
    }
    report.leads = static_cast<std::int64_t>(owned.size());
    report.event = body.id();
    body.add(record::subject_erased(subject.str(), legal_basis, principal.person(), approver.person(), owned, body.at(),
                                    suppress));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  if (deps.book != nullptr) deps.book->erase(subject);
  LICET_TRY(blobs, ciphertexts_of(deps, principal, subject));
  LICET_CHECK(deps.keys.destroy({subject.str()}));
  LICET_CHECK(deps.store.purge_blobs(principal, blobs));
  report.blobs = static_cast<std::int64_t>(blobs.size());
  return report;
}

}  // namespace licet::app
