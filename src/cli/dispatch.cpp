#include <map>

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
      {"explain", run_explain},
      {"review list", run_review_list},
      {"review show", run_review_show},
      {"review claim", run_review_claim},
      {"review decide", run_review_decide},
      {"lists load", run_lists_load},
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
      {"subject show", run_subject_show},
      {"subject erase", run_subject_erase},
      {"person add", run_person_add},
      {"person credential", run_person_credential},
      {"jobs run", run_jobs_run},
      {"jobs list", run_jobs_list},
  };
  return commands;
}

Result<int> run_command(const Options& options, Output& out) {
  const auto plain = plain_commands().find(options.command);
  if (plain != plain_commands().end()) return plain->second(options, out);
  const auto opened = opened_commands().find(options.command);
  LICET_INVARIANT(opened != opened_commands().end());
  LICET_TRY(auto context, Context::open(options));
  return opened->second(*context, out);
}

}  // namespace

int run(const Options& options) {
  Output out(options.json);
  const Result<int> status = run_command(options, out);
  if (!status) return report(status.error(), options.json);
  return *status;
}

}  // namespace licet::cli
