#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "app/did_you_mean.h"
#include "app/job_commands.h"
#include "app/people_commands.h"
#include "app/subject_commands.h"
#include "app/verify_command.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "cli/show.h"
#include "ledger/seal.h"

namespace licet::cli {
namespace {

json::Value differences_json(const std::vector<record::StateDifference>& differences) {
  json::Array out;
  for (const record::StateDifference& d : differences)
    out.emplace_back(json::Object{{"column", d.column}, {"key", d.key}, {"table", d.table}, {"what", d.what}});
  return json::Value(std::move(out));
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);)
    if (!part.empty()) out.push_back(part);
  return out;
}

/// Asked before anything is recorded: nothing on the record may say that a file was written which was not.
Status refuse_existing(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  if (::access(folder.c_str(), F_OK) != 0)
    return fail(ErrorCode::kEnvironment, "there is no folder " + folder + " to write " + path + " in");
  if (::access(path.c_str(), F_OK) != 0) return {};
  return fail(ErrorCode::kConflict, path + " exists already and is not overwritten");
}

app::LedgerProgress shown_on(ProgressLine& line) {
  return [&line](std::string_view doing, std::uint64_t done, std::uint64_t total) {
    if (doing == "rows" || doing == "entries") return line.show(std::to_string(done) + " " + std::string(doing));
    std::string text = std::string(doing) + " " + std::to_string(done >> 20U) + " MiB";
    if (total != 0) text += " of " + std::to_string(total >> 20U) + " MiB";
    line.show(text);
  };
}

/// The second person of --approver; in a firm of a single person, that person.
Result<app::Principal> approver_of_people(Context& context) {
  bool single = false;
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(single, app::single_person_mode(reader));
    return {};
  }));
  if (single && context.options().approver_credential.empty()) return context.principal();
  return context.approver();
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

Result<int> run_keys_backup(Context& context, Output& out) {
  LICET_CHECK(app::Access::demand(context.principal(), app::Right::kKeys));
  LICET_CHECK(context.keys().backup(context.options().out));
  out.object("licet.keys_backup/1", {{"file", context.options().out}});
  out.text("wrote " + context.options().out +
           "; keep it apart from backups of the data, and destroy it within your erasure deadline");
  return 0;
}

Result<int> run_keys_check(Context& context, Output& out) {
  LICET_CHECK(app::Access::demand(context.principal(), app::Right::kKeys));
  app::Deps deps = context.deps();
  std::set<std::string> needed, erased;
  std::map<std::string, std::string> check_values;
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const app::Scope scope,
              app::Access::scope(app::Access::system(), app::Right::kKeys, "keys in use", nullptr));
    for (const record::TableId table : {record::TableId::kSubject, record::TableId::kPerson}) {
      LICET_TRY(const auto rows, app::all_rows(reader, scope, table));
      for (const record::Row& row : rows) {
        (row.null("erased_by") ? needed : erased).emplace(row.text("id"));
        if (table == record::TableId::kSubject && row.null("erased_by"))
          check_values.emplace(row.text("id"), row.text("kcv"));
      }
    }
    return {};
  }));
  LICET_TRY(const auto held, deps.keys.list());
  const std::set<std::string> have(held.begin(), held.end());
  std::int64_t missing = 0, resurfaced = 0, unused = 0, wrong = 0;
  for (const auto& [kid, value] : check_values) {
    if (have.count(kid) == 0) continue;
    LICET_TRY(const auto key, deps.keys.find(kid));
    wrong += !key || ledger::key_check_value(*key) != value ? 1 : 0;
  }
  for (const std::string& kid : needed) missing += have.count(kid) == 0 ? 1 : 0;
  for (const std::string& kid : erased) resurfaced += have.count(kid) != 0 ? 1 : 0;
  for (const std::string& kid : have) unused += needed.count(kid) == 0 && erased.count(kid) == 0 ? 1 : 0;
  const bool good = missing == 0 && resurfaced == 0 && wrong == 0;
  out.object("licet.keys_check/1", {{"in_use", static_cast<std::int64_t>(needed.size())},
                                    {"missing", missing},
                                    {"resurfaced", resurfaced},
                                    {"sound", good},
                                    {"unused", unused},
                                    {"wrong", wrong}});
  out.text(std::to_string(needed.size()) + " keys in use, " + std::to_string(missing) + " missing, " +
           std::to_string(resurfaced) + " of erased subjects back, " + std::to_string(unused) + " unused, " +
           std::to_string(wrong) + " wrong");
  if (wrong > 0) out.text("keys are not those the record names: put back the key backup of this folder");
  if (missing > 0) out.text("keys are missing: put back a key backup, or what they sealed stays closed");
  if (resurfaced > 0)
    out.text("keys of erased subjects are back: a key backup from before the erasure was put back; erase them again");
  return good ? 0 : exit_status(ErrorCode::kTampered);
}

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
  for (const record::Row& row : view.source_events) sources.emplace_back(row_json(row));
  out.object("licet.subject/1", {{"leads", std::move(leads)},
                                 {"source_events", std::move(sources)},
                                 {"subject", json::Value(row_json(view.subject))}});
  if (out.json()) return 0;
  for (const auto& [name, value] : row_json(view.subject))
    out.text(name + std::string(name.size() < 14 ? 14 - name.size() : 1, ' ') +
             printable(value.is_string() ? value.as_string() : json::canonical(value)));
  for (const record::Row& row : view.leads)
    out.text("lead          " + std::string(row.text("id")) + " (" + std::string(row.text("status")) + ")");
  for (const record::Row& row : view.source_events)
    out.text("source event  " + std::string(row.text("id")) + " from " + std::string(row.text("source")) + ", " +
             time_text(row.integer("received_at")));
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
  LICET_TRY(const app::Principal approver, context.approver());
  LICET_TRY(const app::ErasureReport report,
            app::erase_subject(deps, context.principal(), approver, subject, context.options().basis));
  LICET_CHECK(context.store().fold_log());
  out.object(
      "licet.erased/1",
      {{"blobs", report.blobs}, {"event", report.event.str()}, {"leads", report.leads}, {"subject", subject.str()}});
  out.text(subject.str() + " is erased: the key is destroyed, " + std::to_string(report.leads) + " leads closed, " +
           std::to_string(report.blobs) + " sealed payloads removed");
  out.text("backups of the key store must expire within your erasure deadline");
  return 0;
}

Result<int> run_person_add(Context& context, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  LICET_TRY(const app::Principal approver, approver_of_people(context));
  LICET_TRY(const PersonId id,
            app::add_person(deps, context.principal(), approver,
                            {options.person, options.name, options.os_user, split(options.roles, ',')}));
  out.object("licet.person/1", {{"handle", options.person}, {"id", id.str()}});
  out.text(options.person + " is " + id.str());
  out.text("a credential, by two people again: licet person credential " + options.person + " --out " + options.person +
           ".json --approver PERSON --approver-credential FILE");
  return 0;
}

Result<int> run_person_credential(Context& context, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  LICET_TRY(const PersonId person, app::find_person(deps, context.principal(), options.person));
  LICET_TRY(const app::Principal approver, approver_of_people(context));
  std::optional<PendingFile> file;
  const auto keep = [&](const app::Credential& credential) -> Status {
    LICET_TRY(auto written, PendingFile::write(options.out, app::credential_text(credential)));
    file.emplace(std::move(written));
    return {};
  };
  LICET_CHECK(
      app::renew_credential(deps, context.principal(), approver, person, keep).map([](const app::Credential&) {}));
  LICET_CHECK(file->name());
  out.object("licet.credential_written/1", {{"file", options.out}, {"person", person.str()}});
  out.text("wrote " + options.out + "; hand it over and delete it here. The credential before it has ended");
  return 0;
}

Result<int> run_jobs_run(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const std::string& only = context.options().kind;
  if (!only.empty() &&
      std::find(std::begin(app::kJobKinds), std::end(app::kJobKinds), only) == std::end(app::kJobKinds))
    return fail(ErrorCode::kUsage, "no job is called '" + only + "'" + app::known_words_hint(only, app::kJobKinds));
  ProgressLine progress;
  int status = 0;
  for (const std::string_view kind : app::kJobKinds) {
    if (!context.options().kind.empty() && context.options().kind != kind) continue;
    LICET_TRY(const app::JobReport report,
              app::run_job(deps, context.principal(), kind, [&](std::int64_t done, std::int64_t total) {
                progress.show(std::string(kind) + ": " + std::to_string(done) + " of " + std::to_string(total));
                return true;
              }));
    progress.clear();
    json::Array moved, failed;
    for (const std::string& lead : report.moved_leads) moved.emplace_back(lead);
    for (const app::LeadFailure& failure : report.failures) failed.emplace_back(failure.lead);
    out.object("licet.job/1", {{"checked", report.checked},
                               {"failed_leads", std::move(failed)},
                               {"hits", report.hits},
                               {"kept", report.kept},
                               {"kind", report.kind},
                               {"moved", report.moved},
                               {"moved_leads", std::move(moved)},
                               {"parked", report.parked},
                               {"screened", report.screened},
                               {"state", report.state},
                               {"still_parked", report.still_parked}});
    out.text(report.kind + ": " + std::to_string(report.checked) + " leads checked, " +
             (kind == "rescreen" ? std::to_string(report.screened) + " screened again, " + std::to_string(report.hits) +
                                       " with new hits, "
                                 : std::to_string(report.moved) + " moved, ") +
             std::to_string(report.parked + report.still_parked) + " parked" +
             (report.failures.empty() ? "" : ", " + std::to_string(report.failures.size()) + " undecided"));
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
