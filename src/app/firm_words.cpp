#include "app/firm_words.h"

#include <algorithm>
#include <set>

#include "app/did_you_mean.h"

namespace licet::app {
namespace {

/// The texts found at `key` of each mapping of the list `list`.
std::vector<std::string> declared(const yaml::Node& root, std::string_view list, std::string_view key) {
  std::vector<std::string> out;
  const yaml::Node* items = root.find(list);
  if (items == nullptr) return out;
  for (const yaml::Node& item : items->items) {
    const yaml::Node* word = item.find(key);
    if (word == nullptr || word->kind != yaml::Kind::kScalar || word->text.empty()) continue;
    if (std::find(out.begin(), out.end(), word->text) == out.end()) out.push_back(word->text);
  }
  return out;
}

std::vector<std::string> texts(const yaml::Node& root, std::string_view list) {
  std::vector<std::string> out;
  const yaml::Node* items = root.find(list);
  if (items == nullptr) return out;
  for (const yaml::Node& item : items->items)
    if (item.kind == yaml::Kind::kScalar && !item.text.empty()) out.push_back(item.text);
  return out;
}

}  // namespace

PredicateWords FirmWords::predicate_words(const std::vector<std::string>& rule_packs) const {
  PredicateWords words;
  words.codes["client_type"] = client_types;
  words.codes["product"] = products;
  words.codes["activity"] = activities;
  words.codes["entity"] = entities;
  std::set<std::string> all, within;  // a place is listed by its pack and by those above it
  const auto holds_in = [&rule_packs](std::string_view id) {
    return std::find(rule_packs.begin(), rule_packs.end(), id) != rule_packs.end();
  };
  const bool everywhere = holds_in("*");
  for (const auto& [pack, listed] : places) {
    all.insert(listed.begin(), listed.end());
    if (everywhere || holds_in(pack)) within.insert(listed.begin(), listed.end());
  }
  words.places.assign(all.begin(), all.end());
  words.lead_places.emplace(within.begin(), within.end());
  return words;
}

bool FirmWords::lists_place(std::string_view code) const {
  return std::any_of(places.begin(), places.end(), [&](const auto& pack) {
    return std::find(pack.second.begin(), pack.second.end(), code) != pack.second.end();
  });
}

FirmWords gather_words(const yaml::Document& document, const std::vector<PackText>& packs) {
  const yaml::Node& root = document.root;
  FirmWords words;
  words.packs = texts(root, "packs");
  words.client_types = texts(root, "client_types");
  words.products = declared(root, "products", "id");
  words.activities = declared(root, "products", "activity");
  words.lawful_bases = texts(root, "lawful_bases");
  words.markets = declared(root, "markets", "id");
  words.teams = declared(root, "teams", "id");
  words.entities = declared(root, "entities", "id");
  words.people = declared(root, "people", "handle");
  for (const PackText& pack : packs) {
    words.product_classes[pack.id] = pack.product_classes;
    // A place belongs to its pack and to that pack's ancestors. The walk is bounded by the number of packs: parents may
    // loop.
    std::string owner = pack.id;
    for (std::size_t step = 0; !owner.empty() && step <= packs.size(); ++step) {
      auto& places = words.places[owner];
      places.insert(places.end(), pack.places.begin(), pack.places.end());
      const auto found = std::find_if(packs.begin(), packs.end(), [&](const PackText& p) { return p.id == owner; });
      owner = found == packs.end() ? std::string() : found->parent;
    }
  }
  return words;
}

std::string read_known(const yaml::ValueReader& value, std::string_view what, const std::vector<std::string>& known) {
  std::string word = value.text();
  if (word.empty() || std::find(known.begin(), known.end(), word) != known.end()) return word;
  const std::vector<std::string_view> words(known.begin(), known.end());
  value.problem("'" + word.substr(0, 40) + "' is no " + std::string(what) + known_words_hint(word, words));
  return word;
}

std::vector<std::string> read_known_list(const yaml::ValueReader& value, std::string_view what,
                                         const std::vector<std::string>& known) {
  std::vector<std::string> out;
  for (const yaml::ValueReader& item : value.list()) {
    std::string word = read_known(item, what, known);
    if (std::find(out.begin(), out.end(), word) != out.end()) item.problem("stands here twice");
    out.push_back(std::move(word));
  }
  return out;
}

json::Value list_or_null(const std::vector<std::string>& words) {
  if (words.empty()) return nullptr;
  return text_array(words);
}

json::Array text_array(const std::vector<std::string>& words) { return json::Array(words.begin(), words.end()); }

}  // namespace licet::app
