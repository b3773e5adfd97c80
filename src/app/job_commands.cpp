#include "app/job_commands.h"

#include <algorithm>

#include "app/good_guys.h"
#include "base/limits.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

/// Leads in a status, oldest first by time of receipt, as ids.
Result<std::vector<LeadId>> leads_in(Reader& reader, const Scope& scope, std::string_view status) {
  std::vector<LeadId> out;
  Query query;
  query.table = TableId::kLead;
  query.where = {{"status", Condition::Op::kEqual, std::string(status)}};
  query.order_by = "received_at";
  query.limit = limits::kPageMax;
  for (;;) {
    LICET_TRY(const auto rows, reader.find(scope, query));
    for (const Row& row : rows)
      if (auto id = LeadId::parse(row.text("id"))) out.push_back(*id);
    if (rows.size() < query.limit) return out;
    query.after = record::Key{std::string(rows.back().text("id"))};
  }
}

/// A decision that waits for its second person is left alone. Everything else may be decided anew: what a person has to
/// settle (a hit, a double, a basis, a place) stays unsettled and parks the lead again.
bool may_retry(const Row& open_case) { return open_case.text("state") != "proposed"; }

Status retry_one(Deps& deps, const Principal& principal, const LeadId& lead, JobReport& report) {
  bool tried = false;
  DecideOutcome outcome;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kYes));
    LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kAssign, "retry parked leads", nullptr));
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
    LICET_TRY(auto open_case, tx.get(scope, TableId::kCase, {draft.case_id.str()}));
    if (!open_case || !may_retry(*open_case)) return {};
    tried = true;
    record::BodyBuilder body(EventId::make(deps.random), deps.clock.now(), record::Actor{"system", "retry_parked", ""},
                             "jobs run");
    const std::string before = draft.status;
    LICET_CHECK(screen_unseen(tx, deps, state, draft, body));
    LICET_TRY(outcome, decide(tx, deps, state, draft, Why::kRelease, body));
    const auto reasons = json::parse(open_case->text("reasons"));
    std::vector<std::string> old_reasons;
    if (reasons && reasons->is_array())
      for (const json::Value& r : reasons->as_array()) old_reasons.push_back(r.as_string());
    // The same answer as before is not written again: a daily run over parked leads would only repeat itself.
    if (outcome.status == before && outcome.reasons == old_reasons) return {};
    return append(tx, std::move(body));
  });
  if (!receipt && receipt.error().code == ErrorCode::kEnvironment) return fail(std::move(receipt).error());
  if (!receipt) {
    ++report.checked;
    report.failures.push_back({lead.str(), std::move(receipt).error()});
    return {};
  }
  if (!tried) return {};
  ++report.checked;
  if (outcome.status == "assigned") {
    ++report.moved;
    report.moved_leads.push_back(lead.str());
  } else {
    ++report.still_parked;
  }
  return {};
}

Status reauthorise_one(Deps& deps, const Principal& principal, const LeadId& lead, JobReport& report) {
  LICET_TRY(const ReauthoriseResult result, reauthorise(deps, principal, {lead}));
  report.checked += result.checked;
  report.kept += result.kept;
  report.moved += result.moved;
  report.parked += result.parked;
  report.moved_leads.insert(report.moved_leads.end(), result.moved_leads.begin(), result.moved_leads.end());
  report.failures.insert(report.failures.end(), result.failures.begin(), result.failures.end());
  return {};
}

/// Says that a run began or how it ended; a run that only began was cut off.
Status record_run(Deps& deps, const Principal& principal, const JobId& job, const JobReport& report) {
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    record::BodyBuilder body = new_body(deps, principal, "jobs run");
    body.add(
        record::job_recorded(job, report.kind, report.state, body.at(),
                             json::Value(json::Object{{"checked", report.checked},
                                                      {"failed", static_cast<std::int64_t>(report.failures.size())},
                                                      {"hits", report.hits},
                                                      {"kept", report.kept},
                                                      {"moved", report.moved},
                                                      {"parked", report.parked},
                                                      {"screened", report.screened},
                                                      {"still_parked", report.still_parked}})));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return {};
}

Status run_rescreen(Deps& deps, const Principal& principal, const Progress& progress, const RescreenHow& how,
                    JobReport& report) {
  LICET_TRY(report.rescreen, rescreen(deps, principal, progress, how));
  report.checked = report.rescreen.checked;
  report.screened = report.rescreen.screened;
  report.hits = report.rescreen.hits;
  report.parked = report.rescreen.taken;
  report.moved_leads = report.rescreen.hit_leads;
  report.failures = report.rescreen.failures;
  if (report.rescreen.stopped) report.state = "stopped";
  return {};
}

Status run_good_guys(Deps& deps, const Principal& principal, JobReport& report) {
  LICET_TRY(ExpiryReport done, expire_good_guys(deps, principal));
  report.checked = done.checked;
  report.hits = static_cast<std::int64_t>(done.leads.size());
  report.moved_leads = std::move(done.leads);
  report.failures = std::move(done.failures);
  return {};
}

Status run_over_leads(Deps& deps, const Principal& principal, std::string_view kind, const Progress& progress,
                      JobReport& report) {
  std::vector<LeadId> leads;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kJobs, "jobs over every lead", nullptr));
    if (kind == "reauthorise") {
      LICET_TRY(leads, leads_in(reader, scope, "assigned"));
      return {};
    }
    // Lists are compiled here, and not on the writing thread by the first lead that needs them.
    LICET_CHECK(deps.firm.state(reader, LoadLists::kYes).map([](const FirmState&) {}));
    LICET_TRY(leads, leads_in(reader, scope, "review"));
    LICET_TRY(auto refused, leads_in(reader, scope, "refused"));
    leads.insert(leads.end(), refused.begin(), refused.end());
    return {};
  }));
  const auto total = static_cast<std::int64_t>(leads.size());
  for (std::int64_t i = 0; i < total; ++i) {
    const LeadId& lead = leads[static_cast<std::size_t>(i)];
    LICET_CHECK(kind == "reauthorise" ? reauthorise_one(deps, principal, lead, report)
                                      : retry_one(deps, principal, lead, report));
    if (progress && !progress(i + 1, total)) {
      report.state = i + 1 == total ? "done" : "stopped";
      break;
    }
  }
  return {};
}

std::string job_kinds() {
  std::string all;
  for (const std::string_view kind : kJobKinds) all += (all.empty() ? "" : ", ") + std::string(kind);
  return all;
}

}  // namespace

Result<JobReport> run_job(Deps& deps, const Principal& principal, std::string_view kind, const Progress& progress,
                          const RescreenHow& how) {
  // Whoever loads lists screens the book against them.
  const bool lists = kind == "rescreen" && principal.has(Right::kLists);
  if (!lists) LICET_CHECK(Access::demand(principal, Right::kJobs));
  if (std::find(std::begin(kJobKinds), std::end(kJobKinds), kind) == std::end(kJobKinds))
    return fail(ErrorCode::kBadInput, "no job is called '" + std::string(kind) + "'; there are: " + job_kinds());
  JobReport report;
  report.kind = std::string(kind);
  const JobId job = JobId::make(deps.random);
  report.state = "started";
  const bool recorded = kind != "rescreen" || !how.dry_run;
  if (recorded) LICET_CHECK(record_run(deps, principal, job, report));
  report.state = "done";
  LICET_CHECK(kind == "good_guys"  ? run_good_guys(deps, principal, report)
              : kind == "rescreen" ? run_rescreen(deps, principal, progress, how, report)
                                   : run_over_leads(deps, principal, kind, progress, report));
  if (recorded) LICET_CHECK(record_run(deps, principal, job, report));
  return report;
}

}  // namespace licet::app
