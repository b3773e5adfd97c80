#include <filesystem>

#include "app/case_reopening.h"
#include "app/case_screening.h"
#include "app/evidence_command.h"
#include "app/review_commands.h"

#include "app/intake_text.h"
#include "app/list_commands.h"
#include "app/review_reasons.h"
#include "base/limits.h"
#include "cli/case_text.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "cli/moment.h"
#include "cli/show.h"

namespace licet::cli {
namespace {

Result<CaseId> case_argument(Context& context, app::Right right) {
  CaseId id;
  app::Deps deps = context.deps();
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const app::FirmState state, deps.firm.state(reader, app::LoadLists::kNo));
    LICET_TRY(const app::Scope scope,
              app::Access::scope(context.principal(), right, "name a case", state.policy.get()));
    LICET_TRY(id, app::find_case(reader, scope, context.options().id));
    return {};
  }));
  return id;
}

json::Object case_json(const app::CaseView& view) {
  json::Object out = row_json(view.row);
  if (view.lead) out.emplace("lead_row", json::Value(row_json(*view.lead)));
  if (view.subject) out.emplace("person", json::Value(row_json(*view.subject)));
  return out;
}

/// "key=value" texts as a map; a text without '=' is a usage error. Ids of entries may hold a '=', values do not.
Result<std::map<std::string, std::string>> settings(const std::string& option, const std::string& form,
                                                    const std::vector<std::string>& texts) {
  std::map<std::string, std::string> out;
  for (const std::string& text : texts) {
    const std::size_t equals = option == "--hit" ? text.rfind('=') : text.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(ErrorCode::kUsage, option + " takes " + form + ", not '" + text + "'");
    if (!out.emplace(text.substr(0, equals), text.substr(equals + 1)).second)
      return fail(ErrorCode::kUsage, option + " " + text.substr(0, equals) + " is given twice");
  }
  return out;
}

Result<app::CaseDecision> decision_of(const Options& options) {
  app::CaseDecision out;
  out.outcome = options.outcome;
  out.note = options.note;
  LICET_TRY(out.resolutions, settings("--set", "KEY=VALUE", options.set));
  LICET_TRY(out.hits, settings("--hit", "LIST:ENTRY=FINDING", options.hits));
  if (!options.until.empty()) {
    LICET_TRY(out.until, end_moment(options.until, options.zone));
  }
  if (!options.again.empty()) {
    LICET_TRY(out.again, begin_moment(options.again, options.zone));
  }
  for (const std::string& path : options.files) {
    LICET_CHECK(check_readable(path));
    LICET_TRY(std::string bytes, read_file(path, limits::kEvidenceFileBytesMax));
    out.evidence.push_back({std::filesystem::path(path).filename().string(), std::move(bytes)});
  }
  return out;
}

int print_answer(const CaseId& id, const app::CaseAnswer& answer, const Handles& handles, Output& out) {
  json::Array reasons;
  for (const std::string& reason : answer.outcome.reasons) reasons.emplace_back(reason);
  out.object("licet.decided/1", {{"case", id.str()},
                                 {"case_state", answer.state},
                                 {"market", answer.outcome.market},
                                 {"owner", answer.outcome.owner.str()},
                                 {"proposal", answer.proposal},
                                 {"reasons", std::move(reasons)},
                                 {"status", answer.outcome.status}});
  if (answer.state == "proposed") {
    out.text("decided; a second person must look at it (licet review show) and approve it:");
    out.text("  licet review decide " + id.str() + " --approve --proposal " + answer.proposal.substr(0, 31) +
             " --as PERSON --credential FILE");
  } else if (answer.state == "escalated") {
    out.text("the case is escalated; the lead stays as it is");
  } else if (answer.outcome.status == "assigned") {
    out.text("the lead went to " + handle_of(handles, answer.outcome.owner.str()) + " (team " + answer.outcome.team +
             ")");
  } else {
    out.text("case " + answer.state + "; the lead is " + answer.outcome.status);
    for (const std::string& reason : answer.outcome.reasons)
      out.text("  " + reason + ": " + std::string(app::reason_help(reason)));
  }
  return 0;
}

}  // namespace

Result<int> run_review_list(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const Options& options = context.options();
  LICET_TRY(const auto views, app::list_cases(deps, context.principal(),
                                              {options.status, options.reason, options.market, options.after,
                                               static_cast<std::size_t>(options.limit)}));
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  std::vector<std::vector<std::string>> rows = {{"CASE", "PERSON", "STATE", "SINCE", "REASONS"}};
  for (const app::CaseView& view : views) {
    out.object("licet.case/1", case_json(view));
    std::string state(view.row.text("state"));
    if (!view.row.null("escalated_at")) state += ", escalated until " + time_text(view.row.integer("again"));
    if (!view.row.null("claimed_by")) state += " by " + handle_of(handles, view.row.text("claimed_by"));
    rows.push_back({std::string(view.row.text("id")), subject_name(view.subject), state,
                    time_text(view.row.integer("opened_at")), reasons_text(view.row)});
  }
  LICET_TRY(const auto alarms, app::list_alarms(deps, context.principal()));
  for (const app::ListAlarm& alarm : alarms)
    out.note("screening list " + alarm.kind + ": the last one that came was refused (" + alarm.reason + ", " +
             time_text(alarm.at.us) + "), and the one before it stays; load a whole one with licet lists load");
  if (views.empty()) out.text("nothing waits");
  if (!views.empty())
    for (const std::string& line : table(rows)) out.text(line);
  if (views.size() == static_cast<std::size_t>(options.limit))
    out.note("more may follow: --after " + std::string(views.back().row.text("id")));
  return 0;
}

/// The last decision on a case: of one that waits, of one that took effect, or of one that left the lead held.
void show_decision(const app::CaseView& view, const Handles& handles, Output& out) {
  if (view.row.null("outcome")) return;
  const std::string_view state = view.row.text("state");
  const bool stands = state == "closed" || state == "proposed";
  out.text((stands ? "decision      " : "last decision ") + std::string(view.row.text("outcome")) + " " +
           printable(std::string(view.row.text("resolutions"))));
  if (!view.row.null("decided_by")) out.text("decided by    " + handle_of(handles, view.row.text("decided_by")));
  if (!view.row.null("approved_by")) out.text("approved by   " + handle_of(handles, view.row.text("approved_by")));
  if (!stands) out.text("              the lead was held again after it, for the reasons below");
  if (!view.row.null("proposal")) out.text("proposal      " + std::string(view.row.text("proposal")));
}

Result<int> run_review_show(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_TRY(const app::CaseView view, app::show_case(deps, context.principal(), context.options().id));
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  LICET_TRY(const auto hits, app::case_hits(deps, context.principal(), view));
  json::Object shown = case_json(view);
  json::Array found;
  for (const app::CaseHit& hit : hits) found.push_back(hit_json(hit));
  if (!found.empty()) shown.emplace("screening", std::move(found));
  out.object("licet.case/1", std::move(shown));
  if (out.json()) return 0;
  out.text("case          " + std::string(view.row.text("id")) + " (" + std::string(view.row.text("state")) + ")");
  out.text("lead          " + std::string(view.row.text("lead")));
  out.text("person        " + printable(subject_name(view.subject)));
  out.text("since         " + time_text(view.row.integer("opened_at")));
  if (!view.row.null("claimed_by")) out.text("claimed by    " + handle_of(handles, view.row.text("claimed_by")));
  show_decision(view, handles, out);
  const auto reasons = json::parse(view.row.text("reasons"));
  if (reasons && reasons->is_array())
    for (const json::Value& reason : reasons->as_array())
      out.text("  " + reason.as_string() + ": " + std::string(app::reason_help(reason.as_string())));
  if (!view.row.null("escalated_at"))
    out.text("escalated     " + time_text(view.row.integer("escalated_at")) + ", comes back " +
             time_text(view.row.integer("again")));
  if (!view.row.null("evidence")) out.text("evidence      licet review evidence " + std::string(view.row.text("id")));
  for (const app::CaseHit& hit : hits)
    for (const std::string& line : hit_lines(hit, view.subject, handles)) out.text(line);
  out.text("every decision: licet explain " + std::string(view.row.text("lead")));
  return 0;
}

Result<int> run_review_claim(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_TRY(const CaseId id, case_argument(context, app::Right::kReview));
  LICET_CHECK(app::claim_case(deps, context.principal(), id, context.options().take_over));
  out.object("licet.claimed/1", {{"case", id.str()}});
  out.text(id.str() + " is yours");
  return 0;
}

Result<int> run_review_decide(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const Options& options = context.options();
  const bool second = options.approve || options.reject;
  if (options.approve && options.reject) return fail(ErrorCode::kUsage, "--approve and --reject exclude each other");
  const bool says = !(options.outcome.empty() && options.set.empty() && options.note.empty() && options.hits.empty() &&
                      options.files.empty() && options.until.empty() && options.again.empty());
  if (second && says)
    return fail(ErrorCode::kUsage,
                "the second person approves or rejects what was decided, and says nothing else (no --outcome, --set, "
                "--hit, --until, --again, --evidence or --note)");
  if (second && options.proposal.empty())
    return fail(ErrorCode::kUsage, "say which decision you looked at: --proposal DIGEST (licet review show prints it)");
  if (!second && !options.proposal.empty())
    return fail(ErrorCode::kUsage, "--proposal goes with --approve or --reject");
  if (!second && options.outcome.empty())
    return fail(ErrorCode::kUsage,
                "say --outcome release, refuse or escalate (or --approve, --reject as the second person)");
  if (!second && !app::intake::says_something(options.note))
    return fail(ErrorCode::kUsage, "a decision needs a reason in your words: --note TEXT");
  LICET_TRY(const CaseId id, case_argument(context, second ? app::Right::kApproveCase : app::Right::kReview));
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  if (second) {
    LICET_TRY(const app::CaseAnswer answer,
              app::approve_case(deps, context.principal(), id, options.approve, options.proposal));
    return print_answer(id, answer, handles, out);
  }
  LICET_TRY(const app::CaseDecision decision, decision_of(options));
  LICET_TRY(const app::CaseAnswer answer, app::decide_case(deps, context.principal(), id, decision));
  return print_answer(id, answer, handles, out);
}

Result<int> run_review_evidence(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const Options& options = context.options();
  LICET_CHECK(refuse_existing(options.out));
  LICET_TRY(const app::CaseEvidence kept, app::case_evidence(deps, context.principal(), options.id));
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  LICET_CHECK(make_private_folder(options.out));
  std::size_t number = 0;
  for (const app::KeptFile& one : kept.files) {
    // Two decisions may bring files of one name; the number keeps them apart, and a name out of the record no path.
    const std::string name = std::to_string(++number) + "-" + std::filesystem::path(one.file.name).filename().string();
    const std::string path = (std::filesystem::path(options.out) / name).string();
    LICET_CHECK(write_private_file(path, one.file.bytes));  // personal copy: evidence_folder
    out.object("licet.evidence/1", {{"at", one.at.us},
                                    {"by", one.by},
                                    {"bytes", static_cast<std::int64_t>(one.file.bytes.size())},
                                    {"case", kept.review},
                                    {"digest", one.digest},
                                    {"file", path},
                                    {"name", one.file.name}});
    out.text(printable(path) + "  " + one.digest.substr(0, 19) + "  by " + handle_of(handles, one.by) + ", " +
             time_text(one.at.us));
  }
  if (kept.erased > 0) out.note(std::to_string(kept.erased) + " files were sealed for a person who was erased since");
  if (kept.files.empty()) out.text("no file is kept with this case");
  return 0;
}

Result<int> run_review_reopen(Context& context, Output& out) {
  app::Deps deps = context.deps();
  if (context.options().id.starts_with(std::string(CaseTag::kPrefix) + "_")) {
    LICET_TRY(const CaseId id, case_argument(context, app::Right::kReview));
    LICET_TRY(const LeadId of_case, app::reopen_case(deps, context.principal(), id, context.options().note));
    out.object("licet.reopened/1", {{"case", id.str()}, {"lead", of_case.str()}});
    out.text(id.str() + " is open again; " + of_case.str() +
             " is in review, and what the case found false alerts again");
    return 0;
  }
  if (!context.options().note.empty())
    return fail(ErrorCode::kUsage, "--note goes with a case; a refused lead comes back without one");
  LeadId lead;
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const app::FirmState state, deps.firm.state(reader, app::LoadLists::kNo));
    LICET_TRY(const app::Scope scope,
              app::Access::scope(context.principal(), app::Right::kReview, "name a lead", state.policy.get()));
    LICET_TRY(lead, app::find_lead(reader, scope, context.options().id));
    return {};
  }));
  LICET_TRY(const CaseId id, app::reopen_lead(deps, context.principal(), lead));
  out.object("licet.reopened/1", {{"case", id.str()}, {"lead", lead.str()}});
  out.text(id.str() + " is open; the refusal of " + lead.str() +
           " stands until a release is approved by a second person");
  return 0;
}

}  // namespace licet::cli
