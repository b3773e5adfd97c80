// The commands of `licet`, one function each: they call app, print, and answer with the exit status.
#pragma once

#include "cli/context.h"
#include "cli/options.h"
#include "cli/output.h"

namespace licet::cli {

// Without an open data folder.
Result<int> run_init(const Options& options, Output& out);
Result<int> run_policy_check(const Options& options, Output& out);
Result<int> run_bench_import(const Options& options, Output& out);
/// `screen --batch` with the files of lists and no data folder.
Result<int> run_screen_files(const Options& options, Output& out);

// With one.
Result<int> run_import(Context& context, Output& out);
Result<int> run_screen(Context& context, Output& out);
Result<int> run_screen_batch(Context& context, Output& out);
Result<int> run_lead_list(Context& context, Output& out);
Result<int> run_lead_show(Context& context, Output& out);
Result<int> run_lead_assign(Context& context, Output& out);
Result<int> run_lead_classify(Context& context, Output& out);
Result<int> run_lead_name(Context& context, Output& out);
Result<int> run_explain(Context& context, Output& out);
Result<int> run_review_list(Context& context, Output& out);
Result<int> run_review_show(Context& context, Output& out);
Result<int> run_review_claim(Context& context, Output& out);
Result<int> run_review_decide(Context& context, Output& out);
Result<int> run_review_evidence(Context& context, Output& out);
Result<int> run_review_reopen(Context& context, Output& out);
Result<int> run_goodguy_list(Context& context, Output& out);
Result<int> run_goodguy_show(Context& context, Output& out);
Result<int> run_goodguy_revoke(Context& context, Output& out);
Result<int> run_lists_load(Context& context, Output& out);
Result<int> run_lists_fetch(Context& context, Output& out);
Result<int> run_lists_status(Context& context, Output& out);
Result<int> run_lists_diff(Context& context, Output& out);
Result<int> run_lists_prove(Context& context, Output& out);
Result<int> run_policy_show(Context& context, Output& out);
Result<int> run_policy_propose(Context& context, Output& out);
Result<int> run_policy_approve(Context& context, Output& out);
Result<int> run_policy_attest(Context& context, Output& out);
Result<int> run_register_show(Context& context, Output& out);
Result<int> run_register_diff(Context& context, Output& out);
Result<int> run_register_apply(Context& context, Output& out);
Result<int> run_register_suspend(Context& context, Output& out);
Result<int> run_register_restore(Context& context, Output& out);
Result<int> run_ledger_verify(Context& context, Output& out);
Result<int> run_ledger_export(Context& context, Output& out);
Result<int> run_ledger_checkpoint(Context& context, Output& out);
Result<int> run_keys_backup(Context& context, Output& out);
Result<int> run_keys_check(Context& context, Output& out);
Result<int> run_keys_restore(Context& context, Output& out);
Result<int> run_subject_show(Context& context, Output& out);
Result<int> run_subject_erase(Context& context, Output& out);
Result<int> run_suppression_lift(Context& context, Output& out);
Result<int> run_person_grant(Context& context, Output& out);
Result<int> run_person_revoke(Context& context, Output& out);
Result<int> run_person_add(Context& context, Output& out);
Result<int> run_person_credential(Context& context, Output& out);
Result<int> run_jobs_run(Context& context, Output& out);
Result<int> run_jobs_list(Context& context, Output& out);

/// Finds the command by its words and runs it; the exit status.
int run(const Options& options);

}  // namespace licet::cli
