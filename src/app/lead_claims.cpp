#include "app/lead_claims.h"

#include "base/crypto.h"

namespace licet::app {
namespace {

domain::ClaimStanding standing_of(const LeadDraft& draft) {
  return {draft.client_type, draft.product,  draft.lawful_basis, basis_of(draft.client_type_basis),
          draft.contradicts, draft.outranked};
}

/// Names only what is set anew: codes that stay are left out.
void record_standing(const domain::ClaimStanding& now, bool typed, const PersonId& by, const PersonId& approved_by,
                     LeadDraft& draft, record::BodyBuilder& body) {
  body.add(record::claims_set(draft.lead, typed ? now.client_type : std::string(),
                              now.product == draft.product ? std::string() : now.product, now.contradicts,
                              now.outranked, by, approved_by));
  if (typed) {
    draft.client_type = now.client_type;
    draft.client_type_basis = "claimed";
  }
  draft.product = now.product;
  draft.contradicts = now.contradicts;
  draft.outranked = now.outranked;
}

}  // namespace

void hear_claims(const domain::Policy& policy, const domain::Claims& said, LeadDraft& draft,
                 record::BodyBuilder& body) {
  std::vector<std::string> client_types;
  for (const json::Value& type : policy.document().find("client_types")->as_array())
    client_types.push_back(type.as_string());
  domain::ClaimStanding now = standing_of(draft);
  if (!domain::weigh_claims(client_types, said, now)) return;
  const bool typed = now.client_type != draft.client_type || now.client_type_basis != basis_of(draft.client_type_basis);
  record_standing(now, typed, PersonId(), PersonId(), draft, body);
}

void settle_claims(const std::map<std::string, std::string>& resolutions, const PersonId& by,
                   const PersonId& approved_by, LeadDraft& draft, record::BodyBuilder& body) {
  const domain::ClaimStanding before = standing_of(draft);
  domain::ClaimStanding now = before;
  bool typed = false;
  for (const auto& [about, value] : resolutions) {
    if (about != "client_type" && about != "product" && about != "lawful_basis") continue;
    domain::settle_claim(about, value, now);
    if (about == "client_type") {
      now.client_type = value;
      now.client_type_basis = domain::Basis::kClaimed;
      typed = true;
    }
    if (about == "product") now.product = value;
  }
  if (typed || now.product != before.product || now.contradicts != before.contradicts ||
      now.outranked != before.outranked)
    record_standing(now, typed, by, approved_by, draft, body);
}

void outrank_client_type(std::string_view client_type, const PersonId& reviewer, LeadDraft& draft,
                         record::BodyBuilder& body) {
  domain::ClaimStanding now = standing_of(draft);
  domain::settle_claim("client_type", client_type, now);
  if (now.contradicts != draft.contradicts || now.outranked != draft.outranked)
    record_standing(now, false, reviewer, PersonId(), draft, body);
}

std::string contradictions_digest(const LeadDraft& draft) {
  if (draft.contradicts.empty()) return {};
  return crypto::digest_text(crypto::sha256(json::canonical(domain::claims_json(draft.contradicts))));
}

}  // namespace licet::app
