#include "app/lead_queries.h"

#include <algorithm>
#include <array>

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

/// The ids of leads in scope, then the same leads after their owners were checked against the clock.
Result<std::vector<LeadView>> views_after_recheck(Deps& deps, const Principal& principal, const FirmState& state,
                                                  const std::vector<LeadId>& leads) {
  LICET_CHECK(reauthorise(deps, principal, state, leads).map([](const ReauthoriseResult&) {}));
  std::vector<LeadView> views;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReadLeads, "read leads", state.policy.get()));
    LICET_TRY(const Scope join, join_scope());
    LICET_TRY(const Disclosure disclosure, Disclosure::of(principal, *state.policy));
    for (const LeadId& id : leads) {
      LICET_TRY(auto row, reader.get(scope, TableId::kLead, {id.str()}));
      if (!row) continue;  // moved out of this principal's scope by the re-check
      LICET_TRY(LeadView view, view_of(reader, join, std::move(*row)));
      LICET_TRY(view.whole, disclosure.sees_reasons(reader, id));
      if (!view.whole) conceal(view);
      views.push_back(std::move(view));
    }
    return {};
  }));
  return views;
}

constexpr std::array<std::string_view, 5> kStatuses = {"received", "assigned", "review", "refused", "erased"};
constexpr std::array<std::string_view, 4> kCaseStates = {"open", "claimed", "proposed", "closed"};

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

/// What the store can leave out before anybody looks: never more than the filter does.
std::vector<Condition> conditions_of(const LeadFilter& filter) {
  std::vector<Condition> out;
  if (filter.status == "review") {  // as it is shown: every lead that is held
    out.push_back({"status", Condition::Op::kNotEqual, std::string("assigned")});
    out.push_back({"status", Condition::Op::kNotEqual, std::string("erased")});
  } else if (!filter.status.empty()) {
    out.push_back({"status", Condition::Op::kEqual, filter.status});
  }
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
  item.events = std::move(body.events);
  LICET_CHECK(fetch_decisions(reader, item.events));
  drop_screenings_of_others(item.events, lead.text("id"));
  return item;
}

}  // namespace

namespace {

/// Leads that the filter shows, at most `limit` after `filter.after`, which is moved on; `more` says whether others may
/// follow.
Result<std::vector<LeadId>> find_page(Reader& reader, const Scope& scope, const Disclosure& disclosure,
                                      LeadFilter& filter, std::size_t limit, bool& more) {
  Query query;
  query.table = TableId::kLead;
  query.where = conditions_of(filter);
  query.limit = std::min(limits::kPageMax, limit + 1);  // one more tells whether others follow
  if (!filter.after.empty()) {
    LICET_TRY(const LeadId after, find_lead(reader, scope, filter.after));
    query.after = record::Key{after.str()};
  }
  std::vector<LeadId> ids;
  for (more = true; more && ids.size() < limit;) {
    LICET_TRY(const auto rows, reader.find(scope, query));
    more = rows.size() == query.limit;
    for (const Row& row : rows) {
      LICET_TRY(const bool shown, fits(reader, disclosure, filter, row));
      auto id = LeadId::parse(row.text("id"));
      if (!shown || !id) continue;
      if (ids.size() == limit) {
        more = true;
        break;
      }
      ids.push_back(*id);
    }
    if (!rows.empty()) query.after = record::Key{std::string(rows.back().text("id"))};
  }
  if (!ids.empty()) filter.after = ids.back().str();
  return ids;
}

}  // namespace

Result<std::vector<LeadView>> list_leads(Deps& deps, const Principal& principal, const LeadFilter& filter) {
  FirmState state;
  LeadFilter rest = filter;
  std::vector<LeadView> out;
  // Some of a page may move when their owners are asked, and then fit no longer: the page is filled up.
  for (bool more = true; more && out.size() < filter.limit;) {
    std::vector<LeadId> ids;
    LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
      LICET_TRY(state, load_firm_state(reader, LoadLists::kNo));
      LICET_TRY(const Scope scope, Access::scope(principal, Right::kReadLeads, "list leads", state.policy.get()));
      LICET_CHECK(check_word("status", filter.status, kStatuses));
      LICET_CHECK(check_market(*state.policy, filter.market));
      LICET_TRY(const Disclosure disclosure, Disclosure::of(principal, *state.policy));
      LICET_TRY(ids, find_page(reader, scope, disclosure, rest, filter.limit - out.size(), more));
      return {};
    }));
    LICET_TRY(auto views, views_after_recheck(deps, principal, state, ids));
    for (LeadView& view : views)
      if ((filter.status.empty() || view.lead.text("status") == filter.status) &&
          (filter.market.empty() || view.lead.text("market") == filter.market))
        out.push_back(std::move(view));
  }
  LICET_CHECK(note_read(deps, principal, "lead list", out));
  return out;
}

Result<LeadView> show_lead(Deps& deps, const Principal& principal, std::string_view id_or_prefix) {
  FirmState state;
  LeadId id;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(state, load_firm_state(reader, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReadLeads, "show a lead", state.policy.get()));
    LICET_TRY(id, find_lead(reader, scope, id_or_prefix));
    return {};
  }));
  LICET_TRY(auto views, views_after_recheck(deps, principal, state, {id}));
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
    LICET_TRY(const FirmState state, load_firm_state(reader, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "list cases", state.policy.get()));
    LICET_CHECK(check_market(*state.policy, filter.market));
    LICET_TRY(const Scope join, join_scope());
    Query query;
    query.table = TableId::kCase;
    query.where = filter.state.empty()
                      ? std::vector<Condition>{{"state", Condition::Op::kNotEqual, std::string("closed")}}
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
    LICET_TRY(const FirmState state, load_firm_state(reader, LoadLists::kNo));
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
