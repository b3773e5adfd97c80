#include "app/good_guy_commands.h"

#include <algorithm>

#include "app/did_you_mean.h"
#include "app/find_by_id.h"
#include "app/good_guys.h"
#include "app/intake_text.h"
#include "app/reading.h"
#include "app/sealed_note.h"
#include "record/proposal.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

constexpr std::string_view kStates[] = {"active", "expired", "revoked", "reopened"};
constexpr const char* kPurpose = "work the good-guy list";

/// Entries hang on leads; whose leads one may review is asked of each.
Result<Scope> entries_scope() { return Access::scope(Access::system(), Right::kReview, "good-guy entries", nullptr); }

/// The entry with its subject, when its lead is within `scope`.
Result<std::optional<GoodGuyView>> view_of(Reader& reader, const Scope& scope, const Scope& join, Row row) {
  LICET_TRY(const auto lead, reader.get(scope, TableId::kLead, {std::string(row.text("lead"))}));
  if (!lead) return std::optional<GoodGuyView>();
  GoodGuyView view;
  LICET_TRY(view.subject, reader.get(join, TableId::kSubject, {std::string(row.text("subject"))}));
  view.row = std::move(row);
  return std::optional<GoodGuyView>(std::move(view));
}

Result<GoodGuyView> find_view(Reader& reader, const Scope& scope, std::string_view id_or_prefix) {
  LICET_TRY(const Scope join, entries_scope());
  LICET_TRY(const GoodGuyId id,
            find_by_id<GoodGuyTag>(reader, join, TableId::kGoodGuy, "good-guy entry", id_or_prefix));
  LICET_TRY(auto row, reader.get(join, TableId::kGoodGuy, {id.str()}));
  if (row) {
    LICET_TRY(auto view, view_of(reader, scope, join, std::move(*row)));
    if (view) return std::move(*view);
  }
  return fail(ErrorCode::kNotFound, "no good-guy entry '" + std::string(id_or_prefix) + "' that you may see");
}

std::pair<std::string, std::string> lead_of(const GoodGuyView& view) {
  return {std::string(LeadTag::kPrefix), std::string(view.row.text("lead"))};
}

}  // namespace

Result<std::string> decision_note(Deps& deps, const Principal& principal, Reader& reader, std::string_view lead,
                                  const std::string& subject, std::string_view proposal) {
  LICET_TRY(const auto numbers, deps.store.entries_of(principal, LeadTag::kPrefix, lead));
  for (const std::uint64_t seq : numbers) {
    LICET_TRY(const auto stored, deps.store.entry(principal, seq));
    if (!stored) return fail(ErrorCode::kTampered, "entry " + std::to_string(seq) + " is missing from the ledger");
    LICET_TRY(const record::StoredBody body, stored_body(*stored));
    const bool is_it = std::any_of(body.events.begin(), body.events.end(), [&](const record::Event& event) {
      return event.type == "case_decided" && record::proposal_digest(body.id, event) == proposal;
    });
    if (!is_it) continue;
    LICET_TRY(const json::Value opened, opened_sections(deps, reader, body, subject));
    return std::string(opened.is_object() ? opened.string_or("note", "") : "");
  }
  return std::string();
}

Result<std::vector<GoodGuyView>> list_good_guys(Deps& deps, const Principal& principal, const GoodGuyFilter& filter) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  if (!filter.state.empty() && std::find(std::begin(kStates), std::end(kStates), filter.state) == std::end(kStates))
    return fail(ErrorCode::kBadInput, "there is no state of a good-guy entry '" + filter.state + "'" +
                                          known_words_hint(filter.state, kStates));
  std::vector<GoodGuyView> out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(reader, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "list good-guy entries", state.policy.get()));
    LICET_TRY(const Scope join, entries_scope());
    Query query;
    query.table = TableId::kGoodGuy;
    if (!filter.state.empty()) query.where = {{"state", Condition::Op::kEqual, filter.state}};
    query.limit = filter.limit;
    if (!filter.after.empty()) {
      LICET_TRY(const GoodGuyView after, find_view(reader, scope, filter.after));
      query.after = record::Key{std::string(after.row.text("id"))};
    }
    for (bool more = true; more && out.size() < filter.limit;) {
      LICET_TRY(auto rows, reader.find(join, query));
      more = rows.size() == query.limit;
      if (!rows.empty()) query.after = record::Key{std::string(rows.back().text("id"))};
      for (Row& row : rows) {
        if (out.size() == filter.limit) break;
        LICET_TRY(auto view, view_of(reader, scope, join, std::move(row)));
        if (view) out.push_back(std::move(*view));
      }
    }
    return {};
  }));
  ReadNote note{"goodguy list", {}, kPurpose, static_cast<std::int64_t>(out.size()), {}};
  for (const GoodGuyView& view : out) note.objects.push_back(lead_of(view));
  LICET_CHECK(record_read(deps, principal, note));
  return out;
}

Result<GoodGuyView> show_good_guy(Deps& deps, const Principal& principal, std::string_view id_or_prefix) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  GoodGuyView view;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(reader, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "show a good-guy entry", state.policy.get()));
    LICET_TRY(view, find_view(reader, scope, id_or_prefix));
    LICET_TRY(view.reason, decision_note(deps, principal, reader, view.row.text("lead"),
                                         std::string(view.row.text("subject")), view.row.text("proposal")));
    return {};
  }));
  LICET_CHECK(record_read(deps, principal, {"goodguy show", {lead_of(view)}, kPurpose, 1, {}}));
  return view;
}

Result<Revoked> revoke_good_guy(Deps& deps, const Principal& principal, std::string_view id_or_prefix,
                                const std::string& note) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  if (!intake::says_something(note))
    return fail(ErrorCode::kBadInput, "ending a good-guy entry needs a reason in your words (--note TEXT)");
  Revoked out;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    out = {};
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "end a good-guy entry", state.policy.get()));
    LICET_TRY(const GoodGuyView view, find_view(tx, scope, id_or_prefix));
    const auto id = GoodGuyId::parse(view.row.text("id"));
    const auto lead = LeadId::parse(view.row.text("lead"));
    if (!id || !lead) return fail(ErrorCode::kTampered, "the row of a good-guy entry holds a malformed id");
    out.id = *id;
    if (view.row.text("state") != "active")
      return fail(ErrorCode::kConflict,
                  "the good-guy entry " + id->str() + " ended before: " + std::string(view.row.text("state")));
    LICET_TRY(const LeadDraft draft, load_draft(tx, scope, *lead));
    record::BodyBuilder body = new_body(deps, principal, "goodguy revoke");
    LICET_CHECK(seal_note(deps, draft, note, {}, body));
    body.link(std::string(LeadTag::kPrefix), lead->str());
    LICET_TRY(out.leads, end_good_guys(tx, deps, state, {view.row}, GoodGuyEnd::kRevoked, principal.person(), nullptr,
                                       true, body));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return out;
}

}  // namespace licet::app
