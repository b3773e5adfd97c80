#include "record/judged_facts.h"

#include "base/crypto.h"

namespace licet::record {

json::Value judged_facts_json(const JudgedFacts& facts) {
  json::Object out;
  if (facts.classified) out.emplace("classified", true);
  if (!facts.client_type.empty()) out.emplace("client_type", facts.client_type);
  json::Array jurisdictions;
  for (std::string_view rest = facts.jurisdictions; !rest.empty();) {
    const std::size_t blank = rest.find(' ');
    jurisdictions.emplace_back(rest.substr(0, blank));
    rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
  }
  if (!jurisdictions.empty()) out.emplace("jurisdictions", std::move(jurisdictions));
  if (!facts.product.empty()) out.emplace("product", facts.product);
  return json::Value(std::move(out));
}

std::string judgement_digest(const SettledRules& rules, const json::Value& about) {
  std::string text = json::canonical(about);
  for (const auto& [id, digest] : rules) text += "\n" + id + " " + digest;
  return crypto::digest_text(crypto::sha256(text));
}

}  // namespace licet::record
