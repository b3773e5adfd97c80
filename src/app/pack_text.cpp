#include "app/pack_text.h"

#include <map>
#include <vector>

#include "app/pack_shapes.h"
#include "app/screening_thresholds.h"

namespace licet::app {
namespace {

const json::Array& list_of(const json::Value& object, std::string_view key) {
  static const json::Array kEmpty;
  const json::Value* value = object.find(key);
  return value == nullptr || !value->is_array() ? kEmpty : value->as_array();
}

std::string text_of(const json::Value& object, std::string_view key) { return std::string(object.string_or(key, "")); }

/// A value in a list of words.
std::string word(const json::Value& value) { return value.is_string() ? value.as_string() : json::canonical(value); }

std::string joined(const json::Array& values, std::string_view between = ", ") {
  std::string out;
  for (const json::Value& value : values) {
    if (!out.empty()) out += between;
    out += word(value);
  }
  return out;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

/// "verified", with the dates that limit it.
std::string status_line(const json::Value& rule) {
  std::string out = text_of(rule, "status");
  if (const auto until = text_of(rule, "waived_until"); !until.empty()) out += " until " + until;
  if (const auto from = text_of(rule, "valid_from"); !from.empty()) out += ", valid from " + from;
  if (const auto to = text_of(rule, "valid_to"); !to.empty()) out += ", valid to " + to;
  if (const auto checked = text_of(rule, "checked_on"); !checked.empty()) out += ", checked on " + checked;
  return out;
}

std::string rule_line(const json::Value& rule) {
  return "    " + padded(text_of(rule, "id"), 28) + " " + text_of(rule, "shape") + "  " +
         padded(text_of(rule, "status"), 11) + text_of(rule, "title") + "\n";
}

void add_packs(const json::Value& document, std::string& out) {
  for (const json::Value& pack : list_of(document, "packs")) {
    const std::string parent = text_of(pack, "parent");
    out += "  " + text_of(pack, "id") + "  " + text_of(pack, "name") + (parent.empty() ? "" : ", within " + parent) +
           "; " + counted(list_of(pack, "places").size(), "place", "places") + ", " + text_of(pack, "zone") + "\n";
    for (const json::Value& rule : list_of(pack, "rules")) out += rule_line(rule);
  }
}

std::string accept_text(const json::Value& accept) {
  std::vector<std::string> parts;
  if (const auto& all = list_of(accept, "all_of"); !all.empty()) parts.push_back("in " + joined(all, " and "));
  if (const auto& any = list_of(accept, "any_of"); !any.empty()) parts.push_back("in " + joined(any, " or "));
  if (const auto& none = list_of(accept, "none_of"); !none.empty()) parts.push_back("not in " + joined(none, " or "));
  if (const auto& types = list_of(accept, "client_types"); !types.empty()) parts.push_back(joined(types, " or "));
  if (accept.bool_or("proven", false)) parts.push_back("proven by a classification");
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

/// Markets below `parent`, children under their parent. The policy has no loops, so the depth is its own.
void add_markets(const json::Value& document, std::string_view parent, std::size_t indent, std::string& out) {
  for (const json::Value& market : list_of(document, "markets")) {
    if (market.string_or("parent", "") != parent) continue;
    out += std::string(indent, ' ') + text_of(market, "id") + "  " + text_of(market, "name") + "\n";
    for (const json::Value& accept : list_of(market, "accepts"))
      out += std::string(indent + 4, ' ') + "takes leads " + accept_text(accept) + "\n";
    add_markets(document, text_of(market, "id"), indent + 2, out);
  }
}

void add_routing(const json::Value& document, std::string& out) {
  for (const json::Value& route : list_of(document, "routing")) {
    std::string when;
    for (const std::string_view key : {"market", "source", "product", "client_type"}) {
      const json::Value* given = route.find("when");
      if (given == nullptr || list_of(*given, key).empty()) continue;
      when += (when.empty() ? "" : "; ") + std::string(key) + " " + joined(list_of(*given, key), " or ");
    }
    out += "  " + text_of(route, "id") + ": " + (when.empty() ? "everything" : when) + " -> " +
           joined(list_of(route, "teams"), ", then ") + "\n";
  }
}

void add_evidence(const json::Value& document, std::string& out) {
  const json::Value* evidence = document.find("evidence");
  if (evidence == nullptr) return;
  out += "Evidence of place (confidence needed: " + std::to_string(evidence->int_or("threshold", 0)) + ")\n";
  for (const json::Value& kind : list_of(*evidence, "kinds")) {
    const auto age = kind.int_or("max_age_days", 0);
    out += "  " + padded(text_of(kind, "kind"), 20) + padded(text_of(kind, "mode"), 10) +
           std::to_string(kind.int_or("weight", 0)) +
           (age == 0 ? "" : ", for " + counted(static_cast<std::size_t>(age), "day", "days")) + "\n";
  }
}

void add_thresholds(const json::Value& document, std::string& out) {
  out +=
      "Thresholds of the screening (of several overrides the lowest holds; what is not known counts as the lowest)\n";
  for (const std::string& line : threshold_lines(document)) out += "  " + line + "\n";
}

/// How many rules stand in which status, so that what rests on nobody's check is seen at once.
std::string status_counts(const json::Value& document) {
  std::map<std::string, std::size_t> counts;
  for (const json::Value& pack : list_of(document, "packs"))
    for (const json::Value& rule : list_of(pack, "rules")) ++counts[text_of(rule, "status")];
  for (const json::Value& rule : list_of(document, "house_rules")) ++counts[text_of(rule, "status")];
  std::string out;
  for (const auto& [status, count] : counts) out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + status;
  return out;
}

std::string render_test(const std::string& name, const json::Value& values) {
  if (!values.is_array()) return name + " is " + word(values);
  const json::Array& words = values.as_array();
  return name + (words.size() == 1 ? " is " : " is one of ") + joined(words);
}

}  // namespace

std::string render_predicate(const json::Value& predicate) {
  if (!predicate.is_object() || predicate.as_object().empty()) return "always";
  const json::Object& tests = predicate.as_object();
  std::string out;
  for (const auto& [name, operand] : tests) {
    if (name == "not") return "not (" + render_predicate(operand) + ")";
    if (name == "all" || name == "any") {
      if (operand.as_array().empty())
        return name == "all" ? "always" : "never: no product of the firm is of that class";
      for (const json::Value& one : operand.as_array())
        out += (out.empty() ? "(" : name == "all" ? ") and (" : ") or (") + render_predicate(one);
      return out + ")";
    }
    out += (out.empty() ? "" : " and ") + render_test(name, operand);
  }
  return out;
}

std::string render_rule(const json::Value& rule, const crypto::Digest& digest) {
  const std::string id = text_of(rule, "id");
  const std::string packs = joined(list_of(rule, "packs"));
  const RuleShape* shape = find_shape(rule.string_or("shape", ""));
  const json::Value* effect = rule.find("effect");
  const json::Value* when = rule.find("applies_to");
  const std::string source = text_of(rule, "source");
  std::string out = id + "  " + text_of(rule, "title") + "\n";
  out += "  status    " + status_line(rule) + "\n";
  out += "  citation  " + text_of(rule, "citation") + "\n";
  out += "  source    " + (source.empty() ? "none" : source) + "\n";
  if (!list_of(rule, "facts").empty()) out += "  facts     " + joined(list_of(rule, "facts")) + "\n";
  if (!packs.empty()) out += "  packs     " + (packs == "*" ? std::string("every pack") : packs) + " (house rule)\n";
  out += "  shape     " + text_of(rule, "shape") + (shape == nullptr ? "" : ", " + std::string(shape->name)) + "\n";
  out += "  applies   " + (when == nullptr ? "always" : render_predicate(*when)) + "\n";
  out += "  effect    " + (effect == nullptr ? "{}" : json::canonical(*effect)) + "\n";
  out += "  reason    " + text_of(rule, "reason") + "\n";
  out += "  digest    " + crypto::digest_text(digest) + "\n";
  return out;
}

const json::Value* find_rule(const domain::Policy& policy, std::string_view id) {
  const json::Value& document = policy.document();
  for (const json::Value& pack : list_of(document, "packs"))
    for (const json::Value& rule : list_of(pack, "rules"))
      if (rule.string_or("id", "") == id) return &rule;
  for (const json::Value& rule : list_of(document, "house_rules"))
    if (rule.string_or("id", "") == id) return &rule;
  return nullptr;
}

std::string render_policy_summary(const domain::Policy& policy) {
  const json::Value& document = policy.document();
  const json::Value* firm = document.find("firm");
  std::string out = "Policy of " + (firm == nullptr ? std::string() : text_of(*firm, "name")) + "\n";
  out += "  digest " + crypto::digest_text(policy.digest()) + "\n";
  out += "  zones " + policy.zones().version + "; rules: " + status_counts(document) + "\n";
  out += "Packs\n";
  add_packs(document, out);
  if (!list_of(document, "house_rules").empty()) out += "House rules\n";
  for (const json::Value& rule : list_of(document, "house_rules")) out += rule_line(rule);
  out += "Markets\n";
  add_markets(document, "", 2, out);
  out += "Routing, the first that applies\n";
  add_routing(document, out);
  add_evidence(document, out);
  if (const json::Value* screening = document.find("screening"); screening != nullptr)
    out += "Screening against " + joined(list_of(*screening, "lists")) + ", at most " +
           counted(static_cast<std::size_t>(screening->int_or("max_age_days", 0)), "day", "days") + " old\n";
  add_thresholds(document, out);
  return out;
}

}  // namespace licet::app
