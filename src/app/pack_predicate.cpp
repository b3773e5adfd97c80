#include "app/pack_predicate.h"

#include <algorithm>
#include <array>
#include <set>

#include "app/did_you_mean.h"
#include "app/firm_words.h"
#include "app/known_place.h"

namespace licet::app {
namespace {

using Type = PredicateAttribute::Type;

constexpr std::array<PredicateAttribute, 7> kLead = {{{Type::kCode, "client_type"},
                                                      {Type::kCode, "product"},
                                                      {Type::kCode, "activity"},
                                                      {Type::kPlace, "place"},
                                                      {Type::kCode, "source"},
                                                      {Type::kCode, "entity"},
                                                      {Type::kPlace, "entity_home"}}};

constexpr PredicateAttribute kContact[] = {{Type::kCode, "client_type"},
                                           {Type::kCode, "product"},
                                           {Type::kCode, "activity"},
                                           {Type::kPlace, "place"},
                                           {Type::kCode, "source"},
                                           {Type::kCode, "entity"},
                                           {Type::kPlace, "entity_home"},
                                           // the action
                                           {Type::kCode, "channel"},
                                           {Type::kCode, "kind"},
                                           {Type::kCode, "service"},
                                           {Type::kCode, "audience"},
                                           {Type::kFlag, "solicited"},
                                           {Type::kFlag, "real_time"},
                                           {Type::kFlag, "interactive"},
                                           {Type::kFlag, "automated"},
                                           {Type::kFlag, "record_call"},
                                           {Type::kFlag, "signed_off_premises"},
                                           {Type::kCode, "exemption"},
                                           {Type::kCode, "record_class"},
                                           // the recipient
                                           {Type::kCode, "client_basis"},
                                           {Type::kCode, "subscriber"},
                                           {Type::kCode, "person"},
                                           {Type::kCode, "called_capacity"},
                                           {Type::kCode, "line"},
                                           {Type::kPlace, "phone_country"},
                                           {Type::kCode, "accredited"},
                                           {Type::kFlag, "existing_client"},
                                           {Type::kFlag, "current_contract"},
                                           {Type::kFlag, "envisages_cold_calls"},
                                           {Type::kFlag, "similar_product"},
                                           {Type::kFlag, "opt_out_offered"},
                                           {Type::kFlag, "first_time_with_firm"},
                                           {Type::kFlag, "elected_retail"},
                                           {Type::kFlag, "experienced"},
                                           {Type::kFlag, "claims_own_initiative"},
                                           {Type::kFlag, "relationship_substantive"},
                                           {Type::kNumber, "net_assets_usd"},
                                           {Type::kNumber, "net_worth_usd"},
                                           {Type::kNumber, "amount_usd"},
                                           // the records
                                           {Type::kCode, "kyc"},
                                           {Type::kCode, "appropriateness"},
                                           {Type::kFlag, "categorised"},
                                           {Type::kFlag, "dm_consent"},
                                           {Type::kFlag, "marketing_objection"},
                                           {Type::kFlag, "internal_dnc"},
                                           {Type::kFlag, "legal_hold"}};

constexpr std::int64_t kNumberMax = 1'000'000'000'000;

/// Reads predicates; one of these a predicate, so that the tables need not be handed down each step.
class PredicateReading {
 public:
  PredicateReading(std::span<const PredicateAttribute> attributes, const PredicateWords& words)
      : attributes_(attributes), words_(words) {
    for (const PredicateAttribute& attribute : attributes) names_.push_back(attribute.name);
    for (const std::string_view word : {"all", "any", "not"}) names_.push_back(word);
  }

  // The depth of a predicate is that of the file, which the YAML reader bounds.
  json::Value read(const yaml::ValueReader& value) {
    yaml::MapReader map = value.map();
    const auto entries = map.entries();
    json::Object out;
    for (const auto& [key, operand] : entries) {
      const bool connective = key == "all" || key == "any" || key == "not";
      if (connective && entries.size() > 1) {
        operand.problem("'" + key + "' stands alone: put its neighbours into the list of an 'all'");
      } else if (key == "not") {
        out.emplace(key, read(operand));
      } else if (connective) {
        out.emplace(key, read_operands(operand));
      } else {
        read_test(key, operand, out);
      }
    }
    return out;
  }

 private:
  json::Array read_operands(const yaml::ValueReader& value) {
    json::Array out;
    for (const yaml::ValueReader& item : value.list()) out.push_back(read(item));
    if (out.empty() && value.kind() == yaml::Kind::kSequence) value.problem("must hold at least one predicate");
    return out;
  }

  void read_test(const std::string& name, const yaml::ValueReader& value, json::Object& out) {
    const auto attribute =
        std::find_if(attributes_.begin(), attributes_.end(), [&](const auto& a) { return a.name == name; });
    if (attribute == attributes_.end()) {
      value.problem("there is no attribute '" + name.substr(0, 40) + "'" + known_words_hint(name, names_));
      return;
    }
    json::Array values;
    std::set<std::string> seen;
    const bool single = value.kind() == yaml::Kind::kScalar;
    for (const yaml::ValueReader& item : single ? std::vector{value} : value.list()) {
      const std::size_t before = seen.size();
      json::Value one = read_value(*attribute, item);
      seen.insert(json::canonical(one));
      if (seen.size() == before) item.problem("stands here twice");
      values.push_back(std::move(one));
    }
    if (values.empty() && value.kind() == yaml::Kind::kSequence) value.problem("must hold at least one value");
    out.emplace(name, std::move(values));
  }

  json::Value read_value(const PredicateAttribute& attribute, const yaml::ValueReader& item) {
    switch (attribute.type) {
      case Type::kFlag:
        return item.boolean();
      case Type::kNumber:
        return item.integer(0, kNumberMax);
      case Type::kPlace:
        return read_place(attribute, item);
      case Type::kCode:
        break;
    }
    const auto known = words_.codes.find(attribute.name);
    if (known == words_.codes.end()) return item.slug();
    return item.choice(std::vector<std::string_view>(known->second.begin(), known->second.end()));
  }

  std::string read_place(const PredicateAttribute& attribute, const yaml::ValueReader& item) {
    if (attribute.name == "place" && words_.lead_places)
      return read_known(item, "place of its packs", *words_.lead_places);
    std::string text = item.text();
    const bool listed = std::find(words_.places.begin(), words_.places.end(), text) != words_.places.end();
    if (const auto wrong = text.empty() ? std::nullopt : place_problem(text, listed)) item.problem(*wrong);
    return text;
  }

  std::span<const PredicateAttribute> attributes_;
  const PredicateWords& words_;
  std::vector<std::string_view> names_;
};

}  // namespace

std::span<const PredicateAttribute> lead_attributes() { return kLead; }
std::span<const PredicateAttribute> contact_attributes() { return kContact; }

json::Value read_predicate(const yaml::ValueReader& value, std::span<const PredicateAttribute> attributes,
                           const PredicateWords& words) {
  if (!value.present()) return json::Object{};
  return PredicateReading(attributes, words).read(value);
}

json::Value substitute_values(const json::Value& predicate, std::string_view attribute,
                              const std::map<std::string, std::vector<std::string>, std::less<>>& values) {
  json::Object out;
  bool never = false;
  for (const auto& [key, operand] : predicate.as_object()) {
    if (key == "not") {
      out.emplace(key, substitute_values(operand, attribute, values));
    } else if (key == "all" || key == "any") {
      json::Array operands;
      for (const json::Value& one : operand.as_array()) operands.push_back(substitute_values(one, attribute, values));
      out.emplace(key, std::move(operands));
    } else if (key != attribute) {
      out.emplace(key, operand);
    } else {
      std::set<std::string> words;
      for (const json::Value& word : operand.as_array()) {
        const auto found = values.find(word.as_string());
        if (found == values.end())
          words.insert(word.as_string());
        else
          words.insert(found->second.begin(), found->second.end());
      }
      never = words.empty();
      out.emplace(key, json::Array(words.begin(), words.end()));
    }
  }
  if (never) return json::Object{{"any", json::Array{}}};
  return out;
}

}  // namespace licet::app
