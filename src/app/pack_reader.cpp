#include "app/pack_reader.h"

#include <algorithm>
#include <set>

#include "app/did_you_mean.h"
#include "base/limits.h"
#include "domain/document_reader.h"

namespace licet::app {
namespace {

constexpr std::string_view kFormat = "licet-pack/1";

/// Remembers what a list declared, and reports a second declaration.
class Once {
 public:
  explicit Once(std::string what) : what_(std::move(what)) {}
  void declare(const std::string& word, const yaml::MapReader& map, std::string_view key) {
    if (!word.empty() && !seen_.insert(word).second) map.problem(key, what_ + " '" + word + "' is declared twice");
  }

 private:
  std::string what_;
  std::set<std::string> seen_;
};

json::Array read_regulators(yaml::MapReader& root) {
  json::Array out;
  Once once("the regulator");
  for (yaml::MapReader& map : root.required_list_of_maps("regulators")) {
    json::Object one;
    const std::string id = map.required_slug("id");
    once.declare(id, map, "id");
    one.emplace("id", id);
    one.emplace("name", map.required_text("name"));
    out.emplace_back(std::move(one));
  }
  return out;
}

json::Array read_client_types(yaml::MapReader& root, PackText& pack) {
  json::Array out;
  Once once("the client type");
  for (yaml::MapReader& map : root.required_list_of_maps("client_types")) {
    json::Object one;
    const std::string id = map.required_slug("id");
    const std::string counts_as = map.required_slug("counts_as");
    once.declare(id, map, "id");
    pack.client_types.emplace_back(id, DeclaredWord{counts_as, map.where("counts_as")});
    one.emplace("id", id);
    one.emplace("counts_as", counts_as);
    out.emplace_back(std::move(one));
  }
  return out;
}

void read_product_classes(yaml::MapReader& root, PackText& pack) {
  Once once("the product class");
  for (yaml::MapReader& map : root.optional_list_of_maps("product_classes")) {
    pack.product_classes.push_back(map.required_slug("id"));
    once.declare(pack.product_classes.back(), map, "id");
    map.required_text("name");
  }
}

std::string read_place_code(const yaml::ValueReader& value) {
  std::string code = value.text();
  if (!code.empty() && !domain::is_place_code(code))
    value.problem("must be a place like GB, US-NY or AE-DIFC, not '" + code.substr(0, 40) + "'");
  return code;
}

/// Words an address is searched for: lower case, because that is how they are compared.
json::Array read_match_words(yaml::MapReader& map) {
  json::Array out;
  for (const yaml::ValueReader& item : map.required_list("words")) {
    std::string word = item.text();
    const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' || static_cast<unsigned char>(c) >= 0x80;
    });
    if (!plain) item.problem("must be lower-case words with single spaces: addresses are compared without punctuation");
    out.emplace_back(std::move(word));
  }
  if (out.empty()) map.problem("words", "must hold at least one word");
  return out;
}

json::Array read_places(yaml::MapReader& root, PackText& pack) {
  json::Array out;
  Once once("the place");
  for (const yaml::ValueReader& item : root.required_list("places")) {
    yaml::MapReader map = item.map();
    if (!map.present()) continue;
    json::Object one;
    const std::string code = read_place_code(map.required("code"));
    once.declare(code, map, "code");
    pack.places.push_back(code);
    one.emplace("code", code);
    one.emplace("name", map.required_text("name"));
    one.emplace("needs_subdivision", map.boolean("needs_subdivision", false));
    json::Array matches;
    for (yaml::MapReader& match : map.optional_list_of_maps("match")) {
      json::Object rule;
      rule.emplace("within", read_place_code(match.required("within")));
      rule.emplace("words", read_match_words(match));
      matches.emplace_back(std::move(rule));
    }
    one.emplace("match", std::move(matches));
    out.emplace_back(std::move(one));
  }
  return out;
}

/// Zones of places that do not keep the pack's. A place is no key of the JSON profile, so they become a list.
json::Array read_place_zones(yaml::MapReader& root, PackText& pack) {
  json::Array out;
  const std::vector<std::string_view> known(pack.places.begin(), pack.places.end());
  for (const auto& [code, value] : root.map_of("place_zones")) {
    if (std::find(pack.places.begin(), pack.places.end(), code) == pack.places.end())
      value.problem("'" + code.substr(0, 40) + "' is no place of this pack" + known_words_hint(code, known));
    const std::string zone = value.text();
    pack.zones.push_back({zone, value.where()});
    out.emplace_back(json::Object{{"place", code}, {"zone", zone}});
  }
  return out;
}

void read_rules(yaml::MapReader& root, PackText& pack) {
  PredicateWords words;
  for (const auto& [id, counts_as] : pack.client_types) words.codes["client_type"].push_back(id);
  words.codes["product"] = pack.product_classes;
  words.places = pack.places;
  for (yaml::MapReader& map : root.required_list_of_maps("rules"))
    pack.rules.push_back(read_rule(map, RuleOrigin::kPack, [&](const auto&) { return words; }));
  if (pack.rules.size() > limits::kRulesPerPackMax)
    root.problem("rules", "a pack holds at most " + std::to_string(limits::kRulesPerPackMax) + " rules");
}

std::string read_pack_id(const yaml::ValueReader& value) {
  std::string id = value.text();
  if (!id.empty() && !domain::is_pack_id(id))
    value.problem("must be a pack id like UK or US-NY: upper case, digits and -, at most 16");
  return id;
}

}  // namespace

PackText read_pack(const yaml::Document& document, yaml::Problems& problems) {
  yaml::MapReader root(document, problems);
  PackText pack;
  root.required_choice("format", {kFormat});
  pack.id = read_pack_id(root.required("id"));
  pack.where = root.where("id");
  pack.json.emplace("id", pack.id);
  pack.json.emplace("name", root.required_text("name"));
  const yaml::ValueReader parent = root.optional("parent");
  if (parent.present()) pack.parent = read_pack_id(parent);
  pack.json.emplace("parent", pack.parent.empty() ? json::Value(nullptr) : json::Value(pack.parent));
  const yaml::ValueReader zone = root.required("zone");
  pack.zones.push_back({zone.text(), zone.where()});
  pack.json.emplace("zone", pack.zones.back().word);
  pack.json.emplace("regulators", read_regulators(root));
  pack.json.emplace("client_types", read_client_types(root, pack));
  read_product_classes(root, pack);
  pack.json.emplace("places", read_places(root, pack));
  pack.json.emplace("place_zones", read_place_zones(root, pack));
  read_rules(root, pack);
  return pack;
}

}  // namespace licet::app
