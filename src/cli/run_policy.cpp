#include <algorithm>

#include "app/confirmations.h"
#include "app/did_you_mean.h"
#include "app/job_commands.h"
#include "app/pack_text.h"
#include "app/policy_commands.h"
#include "app/reading.h"
#include "app/register_commands.h"
#include "app/screening_thresholds.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "cli/init_folder.h"
#include "cli/moment.h"
#include "cli/show.h"

namespace licet::cli {
namespace {

/// After a change of policy, register or confirmations every owner is asked again at once: nobody keeps a lead on
/// yesterday's answer, and parked leads are tried. The exit status: not 0 when a lead could not be decided.
Result<int> run_jobs_after_change(Context& context, Output& out) {
  int status = 0;
  app::Deps deps = context.deps();
  const app::Principal system = app::Access::system();
  for (const std::string_view kind : app::kJobKinds) {
    LICET_TRY(const app::JobReport report, app::run_job(deps, system, kind, nullptr));
    if (report.moved + report.parked > 0)
      out.note(report.kind + ": " + std::to_string(report.moved) + " leads moved, " + std::to_string(report.parked) +
               " parked");
    status = std::max(status, note_failures(report, out));
  }
  return status;
}

/// The register document that a firm's file asks for, with the ids its people have now.
Result<json::Value> proposed_register(Context& context, const app::FirmBundle& bundle) {
  app::Deps deps = context.deps();
  LICET_TRY(const auto handles, app::person_handles(deps, context.principal()));
  app::PersonIds ids;
  for (const auto& [id, handle] : handles) ids.emplace(handle, *PersonId::parse(id));
  for (const app::FirmPerson& person : bundle.people)
    if (person.in_register && ids.count(person.handle) == 0)
      return fail(ErrorCode::kConflict,
                  "the firm has no person '" + person.handle + "' yet; licet person add makes one");
  return bundle.register_document(ids).document;
}

void print_changes(const std::vector<app::RecordChange>& changes, Output& out) {
  static constexpr const char* kKinds[] = {"added", "removed", "changed"};
  for (const app::RecordChange& change : changes) {
    json::Array fields;
    for (const app::FieldChange& field : change.fields)
      fields.emplace_back(json::Object{{"after", field.after}, {"before", field.before}, {"field", field.field}});
    out.object("licet.register_change/1", {{"change", kKinds[static_cast<std::size_t>(change.kind)]},
                                           {"fields", std::move(fields)},
                                           {"key", change.key},
                                           {"kind", change.record_kind}});
  }
  if (!out.json()) out.text(printable_lines(app::render_register_diff(changes)));
}

Status check_record_kind(const std::string& kind) {
  static constexpr std::string_view kKinds[] = {"entity", "licence",      "passport", "exemption", "person",
                                                "team",   "registration", "member",   "leave"};
  if (kind.empty() || std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds)) return {};
  return fail(ErrorCode::kBadInput, "the register has no kind '" + kind + "'" + app::known_words_hint(kind, kKinds));
}

/// Whose opinion on a rule stands, until when, and whether it counts.
std::vector<std::string> confirmation_lines(const std::optional<app::ConfirmationView>& confirmation,
                                            const Handles& handles) {
  if (!confirmation) return {"not confirmed by the firm"};
  const app::ConfirmationView& c = *confirmation;
  std::string head = c.in_force              ? "confirmed by the firm"
                     : c.state == "proposed" ? "not confirmed by the firm: proposed, waits for a second person"
                     : c.state == "revoked"
                         ? "not confirmed by the firm: the confirmation was ended"
                         : "not confirmed by the firm: the confirmation is of another text, or past its end";
  if (c.invented) head += " (INVENTED for an example: no counsel gave it)";
  std::vector<std::string> out = {head};
  out.push_back("  until        " + format_instant(c.until));
  out.push_back("  given by     " + handle_of(handles, c.by));
  if (!c.approved_by.empty()) out.push_back("  approved by  " + handle_of(handles, c.approved_by));
  out.push_back("  opinion      " + c.opinion);
  if (!c.proposal.empty())
    out.push_back("  approve it   licet policy approve " + c.rule + " --proposal " + c.proposal.substr(0, 31) +
                  " --as PERSON --credential FILE");
  return out;
}

/// True when a record is in force on the date of `at` (UTC; the decision itself uses the regulator's zone).
bool holds_at(const json::Value& record, Instant at) {
  const std::string date = format_date(Date{static_cast<std::int32_t>(at.us / 86'400'000'000)});
  const std::string_view from = record.string_or("from", ""), to = record.string_or("to", "");
  return (from.empty() || from <= date) && (to.empty() || date <= to);
}

}  // namespace

Result<int> run_policy_show(Context& context, Output& out) {
  LICET_TRY(const app::FirmState state, context.firm_state(app::LoadLists::kNo));
  const Options& options = context.options();
  if (options.rule.empty()) {
    out.object("licet.policy/1",
               {{"digest", crypto::digest_text(state.policy->digest())}, {"policy", state.policy->document()}});
    out.text(printable_lines(app::render_policy_summary(*state.policy)));
    return 0;
  }
  const auto index = state.policy->rule_index(options.rule);
  if (!index) return fail(ErrorCode::kNotFound, "the active policy has no rule '" + options.rule + "'");
  const domain::Rule& rule = state.policy->rules()[*index];
  std::optional<app::ConfirmationView> confirmation;
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(confirmation, app::confirmation_of(reader, state, rule.id, context.clock().now()));
    return {};
  }));
  out.object("licet.rule/1",
             {{"citation", rule.citation},
              {"confirmation", confirmation ? json::Value(app::confirmation_json(*confirmation)) : json::Value()},
              {"confirmed", confirmation && confirmation->in_force},
              {"digest", crypto::digest_text(rule.digest)},
              {"id", rule.id},
              {"source", rule.source},
              {"title", rule.title}});
  if (!out.json()) {
    const json::Value* text = app::find_rule(*state.policy, rule.id);
    LICET_INVARIANT(text != nullptr);
    out.text(printable_lines(app::render_rule(*text, rule.digest)));
    app::Deps deps = context.deps();
    LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
    for (const std::string& line : confirmation_lines(confirmation, handles)) out.text(printable(line));
  }
  return 0;
}

Result<int> run_policy_propose(Context& context, Output& out) {
  LICET_TRY(const app::FirmBundle bundle, checked_firm(context.options(), out));
  app::Deps deps = context.deps();
  LICET_TRY(const app::FirmState state, context.firm_state(app::LoadLists::kNo));
  for (const std::string& loosened : app::loosened_thresholds(&state.policy->document(), bundle.policy_document))
    out.note(loosened);
  LICET_TRY(const std::string digest, app::propose_policy(deps, context.principal(), bundle.policy_document));
  out.object("licet.policy_proposed/1", {{"digest", digest}});
  out.text("proposed " + digest);
  out.text("a second person approves it: licet policy approve " + digest.substr(0, 31) +
           " --as PERSON --credential FILE");
  return 0;
}

Result<int> run_policy_approve(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const std::string& what = context.options().id;
  LICET_TRY(const app::FirmState state, context.firm_state(app::LoadLists::kNo));
  if (state.policy->rule_index(what)) {
    LICET_CHECK(app::approve_attestation(deps, context.principal(), what, context.options().proposal));
  } else {
    LICET_CHECK(app::approve_policy(deps, context.principal(), what));
  }
  LICET_TRY(const int status, run_jobs_after_change(context, out));
  out.object("licet.approved/1", {{"what", what}});
  out.text(what + " is in force");
  return status;
}

Result<int> run_policy_attest(Context& context, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  if (options.revoke) {
    if (!options.opinion.empty() || !options.until.empty())
      return fail(ErrorCode::kUsage,
                  "--revoke ends the confirmation as it stands: it takes no --opinion and no --until");
    LICET_CHECK(app::revoke_attestation(deps, context.principal(), options.rule));
    LICET_TRY(const int status, run_jobs_after_change(context, out));
    out.object("licet.attested/1", {{"rule", options.rule}, {"state", "revoked"}});
    out.text("the confirmation of " + options.rule + " has ended");
    return status;
  }
  if (options.opinion.empty() || options.until.empty())
    return fail(ErrorCode::kUsage, "a confirmation needs --opinion FILE and --until DATE (or --revoke ends one)");
  LICET_TRY(const std::string digest, file_digest(options.opinion));
  LICET_TRY(const Instant until, end_moment(options.until, options.zone));
  LICET_TRY(const std::string proposal, app::attest_rule(deps, context.principal(), {options.rule, digest, until}));
  out.object("licet.attested/1", {{"opinion", digest},
                                  {"proposal", proposal},
                                  {"rule", options.rule},
                                  {"state", "proposed"},
                                  {"until", until.us}});
  out.text("proposed: " + options.rule + " until " + format_instant(until));
  out.text("a second person approves it: licet policy approve " + options.rule + " --proposal " +
           proposal.substr(0, 31) + " --as PERSON --credential FILE");
  return 0;
}

Result<int> run_register_show(Context& context, Output& out) {
  LICET_CHECK(app::Access::demand(context.principal(), app::Right::kReadLedger));
  const Options& options = context.options();
  LICET_CHECK(check_record_kind(options.kind));
  std::optional<Instant> known_at, at;
  if (!options.known_at.empty()) {
    LICET_TRY(known_at, begin_moment(options.known_at, options.zone));
  }
  if (!options.at.empty()) {
    LICET_TRY(at, begin_moment(options.at, options.zone));
  }
  json::Value document;
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(document, app::register_document(reader, known_at));
    return {};
  }));
  app::Deps deps = context.deps();
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  std::vector<std::vector<std::string>> rows = {{"KEY", "KIND", "STATUS", "FROM", "TO", "OF"}};
  for (const json::Value& record : document.find("records")->as_array()) {
    if (!options.kind.empty() && record.string_or("kind", "") != options.kind) continue;
    if (at && !holds_at(record, *at)) continue;
    out.object("licet.register_record/1", {{"record", record}});
    const std::string_view person = record.string_or("person", "");
    rows.push_back({std::string(record.string_or("key", "")), std::string(record.string_or("kind", "")),
                    std::string(record.string_or("status", "")), std::string(record.string_or("from", "")),
                    std::string(record.string_or("to", "")),
                    person.empty() ? std::string(record.string_or("entity", record.string_or("name", "")))
                                   : handle_of(handles, person)});
  }
  LICET_CHECK(
      app::record_read(deps, context.principal(),
                       {"register show", {}, "look at the register", static_cast<std::int64_t>(rows.size()) - 1, {}}));
  if (!out.json())
    for (const std::string& line : table(rows)) out.text(line);
  return 0;
}

Result<int> run_register_diff(Context& context, Output& out) {
  LICET_CHECK(app::Access::demand(context.principal(), app::Right::kReadLedger));
  LICET_TRY(const app::FirmBundle bundle, checked_firm(context.options(), out));
  LICET_TRY(const json::Value document, proposed_register(context, bundle));
  app::Deps deps = context.deps();
  LICET_TRY(const app::RegisterProposal proposal, app::register_proposal(deps, context.principal(), document));
  print_changes(proposal.changes, out);
  if (proposal.digest.empty()) return 0;
  out.object("licet.register_proposal/1",
             {{"changes", static_cast<std::int64_t>(proposal.changes.size())}, {"proposal", proposal.digest}});
  out.text("two people apply exactly this with: licet register apply FILE --proposal " + proposal.digest.substr(0, 31) +
           " --approver PERSON --approver-credential FILE");
  return 0;
}

Result<int> run_register_apply(Context& context, Output& out) {
  LICET_TRY(const app::FirmBundle bundle, checked_firm(context.options(), out));
  LICET_TRY(const json::Value document, proposed_register(context, bundle));
  LICET_TRY(const app::Principal approver, context.approver());
  app::Deps deps = context.deps();
  LICET_TRY(const app::RegisterProposal applied,
            app::apply_register(deps, context.principal(), approver, document, context.options().proposal));
  print_changes(applied.changes, out);
  return applied.changes.empty() ? 0 : run_jobs_after_change(context, out);
}

Result<int> run_register_suspend(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_CHECK(app::suspend_record(deps, context.principal(), context.options().id));
  LICET_TRY(const int status, run_jobs_after_change(context, out));
  out.object("licet.register_status/1", {{"key", context.options().id}, {"status", "suspended"}});
  out.text(context.options().id + " is suspended");
  return status;
}

Result<int> run_register_restore(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const std::string& key = context.options().id;
  if (context.options().dry_run) {
    LICET_TRY(const app::RegisterProposal proposal, app::restore_proposal(deps, context.principal(), key));
    print_changes(proposal.changes, out);
    out.object("licet.register_proposal/1",
               {{"changes", static_cast<std::int64_t>(proposal.changes.size())}, {"proposal", proposal.digest}});
    out.text("two people do exactly this with: licet register restore " + key + " --proposal " +
             proposal.digest.substr(0, 31) + " --approver PERSON --approver-credential FILE");
    return 0;
  }
  LICET_TRY(const app::Principal approver, context.approver());
  LICET_CHECK(app::restore_record(deps, context.principal(), approver, key, context.options().proposal));
  LICET_TRY(const int status, run_jobs_after_change(context, out));
  out.object("licet.register_status/1", {{"key", context.options().id}, {"status", "active"}});
  out.text(context.options().id + " is active again");
  return status;
}

}  // namespace licet::cli
