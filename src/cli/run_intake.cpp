#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/import_command.h"
#include "app/init_command.h"
#include "app/job_commands.h"
#include "app/list_commands.h"
#include "app/review_reasons.h"
#include "cli/asked_facts.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "cli/init_folder.h"
#include "cli/list_activation.h"
#include "cli/list_proof_text.h"
#include "cli/rejects_file.h"
#include "cli/show.h"
#include "screening/list_size.h"
#include "screening/screening.h"

namespace licet::cli {
namespace {

/// What was left out of rows is named for so many; then it is counted alone.
constexpr std::int64_t kLeftOutNamed = 20;

std::atomic<bool> interrupted{false};
void on_interrupt(int) { interrupted = true; }

std::string progress_text(const app::ImportReport& r) {
  return std::to_string(r.rows) + " rows: " + std::to_string(r.assigned) + " assigned, " + std::to_string(r.review) +
         " in review, " + std::to_string(r.refused) + " refused, " + std::to_string(r.rejected) + " rejected";
}

json::Object counts_json(const std::map<std::string, std::int64_t>& counts) {
  json::Array out;
  for (const auto& [name, count] : counts) out.emplace_back(json::Object{{"count", count}, {"name", name}});
  return {{"items", std::move(out)}};
}

void print_import(const app::ImportReport& r, const Options& options, const RejectsFile& rejects,
                  const Handles& handles, Output& out) {
  json::Object fields = {{"assigned", r.assigned}, {"changed", r.changed},       {"dry_run", options.dry_run},
                         {"file", r.file},         {"leads", r.leads},           {"refused", r.refused},
                         {"rejected", r.rejected}, {"review", r.review},         {"rows", r.rows},
                         {"stopped", r.stopped},   {"suppressed", r.suppressed}, {"unchanged", r.unchanged},
                         {"warnings", r.warnings}};
  fields.emplace("rejects", rejects.made() ? rejects.path() : std::string());
  fields.emplace("markets", counts_json(r.by_market)["items"]);
  fields.emplace("reasons", counts_json(r.by_reason)["items"]);
  fields.emplace("owners", counts_json(r.by_owner)["items"]);
  out.object("licet.import/1", std::move(fields));
  if (out.json()) return;
  out.text("read        " + r.file);
  out.text("mapped      " + (r.mapping.empty() ? std::string("every column by its own name") : printable(r.mapping)));
  for (const std::string& column : r.unmapped)
    out.text("kept as is  column '" + printable(column) + "' (in the raw payload only)");
  if (options.dry_run) out.text("dry run     nothing was written; each row was decided as if it came alone");
  out.text("rows        " + std::to_string(r.rows) + ": " + std::to_string(r.leads) + " new leads, " +
           std::to_string(r.changed) + " changed, " + std::to_string(r.unchanged) + " known already, " +
           std::to_string(r.rejected) + " rejected");
  if (r.warnings > 0)
    out.text("left out    the telephone number of " + std::to_string(r.warnings) +
             " rows, which is none (kept as it came in the raw payload)");
  if (r.suppressed > 0)
    out.text("suppressed  " + std::to_string(r.suppressed) +
             " rows about persons who were erased; nothing of them is kept");
  out.text("assigned    " + std::to_string(r.assigned));
  for (const auto& [owner, count] : r.by_owner)
    out.text("              " + handle_of(handles, owner) + "  " + std::to_string(count));
  out.text("in review   " + std::to_string(r.review));
  out.text("refused     " + std::to_string(r.refused));
  for (const auto& [reason, count] : r.by_reason)
    out.text("              " + reason + "  " + std::to_string(count) + "  (" + std::string(app::reason_help(reason)) +
             ")");
  if (rejects.made()) out.text("rejects     " + rejects.path());
}

/// A folder in the making, which goes when it was not renamed: a failed init leaves nothing behind.
class RemovedUnlessKept {
 public:
  explicit RemovedUnlessKept(std::string path) : path_(std::move(path)) {}
  ~RemovedUnlessKept() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  RemovedUnlessKept(const RemovedUnlessKept&) = delete;
  RemovedUnlessKept& operator=(const RemovedUnlessKept&) = delete;

 private:
  std::string path_;
};

}  // namespace

Result<int> run_init(const Options& options, Output& out) {
  LICET_TRY(const DataFolder folder, data_folder(options));
  struct stat info {};
  if (::stat(folder.dir.c_str(), &info) == 0)
    return fail(ErrorCode::kConflict, folder.dir + " exists already; choose another folder, or remove it first");
  LICET_TRY(app::FirmBundle bundle, checked_firm(options, out));
  if (options.single) bundle.administrators.resize(1);
  const std::string making = folder.dir + ".making-" + std::to_string(::getpid());
  std::string origin;
  const RemovedUnlessKept unfinished(making);
  LICET_TRY(const app::InitReport report, init_folder(making, bundle, origin));
  if (std::rename(making.c_str(), folder.dir.c_str()) != 0)
    return fail(ErrorCode::kEnvironment, "cannot rename " + making + " to " + folder.dir);
  out.object("licet.init/1",
             {{"confirmations", report.confirmations},
              {"credential", report.second.empty() ? "" : folder.credentials() + "/" + report.second_handle + ".json"},
              {"data", folder.dir},
              {"first", report.first_handle},
              {"origin", origin},
              {"people", report.people},
              {"policy", report.policy_digest},
              {"proposals", report.proposals},
              {"records", report.records},
              {"second", report.second_handle}});
  out.text("made " + folder.dir + " for " + bundle.name);
  out.text("  " + std::to_string(report.people) + " people, " + std::to_string(report.records) + " register records, " +
           std::to_string(report.confirmations) + " confirmations");
  if (report.proposals > 0)
    out.text("  " + std::to_string(report.proposals) +
             " confirmations are proposed and permit nothing until a second person approves them: licet policy show "
             "RULE");
  out.text("  you (" + os_user() + ") are " + report.first_handle);
  if (report.second.empty())
    out.text("  single-person mode: nothing that needs a second person can be done, and the verifier says so");
  else
    out.text("  the second person is " + report.second_handle + "; hand over " + folder.credentials() + "/" +
             report.second_handle + ".json and delete it here");
  return 0;
}

Result<int> run_policy_check(const Options& options, Output& out) {
  LICET_TRY(const app::FirmBundle bundle, checked_firm(options, out));
  const auto count = [&](const char* key) {
    return static_cast<std::int64_t>(bundle.policy_document.find(key)->as_array().size());
  };
  std::int64_t rules = 0;
  for (const json::Value& pack : bundle.policy_document.find("packs")->as_array())
    rules += static_cast<std::int64_t>(pack.find("rules")->as_array().size());
  out.object("licet.policy_check/1", {{"firm", bundle.id},
                                      {"markets", count("markets")},
                                      {"packs", count("packs")},
                                      {"people", static_cast<std::int64_t>(bundle.people.size())},
                                      {"rules", rules}});
  out.text(options.firm + " and its " + std::to_string(count("packs")) + " packs are sound: " + std::to_string(rules) +
           " rules, " + std::to_string(count("markets")) + " markets, " + std::to_string(bundle.people.size()) +
           " people");
  return 0;
}

Result<int> run_import(Context& context, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  app::ImportOptions import_options;
  import_options.source = options.source;
  import_options.file = options.files.front();
  import_options.dry_run = options.dry_run;
  if (!options.map.empty()) {
    LICET_CHECK(check_readable(options.map));
    LICET_TRY(import_options.map, app::intake::read_map_file(options.map));
  }
  LICET_TRY(const app::FirmState state, context.firm_state(app::LoadLists::kYes));
  LICET_TRY(RejectsFile rejects, RejectsFile::choose(options.rejects, options.files.front()));
  LICET_TRY(const auto source, app::csv::FileSource::open(options.files.front()));
  ProgressLine progress;
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  app::ImportCallbacks callbacks;
  callbacks.reject = [&](std::uint64_t line, const std::string& reason, std::string_view raw) {
    if (options.dry_run) {
      out.note("line " + std::to_string(line) + ": " + printable(reason));
      return Status();
    }
    return rejects.add(line, reason, raw);
  };
  std::int64_t named = 0;
  callbacks.left_out = [&](std::uint64_t line, const std::string& what) {
    if (named++ < kLeftOutNamed) out.note("line " + std::to_string(line) + ": " + printable(what));
  };
  callbacks.progress = [&](const app::ImportReport& r) {
    progress.show(progress_text(r));
    return !interrupted.load();
  };
  LICET_TRY(const app::ImportReport report,
            app::import_leads(deps, context.principal(), state, *source, import_options, callbacks));
  progress.clear();
  const Status kept = rejects.finish();
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  print_import(report, options, rejects, handles, out);
  if (report.stopped || !kept) {
    if (report.problem) out.note("error: " + report.problem->to_string());
    if (!kept) out.note("error: " + kept.error().to_string());
    out.note("stopped; what is counted above is recorded. To go on, " +
             std::string(report.problem || !kept ? "mend that and " : "") + "give the same command again" +
             (rejects.made() && !options.rejects.empty() ? " with another --rejects file" : "") +
             ": known rows are skipped, and rejected ones are met again");
    return exit_status(report.problem ? report.problem->code : ErrorCode::kEnvironment);
  }
  return options.strict && report.rejected > 0 ? exit_status(ErrorCode::kRefused) : 0;
}

Result<int> run_lists_load(Context& context, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  LICET_TRY(const AsOf stated, as_of_option(options.as_of, options.files, context.clock().now()));
  const auto files = read_list_files(options.list_kind, options.files, stated, options.small_list);
  if (!files) {
    LICET_CHECK(app::record_unread_list(deps, context.principal(), options.list_kind, files.error()));
    return fail(files.error());
  }
  return activate_list(context, *files,
                       {files->digests, options.accept_shrink, files->as_of.from, options.replace_newer, options.note},
                       out);
}

Result<int> activate_list(Context& context, const ListFiles& read, const app::ListLoad& how, Output& out) {
  app::Deps deps = context.deps();
  ProgressLine progress;
  app::ListLoad with_progress = how;
  with_progress.proving = [&](std::uint64_t done, std::uint64_t all) {
    progress.show("proving: " + std::to_string(done) + " of " + std::to_string(all));
  };
  LICET_TRY(const app::ListReport report, app::load_list(deps, context.principal(), read.list, with_progress));
  LICET_TRY(const app::JobReport rescreened,
            app::run_job(deps, context.principal(), "rescreen", [&](std::int64_t done, std::int64_t total) {
              progress.show("screening again: " + std::to_string(done) + " of " + std::to_string(total) + " leads");
              return true;
            }));
  // What waited for this list alone goes to somebody now, oldest first.
  LICET_TRY(const app::JobReport retried,
            app::run_job(deps, app::Access::system(), "retry_parked", [&](std::int64_t done, std::int64_t total) {
              progress.show("trying waiting leads: " + std::to_string(done) + " of " + std::to_string(total));
              return true;
            }));
  progress.clear();
  const std::string content = crypto::digest_text(read.list.digest);
  const screening::ListSize size = screening::size_of(read.list);
  out.object("licet.list/1", {{"as_of", screening::as_of_text(read.list.as_of)},
                              {"as_of_from", how.as_of_from},
                              {"content", content},
                              {"digest", report.digest},
                              {"entries", report.entries},
                              {"entries_before", report.entries_before},
                              {"facts", size.facts},
                              {"hits", rescreened.rescreen.hits},
                              {"kind", read.list.kind},
                              {"moved", retried.moved},
                              {"names", size.names},
                              {"notes", json::Array(read.notes.begin(), read.notes.end())},
                              {"persons", size.persons},
                              {"proof", proof_fields(report.proof)},
                              {"screened", rescreened.rescreen.screened},
                              {"strong_names", size.strong_names},
                              {"unchanged", report.unchanged}});
  out.text(read.list.kind + ": " + std::to_string(report.entries) + " entries" +
           (report.unchanged          ? ", as before"
            : report.replaces.empty() ? ""
                                      : " (before: " + std::to_string(report.entries_before) + ")"));
  out.text(std::to_string(size.persons) + " persons; " + std::to_string(size.names) + " names, " +
           std::to_string(size.strong_names) + " of them strong; " + std::to_string(size.facts) +
           " birth dates, countries, numbers and addresses");
  out.text("digest " + content);
  out.text("as of  " + screening::as_of_text(read.list.as_of) +
           (how.as_of_from == app::kAsOfFileTime ? " (the oldest file's own time)"
            : how.as_of_from == app::kAsOfFile   ? " (the publisher's own date, in the file)"
                                                 : ""));
  for (const std::string& note : read.notes) out.text("note: " + printable(note));
  out.text(proof_line(report.proof));
  if (report.proof.lost() > 0) {
    for (const std::string& line : proof_lines(report.proof)) out.text(printable(line));
    out.note(
        "the index does not find all that it holds; the list is active all the same. Report this, and say which ICU it "
        "is (" +
        report.proof.icu + ")");
  }
  if (rescreened.rescreen.screened > 0)
    out.text("screened again: " + std::to_string(rescreened.rescreen.screened) + " leads in the book, " +
             std::to_string(rescreened.rescreen.hits) + " with new hits, " + std::to_string(rescreened.parked) +
             " taken from their owners into review");
  if (retried.moved > 0)
    out.text("waiting leads: " + std::to_string(retried.moved) + " were assigned, " +
             std::to_string(retried.still_parked) + " wait on");
  if (read.list.as_of == screening::kAsOfUnknown) {
    out.note(
        "nobody said of what date this list is, so it finds people and clears nobody: load it again with --as-of "
        "DATE (the publisher's date), or --as-of file where the files' own times are the publisher's");
  } else {
    LICET_TRY(const app::FirmState state, context.firm_state(app::LoadLists::kNo));
    if (!state.recent_enough(read.list.as_of, context.clock().now()))
      out.note("this list is older than the policy allows, so it finds people and clears nobody: load a newer one");
  }
  return std::max(note_failures(rescreened, out), note_failures(retried, out));
}

Result<int> run_screen(Context& context, Output& out) {
  const Options& options = context.options();
  if (!options.batch.empty() && !options.algorithm.empty())
    return fail(ErrorCode::kUsage, "--algorithm is for one name, to compare; a file is screened by the firm's own");
  if (!options.batch.empty()) return run_screen_batch(context, out);
  if (options.name.empty() && options.company.empty())
    return fail(ErrorCode::kUsage, "give a name, or --company C, or both; or a file of names with --batch");
  app::Deps deps = context.deps();
  LICET_TRY(const app::FirmState state, context.firm_state(app::LoadLists::kYes));
  screening::Query query;
  query.full_name = options.name;
  query.company = options.company;
  LICET_CHECK(ask_facts(options, query));
  const auto algorithm =
      options.algorithm.empty() ? screening::Algorithm::kLicetV1 : screening::find_algorithm(options.algorithm);
  if (!algorithm)
    return fail(ErrorCode::kUsage, "there is no algorithm '" + options.algorithm + "'; there are " +
                                       std::string(screening::algorithm_names()));
  std::optional<Error> problem;
  LICET_TRY(const screening::Screening answer,
            app::screen_name(deps, context.principal(), state, query, &problem, *algorithm));
  const bool compared = algorithm != screening::Algorithm::kLicetV1;
  const bool usable = state.lists_usable(context.clock().now());
  const bool clear = answer.hits_total == 0 && usable && !answer.degraded && !compared;
  out.object("licet.screening/1", {{"clear", screening::clear_json(answer)},
                                   {"explanation", screening::sealed_json(answer)},
                                   {"lists_usable", usable},
                                   {"policy", crypto::digest_text(state.policy->digest())},
                                   {"verdict", clear ? "clear" : "review"}});
  if (!out.json())
    for (const std::string& line : screening::explain(answer)) out.text(printable(line));
  out.text("thresholds of the policy " + crypto::digest_text(state.policy->digest()).substr(0, 19) + ": " +
           json::canonical(screening::thresholds_json(answer.thresholds)));
  if (compared) out.note("by another algorithm than the firm's, for comparison: nobody is cleared by this");
  if (!usable) out.note("a list that the policy asks for is missing or too old: nobody is cleared by this");
  if (problem)
    out.note("the firm's screening service did not answer, and without it nobody is cleared: " + problem->to_string());
  return clear ? 0 : exit_status(ErrorCode::kRefused);
}

}  // namespace licet::cli
