// Level 4 rules about what sources claim of a lead: it tightens and never loosens, and two persons settle the rest.
#include <utility>

#include "record/semantic_rules.h"

namespace licet::record {
namespace {

constexpr std::string_view kAbout[] = {"client_type", "lawful_basis", "product"};

domain::ClaimMap claims_of(const json::Value* value) {
  domain::ClaimMap out;
  if (value != nullptr && value->is_object())
    for (const auto& [about, claim] : value->as_object())
      if (claim.is_string()) out.emplace(about, claim.as_string());
  return out;
}

// As the record's leads remember them: canonical, nothing for none.
std::string text_of(const domain::ClaimMap& claims) {
  return claims.empty() ? std::string() : json::canonical(domain::claims_json(claims));
}

domain::ClaimMap claims_of(std::string_view text) {
  if (text.empty()) return {};
  const auto value = json::parse(text);
  return value ? claims_of(&*value) : domain::ClaimMap();
}

}  // namespace

domain::ClaimStanding SemanticRules::standing_of(const SemanticState& state, const SemanticState::Lead& lead) {
  domain::ClaimStanding out;
  out.client_type = state.texts.text(lead.client_type);
  out.product = state.texts.text(lead.product);
  out.lawful_basis = state.texts.text(lead.lawful_basis);
  if (lead.client_type != 0) out.client_type_basis = domain::Basis::kClaimed;
  if (lead.classified) out.client_type_basis = domain::Basis::kClassified;
  out.contradicts = claims_of(state.texts.text(lead.contradicts));
  out.outranked = claims_of(state.texts.text(lead.outranked));
  return out;
}

void SemanticRules::source_added(const EventFields& in) {
  const SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  if (state_.texts.text(known->subject) != in.text("subj"))
    find_("subject", "the source event names another subject than the lead's");
  domain::Claims said{std::string(in.text("client_type")), std::string(in.text("product")),
                      std::string(in.text("basis"))};
  Heard heard{standing_of(state_, *known), false, {}};
  const SemanticState::PolicyInForce& policy = policy_in_force();
  // What is stricter of two client types is the policy's to say.
  if (!policy.known) heard.client_type = std::exchange(said.client_type, {});
  heard.changed = domain::weigh_claims(policy.client_types, said, heard.standing);
  heard_.insert_or_assign(std::string(in.text("lead")), std::move(heard));
}

void SemanticRules::claims_set(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  if (in.text("by").empty())
    claims_of_source(*known, in);
  else
    claims_settled(*known, in);
}

void SemanticRules::take_claims(SemanticState::Lead& lead, const EventFields& in) {
  if (!in.text("client_type").empty()) {
    lead.client_type = state_.texts.intern(in.text("client_type"));
    lead.classified = false;
  }
  if (!in.text("product").empty()) lead.product = state_.texts.intern(in.text("product"));
  lead.contradicts = state_.texts.intern(text_of(claims_of(in.find("contradicts"))));
  lead.outranked = state_.texts.intern(text_of(claims_of(in.find("outranked"))));
}

// What a source says now and what stood, together, and nothing else.
void SemanticRules::claims_of_source(SemanticState::Lead& lead, const EventFields& in) {
  const domain::ClaimStanding before = standing_of(state_, lead);
  take_claims(lead, in);
  domain::ClaimStanding now = standing_of(state_, lead);
  const auto heard = heard_.find(in.text("lead"));
  bool right = heard != heard_.end();
  if (right) {
    domain::ClaimStanding wanted = std::move(heard->second.standing);
    if (const std::string& said = heard->second.client_type; !said.empty()) {  // the type cannot be judged whole
      right = now.client_type == before.client_type || now.client_type == said;
      const auto open = now.contradicts.find("client_type");
      right = right && (open == now.contradicts.end() ? before.contradicts.count("client_type") == 0
                                                      : open->second == said || before.contradicts == now.contradicts);
      for (domain::ClaimStanding* one : {&now, &wanted}) {
        one->client_type.clear();
        one->client_type_basis = domain::Basis::kUnknown;
        one->contradicts.erase("client_type");
      }
    }
    right = right && now == wanted;
    heard_.erase(heard);
  }
  if (!right)
    find_("claims", "lead " + std::string(in.text("lead")) +
                        " counts as something that does not follow from what stood and what its source says");
}

// Persons settle what they decided of the case, with a second one; a classification settles the client type.
void SemanticRules::claims_settled(SemanticState::Lead& lead, const EventFields& in) {
  const std::string id(in.text("lead"));
  domain::ClaimStanding wanted = standing_of(state_, lead);
  const auto classified = classified_.find(id);
  bool right = true;
  if (in.text("approved_by").empty() && classified != classified_.end()) {
    domain::ClaimStanding stood = classified->second;
    domain::settle_claim("client_type", wanted.client_type, stood);
    wanted.contradicts = stood.contradicts;
    wanted.outranked = stood.outranked;
  } else {
    four_eyes(in.text("by"), in.text("approved_by"), "what is claimed of lead " + id);
    const auto decided = approved_.find(id);
    const json::Value* resolutions = decided == approved_.end() ? nullptr : decided->second.find("resolutions");
    for (const std::string_view about : kAbout) {
      const std::string value(resolutions == nullptr ? std::string_view() : resolutions->string_or(about, ""));
      if (value.empty()) continue;
      if (about == "client_type") {
        const auto said = wanted.contradicts.find(about);
        right = said != wanted.contradicts.end() && (value == said->second || value == wanted.client_type);
      }
      domain::settle_claim(about, value, wanted);
      if (about == "client_type") wanted.client_type = value, wanted.client_type_basis = domain::Basis::kClaimed;
      if (about == "product") wanted.product = value;
    }
  }
  take_claims(lead, in);
  if (!right || !(standing_of(state_, lead) == wanted))
    find_("lifted_alone", "what is claimed of lead " + id +
                              " was settled otherwise than a case that a second person approved, or a classification, "
                              "says");
}

void SemanticRules::check_claims_heard() {
  for (const auto& [id, heard] : heard_)
    if (heard.changed)
      find_("claims", "a source says otherwise of lead " + id + " than what stands, and that was passed over");
}

}  // namespace licet::record
