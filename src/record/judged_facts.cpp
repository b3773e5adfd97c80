#include "record/judged_facts.h"

namespace licet::record {

json::Value judged_facts_json(const JudgedFacts& facts) {
  json::Object out;
  if (facts.classified) out.emplace("classified", true);
  if (!facts.client_type.empty()) out.emplace("client_type", facts.client_type);
  if (!facts.jurisdictions.empty()) out.emplace("jurisdictions", facts.jurisdictions);
  if (!facts.product.empty()) out.emplace("product", facts.product);
  return json::Value(std::move(out));
}

}  // namespace licet::record
