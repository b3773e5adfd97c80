// licet person: people of the firm, their roles and credentials, each by two people.
#include <optional>
#include <sstream>

#include "app/lead_queries.h"
#include "app/people_commands.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "cli/moment.h"

namespace licet::cli {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);)
    if (!part.empty()) out.push_back(part);
  return out;
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

/// The roles as they are now, for people and programs.
Result<int> print_roles(Context& context, const PersonId& person, const app::RolesChanged& changed, Output& out) {
  out.object("licet.person_roles/1", {{"before", json::Array(changed.before.begin(), changed.before.end())},
                                      {"handle", context.options().person},
                                      {"id", person.str()},
                                      {"roles", json::Array(changed.after.begin(), changed.after.end())}});
  std::string all;
  for (const std::string& role : changed.after) all += (all.empty() ? "" : ", ") + role;
  out.text(context.options().person + " now holds " + (all.empty() ? "no role" : all));
  return 0;
}

}  // namespace

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

Result<int> run_person_grant(Context& context, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  std::optional<Instant> until;
  if (!options.until.empty()) {
    LICET_TRY(until, end_moment(options.until, options.zone));
  }
  LICET_TRY(const PersonId person, app::find_person(deps, context.principal(), options.person));
  LICET_TRY(const app::Principal approver, approver_of_people(context));
  LICET_TRY(const app::RolesChanged changed,
            app::grant_roles(deps, context.principal(), approver, person, split(options.roles, ','), until));
  return print_roles(context, person, changed, out);
}

Result<int> run_person_revoke(Context& context, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  LICET_TRY(const PersonId person, app::find_person(deps, context.principal(), options.person));
  LICET_TRY(const app::Principal approver, approver_of_people(context));
  LICET_TRY(const app::RolesChanged changed,
            app::revoke_roles(deps, context.principal(), approver, person, split(options.roles, ',')));
  return print_roles(context, person, changed, out);
}

}  // namespace licet::cli
