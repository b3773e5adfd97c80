// licet suppression: letting somebody back whom an erasure keeps out.
#include "app/suppression_commands.h"
#include "cli/files.h"
#include "cli/handlers.h"

namespace licet::cli {

Result<int> run_suppression_lift(Context& context, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  app::LiftRequest request;
  request.who = {options.source,     options.source_id, options.email,      options.phone,
                 options.first_name, options.last_name, options.birth_date, options.country};
  request.basis = options.basis;
  LICET_TRY(request.evidence, file_digest(options.evidence));
  app::LiftProposal lift;
  if (options.dry_run) {
    LICET_TRY(lift, app::suppression_lift_proposal(deps, context.principal(), request));
  } else {
    LICET_TRY(const app::Principal approver, context.approver());
    LICET_TRY(lift,
              app::lift_suppression(deps, context.principal(), approver, request, options.proposal, options.note));
  }
  out.object("licet.suppression_lift/1", {{"basis", request.basis},
                                          {"dry_run", options.dry_run},
                                          {"erasures", lift.erasures},
                                          {"evidence", request.evidence},
                                          {"lifted", lift.lifted},
                                          {"proposal", lift.digest}});
  out.text(std::string(options.dry_run ? "would end" : "ended") + ": " + std::to_string(lift.lifted) +
           " keyed digests of " + std::to_string(lift.erasures) + " erasures");
  if (options.dry_run)
    out.text("two people do exactly this with the same command and --note TEXT --proposal " +
             lift.digest.substr(0, 31) + " --approver PERSON --approver-credential FILE");
  else
    out.text("import the row again: it is taken up as somebody new");
  return 0;
}

}  // namespace licet::cli
