#include "app/confirmations.h"

#include "app/lead_draft.h"

namespace licet::app {

using record::TableId;

Result<std::optional<ConfirmationView>> confirmation_of(Reader& reader, const FirmState& state, std::string_view rule,
                                                        Instant at) {
  // The confirmations are the firm's, not a market's.
  LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kPolicy, "what a permission rests on", nullptr));
  LICET_TRY(const auto row, reader.get(scope, TableId::kConfirmation, {std::string(rule)}));
  if (!row) return std::nullopt;
  ConfirmationView out;
  out.rule = std::string(rule);
  out.state = row->text("state");
  out.opinion = row->text("opinion");
  out.by = row->text("proposed_by");
  out.approved_by = row->text("approved_by");
  if (out.state == "proposed") out.proposal = row->text("proposal");
  out.until = Instant{row->integer("until")};
  out.invented = row->integer("invented") != 0;
  const auto index = state.policy->rule_index(rule);
  out.in_force = index && state.view->confirmed(*index, at);
  return out;
}

Result<std::vector<ConfirmationView>> confirmations_behind(Reader& reader, const FirmState& state,
                                                           const record::Row& lead, Instant at) {
  std::vector<ConfirmationView> out;
  const auto owner = PersonId::parse(lead.text("owner"));
  if (!owner) return out;
  const auto person = state.view->person_index(*owner);
  const auto team = state.view->team_index(lead.text("team"));
  if (!person || !team) return out;
  const domain::LeadFacts facts = facts_of(*state.policy, draft_of(lead));
  for (const std::uint32_t rule :
       domain::confirmed_rules_behind(*state.policy, *state.view, facts, {*person, *team}, at)) {
    LICET_TRY(auto one, confirmation_of(reader, state, state.policy->rules()[rule].id, at));
    if (one) out.push_back(std::move(*one));
  }
  return out;
}

json::Object confirmation_json(const ConfirmationView& confirmation) {
  json::Object out = {
      {"by", confirmation.by},           {"in_force", confirmation.in_force}, {"invented", confirmation.invented},
      {"opinion", confirmation.opinion}, {"rule", confirmation.rule},         {"state", confirmation.state},
      {"until", confirmation.until.us}};
  if (!confirmation.approved_by.empty()) out.emplace("approved_by", confirmation.approved_by);
  if (!confirmation.proposal.empty()) out.emplace("proposal", confirmation.proposal);
  return out;
}

}  // namespace licet::app
