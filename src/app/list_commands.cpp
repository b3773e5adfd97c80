#include "app/list_commands.h"

#include <algorithm>

#include "app/intake_text.h"
#include "app/intake_value.h"
#include "app/reading.h"
#include "app/service_screening.h"
#include "screening/list_document.h"
#include "screening/list_size.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

bool shrank_too_much(std::int64_t before, std::int64_t after) {
  return before > 0 && (before - after) * 100 > before * kListShrinkPercentMax;
}

/// What is compared of two lists: the column of the active one, and how people call it.
struct Measure {
  std::string_view column, words;
  std::int64_t screening::ListSize::*count;
};
constexpr Measure kMeasures[] = {
    {"entries", "entries", &screening::ListSize::entries},
    {"persons", "persons", &screening::ListSize::persons},
    {"names", "names", &screening::ListSize::names},
    {"strong_names", "strong names", &screening::ListSize::strong_names},
    {"facts", "birth dates, countries, numbers and addresses", &screening::ListSize::facts}};

Result<std::optional<Row>> active_list(Reader& reader, const std::string& kind) {
  LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kLists, "the firm's screening lists", nullptr));
  LICET_TRY(auto rows,
            all_rows(reader, scope, TableId::kList,
                     {{"kind", Condition::Op::kEqual, kind}, {"state", Condition::Op::kEqual, std::string("active")}}));
  if (rows.empty()) return std::optional<Row>();
  return std::optional<Row>(std::move(rows.front()));
}

record::ListLoaded loaded_event(const screening::List& list, const ListReport& report, Instant at, const ListLoad& how,
                                bool older) {
  record::ListLoaded loaded;
  loaded.digest = report.digest;
  loaded.content = crypto::digest_text(list.digest);
  loaded.kind = list.kind;
  loaded.entries = report.entries;
  loaded.loaded_at = at;
  if (list.as_of != screening::kAsOfUnknown) {
    loaded.as_of = list.as_of;
    loaded.as_of_from = std::string(how.as_of_from);
  }
  loaded.files = how.file_digests;
  loaded.replaces = report.replaces;
  loaded.older = older;
  const screening::ListSize size = screening::size_of(list);
  loaded.persons = size.persons;
  loaded.names = size.names;
  loaded.strong_names = size.strong_names;
  loaded.facts = size.facts;
  return loaded;
}

/// A list that is not activated: what is on record of it, and what the person is told.
struct ListRefusal {
  std::string_view code;
  json::Object detail;
  Error error;
};

std::optional<ListRefusal> shrunk(const screening::List& list, const Row& active) {
  const screening::ListSize size = screening::size_of(list);
  json::Object detail{{"kind", list.kind}};
  std::string lost;
  for (const Measure& measure : kMeasures) {
    const std::int64_t before = active.integer(measure.column), after = size.*measure.count;
    if (!shrank_too_much(before, after)) continue;
    detail.emplace(measure.column, after);
    detail.emplace(std::string(measure.column) + "_before", before);
    lost += (lost.empty() ? "" : "; ") + std::string(measure.words) + ' ' + std::to_string(before) + " before, " +
            std::to_string(after) + " now";
  }
  if (lost.empty()) return std::nullopt;
  return ListRefusal{"LIST_SHRANK",
                     std::move(detail),
                     {ErrorCode::kRefused,
                      "this list has lost much against the active one (" + lost +
                          "): it was not activated, and the active one stays. A file may be missing or cut off; if it "
                          "really shrank that much, repeat with --accept-shrink",
                      "LIST_SHRANK",
                      {}}};
}

/// An unknown date is no earlier one: such a list clears nobody, so that nothing is loosened by it.
bool is_older(const screening::List& list, const std::optional<Row>& active) {
  return active && list.as_of != screening::kAsOfUnknown && !active->null("as_of") &&
         list.as_of.us < active->integer("as_of");
}

ListRefusal outdated(const screening::List& list, const Row& active) {
  const Instant now_active{active.integer("as_of")};
  return {"LIST_OLDER",
          {{"as_of", list.as_of.us}, {"as_of_active", now_active.us}, {"kind", list.kind}},
          {ErrorCode::kBadInput,
           "this list is of " + format_instant(list.as_of) + ", the active one of " + format_instant(now_active) +
               ": it was not activated. Load the newer one; if an older one really is to replace it, repeat with "
               "--replace-newer --note TEXT, which says why",
           {},
           {}}};
}

/// The reason why an older list is wanted: free text, and so sealed under the key of who gives it.
Status seal_note(Deps& deps, const Principal& principal, const std::string& note, record::BodyBuilder& body) {
  if (!intake::says_something(note))
    return fail(ErrorCode::kUsage, "replacing a newer list needs a reason in your words: --note TEXT");
  if (principal.person().empty())
    return fail(ErrorCode::kUsage, "a newer list is replaced by a person who says why, and by no job");
  const std::string kid = principal.person().str();
  LICET_TRY(const auto key, deps.keys.find(kid));
  if (!key) return fail(ErrorCode::kEnvironment, "your own sealing key is missing: put back a key backup");
  body.seal(deps.store.origin(), kid, *key, {{"note", json::Value(note)}}, deps.random);
  body.link("pers", kid);
  return {};
}

}  // namespace

Result<ListReport> load_list(Deps& deps, const Principal& principal, const screening::List& list, const ListLoad& how) {
  LICET_CHECK(Access::demand(principal, Right::kLists));
  if (list.as_of > deps.clock.now())
    return fail(ErrorCode::kBadInput,
                "the list would be of " + format_instant(list.as_of) + ", which is still to come; give its real date");
  LICET_CHECK(screening::check_searchable(list));  // before it replaces one that can be
  const std::string document = screening::list_to_document(list);
  ListReport report;
  report.entries = static_cast<std::int64_t>(list.entries.size());
  LICET_TRY(const screening::Thresholds thresholds, proof_thresholds(deps, principal, list.kind));
  LICET_TRY(report.proof, prove_list(list, {1, kProofVariantsAtLoad, false, thresholds, how.proving}));
  std::optional<ListRefusal> refusal;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const auto active, active_list(tx, list.kind));
    record::BodyBuilder body = new_body(deps, principal, "lists load");
    body.link("list", list.kind);
    if (active) {
      report.replaces = std::string(active->text("digest"));
      report.entries_before = active->integer("entries");
    }
    const bool older = is_older(list, active);
    refusal.reset();
    if (older && !how.replace_newer) refusal = outdated(list, *active);
    if (!refusal && !how.accept_shrink && active) refusal = shrunk(list, *active);
    if (refusal) {
      body.add(record::attempt_refused("lists load", refusal->code, json::Value(refusal->detail), report.replaces));
      return append(tx, std::move(body));
    }
    if (older) LICET_CHECK(seal_note(deps, principal, how.note, body));
    report.digest = body.attach(Bytes(document.begin(), document.end()));
    report.unchanged = active && active->text("content") == crypto::digest_text(list.digest);
    body.add(record::list_loaded(loaded_event(list, report, body.at(), how, older)));
    body.add(proof_event(report.proof, report.digest));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  if (refusal) return fail(std::move(refusal->error));
  return report;
}

Status record_unread_list(Deps& deps, const Principal& principal, const std::string& kind, const Error& error) {
  const bool of_the_list =
      error.code == ErrorCode::kBadInput || error.code == ErrorCode::kLimit || error.code == ErrorCode::kRefused;
  if (!of_the_list) return {};
  LICET_CHECK(Access::demand(principal, Right::kLists));
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const auto active, active_list(tx, kind));
    record::BodyBuilder body = new_body(deps, principal, "lists load");
    body.link("list", kind);
    body.add(record::attempt_refused("lists load", "LIST_UNREADABLE", json::Object{{"kind", kind}},
                                     active ? active->text("digest") : std::string_view()));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return {};
}

Result<std::vector<ListAlarm>> list_alarms(Deps& deps, const Principal& principal) {
  std::vector<ListAlarm> out;
  if (!principal.has(Right::kLists) && !principal.has(Right::kReview)) return out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kLists, "the firm's screening lists", nullptr));
    LICET_TRY(const auto rows,
              all_rows(reader, scope, TableId::kList, {{"state", Condition::Op::kEqual, std::string("active")}}));
    for (const Row& row : rows)
      if (!row.null("refused_at"))
        out.push_back(
            {std::string(row.text("kind")), std::string(row.text("refused")), Instant{row.integer("refused_at")}});
    return {};
  }));
  std::sort(out.begin(), out.end(), [](const ListAlarm& a, const ListAlarm& b) { return a.kind < b.kind; });
  return out;
}

Result<screening::Screening> screen_name(Deps& deps, const Principal& principal, const FirmState& state,
                                         screening::Query query, std::optional<Error>* service_problem,
                                         screening::Algorithm algorithm) {
  LICET_CHECK(Access::demand(principal, Right::kScreen));
  if (!state.lists)
    return fail(ErrorCode::kConflict,
                "no screening list is loaded, so nobody can be cleared; load one with licet lists load");
  // As an import does: what people write for nothing is no name.
  for (std::string* part : {&query.full_name, &query.first_name, &query.last_name, &query.company})
    if (intake::is_nothing(*part)) part->clear();
  const screening::ThresholdSet thresholds =
      algorithm == screening::Algorithm::kLicetV1 ? state.thresholds("") : screening::default_thresholds(algorithm);
  const auto screener = screening::make_screener(algorithm, state.lists, thresholds);
  LICET_TRY(screening::Screening answer, screener->screen(query));
  if (algorithm == screening::Algorithm::kLicetV1) {
    ServiceSide service(state);
    service.ask(query, answer);
    if (service_problem != nullptr) *service_problem = service.problem();
  }
  LICET_CHECK(record_read(deps, principal,
                          {"screen", {}, "screen a name by hand", static_cast<std::int64_t>(answer.hits.size()), {}}));
  return answer;
}

}  // namespace licet::app
