#include "app/confirmations.h"
#include "app/name_command.h"
#include "app/rule_judgements.h"
#include "base/json_texts.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "cli/show.h"

namespace licet::cli {
namespace {

std::string owner_or_reasons(const app::LeadView& view, const Handles& handles) {
  if (!view.lead.null("owner")) return handle_of(handles, view.lead.text("owner"));
  if (!view.whole) return "in review";
  return view.open_case ? reasons_text(*view.open_case) : "";
}

/// What the owner's having the lead rests on beside verified rules.
struct Behind {
  std::vector<app::ConfirmationView> confirmed;
  record::SettledRules judged;  ///< of what two people judged for the lead, that which counts
};

Result<Behind> rests_on(Context& context, const app::LeadView& view) {
  Behind out;
  app::Deps deps = context.deps();
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const app::FirmState state, deps.firm.state(reader, app::LoadLists::kNo));
    LICET_TRY(out.confirmed, app::confirmations_behind(reader, state, view.lead, context.clock().now()));
    out.judged = app::judgements_in_force(*state.policy, app::draft_of(view.lead));
    return {};
  }));
  return out;
}

json::Object whole_lead_json(const app::LeadView& view, const Behind& behind) {
  json::Object out = lead_json(view);
  json::Array rules;
  for (const app::ConfirmationView& one : behind.confirmed) rules.emplace_back(app::confirmation_json(one));
  if (!rules.empty()) out.emplace("rests_on", std::move(rules));
  return out;
}

void print_lead(const app::LeadView& view, const Behind& behind, const Handles& handles, Output& out) {
  const record::Row& lead = view.lead;
  const auto row = [&](const char* name, const std::string& value) {
    if (!value.empty())
      out.text(std::string(name) + std::string(16 - std::string_view(name).size(), ' ') + printable(value));
  };
  row("lead", std::string(lead.text("id")));
  row("person", subject_name(view.subject));
  if (view.subject)
    for (const char* column : {"company", "email", "phone", "street", "city", "postal_code", "country", "birth_date",
                               "gender", "nationality", "passport", "national_id"})
      row(column, std::string(view.subject->text(column)));
  row("status", std::string(lead.text("status")));
  row("state", std::string(lead.text("state")));
  row("jurisdictions", jurisdictions_text(lead));
  row("market", std::string(lead.text("market")));
  if (!lead.null("client_type"))
    row("client type",
        std::string(lead.text("client_type")) + " (" + std::string(lead.text("client_type_basis")) + ")");
  row("product", std::string(lead.text("product")));
  row("lawful basis", std::string(lead.text("lawful_basis")));
  row("screening", std::string(lead.text("screening")));
  row("owner", handle_of(handles, lead.text("owner")));
  row("team", std::string(lead.text("team")));
  for (const app::ConfirmationView& one : behind.confirmed)
    row("rests on", one.rule + ", which nobody verified and the firm confirmed until " + time_text(one.until.us) +
                        (one.invented ? " (INVENTED for an example)" : ""));
  for (const auto& [rule, digest] : app::draft_of(lead).settled_rules)
    row("judged", rule + ", by two people for this lead" +
                      (behind.judged.count(rule) != 0 ? "" : "; no longer counts, the rule or the lead has changed"));
  row("source", std::string(lead.text("source")));
  row("received", time_text(lead.integer("received_at")));
  if (view.open_case) {
    row("case", std::string(view.open_case->text("id")) + " (" + std::string(view.open_case->text("state")) + ")");
    row("waits for", reasons_text(*view.open_case));
  }
}

/// The event's own words: its type and the few fields that tell what came of it.
std::string event_text(const record::Event& event, const Handles& handles) {
  std::string out = event.type;
  const json::Value fields(event.fields);
  for (const char* name : {"status", "market", "why", "reasons", "outcome", "client_type", "basis", "state"}) {
    const json::Value* value = fields.find(name);
    if (value != nullptr)
      out += std::string("  ") + name + "=" + (value->is_string() ? value->as_string() : json::canonical(*value));
  }
  if (const json::Value* rules = fields.find("rules"); rules != nullptr && rules->is_array())
    for (const json::Value& rule : rules->as_array())
      if (const auto named = json::texts_of(&rule); !named.empty()) out += "  rule=" + named.front();
  for (const char* name : {"person", "from"})
    if (!fields.string_or(name, "").empty())
      out += std::string("  ") + name + "=" + handle_of(handles, fields.string_or(name, ""));
  return out;
}

void print_history(const app::LeadHistory& history, const DecisionNames& names, Output& out) {
  const Handles& handles = names.handles;
  for (const app::HistoryItem& item : history.items) {
    const std::string by = item.by.kind == "person" ? handle_of(handles, item.by.id) : item.by.kind;
    out.text("");
    out.text("entry " + std::to_string(item.seq) + "  " + time_text(item.time.us) + "  " + item.command + "  by " + by);
    for (const record::Event& event : item.events) {
      out.text("  " + printable(event_text(event, handles)));
      const auto decision = event.fields.find("decision");
      if (decision == event.fields.end()) continue;
      for (const std::string& line : decision_lines(decision->second, names, "    ")) out.text(printable(line));
      for (const std::string& line : citation_lines(decision->second, names, "    ")) out.text(printable(line));
    }
    if (item.opened.is_null()) out.text("  (sealed; the subject's key is gone)");
    const json::Value* screening = item.opened.find("screening");
    if (screening != nullptr) out.text("  screening: " + printable(json::canonical(*screening)));
    const json::Value* note = item.opened.find("note");
    if (note != nullptr && note->is_string()) out.text("  note: " + printable(note->as_string()));
  }
}

json::Value history_json(const app::LeadHistory& history) {
  json::Array items;
  for (const app::HistoryItem& item : history.items) {
    json::Array events;
    for (const record::Event& event : item.events) {
      json::Object fields = event.fields;
      fields.emplace("t", event.type);
      fields.emplace("v", event.version);
      events.emplace_back(std::move(fields));
    }
    items.emplace_back(json::Object{{"by", item.by.id},
                                    {"by_kind", item.by.kind},
                                    {"command", item.command},
                                    {"events", std::move(events)},
                                    {"opened", item.opened},
                                    {"seq", item.seq},
                                    {"time", item.time.us}});
  }
  return json::Value(std::move(items));
}

Result<LeadId> lead_argument(Context& context, app::Right right) {
  LeadId id;
  app::Deps deps = context.deps();
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const app::FirmState state, deps.firm.state(reader, app::LoadLists::kNo));
    LICET_TRY(const app::Scope scope,
              app::Access::scope(context.principal(), right, "name a lead", state.policy.get()));
    LICET_TRY(id, app::find_lead(reader, scope, context.options().id));
    return {};
  }));
  return id;
}

/// What became of a lead that was decided anew.
Result<int> print_decided(Context& context, const LeadId& lead, const std::string& what,
                          const app::DecideOutcome& outcome, Output& out) {
  app::Deps deps = context.deps();
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  json::Array reasons;
  for (const std::string& reason : outcome.reasons) reasons.emplace_back(reason);
  out.object("licet.decided/1", {{"lead", lead.str()},
                                 {"market", outcome.market},
                                 {"owner", outcome.owner.str()},
                                 {"reasons", std::move(reasons)},
                                 {"status", outcome.status}});
  out.text(lead.str() + " " + what + "; market " + outcome.market + "; " + outcome.status +
           (outcome.owner.empty() ? "" : " to " + handle_of(handles, outcome.owner.str())));
  for (const std::string& reason : outcome.reasons) out.text("  " + reason);
  return 0;
}

}  // namespace

Result<int> run_lead_list(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const Options& options = context.options();
  LICET_TRY(const auto views,
            app::list_leads(deps, context.principal(),
                            {options.status, options.market, options.after, static_cast<std::size_t>(options.limit)}));
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  std::vector<std::vector<std::string>> rows = {{"LEAD", "PERSON", "WHERE", "STATUS", "OWNER / WAITS FOR"}};
  for (const app::LeadView& view : views) {
    out.object("licet.lead/1", lead_json(view));
    rows.push_back({std::string(view.lead.text("id")), subject_name(view.subject), jurisdictions_text(view.lead),
                    std::string(view.lead.text("status")), owner_or_reasons(view, handles)});
  }
  if (views.empty()) out.text("no leads");
  if (!views.empty())
    for (const std::string& line : table(rows)) out.text(line);
  if (views.size() == static_cast<std::size_t>(options.limit))
    out.note("more may follow: --after " + std::string(views.back().lead.text("id")));
  return 0;
}

Result<int> run_lead_show(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_TRY(const app::LeadView view, app::show_lead(deps, context.principal(), context.options().id));
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  LICET_TRY(const auto behind, rests_on(context, view));
  out.object("licet.lead/1", whole_lead_json(view, behind));
  if (!out.json()) print_lead(view, behind, handles, out);
  return 0;
}

Result<int> run_explain(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_TRY(const app::LeadHistory history, app::explain_lead(deps, context.principal(), context.options().id));
  LICET_TRY(const Handles handles, app::person_handles(deps, context.principal()));
  LICET_TRY(const auto behind, rests_on(context, history.view));
  json::Object fields = {{"history", history_json(history)},
                         {"lead", json::Value(whole_lead_json(history.view, behind))}};
  out.object("licet.explain/1", std::move(fields));
  if (out.json()) return 0;
  DecisionNames names{handles, {}};
  LICET_CHECK(context.store().read(context.principal(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const app::FirmState state, deps.firm.state(reader, app::LoadLists::kNo));
    for (const domain::Rule& rule : state.policy->rules()) names.citations.emplace(rule.id, rule.citation);
    return {};
  }));
  print_lead(history.view, behind, handles, out);
  print_history(history, names, out);
  return 0;
}

Result<int> run_lead_assign(Context& context, Output& out) {
  app::Deps deps = context.deps();
  LICET_TRY(const LeadId lead, lead_argument(context, app::Right::kAssign));
  LICET_TRY(const PersonId person, app::find_person(deps, context.principal(), context.options().to));
  LICET_TRY(const app::AssignAnswer answer, app::assign_lead(deps, context.principal(), lead, person));
  json::Array reasons;
  for (const std::string& reason : answer.reasons) reasons.emplace_back(reason);
  out.object("licet.assign/1", {{"assigned", answer.assigned},
                                {"decision", answer.decision},
                                {"lead", lead.str()},
                                {"person", person.str()},
                                {"reasons", std::move(reasons)}});
  if (answer.assigned) {
    out.text(lead.str() + " is with " + context.options().to + " (team " + answer.team + ")");
    return 0;
  }
  out.text("refused: " + context.options().to + " may not have " + lead.str());
  for (const std::string& reason : answer.reasons) out.text("  " + reason);
  out.text("the attempt is on the record");
  return exit_status(ErrorCode::kRefused);
}

Result<int> run_lead_classify(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const Options& options = context.options();
  LICET_TRY(const LeadId lead, lead_argument(context, app::Right::kClassify));
  LICET_TRY(const std::string digest, file_digest(options.evidence));
  LICET_TRY(const app::DecideOutcome outcome,
            app::classify_lead(deps, context.principal(), lead, {options.client_type, options.basis, digest}));
  return print_decided(context, lead, "is classified " + options.client_type, outcome, out);
}

Result<int> run_lead_name(Context& context, Output& out) {
  app::Deps deps = context.deps();
  const Options& options = context.options();
  LICET_TRY(const LeadId lead, lead_argument(context, app::Right::kReview));
  LICET_TRY(const app::DecideOutcome outcome,
            app::name_lead(deps, context.principal(), lead, {options.first_name, options.last_name, options.company}));
  return print_decided(context, lead, "is named and screened", outcome, out);
}

}  // namespace licet::cli
