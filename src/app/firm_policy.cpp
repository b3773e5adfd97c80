#include "app/firm_policy.h"
#include "app/screening_thresholds.h"

#include <algorithm>
#include <set>

#include "app/did_you_mean.h"
#include "app/pack_effect.h"
#include "app/pack_shapes.h"
#include "base/limits.h"

namespace licet::app {
namespace {

using yaml::MapReader;
using yaml::ValueReader;

constexpr std::int64_t kDaysMax = 36'500;
constexpr std::int64_t kServiceScoreMax = 10'000;

/// Notes where `kind:id` stands, and reports a second declaration.
void declare(Positions& positions, std::string_view kind, const std::string& id, const MapReader& map,
             std::string_view key = "id") {
  if (id.empty()) return;
  const auto [at, fresh] = positions.emplace(std::string(kind) + ":" + id, map.where(key));
  if (!fresh) map.problem(key, "'" + id + "' is declared twice: also in line " + std::to_string(at->second.line));
}

void read_products(MapReader& root, const FirmWords& words, FirmPolicy& firm) {
  json::Array products;
  for (MapReader& map : root.required_list_of_maps("products")) {
    const std::string id = map.required_slug("id");
    declare(firm.positions, "product", id, map);
    products.emplace_back(
        json::Object{{"id", id}, {"name", map.required_text("name")}, {"activity", map.required_slug("activity")}});
    for (const auto& [pack, classes] : map.map_of("classes")) {
      const auto known = words.product_classes.find(pack);
      if (known == words.product_classes.end()) {
        // A pack that the firm names and that could not be read has its own problem.
        if (std::find(words.packs.begin(), words.packs.end(), pack) != words.packs.end()) continue;
        const std::vector<std::string_view> packs(words.packs.begin(), words.packs.end());
        classes.problem("'" + pack.substr(0, 40) + "' is no pack of this firm" + known_words_hint(pack, packs));
        continue;
      }
      firm.product_classes[id][pack] = read_known_list(classes, "product class of pack " + pack, known->second);
    }
  }
  firm.json.emplace("products", std::move(products));
  firm.json.emplace("default_activity",
                    read_known(root.required("default_activity"), "activity of a product", words.activities));
}

void read_client_types(MapReader& root, FirmPolicy& firm) {
  const auto types = root.required_slug_list("client_types");
  if (std::set<std::string>(types.begin(), types.end()).size() != types.size())
    root.problem("client_types", "a client type stands here twice");
  firm.json.emplace("client_types", text_array(types));
}

void read_lawful_bases(MapReader& root, const FirmWords& words, FirmPolicy& firm) {
  firm.json.emplace("lawful_bases", text_array(root.required_slug_list("lawful_bases")));
  json::Array defaults;
  std::map<std::string, std::string> by_source;
  for (const auto& [source, value] : root.map_of("lawful_basis_defaults")) {
    if (!yaml::is_slug(source))
      value.problem("the source '" + source.substr(0, 40) + "' must be lower-case letters, digits and - _ .");
    by_source[source] = read_known(value, "lawful basis", words.lawful_bases);
  }
  for (const auto& [source, basis] : by_source)
    defaults.emplace_back(json::Object{{"source", source}, {"basis", basis}});
  firm.json.emplace("lawful_basis_defaults", std::move(defaults));
}

void read_evidence(MapReader& root, FirmPolicy& firm) {
  static const std::vector<std::string_view> kModes = {"primary", "adds", "fallback", "checks"};
  MapReader evidence = root.required_map("evidence");
  json::Array kinds;
  bool primary = false, determination = false;
  const std::int64_t threshold = evidence.required_integer("threshold", 0, 100);
  for (MapReader& map : evidence.required_list_of_maps("kinds")) {
    const std::string kind = map.required_slug("kind");
    declare(firm.positions, "evidence", kind, map, "kind");
    const std::string mode = map.required_choice("mode", kModes);
    primary = primary || mode == "primary";
    determination = determination || kind == kDetermination;
    const auto age = map.optional_integer("max_age_days", 1, kDaysMax);
    kinds.emplace_back(json::Object{{"kind", kind},
                                    {"weight", map.required_integer("weight", 0, 100)},
                                    {"mode", mode},
                                    {"max_age_days", age ? json::Value(*age) : json::Value(nullptr)}});
  }
  if (!primary && evidence.present())
    evidence.problem("kinds", "at least one kind of evidence is primary: nothing else decides");
  // What two people of the firm determined about a lead decides alone, in every firm; a policy without this kind would
  // set their answer aside.
  if (!determination)
    kinds.emplace_back(json::Object{
        {"kind", kDetermination}, {"weight", 100}, {"mode", "primary"}, {"max_age_days", json::Value(nullptr)}});
  firm.json.emplace("evidence", json::Object{{"threshold", threshold}, {"kinds", std::move(kinds)}});
}

/// An address that nobody else reads along, without user, password, query or fragment.
bool is_service_url(std::string_view url) {
  bool here = false;
  for (const std::string_view host : {"http://127.0.0.1", "http://localhost", "http://[::1]"})
    if (url.substr(0, host.size()) == host)
      here = url.size() == host.size() || url[host.size()] == ':' || url[host.size()] == '/';
  return (here || url.substr(0, 8) == "https://") && url.find_first_of("@?# ") == std::string_view::npos &&
         url.size() <= limits::kServiceUrlBytesMax;
}

/// The firm's own screening service. Which ones there are is for who asks them (connect).
json::Value read_service(MapReader in) {
  const std::string url = in.required_text("url");
  json::Object out{{"kind", in.required_slug("kind")}, {"url", url}};
  if (!url.empty() && !is_service_url(url))
    in.problem("url",
               "a screening service is asked by https, or by http on this machine, without user or query; a "
               "secret stands in the environment or in a private file, never here");
  for (const char* key : {"dataset", "algorithm"})
    if (auto text = in.optional_slug(key)) out.emplace(key, std::move(*text));
  MapReader thresholds = in.required_map("thresholds");
  out.emplace("thresholds", json::Object{{"company", thresholds.required_integer("company", 1, kServiceScoreMax)},
                                         {"person", thresholds.required_integer("person", 1, kServiceScoreMax)}});
  return out;
}

void read_screening(MapReader& root, FirmPolicy& firm) {
  MapReader screening = root.required_map("screening");
  json::Object out;
  const std::vector<std::string> lists = screening.required_slug_list("lists");
  out.emplace("lists", text_array(lists));
  out.emplace("max_age_days", screening.required_integer("max_age_days", 1, kDaysMax));
  if (const auto days = screening.optional_integer("good_guy_max_days", 1, limits::kGoodGuyDaysMax))
    out.emplace("good_guy_max_days", *days);
  read_thresholds(screening, lists, out);
  if (screening.has("service")) out.emplace("service", read_service(screening.required_map("service")));
  firm.json.emplace("screening", std::move(out));
}

/// "PACK" or "PACK:PLACE" of a market's rule.
json::Array read_jurisdictions(const ValueReader& value, const FirmWords& words) {
  json::Array out;
  for (const ValueReader& item : value.list()) {
    const std::string text = item.text();
    const std::size_t colon = text.find(':');
    const std::string pack = text.substr(0, colon);
    const std::vector<std::string_view> packs(words.packs.begin(), words.packs.end());
    if (!text.empty() && std::find(words.packs.begin(), words.packs.end(), pack) == words.packs.end()) {
      item.problem("'" + pack.substr(0, 40) + "' is no pack of this firm" + known_words_hint(pack, packs));
    } else if (colon != std::string::npos) {
      const auto known = words.places.find(pack);
      const std::string place = text.substr(colon + 1);
      if (known != words.places.end() &&
          std::find(known->second.begin(), known->second.end(), place) == known->second.end()) {
        const std::vector<std::string_view> places(known->second.begin(), known->second.end());
        item.problem("'" + place.substr(0, 40) + "' is no place of pack " + pack + known_words_hint(place, places));
      }
    }
    out.emplace_back(text);
  }
  return out;
}

json::Array read_accepts(MapReader& market, const FirmWords& words) {
  json::Array out;
  for (MapReader& map : market.optional_list_of_maps("accepts")) {
    json::Object accept;
    bool named = false;
    for (const std::string_view key : {"all_of", "any_of", "none_of"}) {
      json::Array list = read_jurisdictions(map.optional(key), words);
      named = named || (key != "none_of" && !list.empty());
      if (!list.empty()) accept.emplace(key, std::move(list));
    }
    if (!named) map.problem("names no jurisdiction: give 'all_of' or 'any_of', there is no market for everything");
    accept.emplace("client_types",
                   list_or_null(read_known_list(map.optional("client_types"), "client type", words.client_types)));
    accept.emplace("proven", map.boolean("proven", false));
    out.emplace_back(std::move(accept));
  }
  return out;
}

/// True when the parents of `id` lead back to it.
bool lies_in_itself(const std::string& id, const std::map<std::string, std::string>& parents) {
  std::string above = id;
  for (std::size_t step = 0; step <= parents.size(); ++step) {
    const auto parent = parents.find(above);
    if (parent == parents.end()) return false;
    above = parent->second;
    if (above == id) return true;
  }
  return false;
}

void read_markets(MapReader& root, const FirmWords& words, FirmPolicy& firm) {
  json::Array markets;
  std::map<std::string, std::string> parents;
  std::vector<std::string> ids;
  const auto maps = [&] {
    auto list = root.required_list_of_maps("markets");
    for (MapReader& map : list) {
      ids.push_back(map.required_slug("id"));
      declare(firm.positions, "market", ids.back(), map);
      const ValueReader parent = map.optional("parent");
      if (parent.present()) parents[ids.back()] = read_known(parent, "market", words.markets);
      markets.emplace_back(
          json::Object{{"id", ids.back()},
                       {"name", map.required_text("name")},
                       {"parent", parent.present() ? json::Value(parents[ids.back()]) : json::Value(nullptr)},
                       {"accepts", read_accepts(map, words)}});
    }
    return list;
  }();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (lies_in_itself(ids[i], parents))
      maps[i].problem("parent", "market '" + ids[i] + "' lies in itself: its parents lead back to it");
  }
  firm.json.emplace("markets", std::move(markets));
}

void read_routing(MapReader& root, const FirmWords& words, FirmPolicy& firm) {
  json::Array routing;
  for (MapReader& map : root.required_list_of_maps("routing")) {
    const std::string id = map.required_slug("id");
    declare(firm.positions, "route", id, map);
    json::Object when{{"market", nullptr}, {"source", nullptr}, {"product", nullptr}, {"client_type", nullptr}};
    if (MapReader given = map.optional_map("when"); given.present()) {
      when["market"] = list_or_null(read_known_list(given.optional("market"), "market", words.markets));
      when["source"] = list_or_null(given.optional_slug_list("source"));
      when["product"] = list_or_null(read_known_list(given.optional("product"), "product", words.products));
      when["client_type"] =
          list_or_null(read_known_list(given.optional("client_type"), "client type", words.client_types));
    }
    const auto teams = read_known_list(map.required("teams"), "team", words.teams);
    if (teams.empty() && map.has("teams")) map.problem("teams", "must hold at least one team");
    routing.emplace_back(json::Object{{"id", id}, {"when", std::move(when)}, {"teams", text_array(teams)}});
  }
  firm.json.emplace("routing", std::move(routing));
}

void read_house_rules(MapReader& root, const FirmWords& words, FirmPolicy& firm) {
  json::Array out;
  for (MapReader& map : root.optional_list_of_maps("house_rules")) {
    RuleText rule = read_rule(map, RuleOrigin::kFirm, [&](const auto& packs) { return words.predicate_words(packs); });
    for (const std::string& pack : rule.packs) {
      if (pack != "*" && std::find(words.packs.begin(), words.packs.end(), pack) == words.packs.end())
        map.problem("packs", "'" + pack.substr(0, 40) + "' is no pack of this firm");
    }
    declare(firm.positions, "rule", rule.json.at("id").as_string(), map);
    json::Object one = rule.json;
    one.emplace("packs", text_array(rule.packs));
    out.emplace_back(std::move(one));
    firm.house_rules.push_back(std::move(rule));
  }
  firm.json.emplace("house_rules", std::move(out));
}

}  // namespace

FirmPolicy read_firm_policy(MapReader& root, const FirmWords& words) {
  FirmPolicy firm;
  firm.json.emplace("schema", "licet.policy/1");
  read_client_types(root, firm);
  read_products(root, words, firm);
  read_lawful_bases(root, words, firm);
  read_evidence(root, firm);
  read_screening(root, firm);
  read_markets(root, words, firm);
  read_routing(root, words, firm);
  read_house_rules(root, words, firm);
  return firm;
}

json::Value resolve_pack(const PackText& pack, const FirmPolicy& firm) {
  std::map<std::string, std::vector<std::string>, std::less<>> types;
  for (const auto& [id, counts_as] : pack.client_types) types[id] = {counts_as.word};
  std::map<std::string, std::vector<std::string>, std::less<>> products;
  for (const std::string& cls : pack.product_classes) products[cls] = {};
  for (const auto& [product, packs] : firm.product_classes) {
    const auto classes = packs.find(pack.id);
    if (classes == packs.end()) continue;
    for (const std::string& cls : classes->second) products[cls].push_back(product);
  }
  json::Array rules;
  for (const RuleText& rule : pack.rules) {
    json::Object one = rule.json;
    json::Value when = substitute_values(one.at("applies_to"), "client_type", types);
    one.insert_or_assign("applies_to", substitute_values(when, "product", products));
    if (const RuleShape* shape = find_shape(one.at("shape").as_string()); shape != nullptr) {
      json::Value effect = substitute_in_effect(one.at("effect"), *shape, "client_type", types);
      one.insert_or_assign("effect", substitute_in_effect(effect, *shape, "product", products));
    }
    rules.emplace_back(std::move(one));
  }
  json::Object out = pack.json;
  out.emplace("rules", std::move(rules));
  return out;
}

void check_packs(const std::vector<PackText>& packs, const FirmWords& words, yaml::Problems& problems,
                 Positions& positions) {
  for (const PackText& pack : packs) {
    positions.emplace("pack:" + pack.id, pack.where);
    if (!pack.parent.empty() && std::find(words.packs.begin(), words.packs.end(), pack.parent) == words.packs.end()) {
      problems.add(pack.where, "pack " + pack.id + " lies in pack " + pack.parent +
                                   ", which the firm does not list: add it to 'packs'");
    }
    for (const auto& [id, counts_as] : pack.client_types) {
      if (std::find(words.client_types.begin(), words.client_types.end(), counts_as.word) != words.client_types.end())
        continue;
      const std::vector<std::string_view> known(words.client_types.begin(), words.client_types.end());
      problems.add(counts_as.where,
                   "'" + counts_as.word + "' is no client type of the firm" + known_words_hint(counts_as.word, known));
    }
    for (const RuleText& rule : pack.rules) {
      const std::string& id = rule.json.at("id").as_string();
      const auto [at, fresh] = positions.emplace("rule:" + id, rule.where);
      if (!fresh && !id.empty())
        problems.add(rule.where,
                     "the rule id '" + id + "' is taken: " + at->second.file + ":" + std::to_string(at->second.line));
    }
  }
}

}  // namespace licet::app
