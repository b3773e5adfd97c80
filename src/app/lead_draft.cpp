#include "app/lead_draft.h"

#include <algorithm>

#include "app/find_by_id.h"
#include "base/crypto.h"
#include "base/json_texts.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

/// Row texts are our own canonical JSON; anything else means the row was changed behind the store's back. The
/// reader of such a row gets nothing from the field, and a lead without evidence is never permitted.
json::Value list_of(std::string_view text) {
  auto value = json::parse(text);
  if (!value || !value->is_array()) return json::Value(json::Array{});
  return std::move(*value);
}

std::vector<std::pair<std::string, std::string>> pairs_of(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> out;
  const json::Value list = list_of(text);
  for (const json::Value& item : list.as_array())
    if (auto pair = json::texts_of(&item); pair.size() == 2) out.emplace_back(std::move(pair[0]), std::move(pair[1]));
  return out;
}

domain::ClaimMap claims_of(std::string_view text) {
  domain::ClaimMap out;
  if (text.empty()) return out;
  const auto value = json::parse(text);
  if (!value || !value->is_object()) return {{"?", "?"}};  // changed behind the store's back: never permitted
  for (const auto& [about, claim] : value->as_object()) out.emplace(about, claim.is_string() ? claim.as_string() : "?");
  return out;
}

domain::Screened screened_of(std::string_view text) {
  if (text == "clear") return domain::Screened::kClear;
  if (text == "hit") return domain::Screened::kHit;
  return text == "stale" ? domain::Screened::kStale : domain::Screened::kNot;  // a nameless lead is not screened
}

}  // namespace

domain::Basis basis_of(std::string_view text) {
  if (text == "classified") return domain::Basis::kClassified;
  return text == "claimed" ? domain::Basis::kClaimed : domain::Basis::kUnknown;
}

std::vector<domain::Evidence> evidence_of(const domain::Policy& policy, const LeadDraft& draft) {
  std::vector<domain::Evidence> out;
  for (const record::EvidenceItem& item : draft.evidence) {
    domain::Evidence evidence;
    evidence.kind = policy.symbols().find(item.kind);
    const domain::Symbol place = policy.symbols().find(item.place);
    evidence.place = policy.place(place) == nullptr ? domain::Symbol::kUnknownCode : place;
    evidence.observed = item.observed;
    evidence.place_text = item.place;
    out.push_back(std::move(evidence));
  }
  return out;
}

Segment segment_of(const LeadDraft& draft) {
  return {draft.source, basis_of(draft.client_type_basis) == domain::Basis::kClassified ? draft.client_type : "",
          draft.market};
}

Segment segment_of(const Row& lead) {
  const bool classified = basis_of(lead.text("client_type_basis")) == domain::Basis::kClassified;
  return {std::string(lead.text("source")), std::string(classified ? lead.text("client_type") : ""),
          std::string(lead.text("market"))};
}

json::Value judged_facts(const LeadDraft& draft) {
  std::vector<std::string> pairs;
  for (const auto& [pack, place] : draft.jurisdictions) pairs.push_back(pack + ":" + place);
  std::sort(pairs.begin(), pairs.end());
  std::string jurisdictions;
  for (const std::string& pair : pairs) jurisdictions += (jurisdictions.empty() ? "" : " ") + pair;
  return record::judged_facts_json(
      {jurisdictions, draft.client_type, draft.product, draft.client_type_basis == "classified"});
}

bool judgements_count(const LeadDraft& draft) {
  return !draft.settled_rules.empty() && json::canonical(judged_facts(draft)) == draft.settled_about;
}

domain::LeadFacts facts_of(const domain::Policy& policy, const LeadDraft& draft) {
  const auto& symbols = policy.symbols();
  domain::LeadFacts facts;
  facts.id = draft.lead;
  for (const auto& [pack, place] : draft.jurisdictions)
    facts.jurisdictions.push_back({symbols.find(pack), symbols.find(place)});
  facts.market = symbols.find(draft.market);
  facts.client_type = symbols.find(draft.client_type);
  facts.client_type_basis = basis_of(draft.client_type_basis);
  facts.product = symbols.find(draft.product);
  facts.source = symbols.find(draft.source);
  facts.language = symbols.find(draft.language);
  facts.screened = screened_of(draft.screening);
  if (judgements_count(draft))
    for (const auto& [rule, digest] : draft.settled_rules)
      if (const auto of_text = crypto::parse_digest_text(digest)) facts.settled.push_back(*of_text);
  facts.lawful_basis = !draft.lawful_basis.empty();
  facts.open_duplicate = draft.open_duplicate;
  facts.contradicted = !draft.contradicts.empty();
  facts.refused = draft.refused;
  facts.erased = draft.status == "erased";
  return facts;
}

LeadDraft draft_of(const Row& lead) {
  LeadDraft draft;
  if (auto id = LeadId::parse(lead.text("id"))) draft.lead = *id;
  if (auto id = SubjectId::parse(lead.text("subject"))) draft.subject = *id;
  if (auto id = PersonId::parse(lead.text("owner"))) draft.owner = *id;
  if (auto id = CaseId::parse(lead.text("case_id"))) draft.case_id = *id;
  draft.status = lead.text("status");
  draft.refused = !lead.null("refused_by");
  draft.source = lead.text("source");
  draft.client_type = lead.text("client_type");
  draft.client_type_basis = lead.text("client_type_basis");
  draft.product = lead.text("product");
  draft.language = lead.text("language");
  draft.lawful_basis = lead.text("lawful_basis");
  draft.screening = lead.text("screening");
  draft.contradicts = claims_of(lead.text("contradicts"));
  draft.outranked = claims_of(lead.text("outranked"));
  for (const auto& [rule, digest] : pairs_of(lead.text("settled_rules"))) draft.settled_rules.emplace(rule, digest);
  draft.settled_about = lead.text("settled_about");
  draft.open_hits = json::texts_in(lead.text("open_hits"));
  draft.cleared_hits = json::texts_in(lead.text("cleared_hits"));
  draft.compared = json::texts_in(lead.text("compared"));
  draft.screened_lists = json::texts_in(lead.text("screened_lists"));
  draft.engine = lead.text("engine");
  draft.market = lead.text("market");
  draft.team = lead.text("team");
  draft.received_at = Instant{lead.integer("received_at")};
  draft.jurisdictions = pairs_of(lead.text("jurisdictions"));
  if (auto evidence = record::parse_evidence(list_of(lead.text("evidence")))) draft.evidence = std::move(*evidence);
  return draft;
}

Result<LeadDraft> load_draft(Reader& reader, const Scope& scope, const LeadId& lead) {
  LICET_TRY(auto row, reader.get(scope, TableId::kLead, {lead.str()}));
  if (!row) return fail(ErrorCode::kNotFound, "no lead " + lead.str() + " that you may see");
  return draft_with_doubles(reader, *row);
}

Result<LeadDraft> draft_with_doubles(Reader& reader, const Row& lead) {
  LeadDraft draft = draft_of(lead);
  LICET_TRY(const Scope matching,
            Access::scope(Access::system(), Right::kReadLeads, "duplicate proposals of a lead", nullptr));
  Query query;
  query.table = TableId::kDuplicate;
  query.where = {{"lead", Condition::Op::kEqual, draft.lead.str()},
                 {"state", Condition::Op::kEqual, std::string("proposed")}};
  LICET_TRY(const std::int64_t open, reader.count(matching, query));
  draft.open_duplicate = open > 0;
  return draft;
}

Result<LeadId> find_lead(Reader& reader, const Scope& scope, std::string_view id_or_prefix) {
  return find_by_id<LeadTag>(reader, scope, TableId::kLead, "lead", id_or_prefix);
}

}  // namespace licet::app
