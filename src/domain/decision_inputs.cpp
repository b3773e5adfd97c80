// The inputs of decisions to JSON and back.
#include <algorithm>
#include <array>

#include "base/limits.h"
#include "domain/decision_json.h"
#include "domain/document_reader.h"

namespace licet::domain {
namespace {

constexpr std::array<std::string_view, 4> kScreenedNames = {"not", "clear", "hit", "stale"};
constexpr std::array<std::string_view, 3> kBasisNames = {"unknown", "claimed", "classified"};

/// Reads the inputs of a record with the reader of documents, so that a damaged record names its member.
template <typename T, typename Read>
Result<T> read_inputs(const json::Value& value, const char* name, Read read) {
  Problems problems;
  T out{};
  read(DocNode(&value, name, problems), out);
  if (!problems.empty()) return fail(problems.errors().front());
  return out;
}

Jurisdiction read_pair(const Policy& policy, const DocNode& node) {
  const std::string_view text = node.text();
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    node.problem("must be PACK:PLACE");
    return {};
  }
  return {policy.symbols().find(text.substr(0, colon)), policy.symbols().find(text.substr(colon + 1))};
}

Symbol read_symbol(const Policy& policy, const DocNode& node) {
  return node.given() ? policy.symbols().find(node.text()) : Symbol::kNone;
}

PersonId read_person(const DocNode& node) {
  if (const auto id = PersonId::parse(node.text())) return *id;
  node.problem("must be the id of a person");
  return {};
}

/// The items of a row of fixed length; none after a problem.
std::vector<DocNode> row_of(const DocNode& node, std::size_t size) {
  std::vector<DocNode> row = node.items();
  if (row.size() == size) return row;
  node.problem("must have " + std::to_string(size) + " items");
  return {};
}

}  // namespace

json::Value lead_to_json(const Policy& policy, const LeadFacts& lead) {
  json::Object out;
  const auto text = [&](Symbol symbol) { return std::string(policy.symbols().text(symbol)); };
  json::Array pairs;
  for (const Jurisdiction& where : lead.jurisdictions) pairs.emplace_back(text(where.pack) + ":" + text(where.place));
  if (!pairs.empty()) out["jurisdictions"] = std::move(pairs);
  const auto put = [&](const char* name, Symbol symbol) {
    if (symbol != Symbol::kNone) out[name] = text(symbol);
  };
  put("market", lead.market);
  put("client_type", lead.client_type);
  put("product", lead.product);
  put("source", lead.source);
  put("language", lead.language);
  if (lead.client_type_basis != Basis::kUnknown)
    out["basis"] = kBasisNames[static_cast<std::size_t>(lead.client_type_basis)];
  if (lead.screened != Screened::kNot) out["screened"] = kScreenedNames[static_cast<std::size_t>(lead.screened)];
  json::Array settled;
  for (const crypto::Digest& rule : lead.settled) settled.emplace_back(crypto::digest_text(rule));
  if (!settled.empty()) out["settled"] = std::move(settled);
  if (lead.lawful_basis) out["lawful_basis"] = true;
  if (lead.open_duplicate) out["open_duplicate"] = true;
  if (lead.contradicted) out["contradicted"] = true;
  if (lead.refused) out["refused"] = true;
  if (lead.erased) out["erased"] = true;
  return out;
}

Result<LeadFacts> lead_from_json(const Policy& policy, const json::Value& value) {
  return read_inputs<LeadFacts>(value, "lead", [&](const DocNode& node, LeadFacts& out) {
    node.members({}, {"jurisdictions", "market", "client_type", "product", "source", "language", "basis", "screened",
                      "settled", "lawful_basis", "open_duplicate", "contradicted", "refused", "erased"});
    for (const DocNode& item : node.at("jurisdictions").items()) out.jurisdictions.push_back(read_pair(policy, item));
    out.market = read_symbol(policy, node.at("market"));
    out.client_type = read_symbol(policy, node.at("client_type"));
    out.product = read_symbol(policy, node.at("product"));
    out.source = read_symbol(policy, node.at("source"));
    out.language = read_symbol(policy, node.at("language"));
    out.client_type_basis = static_cast<Basis>(node.at("basis").choice({"unknown", "claimed", "classified"}));
    out.screened = static_cast<Screened>(node.at("screened").choice({"not", "clear", "hit", "stale"}));
    for (const DocNode& item : node.at("settled").items())
      if (const auto rule = crypto::parse_digest_text(item.text())) {
        out.settled.push_back(*rule);
      } else {
        item.problem("must be the digest of a rule");
      }
    out.lawful_basis = node.at("lawful_basis").flag();
    out.open_duplicate = node.at("open_duplicate").flag();
    out.contradicted = node.at("contradicted").flag();
    out.refused = node.at("refused").flag();
    out.erased = node.at("erased").flag();
  });
}

json::Value evidence_to_json(const Policy& policy, const std::vector<Evidence>& evidence) {
  json::Array out;
  for (const Evidence& item : evidence) {
    std::string place;
    if (policy.place(item.place) != nullptr) {
      place = policy.symbols().text(item.place);
    } else if (is_place_code(item.place_text)) {
      place = item.place_text;
    }
    out.emplace_back(json::Array{policy.symbols().text(item.kind), std::move(place), format_date(item.observed)});
  }
  return out;
}

Result<std::vector<Evidence>> evidence_from_json(const Policy& policy, const json::Value& value) {
  return read_inputs<std::vector<Evidence>>(value, "evidence", [&](const DocNode& node, std::vector<Evidence>& out) {
    for (const DocNode& item : node.items()) {
      const auto row = row_of(item, 3);
      if (row.empty()) continue;
      Evidence evidence;
      if (row[0].value()->is_string()) evidence.kind = policy.symbols().find(row[0].value()->as_string());
      if (row[1].value()->is_string()) evidence.place_text = row[1].value()->as_string();
      const Symbol place = policy.symbols().find(evidence.place_text);
      evidence.place = policy.place(place) == nullptr ? Symbol::kUnknownCode : place;
      if (const auto observed = row[2].date()) evidence.observed = *observed;
      out.push_back(std::move(evidence));
    }
  });
}

json::Value rotation_to_json(const RotationState& rotation) {
  json::Object out;
  json::Array last, load;
  for (const auto& [team, person] : rotation.last) last.emplace_back(json::Array{team, person.str()});
  for (const auto& [person, open] : rotation.open_leads) load.emplace_back(json::Array{person.str(), open});
  if (!last.empty()) out["last"] = std::move(last);
  if (!load.empty()) out["load"] = std::move(load);
  if (!rotation.sticky.empty()) out["sticky"] = rotation.sticky.str();
  return out;
}

Result<RotationState> rotation_from_json(const json::Value& value) {
  return read_inputs<RotationState>(value, "rotation", [&](const DocNode& node, RotationState& out) {
    constexpr std::int64_t kLoadMax = (std::int64_t{1} << 53U) - 1;
    node.members({}, {"last", "load", "sticky"});
    for (const DocNode& item : node.at("last").items())
      if (const auto row = row_of(item, 2); !row.empty()) out.last[std::string(row[0].code())] = read_person(row[1]);
    for (const DocNode& item : node.at("load").items())
      if (const auto row = row_of(item, 2); !row.empty())
        out.open_leads[read_person(row[0])] = row[1].integer(-kLoadMax, kLoadMax, 0);
    if (node.at("sticky").given()) out.sticky = read_person(node.at("sticky"));
  });
}

}  // namespace licet::domain
