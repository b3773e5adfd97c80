#include "domain/decision_json.h"

#include <algorithm>
#include <array>

namespace licet::domain {
namespace {

// Names in records, in the order of the enumerations. Published: a name never changes.
constexpr std::array<std::string_view, 7> kUseNames = {"for",   "against", "added",       "fallback",
                                                       "stale", "no_pack", "unknown_kind"};
constexpr std::array<std::string_view, 7> kOutcomeNames = {
    "assigned", "nobody_licensed", "nobody_available", "unconfirmed", "no_route", "no_market", "held"};

class Recorder {
 public:
  explicit Recorder(const Policy& policy) : policy_(policy) {}

  std::string text(Symbol symbol) const { return std::string(policy_.symbols().text(symbol)); }

  std::string pair(const Jurisdiction& where) const { return text(where.pack) + ":" + text(where.place); }

  json::Value reason(const Reason& reason) const {
    json::Object out;
    out["code"] =
        reason.engine_code == ReasonCode::kRule ? text(reason.code) : std::string(reason_name(reason.engine_code));
    out["verdict"] = verdict_name(reason.verdict);
    if (reason.pack != Symbol::kNone) out["pack"] = text(reason.pack);
    if (reason.place != Symbol::kNone) out["place"] = text(reason.place);
    if (reason.rule != kNoRule) out["rule"] = policy_.rules()[reason.rule].id;
    return out;
  }

  void decision(json::Object& out, const Decision& decision) const {
    out["engine"] = decision.engine;
    out["verdict"] = verdict_name(decision.verdict);
    if (!decision.reasons.empty()) out["reasons"] = list(decision.reasons, [&](const Reason& r) { return reason(r); });
    if (!decision.obligations.empty())
      out["obligations"] = list(decision.obligations, [&](const Obligation& o) { return obligation(o); });
    if (decision.earliest_at.us != 0) out["earliest_at"] = decision.earliest_at.us;
  }

  template <typename List, typename Print>
  static json::Value list(const List& items, Print print) {
    json::Array out;
    for (const auto& item : items) out.push_back(print(item));
    return out;
  }

 private:
  json::Value obligation(const Obligation& obligation) const {
    json::Object out{{"code", text(obligation.code)}};
    if (obligation.rule != kNoRule) out["rule"] = policy_.rules()[obligation.rule].id;
    return out;
  }

  const Policy& policy_;
};

/// A reason that several candidates share stands in the record once; candidates point at it.
class ReasonTable {
 public:
  std::int64_t add(json::Value reason) {
    const auto found = std::find(reasons_.begin(), reasons_.end(), reason);
    if (found != reasons_.end()) return found - reasons_.begin();
    reasons_.push_back(std::move(reason));
    return static_cast<std::int64_t>(reasons_.size()) - 1;
  }
  json::Array take() { return std::move(reasons_); }

 private:
  json::Array reasons_;
};

/// What the decision read of the rotation: people and teams that were candidates.
RotationState what_was_read(const RegisterView& view, const RotationState& rotation, const Routing& routing) {
  RotationState out;
  for (const CandidateOutcome& candidate : routing.candidates) {
    const PersonId& person = view.people()[candidate.candidate.person].id;
    const std::string& team = view.teams()[candidate.candidate.team].key;
    if (const auto load = rotation.open_leads.find(person); load != rotation.open_leads.end() && load->second != 0)
      out.open_leads.insert(*load);
    if (const auto last = rotation.last.find(team); last != rotation.last.end()) out.last.insert(*last);
    if (person == rotation.sticky) out.sticky = person;
  }
  return out;
}

void add_candidates(const Recorder& recorder, const RegisterView& view, const Routing& routing, json::Object& out) {
  ReasonTable reasons;
  json::Array teams;
  json::Array candidates;
  for (const CandidateOutcome& candidate : routing.candidates) {
    const json::Value team(view.teams()[candidate.candidate.team].key);
    if (teams.empty() || teams.back() != team) teams.push_back(team);
    json::Array row{view.people()[candidate.candidate.person].id.str(), teams.size() - 1};
    for (const Reason& reason : candidate.licence.reasons) row.emplace_back(reasons.add(recorder.reason(reason)));
    for (const ReasonCode code : candidate.unavailable)
      row.emplace_back(reasons.add(json::Object{{"code", std::string(reason_name(code))}}));
    candidates.emplace_back(std::move(row));
  }
  json::Array all = reasons.take();
  if (!candidates.empty()) out["candidates"] = std::move(candidates);
  if (!teams.empty()) out["teams"] = std::move(teams);
  if (!all.empty()) out["reasons"] = std::move(all);
}

tl::unexpected<Error> bad_record(const std::string& what) {
  return fail(ErrorCode::kBadInput, "this is no record of a decision: " + what);
}

Result<TagResult> tag_again(const Policy& policy, const json::Value& record, Instant at,
                            std::vector<Evidence>& evidence) {
  const json::Value* list = record.find("evidence");
  const json::Value none = json::Array{};
  LICET_TRY(evidence, evidence_from_json(policy, list == nullptr ? none : *list));
  return tag(policy, evidence, at);
}

Result<json::Value> authorise_again(const Policy& policy, const RegisterView& view, const json::Value& record,
                                    Instant at) {
  const json::Value* facts = record.find("lead");
  if (facts == nullptr) return bad_record("'lead' is missing");
  LICET_TRY(const LeadFacts lead, lead_from_json(policy, *facts));
  Candidate candidate{kNoRule, kNoRule};
  if (const auto id = PersonId::parse(record.string_or("person", "")))
    candidate.person = view.person_index(*id).value_or(kNoRule);
  candidate.team = view.team_index(record.string_or("team", "")).value_or(kNoRule);
  const Authorisation answer = authorise(policy, view, lead, candidate, at);
  return authorise_record(policy, view, lead, candidate, answer.decision(), at);
}

Result<json::Value> route_again(const Policy& policy, const RegisterView& view, const json::Value& record, Instant at) {
  const json::Value* facts = record.find("lead");
  const json::Value* turns = record.find("rotation");
  if (facts == nullptr) return bad_record("'lead' is missing");
  LICET_TRY(const LeadFacts lead, lead_from_json(policy, *facts));
  RotationState rotation;
  if (turns != nullptr) {
    LICET_TRY(rotation, rotation_from_json(*turns));
  }
  return routing_record(policy, view, lead, rotation, route(policy, view, lead, rotation, at), at);
}

}  // namespace

json::Value decision_record(const Policy& policy, const Decision& decision) {
  json::Object out;
  Recorder(policy).decision(out, decision);
  return out;
}

json::Value tag_record(const Policy& policy, const std::vector<Evidence>& evidence, const TagResult& result,
                       Instant at) {
  const Recorder recorder(policy);
  json::Object out{{"gate", "tag"}, {"at", at.us}};
  recorder.decision(out, result.decision);
  if (!evidence.empty()) out["evidence"] = evidence_to_json(policy, evidence);
  if (!result.items.empty())
    out["uses"] =
        Recorder::list(result.items, [](const TagItem& i) { return kUseNames[static_cast<std::size_t>(i.use)]; });
  if (!result.jurisdictions.empty())
    out["jurisdictions"] =
        Recorder::list(result.jurisdictions, [&](const Jurisdiction& j) { return recorder.pair(j); });
  if (result.confidence != 0) out["confidence"] = result.confidence;
  return out;
}

json::Value authorise_record(const Policy& policy, const RegisterView& view, const LeadFacts& lead,
                             const Candidate& candidate, const Decision& decision, Instant at) {
  json::Object out{{"gate", "authorise"}, {"at", at.us}, {"lead", lead_to_json(policy, lead)}};
  Recorder(policy).decision(out, decision);
  if (candidate.person < view.people().size()) out["person"] = view.people()[candidate.person].id.str();
  if (candidate.team < view.teams().size()) out["team"] = view.teams()[candidate.team].key;
  return out;
}

json::Value routing_record(const Policy& policy, const RegisterView& view, const LeadFacts& lead,
                           const RotationState& rotation, const Routing& routing, Instant at) {
  const Recorder recorder(policy);
  LeadFacts facts = lead;
  facts.market = Symbol::kNone;  // computed, not read
  json::Object out{{"gate", "route"}, {"at", at.us}, {"engine", kEngine}, {"lead", lead_to_json(policy, facts)}};
  json::Value read = rotation_to_json(what_was_read(view, rotation, routing));
  if (!read.as_object().empty()) out["rotation"] = std::move(read);
  out["outcome"] = kOutcomeNames[static_cast<std::size_t>(routing.outcome)];
  if (routing.market.problem) out["problem"] = reason_name(*routing.market.problem);
  if (routing.market.market != Symbol::kNone) out["market"] = recorder.text(routing.market.market);
  if (routing.route != Symbol::kNone) out["route"] = recorder.text(routing.route);
  add_candidates(recorder, view, routing, out);
  if (routing.chosen) out["chosen"] = *routing.chosen;
  if (!routing.rotation_after.empty()) out["turn"] = true;
  return out;
}

Result<json::Value> decide_again(const Policy& policy, const RegisterView& view, const json::Value& record) {
  const json::Value* at = record.find("at");
  if (at == nullptr || !at->is_int()) return bad_record("'at' must be microseconds");
  if (record.int_or("engine", 0) != kEngine)
    return fail(ErrorCode::kUnsupported, "engine " + std::to_string(record.int_or("engine", 0)) +
                                             " took this decision and this is engine " + std::to_string(kEngine) +
                                             ": verify it with a release that has that engine");
  const Instant moment{at->as_int()};
  const std::string_view gate = record.string_or("gate", "");
  if (gate == "tag") {
    std::vector<Evidence> evidence;
    LICET_TRY(const TagResult result, tag_again(policy, record, moment, evidence));
    return tag_record(policy, evidence, result, moment);
  }
  if (gate == "authorise") return authorise_again(policy, view, record, moment);
  if (gate == "route") return route_again(policy, view, record, moment);
  return bad_record("there is no gate '" + std::string(gate.substr(0, 40)) + "'");
}

}  // namespace licet::domain
