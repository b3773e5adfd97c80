#include "app/good_guy_commands.h"
#include "cli/handlers.h"
#include "cli/show.h"

namespace licet::cli {
namespace {

json::Object good_guy_json(const app::GoodGuyView& view) {
  json::Object out = row_json(view.row);
  if (view.subject) out.emplace("person", json::Value(row_json(*view.subject)));
  if (!view.reason.empty()) out.emplace("reason", view.reason);
  return out;
}

std::string listed(const record::Row& row) {
  return std::string(row.text("list")) + ":" + std::string(row.text("entry"));
}

}  // namespace

Result<int> run_goodguy_list(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const Options& options = context.options();
  app::GoodGuyFilter filter;
  if (options.status == "all")
    filter.state.clear();
  else if (!options.status.empty())
    filter.state = options.status;
  filter.after = options.after;
  filter.limit = static_cast<std::size_t>(options.limit);
  LICET_TRY(const auto views, app::list_good_guys(deps, context.principal(), filter));
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  std::vector<std::vector<std::string>> rows = {
      {"GOOD GUY", "PERSON", "IS NOT", "STATE", "UNTIL", "BY", "APPROVED BY"}};
  for (const app::GoodGuyView& view : views) {
    out.object("licet.good_guy/1", good_guy_json(view));
    rows.push_back({std::string(view.row.text("id")), printable(subject_name(view.subject)),
                    printable(listed(view.row)), std::string(view.row.text("state")),
                    time_text(view.row.integer("until")), handle_of(handles, view.row.text("by")),
                    handle_of(handles, view.row.text("approved_by"))});
  }
  if (views.empty()) out.text("no such entry");
  if (!views.empty())
    for (const std::string& line : table(rows)) out.text(line);
  if (views.size() == filter.limit) out.note("more may follow: --after " + std::string(views.back().row.text("id")));
  return 0;
}

Result<int> run_goodguy_show(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_TRY(const app::GoodGuyView view, app::show_good_guy(deps, context.principal(), context.options().id));
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  out.object("licet.good_guy/1", good_guy_json(view));
  if (out.json()) return 0;
  const record::Row& row = view.row;
  out.text("good guy      " + std::string(row.text("id")) + " (" + std::string(row.text("state")) + ")");
  out.text("person        " + printable(subject_name(view.subject)));
  out.text("is not        " + printable(listed(row)) + ", as listed with " +
           std::string(row.text("hit").substr(row.text("hit").find(':') + 1)));
  out.text("found by      " + handle_of(handles, row.text("by")) + ", approved by " +
           handle_of(handles, row.text("approved_by")) + ", " + time_text(row.integer("added_at")));
  out.text("holds until   " + time_text(row.integer("until")));
  if (!row.null("ended_at"))
    out.text("ended         " + time_text(row.integer("ended_at")) +
             (row.null("ended_by") ? "" : " by " + handle_of(handles, row.text("ended_by"))));
  out.text("reason        " + (view.reason.empty() ? "(erased)" : printable(view.reason)));
  out.text("case          " + std::string(row.text("review")) + " of " + std::string(row.text("lead")));
  return 0;
}

Result<int> run_goodguy_revoke(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const Options& options = context.options();
  LICET_TRY(const app::Revoked done, app::revoke_good_guy(deps, context.principal(), options.id, options.note));
  json::Array leads;
  for (const LeadId& lead : done.leads) leads.emplace_back(lead.str());
  out.object("licet.good_guy_revoked/1", {{"good_guy", done.id.str()}, {"leads", std::move(leads)}});
  out.text(done.id.str() + " ended; " + std::to_string(done.leads.size()) + " leads are in review again");
  return 0;
}

}  // namespace licet::cli
