#include <map>

#include "app/on_record.h"
#include "cli/handlers.h"

namespace licet::cli {
namespace {

using Plain = Result<int> (*)(const Options&, Output&);
using Opened = Result<int> (*)(Context&, Output&);

const std::map<std::string_view, Plain>& plain_commands() {
  static const std::map<std::string_view, Plain> commands = {
      {"init", run_init}, {"policy check", run_policy_check}, {"bench import", run_bench_import}};
  return commands;
}

const std::map<std::string_view, Opened>& opened_commands() {
  static const std::map<std::string_view, Opened> commands = {
      {"import", run_import},
      {"screen", run_screen},
      {"lead list", run_lead_list},
      {"lead show", run_lead_show},
      {"lead assign", run_lead_assign},
      {"lead classify", run_lead_classify},
      {"lead name", run_lead_name},
      {"explain", run_explain},
      {"review list", run_review_list},
      {"review show", run_review_show},
      {"review claim", run_review_claim},
      {"review decide", run_review_decide},
      {"review evidence", run_review_evidence},
      {"review reopen", run_review_reopen},
      {"goodguy list", run_goodguy_list},
      {"goodguy show", run_goodguy_show},
      {"goodguy revoke", run_goodguy_revoke},
      {"lists load", run_lists_load},
      {"lists fetch", run_lists_fetch},
      {"lists status", run_lists_status},
      {"lists diff", run_lists_diff},
      {"lists prove", run_lists_prove},
      {"policy show", run_policy_show},
      {"policy propose", run_policy_propose},
      {"policy approve", run_policy_approve},
      {"policy attest", run_policy_attest},
      {"register show", run_register_show},
      {"register diff", run_register_diff},
      {"register apply", run_register_apply},
      {"register suspend", run_register_suspend},
      {"register restore", run_register_restore},
      {"ledger verify", run_ledger_verify},
      {"ledger export", run_ledger_export},
      {"ledger checkpoint", run_ledger_checkpoint},
      {"keys backup", run_keys_backup},
      {"keys check", run_keys_check},
      {"keys restore", run_keys_restore},
      {"subject show", run_subject_show},
      {"subject erase", run_subject_erase},
      {"suppression lift", run_suppression_lift},
      {"person add", run_person_add},
      {"person grant", run_person_grant},
      {"person revoke", run_person_revoke},
      {"person credential", run_person_credential},
      {"jobs run", run_jobs_run},
      {"jobs list", run_jobs_list},
  };
  return commands;
}

/// Verification leaves no entry: it shows nobody's data and must answer for a record that cannot be written to.
bool leaves_no_entry(const Options& options) { return options.command == "ledger verify"; }

/// The one way to an answer out of a data folder: it is held back until an entry of the person is durable.
Result<int> run_on_record(Context& context, Opened command, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  app::OnRecord record(deps, context.principal(), options.command);
  LICET_CHECK(record.begin());
  out.hold();
  Result<int> status = command(context, out);
  if (!status) {
    if (const Status recorded = record.refused(status.error(), options.id); !recorded)
      out.note("this attempt could not be recorded: " + recorded.error().text);
    return status;
  }
  LICET_CHECK(record.answered());
  out.release();
  return status;
}

Result<int> run_command(const Options& options, Output& out) {
  const auto plain = plain_commands().find(options.command);
  if (plain != plain_commands().end()) return plain->second(options, out);
  if (options.command == "screen" && !options.lists.empty()) return run_screen_files(options, out);
  const auto opened = opened_commands().find(options.command);
  LICET_INVARIANT(opened != opened_commands().end());
  LICET_TRY(auto context, Context::open(options));
  if (leaves_no_entry(options)) return opened->second(*context, out);
  return run_on_record(*context, opened->second, out);
}

}  // namespace

int run(const Options& options) {
  Output out(options.json);
  const Result<int> status = run_command(options, out);
  if (!status) return report(status.error(), options.json);
  if (const Status printed = Output::finish(); !printed) return report(printed.error(), options.json);
  return *status;
}

}  // namespace licet::cli
