#include "app/lead_queries.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>

#include "app/did_you_mean.h"
#include "app/disclosure.h"
#include "app/reading.h"
#include "app/review_commands.h"
#include "app/review_reasons.h"
#include "base/limits.h"
#include "ledger/entry.h"
#include "record/body.h"
#include "record/decision_document.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

/// The rows that hang on a lead in scope: its subject and case. Reading them by the lead is the system's join.
Result<Scope> join_scope() {
  return Access::scope(Access::system(), Right::kReadLeads, "rows that hang on a lead in scope", nullptr);
}

Result<LeadView> view_of(Reader& reader, const Scope& join, Row lead) {
  LeadView view;
  LICET_TRY(view.subject, reader.get(join, TableId::kSubject, {std::string(lead.text("subject"))}));
  if (!lead.null("case_id")) {
    LICET_TRY(view.open_case, reader.get(join, TableId::kCase, {std::string(lead.text("case_id"))}));
  }
  view.lead = std::move(lead);
  return view;
}

/// Whether who has the lead may have it now; true of a lead that nobody has.
Result<bool> owner_keeps(Reader& reader, const FirmState& state, const Row& lead, Instant at) {
  if (lead.null("owner")) return true;
  LICET_TRY(const LeadDraft draft, draft_with_doubles(reader, lead));
  return may_keep(state, draft, at);
}

using FindLeads = std::function<Result<std::vector<Row>>(Reader& reader, const Scope& scope, const FirmState& state)>;

/// The leads that `find` gives, as this principal is shown them, each with an owner who may have it at this moment.
/// Owners are asked in the snapshot that the answer comes from; only a lead that moves needs the writer, and is then
/// found again, so that what no longer fits is replaced by what does. One that cannot even be taken from its owner is
/// left out; where nothing else is found, the answer is why.
Result<std::vector<LeadView>> current_views(Deps& deps, const Principal& principal, const FindLeads& find) {
  std::set<LeadId> moved;
  std::optional<Error> stuck;
  for (;;) {
    std::vector<LeadView> views;
    std::vector<LeadId> lost;
    const Instant at = deps.clock.now();
    LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
      LICET_TRY(const FirmState state, deps.firm.state(reader, LoadLists::kNo));
      LICET_TRY(const Scope scope, Access::scope(principal, Right::kReadLeads, "read leads", state.policy.get()));
      LICET_TRY(const Scope join, join_scope());
      LICET_TRY(const Disclosure disclosure, Disclosure::of(principal, *state.policy));
      LICET_TRY(auto rows, find(reader, scope, state));
      for (Row& row : rows) {
        LICET_TRY(const bool keeps, owner_keeps(reader, state, row, at));
        const auto id = LeadId::parse(row.text("id"));
        if (!id) return fail(ErrorCode::kTampered, "a lead's row holds a malformed id");
        if (!keeps) {
          if (moved.insert(*id).second) lost.push_back(*id);
          continue;
        }
        LICET_TRY(LeadView view, view_of(reader, join, std::move(row)));
        LICET_TRY(view.whole, disclosure.sees_reasons(reader, *id));
        if (!view.whole) conceal(view);
        views.push_back(std::move(view));
      }
      return {};
    }));
    if (lost.empty() && views.empty() && stuck) return fail(std::move(*stuck));
    if (lost.empty()) return views;
    LICET_TRY(auto result, reauthorise(deps, principal, lost));
    for (LeadFailure& failure : result.failures)
      if (!failure.taken)
        stuck = Error{failure.error.code,
                      "lead " + failure.lead +
                          " has an owner who may not have it, and could not be taken from them: " + failure.error.text,
                      {},
                      {}};
  }
}

constexpr std::array<std::string_view, 5> kStatuses = {"received", "assigned", "review", "refused", "erased"};
constexpr std::array<std::string_view, 4> kCaseStates = {"open", "claimed", "proposed", "closed"};

std::vector<record::Value> open_states() {
  return {std::string("open"), std::string("claimed"), std::string("proposed")};
}

constexpr auto kQueueReasons = std::to_array(kReviewReasons);

/// Whether the reason is among those of the case; true for none.
bool waits_for(const Row& open_case, const std::string& reason) {
  if (reason.empty()) return true;
  const auto reasons = json::parse(open_case.text("reasons"));
  return reasons && reasons->is_array() &&
         std::any_of(reasons->as_array().begin(), reasons->as_array().end(),
                     [&](const json::Value& one) { return one.is_string() && one.as_string() == reason; });
}

template <std::size_t N>
Status check_word(std::string_view what, std::string_view word, const std::array<std::string_view, N>& known) {
  if (word.empty() || std::find(known.begin(), known.end(), word) != known.end()) return {};
  return fail(ErrorCode::kBadInput,
              "there is no " + std::string(what) + " '" + std::string(word) + "'" + known_words_hint(word, known));
}

Status check_market(const domain::Policy& policy, const std::string& market) {
  if (market.empty() || policy.market(policy.symbols().find(market)) != nullptr) return {};
  std::vector<std::string_view> known;
  for (const auto& one : policy.markets()) known.push_back(policy.symbols().text(one.id));
  return fail(ErrorCode::kBadInput, "the policy has no market '" + market + "'" + known_words_hint(market, known));
}

constexpr std::array<std::string_view, 3> kHeld = {"received", "review", "refused"};

/// The statuses, as they stand in the table, of leads that may be shown as the filter asks. To who reviews nothing a
/// held lead is one in review, without a market.
std::vector<record::Value> statuses_of(const LeadFilter& filter, bool reviews) {
  std::vector<record::Value> out;
  for (const std::string_view status : kStatuses) {
    const bool held = std::find(kHeld.begin(), kHeld.end(), status) != kHeld.end();
    const bool concealed = held && !reviews;
    const bool shown_so = filter.status.empty() || filter.status == (concealed ? "review" : status) ||
                          (held && filter.status == "review");  // of one who reviews some of them
    if (shown_so && !(concealed && !filter.market.empty())) out.emplace_back(std::string(status));
  }
  return out;
}

/// What the store can leave out before anybody looks: never more than the filter does.
std::vector<Condition> conditions_of(const LeadFilter& filter, bool reviews) {
  std::vector<Condition> out = {{"status", Condition::Op::kIn, {}, statuses_of(filter, reviews)}};
  if (!filter.market.empty()) out.push_back({"market", Condition::Op::kEqual, filter.market});
  return out;
}

/// Whether the lead fits the filter as this viewer is shown it.
Result<bool> fits(Reader& reader, const Disclosure& disclosure, const LeadFilter& filter, const Row& row) {
  bool concealed = false;
  if (is_held(row))
    if (auto id = LeadId::parse(row.text("id"))) {
      LICET_TRY(const bool seen, disclosure.sees_reasons(reader, *id));
      concealed = !seen;
    }
  const std::string_view status = concealed ? std::string_view("review") : row.text("status");
  const std::string_view market = concealed ? std::string_view() : row.text("market");
  return (filter.status.empty() || filter.status == status) && (filter.market.empty() || filter.market == market);
}

Status note_read(Deps& deps, const Principal& principal, std::string what, const std::vector<LeadView>& views) {
  ReadNote note{std::move(what), {}, "work on leads", static_cast<std::int64_t>(views.size()), {}};
  for (const LeadView& view : views) note.objects.emplace_back("lead", std::string(view.lead.text("id")));
  return record_read(deps, principal, note);
}

/// An entry may be about several leads, as when the book is screened: how the others were is nobody's business here.
void drop_screenings_of_others(std::vector<record::Event>& events, std::string_view lead) {
  std::erase_if(events, [lead](const record::Event& event) {
    const auto about = event.fields.find(std::string_view("lead"));
    return event.type == "lead_screened" && about != event.fields.end() && about->second.is_string() &&
           about->second.as_string() != lead;
  });
}

/// Puts decisions that are kept beside the ledger where they were taken.
Status fetch_decisions(Reader& reader, std::vector<record::Event>& events) {
  std::optional<Error> unread;
  const record::Attachments attachments = [&](std::string_view digest) -> std::optional<Bytes> {
    auto bytes = reader.attachment(digest);
    if (bytes) return std::move(*bytes);
    unread = std::move(bytes).error();
    return std::nullopt;
  };
  for (record::Event& event : events) {
    const auto decision = event.fields.find("decision");
    if (decision == event.fields.end()) continue;
    const std::string_view digest = record::decision_document(decision->second);
    if (digest.empty()) continue;
    const auto text = record::read_decision_document(digest, attachments);
    if (unread) return fail(std::move(*unread));
    if (!text) return fail(text.error());
    LICET_TRY(event.fields["decision"], json::parse(*text, json::kDocumentOptions));
  }
  return {};
}

/// Files kept with a decision are named in a history and given out by themselves (evidence_command.h).
void name_files(json::Value& opened) {
  const json::Value* files = opened.is_object() ? opened.find("files") : nullptr;
  if (files == nullptr || !files->is_array()) return;
  json::Array names;
  for (const json::Value& file : files->as_array()) names.emplace_back(file.string_or("name", ""));
  opened.as_object()["files"] = json::Value(std::move(names));
}

Result<HistoryItem> history_item(Deps& deps, Reader& reader, const StoredEntry& stored, const record::Row& lead,
                                 const std::string& kid) {
  ledger::Entry entry;
  LICET_CHECK(ledger::parse_entry(stored.bytes, entry));
  LICET_TRY(const json::Value body_json, json::parse(entry.body, json::kEntryOptions));
  LICET_TRY(record::StoredBody body, record::parse_body(body_json));
  HistoryItem item;
  item.seq = stored.seq;
  item.time = Instant{entry.time_us};
  item.by = body.actor;
  item.command = body.command;
  LICET_TRY(item.opened, opened_sections(deps, reader, body, kid));
  name_files(item.opened);
  item.events = std::move(body.events);
  LICET_CHECK(fetch_decisions(reader, item.events));
  drop_screenings_of_others(item.events, lead.text("id"));
  return item;
}

/// The leads of a page, newest first.
Result<std::vector<Row>> find_page(Reader& reader, const Scope& scope, const Disclosure& disclosure,
                                   const LeadFilter& filter) {
  Query query;
  query.table = TableId::kLead;
  query.where = conditions_of(filter, disclosure.reviews());
  query.order_by = "received_at";
  query.descending = true;
  query.limit = filter.limit;
  if (!filter.after.empty()) {
    LICET_TRY(const LeadId after, find_lead(reader, scope, filter.after));
    query.after = record::Key{after.str()};
  }
  std::vector<Row> page;
  for (bool more = true; more && page.size() < filter.limit;) {
    LICET_TRY(auto rows, reader.find(scope, query));
    more = rows.size() == query.limit;
    if (!rows.empty()) query.after = record::Key{std::string(rows.back().text("id"))};
    for (Row& row : rows) {
      LICET_TRY(const bool shown, fits(reader, disclosure, filter, row));
      if (shown && page.size() < filter.limit) page.push_back(std::move(row));
    }
  }
  return page;
}

}  // namespace

Result<std::vector<LeadView>> list_leads(Deps& deps, const Principal& principal, const LeadFilter& filter) {
  LICET_TRY(auto views,
            current_views(deps, principal,
                          [&](Reader& reader, const Scope& scope, const FirmState& state) -> Result<std::vector<Row>> {
                            LICET_CHECK(check_word("status", filter.status, kStatuses));
                            LICET_CHECK(check_market(*state.policy, filter.market));
                            LICET_TRY(const Disclosure disclosure, Disclosure::of(principal, *state.policy));
                            return find_page(reader, scope, disclosure, filter);
                          }));
  LICET_CHECK(note_read(deps, principal, "lead list", views));
  return views;
}

Result<LeadView> show_lead(Deps& deps, const Principal& principal, std::string_view id_or_prefix) {
  LICET_TRY(auto views,
            current_views(deps, principal,
                          [&](Reader& reader, const Scope& scope, const FirmState&) -> Result<std::vector<Row>> {
                            LICET_TRY(const LeadId id, find_lead(reader, scope, id_or_prefix));
                            LICET_TRY(auto row, reader.get(scope, TableId::kLead, {id.str()}));
                            std::vector<Row> rows;
                            if (row) rows.push_back(std::move(*row));
                            return rows;
                          }));
  if (views.empty()) return fail(ErrorCode::kNotFound, "no lead '" + std::string(id_or_prefix) + "' that you may see");
  LICET_CHECK(note_read(deps, principal, "lead show", views));
  return std::move(views.front());
}

Result<LeadHistory> explain_lead(Deps& deps, const Principal& principal, std::string_view id_or_prefix) {
  LeadHistory history;
  LICET_TRY(history.view, show_lead(deps, principal, id_or_prefix));
  const std::string lead(history.view.lead.text("id"));
  const std::string kid(history.view.lead.text("subject"));
  LICET_TRY(const auto numbers, deps.store.entries_of(principal, "lead", lead));
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    for (const std::uint64_t seq : numbers) {
      LICET_TRY(const auto stored, deps.store.entry(principal, seq));
      if (!stored) return fail(ErrorCode::kTampered, "entry " + std::to_string(seq) + " is missing from the ledger");
      LICET_TRY(HistoryItem item, history_item(deps, reader, *stored, history.view.lead, kid));
      history.items.push_back(std::move(item));
    }
    return {};
  }));
  if (!history.view.whole) conceal(history.items, is_held(history.view.lead));
  return history;
}

Result<std::vector<CaseView>> list_cases(Deps& deps, const Principal& principal, const CaseFilter& filter) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  LICET_CHECK(check_word("state of a case", filter.state, kCaseStates));
  LICET_CHECK(check_word("reason of the review queue", filter.reason, kQueueReasons));
  std::vector<CaseView> out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(reader, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "list cases", state.policy.get()));
    LICET_CHECK(check_market(*state.policy, filter.market));
    LICET_TRY(const Scope join, join_scope());
    Query query;
    query.table = TableId::kCase;
    query.where = filter.state.empty() ? std::vector<Condition>{{"state", Condition::Op::kIn, {}, open_states()}}
                                       : std::vector<Condition>{{"state", Condition::Op::kEqual, filter.state}};
    if (!filter.market.empty()) query.where.push_back({"market", Condition::Op::kEqual, filter.market});
    query.order_by = "opened_at";
    query.limit = filter.limit;
    if (!filter.after.empty()) {
      LICET_TRY(const CaseId after, find_case(reader, scope, filter.after));
      query.after = record::Key{after.str()};
    }
    for (bool more = true; more && out.size() < filter.limit;) {
      LICET_TRY(auto rows, reader.find(scope, query));
      more = rows.size() == query.limit;
      if (!rows.empty()) query.after = record::Key{std::string(rows.back().text("id"))};
      for (Row& row : rows) {
        if (out.size() == filter.limit || !waits_for(row, filter.reason)) continue;
        CaseView view;
        LICET_TRY(view.lead, reader.get(join, TableId::kLead, {std::string(row.text("lead"))}));
        if (view.lead) {
          LICET_TRY(view.subject, reader.get(join, TableId::kSubject, {std::string(view.lead->text("subject"))}));
        }
        view.row = std::move(row);
        out.push_back(std::move(view));
      }
    }
    return {};
  }));
  ReadNote note{"review list", {}, "work the review queue", static_cast<std::int64_t>(out.size()), {}};
  for (const CaseView& view : out) note.objects.emplace_back("lead", std::string(view.row.text("lead")));
  LICET_CHECK(record_read(deps, principal, note));
  return out;
}

Result<CaseView> show_case(Deps& deps, const Principal& principal, std::string_view id_or_prefix) {
  CaseView view;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(reader, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "show a case", state.policy.get()));
    LICET_TRY(const Scope join, join_scope());
    LICET_TRY(const CaseId id, find_case(reader, scope, id_or_prefix));
    LICET_TRY(auto row, reader.get(scope, TableId::kCase, {id.str()}));
    LICET_TRY(view.lead, reader.get(join, TableId::kLead, {std::string(row->text("lead"))}));
    if (view.lead) {
      LICET_TRY(view.subject, reader.get(join, TableId::kSubject, {std::string(view.lead->text("subject"))}));
    }
    view.row = std::move(*row);
    return {};
  }));
  LICET_CHECK(record_read(deps, principal,
                          {"review show",
                           {{"case", std::string(view.row.text("id"))}, {"lead", std::string(view.row.text("lead"))}},
                           "work the review queue",
                           1,
                           {}}));
  return view;
}

Result<std::map<std::string, std::string>> person_handles(Deps& deps, const Principal& principal) {
  std::map<std::string, std::string> out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const Scope directory, Access::scope(Access::system(), Right::kPeople, "the firm's directory", nullptr));
    LICET_TRY(const auto rows, all_rows(reader, directory, TableId::kPerson));
    for (const Row& row : rows) out.emplace(row.text("id"), row.null("handle") ? row.text("id") : row.text("handle"));
    return {};
  }));
  return out;
}

Result<PersonId> find_person(Deps& deps, const Principal& principal, std::string_view text) {
  LICET_TRY(const auto handles, person_handles(deps, principal));
  std::vector<std::string> found;
  for (const auto& [id, handle] : handles) {
    if (handle == text || id == text) return *PersonId::parse(id);
    if (id.rfind(text, 0) == 0 || id.rfind("pers_" + std::string(text), 0) == 0) found.push_back(id);
  }
  if (found.size() != 1) return fail(ErrorCode::kNotFound, "the firm has no person '" + std::string(text) + "'");
  return *PersonId::parse(found.front());
}

}  // namespace licet::app
