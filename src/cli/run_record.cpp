#include <algorithm>

#include "app/did_you_mean.h"
#include "app/job_commands.h"
#include "app/subject_commands.h"
#include "app/verify_command.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "cli/show.h"

namespace licet::cli {
namespace {

json::Value differences_json(const std::vector<record::StateDifference>& differences) {
  json::Array out;
  for (const record::StateDifference& d : differences)
    out.emplace_back(json::Object{{"column", d.column}, {"key", d.key}, {"table", d.table}, {"what", d.what}});
  return json::Value(std::move(out));
}

app::LedgerProgress shown_on(ProgressLine& line) {
  return [&line](std::string_view doing, std::uint64_t done, std::uint64_t total) {
    if (doing == "rows" || doing == "entries") return line.show(std::to_string(done) + " " + std::string(doing));
    std::string text = std::string(doing) + " " + std::to_string(done >> 20U) + " MiB";
    if (total != 0) text += " of " + std::to_string(total >> 20U) + " MiB";
    line.show(text);
  };
}

}  // namespace

Result<int> run_ledger_verify(Context& context, Output& out) {
  const Options& options = context.options();
  std::vector<std::string> kept;
  if (!options.against.empty()) {
    LICET_TRY(std::string note, read_file(options.against, 1U << 20U));
    kept.push_back(std::move(note));
  }
  app::Deps deps = context.deps();
  ProgressLine progress;
  LICET_TRY(const app::LedgerVerification result,
            app::verify_ledger(deps, context.principal(), context.folder().ledger(), std::move(kept), options.state,
                               shown_on(progress)));
  progress.clear();
  const bool sound = !result.report.failed() && result.differences.empty() && result.lost_keys == 0;
  json::Object fields = {{"differences", differences_json(result.differences)},
                         {"lost_keys", result.lost_keys},
                         {"report", result.report.to_json()},
                         {"sound", sound},
                         {"state", options.state ? result.state_digest : std::string()}};
  out.object("licet.ledger_verify/1", std::move(fields));
  if (out.json()) return sound ? 0 : exit_status(ErrorCode::kTampered);
  out.text(result.report.origin + ": " + std::to_string(result.report.entries) + " entries");
  for (std::uint8_t level = 0; level < ledger::kLevels; ++level)
    out.text("  L" + std::to_string(level) + "  " + std::string(ledger::level_status_name(result.report.level(level))));
  for (const ledger::Finding& finding : result.report.findings())
    out.text("  L" + std::to_string(finding.level) + (finding.seq ? " entry " + std::to_string(*finding.seq) : "") +
             ": " + printable(finding.what));
  if (result.report.erased > 0)
    out.text("  " + std::to_string(result.report.erased) + " sealed payloads erased, each by an entry");
  if (const std::string screenings = result.report.screenings.text(); !screenings.empty()) out.text("  " + screenings);
  for (const std::string& remark : result.report.remarks()) out.text("  note: " + printable(remark));
  if (result.state_checked)
    out.text(result.differences.empty() ? "  state = fold of the ledger (" + result.state_digest + ")"
                                        : "  state differs from the fold of the ledger:");
  for (const record::StateDifference& d : result.differences)
    out.text("    " + d.table + " " + printable(d.key) + " " + d.column + ": " + printable(d.what));
  if (result.lost_keys > 0)
    out.text("  " + std::to_string(result.lost_keys) +
             " keys are gone although no entry records their erasure: put back a key backup");
  out.text(sound ? "sound" : "NOT SOUND");
  return sound ? 0 : exit_status(ErrorCode::kTampered);
}

Result<int> run_ledger_export(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_CHECK(refuse_existing(context.options().out));
  ProgressLine progress;
  LICET_TRY(const ledger::Exported exported, app::export_ledger(deps, context.principal(), context.folder().ledger(),
                                                                context.options().out, shown_on(progress)));
  progress.clear();
  LICET_TRY(const ledger::NoteSigner signer, app::log_signer(deps));
  out.object("licet.export/1", {{"bytes", static_cast<std::int64_t>(exported.bytes)},
                                {"file", context.options().out},
                                {"vkey", signer.key().text()}});
  out.text("wrote " + context.options().out + " (" + std::to_string(exported.bytes) + " bytes)");
  out.text("who checks it needs this line in a trust file, from you and not from the bundle:");
  out.text("  log " + signer.key().text());
  out.text("then: licet-verify " + context.options().out + " --trust FILE");
  return 0;
}

Result<int> run_ledger_checkpoint(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_TRY(const std::string note, app::publish_checkpoint(deps, context.principal(), context.folder().ledger()));
  out.object("licet.checkpoint/1", {{"checkpoint", note}});
  out.text(std::string_view(note).substr(0, note.size() - 1));
  return 0;
}

namespace {

json::Object source_json(const app::SourceEventView& source) {
  json::Object out = row_json(source.row);
  if (!source.raw.empty()) out.emplace("raw", source.raw);
  return out;
}

/// A cell under its column; one of several lines goes on where it began.
std::string cell_text(const std::string& column, const std::string& cell) {
  constexpr std::size_t kCellsAt = 18;
  std::string out =
      "  " + printable(column) + std::string(column.size() < kCellsAt ? kCellsAt - column.size() : 1, ' ');
  for (const char c : printable_lines(cell)) {
    out += c;
    if (c == '\n') out.append(2 + kCellsAt, ' ');
  }
  return out;
}

/// With what it brought below it, a cell a line.
void print_source(const app::SourceEventView& source, Output& out) {
  out.text("source event  " + std::string(source.row.text("id")) + " from " + std::string(source.row.text("source")) +
           ", " + time_text(source.row.integer("received_at")));
  if (source.raw.empty()) return out.text("  (sealed; its key or its payload is gone)");
  const auto cells = json::parse(source.raw);
  if (!cells || !cells->is_object()) return out.text("  " + printable(source.raw));
  for (const auto& [column, cell] : cells->as_object())
    out.text(cell_text(column, cell.is_string() ? cell.as_string() : json::canonical(cell)));
}

}  // namespace

Result<int> run_subject_show(Context& context, Output& out) {
  app::Deps deps = context.deps();
  SubjectId subject;
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const app::Scope scope,
              app::Access::scope(context.principal(), app::Right::kErase, "name a subject", nullptr));
    LICET_TRY(subject, app::find_subject(reader, scope, context.options().id));
    return {};
  }));
  LICET_TRY(const app::SubjectView view, app::show_subject(deps, context.principal(), subject));
  json::Array leads, sources;
  for (const record::Row& row : view.leads) leads.emplace_back(row_json(row));
  for (const app::SourceEventView& source : view.source_events) sources.emplace_back(source_json(source));
  out.object("licet.subject/1", {{"leads", std::move(leads)},
                                 {"source_events", std::move(sources)},
                                 {"subject", json::Value(row_json(view.subject))}});
  if (out.json()) return 0;
  for (const auto& [name, value] : row_json(view.subject))
    out.text(name + std::string(name.size() < 14 ? 14 - name.size() : 1, ' ') +
             printable(value.is_string() ? value.as_string() : json::canonical(value)));
  for (const record::Row& row : view.leads)
    out.text("lead          " + std::string(row.text("id")) + " (" + std::string(row.text("status")) + ")");
  for (const app::SourceEventView& source : view.source_events) print_source(source, out);
  return 0;
}

Result<int> run_subject_erase(Context& context, Output& out) {
  app::Deps deps = context.deps();
  SubjectId subject;
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const app::Scope scope,
              app::Access::scope(context.principal(), app::Right::kErase, "name a subject", nullptr));
    LICET_TRY(subject, app::find_subject(reader, scope, context.options().id));
    return {};
  }));
  const Options& options = context.options();
  if (options.dry_run) {
    LICET_TRY(const app::ErasureProposal proposal,
              app::erasure_proposal(deps, context.principal(), subject, options.basis));
    json::Array leads(proposal.leads.begin(), proposal.leads.end());
    out.object("licet.erasure_proposal/1", {{"basis", options.basis},
                                            {"leads", std::move(leads)},
                                            {"proposal", proposal.digest},
                                            {"subject", subject.str()},
                                            {"suppressed", static_cast<std::int64_t>(proposal.suppressed)}});
    for (const std::string& lead : proposal.leads) out.text("would end " + lead);
    if (proposal.digest.empty()) {
      out.text(subject.str() + " was erased before; the command completes what an interruption left");
      return 0;
    }
    out.text("two people erase exactly this with: licet subject erase " + subject.str() + " --basis " + options.basis +
             " --proposal " + proposal.digest.substr(0, 31) + " --approver PERSON --approver-credential FILE");
    return 0;
  }
  LICET_TRY(const app::Principal approver, context.approver());
  LICET_TRY(const app::ErasureReport report,
            app::erase_subject(deps, context.principal(), approver, subject, options.basis, options.proposal));
  LICET_CHECK(context.store().fold_log());
  out.object(
      "licet.erased/1",
      {{"blobs", report.blobs}, {"event", report.event.str()}, {"leads", report.leads}, {"subject", subject.str()}});
  out.text(subject.str() + " is erased: the key is destroyed, " + std::to_string(report.leads) + " leads closed, " +
           std::to_string(report.blobs) + " sealed payloads removed");
  out.text("backups of the key store must expire within your erasure deadline");
  return 0;
}

namespace {

/// How many leads were compared with what, and why with more than what changed.
json::Object compared_json(const app::RescreenReport& report) {
  json::Object out;
  for (const auto& [due, leads] : report.due) out.emplace(app::due_name(due), leads);
  return out;
}

std::string_view due_text(app::Due due) {
  switch (due) {
    case app::Due::kUnseen:
      return "no usable list had seen";
    case app::Due::kEngine:
      return "screened by another engine";
    case app::Due::kHits:
      return "with hits found before";
    case app::Due::kLists:
      return "of lists that changed too much or are not kept";
    case app::Due::kAsked:
      return "because a full pass was asked for";
    case app::Due::kService:
      return "because the screening service is asked besides";
    case app::Due::kDelisted:
      return "with a hit on an entry that is gone";
    case app::Due::kNothing:
    case app::Due::kChanges:
      break;
  }
  return "";
}

std::string compared_text(const app::RescreenReport& report) {
  std::string out, full;
  for (const auto& [due, leads] : report.due) {
    if (due == app::Due::kChanges)
      out = std::to_string(leads) + " with the " + std::to_string(report.changed_entries) +
            " entries that were added or changed, " +
            (report.asked_book ? "as far as the index of the book named them" : "lead by lead");
    else
      full += (full.empty() ? "" : ", ") + std::to_string(leads) + " " + std::string(due_text(due));
  }
  if (!full.empty()) out += (out.empty() ? "" : "; ") + ("with all entries: " + full);
  return out;
}

std::string job_text(const app::JobReport& report, bool dry_run) {
  const app::RescreenReport& again = report.rescreen;
  const std::string parked =
      std::to_string(report.parked + report.still_parked) + " parked" +
      (report.failures.empty() ? "" : ", " + std::to_string(report.failures.size()) + " undecided");
  if (report.kind == "good_guys")
    return report.kind + ": " + std::to_string(report.checked) + " entries checked, " + std::to_string(report.hits) +
           " leads with hits again, " + parked;
  if (report.kind != "rescreen")
    return report.kind + ": " + std::to_string(report.checked) + " leads checked, " + std::to_string(report.moved) +
           " moved, " + parked;
  return report.kind + (dry_run ? " (dry run, nothing was written)" : "") + ": " + std::to_string(report.checked) +
         " leads checked, " + std::to_string(again.screened) +
         (dry_run ? " would be screened again, " : " screened again, ") + std::to_string(again.hits) +
         " with new hits, " + std::to_string(again.delisted) + " with hits that ended as delisted, " + parked;
}

}  // namespace

Result<int> run_jobs_run(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const std::string& only = context.options().kind;
  const app::RescreenHow how{context.options().full, context.options().dry_run};
  if ((how.full || how.dry_run) && only != "rescreen")
    return fail(ErrorCode::kUsage, "--dry-run and --full are of the job rescreen alone: licet jobs run rescreen");
  if (!only.empty() &&
      std::find(std::begin(app::kJobKinds), std::end(app::kJobKinds), only) == std::end(app::kJobKinds))
    return fail(ErrorCode::kUsage, "no job is called '" + only + "'" + app::known_words_hint(only, app::kJobKinds));
  ProgressLine progress;
  int status = 0;
  for (const std::string_view kind : app::kJobKinds) {
    if (!context.options().kind.empty() && context.options().kind != kind) continue;
    LICET_TRY(const app::JobReport report,
              app::run_job(
                  deps, context.principal(), kind,
                  [&](std::int64_t done, std::int64_t total) {
                    progress.show(std::string(kind) + ": " + std::to_string(done) + " of " + std::to_string(total));
                    return true;
                  },
                  how));
    progress.clear();
    json::Array moved, failed;
    for (const std::string& lead : report.moved_leads) moved.emplace_back(lead);
    for (const app::LeadFailure& failure : report.failures) failed.emplace_back(failure.lead);
    out.object("licet.job/1", {{"asked_book", report.rescreen.asked_book},
                               {"changed_entries", report.rescreen.changed_entries},
                               {"checked", report.checked},
                               {"compared", compared_json(report.rescreen)},
                               {"delisted", report.rescreen.delisted},
                               {"dry_run", how.dry_run},
                               {"failed_leads", std::move(failed)},
                               {"hits", report.hits},
                               {"kept", report.kept},
                               {"kind", report.kind},
                               {"moved", report.moved},
                               {"moved_leads", std::move(moved)},
                               {"parked", report.parked},
                               {"screened", report.rescreen.screened},
                               {"state", report.state},
                               {"still_parked", report.still_parked}});
    out.text(job_text(report, how.dry_run));
    if (const std::string compared = compared_text(report.rescreen); !compared.empty())
      out.text("compared: " + compared);
    status = std::max(status, note_failures(report, out));
  }
  return status;
}

Result<int> run_jobs_list(Context& context, Output& out) {
  LICET_CHECK(app::Access::demand(context.principal(), app::Right::kJobs));
  std::vector<record::Row> rows;
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const app::Scope scope,
              app::Access::scope(app::Access::system(), app::Right::kJobs, "past runs of jobs", nullptr));
    app::Query query;
    query.table = record::TableId::kJob;
    query.order_by = "started_at";
    query.descending = true;
    query.limit = static_cast<std::size_t>(context.options().limit);
    LICET_TRY(rows, reader.find(scope, query));
    return {};
  }));
  std::vector<std::vector<std::string>> lines = {{"JOB", "KIND", "STATE", "STARTED", "RESULT"}};
  for (const record::Row& row : rows) {
    out.object("licet.job_run/1", row_json(row));
    lines.push_back({std::string(row.text("id")), std::string(row.text("kind")), std::string(row.text("state")),
                     time_text(row.integer("started_at")), std::string(row.text("result"))});
  }
  if (!out.json())
    for (const std::string& line : table(lines)) out.text(line);
  return 0;
}

}  // namespace licet::cli
