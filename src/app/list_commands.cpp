#include "app/list_commands.h"

#include "app/intake_value.h"
#include "app/reading.h"
#include "screening/list_document.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

bool shrank_too_much(std::int64_t before, std::int64_t after) {
  return before > 0 && (before - after) * 100 > before * kListShrinkPercentMax;
}

Result<std::optional<Row>> active_list(Reader& reader, const std::string& kind) {
  LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kLists, "the firm's screening lists", nullptr));
  LICET_TRY(auto rows,
            all_rows(reader, scope, TableId::kList,
                     {{"kind", Condition::Op::kEqual, kind}, {"state", Condition::Op::kEqual, std::string("active")}}));
  if (rows.empty()) return std::optional<Row>();
  return std::optional<Row>(std::move(rows.front()));
}

record::ListLoaded loaded_event(const screening::List& list, const ListReport& report, Instant at,
                                const std::vector<std::string>& file_digests, std::string_view as_of_from) {
  record::ListLoaded loaded;
  loaded.digest = report.digest;
  loaded.content = crypto::digest_text(list.digest);
  loaded.kind = list.kind;
  loaded.entries = report.entries;
  loaded.loaded_at = at;
  if (list.as_of != screening::kAsOfUnknown) {
    loaded.as_of = list.as_of;
    loaded.as_of_from = std::string(as_of_from);
  }
  loaded.files = file_digests;
  loaded.replaces = report.replaces;
  return loaded;
}

}  // namespace

Result<ListReport> load_list(Deps& deps, const Principal& principal, const screening::List& list,
                             const std::vector<std::string>& file_digests, bool accept_shrink,
                             std::string_view as_of_from) {
  LICET_CHECK(Access::demand(principal, Right::kLists));
  if (list.as_of > deps.clock.now())
    return fail(ErrorCode::kBadInput,
                "the list would be of " + format_instant(list.as_of) + ", which is still to come; give its real date");
  const std::string document = screening::list_to_document(list);
  ListReport report;
  report.entries = static_cast<std::int64_t>(list.entries.size());
  bool refused = false;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const auto active, active_list(tx, list.kind));
    record::BodyBuilder body = new_body(deps, principal, "lists load");
    if (active) {
      report.replaces = std::string(active->text("digest"));
      report.entries_before = active->integer("entries");
    }
    refused = !accept_shrink && shrank_too_much(report.entries_before, report.entries);
    if (refused) {
      body.add(record::attempt_refused(
          "lists load", "LIST_SHRANK",
          json::Value(json::Object{
              {"entries", report.entries}, {"entries_before", report.entries_before}, {"kind", list.kind}})));
      return append(tx, std::move(body));
    }
    report.digest = body.attach(Bytes(document.begin(), document.end()));
    report.unchanged = active && active->text("content") == crypto::digest_text(list.digest);
    body.add(record::list_loaded(loaded_event(list, report, body.at(), file_digests, as_of_from)));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  if (refused)
    return fail(ErrorCode::kRefused,
                "this list has " + std::to_string(report.entries) + " entries, the active one " +
                    std::to_string(report.entries_before) +
                    ": it was not activated. If it really shrank that much, repeat with --accept-shrink");
  return report;
}

Result<screening::Screening> screen_name(Deps& deps, const Principal& principal, const FirmState& state,
                                         screening::Query query) {
  LICET_CHECK(Access::demand(principal, Right::kScreen));
  if (!state.lists)
    return fail(ErrorCode::kConflict,
                "no screening list is loaded, so nobody can be cleared; load one with licet lists load");
  // As an import does: what people write for nothing is no name.
  for (std::string* part : {&query.full_name, &query.first_name, &query.last_name, &query.company})
    if (intake::is_nothing(*part)) part->clear();
  screening::LocalScreener screener(state.lists, screening::Thresholds{});
  LICET_TRY(screening::Screening answer, screener.screen(query));
  LICET_CHECK(record_read(deps, principal,
                          {"screen", {}, "screen a name by hand", static_cast<std::int64_t>(answer.hits.size()), {}}));
  return answer;
}

}  // namespace licet::app
