#include "app/lead_commands.h"

#include <algorithm>

#include "app/did_you_mean.h"
#include "app/disclosure.h"
#include "app/lead_claims.h"
#include "app/refusal.h"
#include "domain/classification.h"
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

/// Records the refusal, so that what was tried and stopped is on the record; and asks the gate about the present owner,
/// who keeps the lead only if it says yes.
Status record_refusal(Tx& tx, Deps& deps, const FirmState& state, LeadDraft& draft, const PersonId& person,
                      const AssignAnswer& answer, record::BodyBuilder body) {
  body.uses(state.policy->digest(), state.view->digest());
  json::Array codes;
  for (const std::string& reason : answer.reasons) codes.emplace_back(reason.substr(0, reason.find(' ')));  // no rule
  json::Object detail{{"lead", draft.lead.str()}, {"person", person.str()}, {"reasons", std::move(codes)}};
  if (!answer.decision.is_null()) detail.emplace("decision", answer.decision);
  body.add(record::attempt_refused("lead assign", "NOT_AUTHORISED", json::Value(std::move(detail))));
  body.link("lead", draft.lead.str());
  if (!draft.owner.empty())
    LICET_CHECK(decide(tx, deps, state, draft, Why::kClock, body).map([](const DecideOutcome&) {}));
  return append(tx, std::move(body));
}

}  // namespace

Result<AssignAnswer> assign_lead(Deps& deps, const Principal& principal, const LeadId& lead, const PersonId& person) {
  LICET_CHECK(Access::demand(principal, Right::kAssign));
  AssignAnswer answer;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    answer = AssignAnswer{};
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kAssign, "assign a lead", state.policy.get()));
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
    LICET_TRY(const Disclosure disclosure, Disclosure::of(principal, *state.policy));
    LICET_TRY(const bool reviewer, disclosure.sees_reasons(tx, lead));
    // One moment for the answer and its record.
    record::BodyBuilder body = new_body(deps, principal, "lead assign");
    if (!reviewer && draft.owner.empty() && draft.status != "erased") {
      answer.reasons = {std::string(kInReview)};
      return record_refusal(tx, deps, state, draft, person, answer, std::move(body));
    }
    body.uses(state.policy->digest(), state.view->digest());
    auto gate = authorise_person(state, draft, person, body.at());
    if (!gate) {
      answer.reasons = {std::string(domain::reason_name(domain::ReasonCode::kPersonUnknown))};
      return record_refusal(tx, deps, state, draft, person, answer, std::move(body));
    }
    const domain::Decision& decision = gate->authorisation.decision();
    answer.decision = domain::authorise_record(*state.policy, *state.view, facts_of(*state.policy, draft),
                                               gate->candidate, decision, body.at());
    answer.reasons = reason_texts(*state.policy, decision);
    auto permit = std::move(gate->authorisation).permit(*state.view);
    if (!permit) return record_refusal(tx, deps, state, draft, person, answer, std::move(body));
    answer.assigned = true;
    answer.person = permit->person().str();
    answer.team = permit->team();
    body.add(record::lead_assigned(std::move(*permit), draft.owner, "manual", answer.decision, false));
    if (!draft.case_id.empty()) body.add(record::case_closed(draft.case_id, draft.lead, "assigned", body.at()));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  answer.receipt = *receipt;
  return answer;
}

namespace {

Status check_client_type(const domain::Policy& policy, const std::string& client_type) {
  std::vector<std::string_view> known;
  for (const json::Value& type : policy.document().find("client_types")->as_array()) known.push_back(type.as_string());
  if (std::find(known.begin(), known.end(), client_type) != known.end()) return {};
  return fail(ErrorCode::kBadInput,
              "'" + client_type + "' is no client type of the policy" + known_words_hint(client_type, known));
}

/// A basis that every classification rule of the lead's jurisdictions knows for this type.
Status check_basis(const domain::Policy& policy, const LeadDraft& draft, const Classification& given, Instant at) {
  const auto bases = domain::classification_bases(policy, facts_of(policy, draft), given.client_type, at);
  if (bases.empty())
    return fail(ErrorCode::kBadInput,
                "no classification rule of the lead's jurisdictions knows the client type '" + given.client_type +
                    "', so nobody can be classified so there (licet policy show lists the rules)");
  const std::vector<std::string_view> known(bases.begin(), bases.end());
  if (std::find(known.begin(), known.end(), given.basis) != known.end()) return {};
  return fail(ErrorCode::kBadInput, "'" + given.basis + "' is no basis on which '" + given.client_type +
                                        "' is known in the lead's jurisdictions" +
                                        known_words_hint(given.basis, known));
}

}  // namespace

Result<DecideOutcome> classify_lead(Deps& deps, const Principal& principal, const LeadId& lead,
                                    const Classification& given) {
  LICET_CHECK(Access::demand(principal, Right::kClassify));
  if (!crypto::parse_digest_text(given.evidence_digest))
    return fail(ErrorCode::kBadInput, "a classification needs the digest of its evidence (--evidence FILE)");
  DecideOutcome outcome;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kClassify, "classify a client", state.policy.get()));
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
    if (draft.status == "erased")
      return fail(ErrorCode::kConflict, "the subject of this lead was erased; nothing can be recorded about it");
    if (draft.owner == principal.person())
      return refuse("OWN_LEAD", "you serve this lead; a reviewer who does not must classify the client");
    LICET_CHECK(check_client_type(*state.policy, given.client_type));
    record::BodyBuilder body = new_body(deps, principal, "lead classify");
    LICET_CHECK(check_basis(*state.policy, draft, given, body.at()));
    body.add(
        record::lead_classified(draft.lead, given.client_type, given.basis, given.evidence_digest, principal.person()));
    outrank_client_type(given.client_type, principal.person(), draft, body);
    draft.client_type = given.client_type;
    draft.client_type_basis = "classified";
    LICET_TRY(outcome, decide(tx, deps, state, draft, Why::kChange, body));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return outcome;
}

namespace {

record::BodyBuilder reauthorise_body(Deps& deps) {
  return record::BodyBuilder(EventId::make(deps.random), deps.clock.now(), record::Actor{"system", "reauthorise", ""},
                             "reauthorise");
}

}  // namespace

Status take_from_owner(Deps& deps, const Principal& principal, const LeadId& lead) {
  return deps.store
      .execute(principal,
               [&](Tx& tx) -> Status {
                 LICET_TRY(const Scope scope, whole_scope(Right::kAssign, "take an undecided lead from its owner"));
                 LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
                 if (draft.owner.empty()) return {};
                 record::BodyBuilder body = reauthorise_body(deps);
                 take_away(deps, draft, Why::kClock, body);
                 return append(tx, std::move(body));
               })
      .map([](const Receipt&) {});
}

Result<ReauthoriseResult> reauthorise(Deps& deps, const Principal& principal, const std::vector<LeadId>& leads) {
  ReauthoriseResult result;
  for (const LeadId& lead : leads) {
    DecideOutcome outcome;
    bool had_owner = false;
    std::optional<Error> no_state;  // that of the firm concerns every lead, and takes none from its owner
    auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
      const auto state = deps.firm.state(tx, LoadLists::kNo);
      if (!state) return fail(no_state.emplace(state.error()));
      LICET_TRY(const Scope scope, whole_scope(Right::kAssign, "re-authorise the owner"));
      LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
      had_owner = !draft.owner.empty();
      if (!had_owner) return {};
      record::BodyBuilder body = reauthorise_body(deps);
      LICET_TRY(outcome, decide(tx, deps, *state, draft, Why::kClock, body));
      return append(tx, std::move(body));
    });
    if (!receipt && (no_state || receipt.error().code == ErrorCode::kEnvironment))
      return fail(std::move(receipt).error());
    if (receipt && !had_owner) continue;
    ++result.checked;
    if (!receipt) {
      result.failures.push_back({lead.str(), std::move(receipt).error()});
      result.failures.back().taken = take_from_owner(deps, principal, lead).has_value();
      if (!result.failures.back().taken) continue;
      outcome = DecideOutcome{"review", {}, {}, {}, {}, true};
    }
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
