#include "app/decide.h"

#include <algorithm>

#include "app/review_reasons.h"
#include "app/screening_thresholds.h"
#include "domain/decision_json.h"

namespace licet::app {
namespace {

using record::TableId;

std::vector<std::pair<std::string, std::string>> texts_of(const domain::Policy& policy,
                                                          const InlineVector<domain::Jurisdiction, 8>& jurisdictions) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& j : jurisdictions) out.emplace_back(policy.symbols().text(j.pack), policy.symbols().text(j.place));
  return out;
}

/// Opens a case, or changes the reasons of the open one. A lead that a reviewer refused is not put before anybody again
/// by itself: somebody has to reopen it.
void park(Deps& deps, LeadDraft& draft, const DecideOutcome& outcome, Why why, record::BodyBuilder& body) {
  body.add(record::lead_parked(draft.lead, draft.owner, outcome.status, why_name(why), body.at()));
  if (!draft.case_id.empty()) {
    body.add(record::case_reasons_changed(draft.case_id, outcome.reasons, outcome.market));
  } else if (!draft.refused) {
    draft.case_id = CaseId::make(deps.random);
    body.add(record::case_opened(draft.case_id, draft.lead, outcome.market, outcome.reasons, body.at()));
  }
  draft.owner = PersonId();
  draft.team.clear();
  draft.status = outcome.status;
}

/// The decision stands in the lead_routed event of the same body, so the assignment does not repeat it.
void assign(domain::AssignmentPermit permit, LeadDraft& draft, Why why, bool turn, record::BodyBuilder& body) {
  const PersonId owner = permit.person();
  const std::string team = permit.team();
  body.add(record::lead_assigned(std::move(permit), draft.owner, why_name(why), json::Value(), turn));
  if (!draft.case_id.empty())
    body.add(
        record::case_closed(draft.case_id, draft.lead, why == Why::kDelisted ? "delisted" : "released", body.at()));
  draft.case_id = CaseId();
  draft.owner = owner;
  draft.team = team;
  draft.status = "assigned";
}

}  // namespace

std::string_view why_name(Why why) {
  switch (why) {
    case Why::kRoute:
      return "route";
    case Why::kRelease:
      return "release";
    case Why::kChange:
      return "change";
    case Why::kClock:
      return "clock";
    case Why::kDelisted:
      return "delisted";
  }
  return "route";
}

Result<domain::RotationState> rotation_state(Reader& reader, const domain::RegisterView& view,
                                             const std::vector<std::uint32_t>& teams) {
  LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kAssign, "rotation and load", nullptr));
  domain::RotationState rotation;
  for (const std::uint32_t index : teams) {
    const auto& team = view.teams()[index];
    LICET_TRY(const auto turn, reader.get(scope, TableId::kRotation, {team.key}));
    if (turn)
      if (auto person = PersonId::parse(turn->text("person"))) rotation.last.emplace(team.key, *person);
    for (const auto& member : team.members) {
      const PersonId& person = view.people()[member.first].id;
      const auto [load, fresh] = rotation.open_leads.emplace(person, 0);
      if (!fresh) continue;
      LICET_TRY(const auto row, reader.get(scope, TableId::kLoad, {person.str()}));
      if (row) load->second = row->integer("open");
    }
  }
  return rotation;
}

std::optional<PersonAnswer> authorise_person(const FirmState& state, const LeadDraft& draft, const PersonId& person,
                                             Instant at) {
  const auto index = state.view->person_index(person);
  if (!index) return std::nullopt;
  const domain::LeadFacts facts = facts_of(*state.policy, draft);
  std::optional<PersonAnswer> best;
  for (std::uint32_t team = 0; team < state.view->teams().size(); ++team) {
    const auto& members = state.view->teams()[team].members;
    const bool member = std::any_of(members.begin(), members.end(), [&](const auto& m) { return m.first == *index; });
    if (!member) continue;
    PersonAnswer answer{{*index, team}, domain::authorise(*state.policy, *state.view, facts, {*index, team}, at)};
    const auto worse = [](const domain::Decision& a, const domain::Decision& b) {
      return a.verdict != b.verdict ? a.verdict > b.verdict : a.reasons.size() > b.reasons.size();
    };
    if (!best || worse(best->authorisation.decision(), answer.authorisation.decision())) best = std::move(answer);
  }
  return best;
}

bool may_keep(const FirmState& state, const LeadDraft& draft, Instant at) {
  const auto answer = authorise_person(state, draft, draft.owner, at);
  return answer && answer->authorisation.decision().allowed();
}

domain::TagResult tag_lead(const FirmState& state, LeadDraft& draft, record::BodyBuilder& body) {
  const domain::Policy& policy = *state.policy;
  const std::vector<domain::Evidence> evidence = evidence_of(policy, draft);
  domain::TagResult tag = domain::tag(policy, evidence, body.at());
  draft.jurisdictions = texts_of(policy, tag.jurisdictions);
  body.uses(policy.digest(), state.view->digest());
  body.add(record::lead_tagged(draft.lead, draft.evidence, draft.jurisdictions,
                               domain::tag_record(policy, evidence, tag, body.at())));
  return tag;
}

std::string expected_market(const domain::Policy& policy, LeadDraft draft, Instant at) {
  const domain::TagResult tag = domain::tag(policy, evidence_of(policy, draft), at);
  draft.jurisdictions = texts_of(policy, tag.jurisdictions);
  const domain::MarketResult found = domain::market_of(policy, facts_of(policy, draft));
  return found.problem ? std::string() : std::string(policy.symbols().text(found.market));
}

Result<DecideOutcome> route_lead(Tx& tx, Deps& deps, const FirmState& state, LeadDraft& draft,
                                 const domain::TagResult& tag, Why why, record::BodyBuilder& body) {
  const domain::Policy& policy = *state.policy;
  const Instant at = body.at();
  DecideOutcome outcome;
  domain::LeadFacts facts = facts_of(policy, draft);
  LICET_TRY(domain::RotationState rotation,
            rotation_state(tx, *state.view, domain::teams_asked(policy, *state.view, facts, at)));
  rotation.sticky = draft.owner;
  domain::Routing routing = domain::route(policy, *state.view, facts, rotation, at);
  if (routing.outcome == domain::Routing::Outcome::kAssigned && draft.screening == "clear") {
    Segment segment = segment_of(draft);
    segment.market = policy.symbols().text(routing.market.market);
    if (compared_more_loosely(policy.document(), segment, draft.engine)) {
      draft.screening = "stale";
      body.add(record::lead_screened(draft.lead, draft.screening, json::Object{{"disposition", "thresholds"}}, {},
                                     draft.open_hits, draft.cleared_hits));
      facts = facts_of(policy, draft);
      routing = domain::route(policy, *state.view, facts, rotation, at);
    }
  }
  const json::Value decision = body.carried(domain::routing_record(policy, *state.view, facts, rotation, routing, at));
  outcome.market = routing.market.problem ? std::string() : std::string(policy.symbols().text(routing.market.market));
  draft.market = outcome.market;
  body.add(record::lead_routed(draft.lead, outcome.market, decision, at));

  if (routing.outcome == domain::Routing::Outcome::kAssigned) {
    auto permit = std::move(*routing.authorisation).permit(*state.view);
    LICET_INVARIANT(permit.has_value());
    outcome.status = "assigned";
    outcome.owner = permit->person();
    outcome.team = permit->team();
    outcome.changed = outcome.owner != draft.owner;
    assign(std::move(*permit), draft, why, !routing.rotation_after.empty(), body);
    return outcome;
  }
  outcome.reasons = review_reasons(policy, tag, routing, draft);
  outcome.status = draft.refused ? "refused" : std::string(parked_status(outcome.reasons));
  park(deps, draft, outcome, why, body);
  return outcome;
}

Result<DecideOutcome> decide(Tx& tx, Deps& deps, const FirmState& state, LeadDraft& draft, Why why,
                             record::BodyBuilder& body) {
  if (why == Why::kClock && !draft.owner.empty() && may_keep(state, draft, body.at()))
    return DecideOutcome{"assigned", draft.owner, draft.team, draft.market, {}, false};
  const domain::TagResult tag = tag_lead(state, draft, body);
  return route_lead(tx, deps, state, draft, tag, why, body);
}

void take_away(Deps& deps, LeadDraft& draft, Why why, record::BodyBuilder& body) {
  DecideOutcome outcome;
  outcome.status = "review";
  outcome.market = draft.market;
  outcome.reasons = {"undecided"};
  park(deps, draft, outcome, why, body);
}

}  // namespace licet::app
