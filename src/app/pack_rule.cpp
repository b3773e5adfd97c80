#include "app/pack_rule.h"

#include <algorithm>

#include "app/did_you_mean.h"
#include "app/pack_effect.h"
#include "app/pack_shapes.h"
#include "domain/document_reader.h"

namespace licet::app {
namespace {

json::Value date_or_null(const std::optional<Date>& date) {
  return date ? json::Value(format_date(*date)) : json::Value(nullptr);
}

/// The link the rule's facts were checked against.
json::Value read_source(yaml::MapReader& map) {
  const yaml::ValueReader value = map.optional("source");
  if (!value.present()) return nullptr;
  std::string url = value.text();
  if (url.rfind("https://", 0) != 0 && url.rfind("http://", 0) != 0)
    value.problem("must be a link beginning with https:// or http://");
  return url;
}

/// When the rule holds, and what must be said with which status.
void read_life(yaml::MapReader& map, RuleOrigin origin, json::Object& out) {
  static const std::vector<std::string_view> kPackStatuses = {"unverified", "verified", "dormant", "waived"};
  static const std::vector<std::string_view> kFirmStatuses = {"house"};
  const bool pack = origin == RuleOrigin::kPack;
  const std::string status = pack ? map.required_choice("status", kPackStatuses)
                                  : map.optional_choice("status", kFirmStatuses).value_or("house");
  const json::Value source = read_source(map);
  const auto checked_on = map.optional_date("checked_on");
  const auto from = map.optional_date("valid_from");
  const auto to = map.optional_date("valid_to");
  const auto waived_until = map.optional_date("waived_until");
  if (status == "verified" && source.is_null())
    map.problem("status", "a verified rule names the 'source' it was checked against");
  if (status == "verified" && !checked_on) map.problem("status", "a verified rule says when: 'checked_on'");
  if (status == "waived" && !waived_until) map.problem("status", "a waived rule says until when: 'waived_until'");
  if (status != "waived" && waived_until) map.problem("waived_until", "belongs to a rule of status waived");
  if (from && to && *to < *from) map.problem("valid_to", "ends before it starts: valid_from is " + format_date(*from));
  out.emplace("status", status);
  out.emplace("source", source);
  out.emplace("checked_on", date_or_null(checked_on));
  out.emplace("valid_from", date_or_null(from));
  out.emplace("valid_to", date_or_null(to));
  out.emplace("waived_until", date_or_null(waived_until));
}

json::Array read_facts(yaml::MapReader& map, RuleOrigin origin) {
  json::Array out;
  const yaml::ValueReader value = origin == RuleOrigin::kPack ? map.required("facts") : map.optional("facts");
  for (const yaml::ValueReader& item : value.list()) out.emplace_back(item.id());
  if (origin == RuleOrigin::kPack && out.empty() && value.kind() == yaml::Kind::kSequence)
    value.problem("must hold at least one fact: a rule without a fact is a house rule of the firm");
  return out;
}

const RuleShape* read_shape(yaml::MapReader& map) {
  const yaml::ValueReader value = map.required("shape");
  const std::string id = value.text();
  const RuleShape* shape = find_shape(id);
  if (shape == nullptr && !id.empty())
    value.problem("'" + id.substr(0, 40) + "' is no rule shape; they are R01 to R28");
  return shape;
}

std::vector<std::string> read_packs(yaml::MapReader& map) {
  std::vector<std::string> out;
  for (const yaml::ValueReader& item : map.required_list("packs")) {
    std::string id = item.text();
    if (!id.empty() && id != "*" && !domain::is_pack_id(id))
      item.problem("must be a pack like UK or US-NY, or \"*\" for every pack");
    out.push_back(std::move(id));
  }
  if (out.empty()) map.problem("packs", "must hold at least one pack, or \"*\" for every pack");
  if (out.size() > 1 && std::find(out.begin(), out.end(), "*") != out.end())
    map.problem("packs", "\"*\" means every pack already: leave the others out");
  return out;
}

}  // namespace

RuleText read_rule(yaml::MapReader& map, RuleOrigin origin, const WordsOf& words_of) {
  RuleText rule;
  rule.where = map.where();
  rule.json.emplace("id", map.required_id("id"));
  const RuleShape* shape = read_shape(map);
  rule.json.emplace("shape", shape == nullptr ? std::string_view("R28") : shape->id);
  rule.json.emplace("title", map.required_text("title"));
  rule.json.emplace("citation", map.required_text("citation"));
  rule.json.emplace("facts", read_facts(map, origin));
  read_life(map, origin, rule.json);
  if (origin == RuleOrigin::kFirm) rule.packs = read_packs(map);
  const PredicateWords words = words_of(rule.packs);
  rule.json.emplace("applies_to", read_predicate(map.optional("applies_to"), lead_attributes(), words));
  const yaml::ValueReader reason = map.required("reason");
  const std::string code = reason.text();
  if (!code.empty() && !domain::is_reason_code(code)) reason.problem("must be a reason code like NO_UK_PERMISSION");
  rule.json.emplace("reason", code);
  const yaml::ValueReader effect = map.required("effect");
  rule.json.emplace("effect", shape == nullptr ? json::Value(json::Object{}) : read_effect(effect, *shape, words));
  return rule;
}

}  // namespace licet::app
