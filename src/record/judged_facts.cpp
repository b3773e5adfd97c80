#include "record/judged_facts.h"

#include "base/crypto.h"

namespace licet::record {

json::Value judged_facts_json(const JudgedFacts& facts) {
  json::Object out;
  if (facts.classified) out.emplace("classified", true);
  if (!facts.client_type.empty()) out.emplace("client_type", facts.client_type);
  if (!facts.jurisdictions.empty()) out.emplace("jurisdictions", facts.jurisdictions);
  if (!facts.product.empty()) out.emplace("product", facts.product);
  return json::Value(std::move(out));
}

std::string judgement_digest(const SettledRules& rules, const json::Value& about) {
  std::string text = json::canonical(about);
  for (const auto& [id, digest] : rules) text += "\n" + id + " " + digest;
  return crypto::digest_text(crypto::sha256(text));
}

}  // namespace licet::record
