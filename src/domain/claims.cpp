#include "domain/claims.h"

#include <algorithm>
#include <set>
#include <utility>

namespace licet::domain {
namespace {

constexpr const char* kClientType = "client_type";
constexpr const char* kProduct = "product";
constexpr const char* kLawfulBasis = "lawful_basis";

/// Whether the claim says something that neither stands nor was heard.
bool is_news(const ClaimStanding& standing, std::string_view field, const std::string& said,
             const std::string& stands) {
  if (said.empty() || said == stands) return false;
  const auto heard = standing.outranked.find(field);
  return heard == standing.outranked.end() || heard->second != said;
}

bool contradict(ClaimStanding& standing, const char* field, const std::string& said) {
  std::string& now = standing.contradicts[field];
  if (now == said) return false;
  now = said;
  return true;
}

/// The types that must pass beside the strictest: none for the strictest itself, an unknown type, and a code that is no
/// type of the policy.
std::set<std::string> beside_strictest(const std::vector<std::string>& client_types, const std::string& type) {
  const auto found = std::find(client_types.begin(), client_types.end(), type);
  if (found == client_types.begin() || found == client_types.end()) return {};
  return {type};
}

bool weigh_client_type(const std::vector<std::string>& client_types, const std::string& said, ClaimStanding& standing) {
  const bool classified = standing.client_type_basis == Basis::kClassified;
  if (!is_news(standing, kClientType, said, standing.client_type)) return false;
  std::set<std::string> together = beside_strictest(client_types, standing.client_type);
  const std::set<std::string> before = together;
  together.merge(beside_strictest(client_types, said));
  if (together == before && !classified && !standing.client_type.empty()) return false;  // what stands is stricter
  const bool changed = standing.client_type_basis != Basis::kClaimed;
  standing.client_type_basis = Basis::kClaimed;
  if (together.size() > 1) return contradict(standing, kClientType, said) || changed;
  const std::string now = together.empty() ? said : *together.begin();
  return std::exchange(standing.client_type, now) != now || changed;
}

bool weigh_product(const std::string& said, ClaimStanding& standing) {
  if (!is_news(standing, kProduct, said, standing.product)) return false;
  if (!standing.product.empty()) return contradict(standing, kProduct, said);
  standing.product = said;
  return true;
}

bool weigh_lawful_basis(const std::string& said, ClaimStanding& standing) {
  if (standing.lawful_basis.empty() || !is_news(standing, kLawfulBasis, said, standing.lawful_basis)) return false;
  return contradict(standing, kLawfulBasis, said);
}

}  // namespace

json::Value claims_json(const ClaimMap& claims) {
  json::Object out;
  for (const auto& [about, claim] : claims) out.emplace(about, claim);
  return json::Value(std::move(out));
}

bool weigh_claims(const std::vector<std::string>& client_types, const Claims& said, ClaimStanding& standing) {
  const bool type = weigh_client_type(client_types, said.client_type, standing);
  const bool product = weigh_product(said.product, standing);
  return weigh_lawful_basis(said.lawful_basis, standing) || type || product;
}

void settle_claim(std::string_view field, std::string_view value, ClaimStanding& standing) {
  std::string said;  // by the source, last
  const auto heard = standing.outranked.find(field);
  if (const auto open = standing.contradicts.find(field); open != standing.contradicts.end()) {
    said = open->second;
    standing.contradicts.erase(open);
  } else if (heard != standing.outranked.end()) {
    said = heard->second;
  } else if (field == kClientType) {
    if (standing.client_type_basis == Basis::kClaimed) said = standing.client_type;
  } else {
    said = field == kProduct ? standing.product : standing.lawful_basis;
  }
  if (heard != standing.outranked.end()) standing.outranked.erase(heard);
  if (!said.empty() && said != value) standing.outranked.emplace(field, said);
}

}  // namespace licet::domain
