#include <algorithm>

#include "domain/client_types.h"
#include "domain/gates.h"

namespace licet::domain {
namespace {

bool in_set(const LeadFacts& lead, const Jurisdiction& wanted) {
  return std::any_of(lead.jurisdictions.begin(), lead.jurisdictions.end(), [&](const Jurisdiction& where) {
    return where.pack == wanted.pack && (wanted.place == Symbol::kNone || where.place == wanted.place);
  });
}

bool accepts(const Policy::Accept& accept, const LeadFacts& lead, Symbol type, bool proven) {
  const auto present = [&](const Jurisdiction& wanted) { return in_set(lead, wanted); };
  if (accept.proven && !proven) return false;
  if (!accept.client_types.empty() &&
      std::find(accept.client_types.begin(), accept.client_types.end(), type) == accept.client_types.end())
    return false;
  return std::all_of(accept.all_of.begin(), accept.all_of.end(), present) &&
         (accept.any_of.empty() || std::any_of(accept.any_of.begin(), accept.any_of.end(), present)) &&
         std::none_of(accept.none_of.begin(), accept.none_of.end(), present);
}

MarketResult market_for(const Policy& policy, const LeadFacts& lead, Symbol type, bool proven) {
  MarketResult out{Symbol::kNone, ReasonCode::kNoMarket};
  for (const Policy::Market& market : policy.markets()) {
    if (std::none_of(market.accepts.begin(), market.accepts.end(),
                     [&](const Policy::Accept& accept) { return accepts(accept, lead, type, proven); }))
      continue;
    if (!out.problem) return {Symbol::kNone, ReasonCode::kMarketAmbiguous};
    out = {market.id, std::nullopt};
  }
  return out;
}

}  // namespace

MarketResult market_of(const Policy& policy, const LeadFacts& lead) {
  if (lead.jurisdictions.empty()) return {Symbol::kNone, ReasonCode::kNoMarket};
  const ClientTypes types = client_types_of(policy, lead);
  // A claim is heard first; where nobody accepts it, the lead is what it would be without it.
  for (std::size_t i = types.count; i-- > 0;) {
    const MarketResult result = market_for(policy, lead, types.types[i], types.proven);
    if (result.problem != ReasonCode::kNoMarket) return result;
  }
  return {Symbol::kNone, ReasonCode::kNoMarket};
}

}  // namespace licet::domain
