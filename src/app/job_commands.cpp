#include "app/job_commands.h"

#include <algorithm>

#include "app/lead_intake.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

/// Leads in a status, oldest first by time of receipt, as ids.
Result<std::vector<LeadId>> leads_in(Reader& reader, const Scope& scope, std::string_view status) {
  LICET_TRY(auto rows,
            all_rows(reader, scope, TableId::kLead, {{"status", Condition::Op::kEqual, std::string(status)}}));
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.integer("received_at") < b.integer("received_at"); });
  std::vector<LeadId> out;
  for (const Row& row : rows)
    if (auto id = LeadId::parse(row.text("id"))) out.push_back(*id);
  return out;
}

/// A decision that waits for its second person is left alone. Everything else may be decided anew: what a person has to
/// settle (a hit, a double, a basis, a place) stays unsettled and parks the lead again.
bool may_retry(const Row& open_case) { return open_case.text("state") != "proposed"; }

/// A lead that no usable list has seen is screened now, from the names its key still opens.
Status screen_now(Tx& tx, Deps& deps, const Scope& scope, const FirmState& state, LeadDraft& draft,
                  record::BodyBuilder& body) {
  if (draft.screening == "clear" || draft.screening == "hit" || !state.lists_usable(body.at())) return {};
  LICET_TRY(const auto subject, tx.get(scope, TableId::kSubject, {draft.subject.str()}));
  LICET_TRY(const auto key, deps.keys.find(draft.subject.str()));
  if (!subject || !key) return {};
  intake::IntakeRow row;
  row.first_name = subject->text("first_name");
  row.last_name = subject->text("last_name");
  row.company = subject->text("company");
  LICET_TRY(const ScreenedLead screened, screen_row(state, row, body.at()));
  if (!screened.sealed.is_null()) {
    body.seal(deps.store.origin(), draft.subject.str(), *key, {{"screening", screened.sealed}}, deps.random);
    body.link("subj", draft.subject.str());
  }
  draft.screening = screened.status;
  body.add(record::lead_screened(draft.lead, screened.status, screened.clear, state.list_digests));
  return {};
}

Status retry_one(Deps& deps, const Principal& principal, const FirmState& state, const LeadId& lead,
                 JobReport& report) {
  bool tried = false;
  DecideOutcome outcome;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kAssign, "retry parked leads", nullptr));
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
    LICET_TRY(auto open_case, tx.get(scope, TableId::kCase, {draft.case_id.str()}));
    if (!open_case || !may_retry(*open_case)) return {};
    tried = true;
    record::BodyBuilder body(EventId::make(deps.random), deps.clock.now(), record::Actor{"system", "retry_parked", ""},
                             "jobs run");
    const std::string before = draft.status;
    LICET_CHECK(screen_now(tx, deps, scope, state, draft, body));
    LICET_TRY(outcome, decide(tx, deps, state, draft, Why::kRelease, body));
    const auto reasons = json::parse(open_case->text("reasons"));
    std::vector<std::string> old_reasons;
    if (reasons && reasons->is_array())
      for (const json::Value& r : reasons->as_array()) old_reasons.push_back(r.as_string());
    // The same answer as before is not written again: a daily run over parked leads would only repeat itself.
    if (outcome.status == before && outcome.reasons == old_reasons) return {};
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
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

Status reauthorise_one(Deps& deps, const Principal& principal, const FirmState& state, const LeadId& lead,
                       JobReport& report) {
  LICET_TRY(const ReauthoriseResult result, reauthorise(deps, principal, state, {lead}));
  report.checked += result.checked;
  report.kept += result.kept;
  report.moved += result.moved;
  report.parked += result.parked;
  report.moved_leads.insert(report.moved_leads.end(), result.moved_leads.begin(), result.moved_leads.end());
  return {};
}

/// Says that a run began or how it ended; a run that only began was cut off.
Status record_run(Deps& deps, const Principal& principal, const JobId& job, const JobReport& report) {
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    record::BodyBuilder body = new_body(deps, principal, "jobs run");
    body.add(record::job_recorded(job, report.kind, report.state, body.at(),
                                  json::Value(json::Object{{"checked", report.checked},
                                                           {"kept", report.kept},
                                                           {"moved", report.moved},
                                                           {"parked", report.parked},
                                                           {"still_parked", report.still_parked}})));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return {};
}

}  // namespace

Result<JobReport> run_job(Deps& deps, const Principal& principal, std::string_view kind, const Progress& progress) {
  LICET_CHECK(Access::demand(principal, Right::kJobs));
  if (std::find(std::begin(kJobKinds), std::end(kJobKinds), kind) == std::end(kJobKinds))
    return fail(ErrorCode::kBadInput,
                "no job is called '" + std::string(kind) + "'; there are: reauthorise, retry_parked");
  JobReport report;
  report.kind = std::string(kind);
  FirmState state;
  std::vector<LeadId> leads;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(state, load_firm_state(reader, kind == "reauthorise" ? LoadLists::kNo : LoadLists::kYes));
    LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kJobs, "jobs over every lead", nullptr));
    if (kind == "reauthorise") {
      LICET_TRY(leads, leads_in(reader, scope, "assigned"));
      return {};
    }
    LICET_TRY(leads, leads_in(reader, scope, "review"));
    LICET_TRY(auto refused, leads_in(reader, scope, "refused"));
    leads.insert(leads.end(), refused.begin(), refused.end());
    return {};
  }));
  const JobId job = JobId::make(deps.random);
  report.state = "started";
  LICET_CHECK(record_run(deps, principal, job, report));
  report.state = "done";
  const auto total = static_cast<std::int64_t>(leads.size());
  for (std::int64_t i = 0; i < total; ++i) {
    const LeadId& lead = leads[static_cast<std::size_t>(i)];
    LICET_CHECK(kind == "reauthorise" ? reauthorise_one(deps, principal, state, lead, report)
                                      : retry_one(deps, principal, state, lead, report));
    if (progress && !progress(i + 1, total)) {
      report.state = i + 1 == total ? "done" : "stopped";
      break;
    }
  }
  LICET_CHECK(record_run(deps, principal, job, report));
  return report;
}

}  // namespace licet::app
