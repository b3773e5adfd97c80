#include "app/lead_commands.h"

#include <algorithm>

#include "domain/decision_json.h"

namespace licet::app {
namespace {

Result<Scope> whole_scope(Right right, std::string_view purpose) {
  return Access::scope(Access::system(), right, purpose, nullptr);
}

std::vector<std::string> reason_texts(const domain::Policy& policy, const domain::Decision& decision) {
  std::vector<std::string> out;
  for (const domain::Reason& reason : decision.reasons) {
    std::string text(reason.engine_code == domain::ReasonCode::kRule ? policy.symbols().text(reason.code)
                                                                     : domain::reason_name(reason.engine_code));
    if (reason.rule != domain::kNoRule) text += " (" + policy.rules()[reason.rule].id + ")";
    out.push_back(std::move(text));
  }
  return out;
}

/// Records the refusal, so that what was tried and stopped is on the record.
Status record_refusal(Tx& tx, Deps& deps, const Principal& principal, const FirmState& state, const LeadDraft& draft,
                      const PersonId& person, const AssignAnswer& answer) {
  record::BodyBuilder body = new_body(deps, principal, "lead assign");
  body.uses(state.policy->digest(), state.view->digest());
  json::Array codes;
  for (const std::string& reason : answer.reasons) codes.emplace_back(reason);
  body.add(record::attempt_refused("lead assign", "NOT_AUTHORISED",
                                   json::Value(json::Object{{"decision", answer.decision},
                                                            {"lead", draft.lead.str()},
                                                            {"person", person.str()},
                                                            {"reasons", std::move(codes)}})));
  body.link("lead", draft.lead.str());
  return append(tx, std::move(body));
}

}  // namespace

Result<AssignAnswer> assign_lead(Deps& deps, const Principal& principal, const LeadId& lead, const PersonId& person) {
  LICET_CHECK(Access::demand(principal, Right::kAssign));
  AssignAnswer answer;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    answer = AssignAnswer{};
    LICET_TRY(const FirmState state, load_firm_state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kAssign, "assign a lead", state.policy.get()));
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
    record::BodyBuilder body = new_body(deps, principal, "lead assign");
    body.uses(state.policy->digest(), state.view->digest());
    const auto gate = authorise_person(state, draft, person, body.at());
    if (!gate) {
      answer.reasons = {std::string(domain::reason_name(domain::ReasonCode::kPersonUnknown))};
      return record_refusal(tx, deps, principal, state, draft, person, answer);
    }
    const domain::Decision& decision = gate->authorisation.decision();
    answer.decision = domain::authorise_record(*state.policy, *state.view, facts_of(*state.policy, draft),
                                               gate->candidate, decision, body.at());
    answer.reasons = reason_texts(*state.policy, decision);
    auto permit = gate->authorisation.permit(*state.view);
    if (!permit) return record_refusal(tx, deps, principal, state, draft, person, answer);
    answer.assigned = true;
    answer.person = permit->person().str();
    answer.team = permit->team();
    body.add(record::lead_assigned(std::move(*permit), draft.lead, draft.owner, "manual", answer.decision, false));
    if (!draft.case_id.empty()) body.add(record::case_closed(draft.case_id, draft.lead, "assigned", body.at()));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  answer.receipt = *receipt;
  return answer;
}

Result<DecideOutcome> classify_lead(Deps& deps, const Principal& principal, const LeadId& lead,
                                    const Classification& given) {
  LICET_CHECK(Access::demand(principal, Right::kClassify));
  DecideOutcome outcome;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, load_firm_state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kClassify, "classify a client", state.policy.get()));
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
    if (draft.status == "erased")
      return fail(ErrorCode::kConflict, "the subject of this lead was erased; nothing can be recorded about it");
    const auto known = state.policy->document().find("client_types");
    const auto& types = known->as_array();
    if (std::none_of(types.begin(), types.end(),
                     [&](const json::Value& t) { return t.as_string() == given.client_type; }))
      return fail(ErrorCode::kBadInput, "'" + given.client_type + "' is no client type of the policy");
    record::BodyBuilder body = new_body(deps, principal, "lead classify");
    body.add(
        record::lead_classified(draft.lead, given.client_type, given.basis, given.evidence_digest, principal.person()));
    draft.client_type = given.client_type;
    draft.client_type_basis = "classified";
    LICET_TRY(outcome, decide(tx, deps, state, draft, Why::kChange, body));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return outcome;
}

Result<ReauthoriseResult> reauthorise(Deps& deps, const Principal& principal, const FirmState& state,
                                      const std::vector<LeadId>& leads) {
  ReauthoriseResult result;
  for (const LeadId& lead : leads) {
    DecideOutcome outcome;
    bool had_owner = false;
    auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
      LICET_TRY(const Scope scope, whole_scope(Right::kAssign, "re-authorise the owner"));
      LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
      had_owner = !draft.owner.empty();
      if (!had_owner) return {};
      record::BodyBuilder body(EventId::make(deps.random), deps.clock.now(), record::Actor{"system", "reauthorise", ""},
                               "reauthorise");
      LICET_TRY(outcome, decide(tx, deps, state, draft, Why::kClock, body));
      return append(tx, std::move(body));
    });
    if (!receipt) return fail(std::move(receipt).error());
    if (!had_owner) continue;
    ++result.checked;
    if (!outcome.changed) {
      ++result.kept;
      continue;
    }
    ++(outcome.status == "assigned" ? result.moved : result.parked);
    result.moved_leads.push_back(lead.str());
  }
  return result;
}

}  // namespace licet::app
