// Events of a lead, from its arrival to its owner.
#include "base/json_texts.h"
#include "record/event.h"
#include "record/event_make.h"

namespace licet::record {
namespace {

json::Array pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
  json::Array out;
  out.reserve(pairs.size());
  for (const auto& [first, second] : pairs) out.emplace_back(json::Array{first, second});
  return out;
}

json::Value some_claims(const domain::ClaimMap& claims) {
  return claims.empty() ? json::Value() : domain::claims_json(claims);
}

}  // namespace

json::Value evidence_json(const std::vector<EvidenceItem>& evidence) {
  json::Array out;
  out.reserve(evidence.size());
  for (const EvidenceItem& item : evidence)
    out.emplace_back(
        json::Object{{"kind", item.kind}, {"observed", format_date(item.observed)}, {"place", item.place}});
  return out;
}

Result<std::vector<EvidenceItem>> parse_evidence(const json::Value& value) {
  const auto bad = [] {
    return fail(ErrorCode::kBadInput, "evidence is a list of {\"kind\",\"observed\",\"place\"} with a date observed");
  };
  if (!value.is_array()) return bad();
  std::vector<EvidenceItem> out;
  out.reserve(value.as_array().size());
  for (const json::Value& item : value.as_array()) {
    const json::Value* kind = item.find("kind");
    const json::Value* place = item.find("place");
    if (kind == nullptr || !kind->is_string() || place == nullptr || !place->is_string()) return bad();
    const auto observed = parse_date(item.string_or("observed", ""));
    if (!observed || item.as_object().size() != 3) return bad();
    out.push_back({kind->as_string(), place->as_string(), *observed});
  }
  return out;
}

NewEvent lead_received(const Received& received) {
  return Fields()
      .id("lead", received.lead)
      .id("subj", received.subject)
      .id("src", received.source_event)
      .text("source", received.source)
      .text("client_type", received.client_type)
      .text("product", received.product)
      .text("language", received.language)
      .text("basis", received.lawful_basis)
      .list("evidence", evidence_json(received.evidence).as_array())
      .text("kcv", received.kcv)
      .time("at", received.at)
      .make("lead_received");
}

NewEvent source_added(const LeadId& lead, const SubjectId& subject, const SourceId& source_event,
                      std::string_view source, const domain::Claims& said, const SourceId& after, Instant at) {
  return Fields()
      .id("lead", lead)
      .id("subj", subject)
      .id("src", source_event)
      .text("source", source)
      .text("client_type", said.client_type)
      .text("product", said.product)
      .text("basis", said.lawful_basis)
      .id("after", after)
      .time("at", at)
      .make("source_added");
}

NewEvent claims_set(const LeadId& lead, std::string_view client_type, std::string_view product,
                    const domain::ClaimMap& contradicts, const domain::ClaimMap& outranked, const PersonId& by,
                    const PersonId& approved_by) {
  return Fields()
      .id("lead", lead)
      .text("client_type", client_type)
      .text("product", product)
      .value("contradicts", some_claims(contradicts))
      .value("outranked", some_claims(outranked))
      .id("by", by)
      .id("approved_by", approved_by)
      .make("claims_set");
}

NewEvent rules_settled(const LeadId& lead, const SettledRules& rules, const json::Value& about, const PersonId& by,
                       const PersonId& approved_by) {
  return Fields()
      .id("lead", lead)
      .list("rules", pairs_json({rules.begin(), rules.end()}))
      .value("about", about)
      .id("by", by)
      .id("approved_by", approved_by)
      .make("rules_settled");
}

std::vector<DelistedEntry> delisted_entries(const json::Value* field) {
  std::vector<DelistedEntry> out;
  if (field == nullptr || !field->is_array()) return out;
  for (const json::Value& item : field->as_array())
    out.push_back({json::texts_of(item.find("hits")), std::string(item.string_or("kind", "")),
                   std::string(item.string_or("entry", "")), std::string(item.string_or("list", "")),
                   std::string(item.string_or("was", ""))});
  return out;
}

NewEvent lead_screened(const LeadId& lead, std::string_view status, const json::Value& result,
                       const std::vector<std::string>& lists, const std::vector<std::string>& open,
                       const std::vector<std::string>& cleared, const std::vector<std::string>& compared,
                       std::string_view engine, const std::vector<DelistedEntry>& delisted) {
  json::Array gone;
  for (const DelistedEntry& of : delisted)
    gone.emplace_back(json::Object{{"entry", of.entry},
                                   {"hits", json::Array(of.hits.begin(), of.hits.end())},
                                   {"kind", of.kind},
                                   {"list", of.list},
                                   {"was", of.was}});
  return Fields()
      .id("lead", lead)
      .text("status", status)
      .value("result", result)
      .texts("lists", lists)
      .texts("open", open)
      .texts("cleared", cleared)
      .texts("compared", compared)
      .text("engine", engine)
      .list("delisted", std::move(gone))
      .make("lead_screened");
}

NewEvent lead_tagged(const LeadId& lead, const std::vector<EvidenceItem>& evidence,
                     const std::vector<std::pair<std::string, std::string>>& jurisdictions,
                     const json::Value& decision) {
  return Fields()
      .id("lead", lead)
      .list("evidence", evidence_json(evidence).as_array())
      .list("jurisdictions", pairs_json(jurisdictions))
      .value("decision", decision)
      .make("lead_tagged");
}

NewEvent lead_routed(const LeadId& lead, std::string_view market, const json::Value& decision, Instant at) {
  return Fields()
      .id("lead", lead)
      .text("market", market)
      .value("decision", decision)
      .time("at", at)
      .make("lead_routed");
}

// The permit ends here: its lead, person, team and entity are what the event says, so no other assignment can be
// written.
NewEvent lead_assigned(domain::AssignmentPermit permit, const PersonId& from, std::string_view why,
                       const json::Value& decision, bool turn) {
  return Fields()
      .id("lead", permit.lead())
      .id("to", permit.person())
      .text("team", permit.team())
      .text("entity", permit.entity())
      .id("from", from)
      .text("why", why)
      .value("decision", decision)
      .flag("turn", turn)
      .time("at", permit.at())
      .make("lead_assigned");
}

NewEvent lead_parked(const LeadId& lead, const PersonId& from, std::string_view status, std::string_view why,
                     Instant at) {
  return Fields()
      .id("lead", lead)
      .id("from", from)
      .text("status", status)
      .text("why", why)
      .time("at", at)
      .make("lead_parked");
}

NewEvent lead_classified(const LeadId& lead, std::string_view client_type, std::string_view basis,
                         std::string_view evidence_digest, const PersonId& reviewer) {
  return Fields()
      .id("lead", lead)
      .text("client_type", client_type)
      .text("basis", basis)
      .text("evidence", evidence_digest)
      .id("reviewer", reviewer)
      .make("lead_classified");
}

NewEvent lawful_basis_set(const LeadId& lead, std::string_view basis, const PersonId& by, const PersonId& approved_by) {
  return Fields()
      .id("lead", lead)
      .text("basis", basis)
      .id("by", by)
      .id("approved_by", approved_by)
      .make("lawful_basis_set");
}

NewEvent duplicate_proposed(const LeadId& lead, const LeadId& other, const std::vector<std::string>& on) {
  return Fields().id("lead", lead).id("other", other).texts("on", on).make("duplicate_proposed");
}

NewEvent duplicate_decided(const LeadId& lead, const LeadId& other, std::string_view state, const PersonId& by,
                           const PersonId& approved_by) {
  return Fields()
      .id("lead", lead)
      .id("other", other)
      .text("state", state)
      .id("by", by)
      .id("approved_by", approved_by)
      .make("duplicate_decided");
}

NewEvent refusal_set(const LeadId& lead, std::string_view state, const PersonId& by, const PersonId& approved_by) {
  return Fields().id("lead", lead).text("state", state).id("by", by).id("approved_by", approved_by).make("refusal_set");
}

}  // namespace licet::record
