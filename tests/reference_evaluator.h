// A second evaluator of tag, market_of, authorise and route: slow, and meant to be obviously right. It reads the two
// JSON documents anew at every question, compares texts, recurses, and shares no code with the domain but the digest of
// a rule and dates' text. tests/reference_evaluator_test.cpp asks both.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/json.h"

namespace licet::reference {

using Texts = std::vector<std::string>;
using Pair = std::pair<std::string, std::string>;  // pack, place

struct Lead {
  std::vector<Pair> jurisdictions;
  std::string market, client_type, basis = "unknown", product, source, language, screened = "not";
  Texts settled;  // digests of rules that two people judged for this lead
  bool lawful_basis = false, open_duplicate = false, contradicted = false, refused = false, erased = false;
};
struct Confirmed {
  std::string rule, digest;
  std::int64_t until_us = 0;
};
struct Rotation {
  std::map<std::string, std::string> last;
  std::map<std::string, std::int64_t> load;
  std::string sticky;
};
struct EvidenceItem {
  std::string kind, place, observed;
};

/// The worst verdict and the set of reasons, each as "VERDICT CODE pack place rule".
struct Answer {
  std::set<std::string> reasons;
  void add(const std::string& verdict, const std::string& code, const Pair& where = {}, const std::string& rule = "") {
    std::string text = verdict + " " + code;
    for (const std::string* part : {&where.first, &where.second, &rule})
      if (!part->empty()) text += " " + *part;
    reasons.insert(text);
  }
  std::string verdict() const {
    for (const char* name : {"BLOCK", "REVIEW", "NEEDS"})
      for (const std::string& reason : reasons)
        if (reason.rfind(name, 0) == 0) return name;
    return "ALLOW";
  }
};

struct Tagged {
  Answer answer;
  std::set<Pair> jurisdictions;
  int confidence = 0;
};

struct Choice {
  std::string person, team;
  bool operator<(const Choice& other) const { return std::tie(person, team) < std::tie(other.person, other.team); }
  bool operator==(const Choice&) const = default;
};
struct Routed {
  std::string outcome, market, problem, route;
  std::map<Choice, std::pair<Answer, std::set<std::string>>> candidates;  // licence, unavailable
  std::optional<Choice> chosen;
  bool turn = false;
};

// ---- reading documents

inline std::string text_of(const json::Value& object, const char* name) {
  return std::string(object.string_or(name, ""));
}

inline const json::Array& list_of(const json::Value& object, const char* name) {
  static const json::Array kNone;
  const json::Value* list = object.find(name);
  return list != nullptr && list->is_array() ? list->as_array() : kNone;
}

inline bool given(const json::Value& object, const char* name) {
  const json::Value* member = object.find(name);
  return member != nullptr && !member->is_null();
}

inline bool has(const json::Array& list, const std::string& word) {
  return std::any_of(list.begin(), list.end(), [&](const json::Value& item) { return item.as_string() == word; });
}

// ---- dates

inline bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/// "YYYY-MM-DD" of a count of days from 1970, by walking through years and months.
inline std::string day_text(std::int64_t days) {
  int year = 1970;
  while (days < 0) days += leap(--year) ? 366 : 365;
  while (days >= (leap(year) ? 366 : 365)) days -= leap(year++) ? 366 : 365;
  const int lengths[12] = {31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int month = 0;
  while (days >= lengths[month]) days -= lengths[month++];
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02d-%02d", year, month + 1, static_cast<int>(days) + 1);
  return out;
}

/// The inverse, by looking for it from about the right year.
inline std::int64_t day_number(const std::string& date) {
  std::int64_t days = (std::stoll(date.substr(0, 4)) - 1970) * 365;
  while (day_text(days) > date) --days;
  while (day_text(days) < date) ++days;
  return days;
}

/// Microseconds of local time in a zone, or nothing where the table does not reach.
inline std::optional<std::int64_t> local_us(const json::Value& policy, const std::string& zone, std::int64_t at_us) {
  const json::Value& zones = *policy.find("zones");
  if (at_us < zones.int_or("from", 0) || at_us >= zones.int_or("until", 0)) return std::nullopt;
  std::optional<std::int64_t> out;
  for (const json::Value& item : list_of(zones, "zones"))
    if (text_of(item, "name") == zone)
      for (const json::Value& change : list_of(item, "transitions"))
        if (change.as_array()[0].as_int() <= at_us) out = at_us + change.as_array()[1].as_int() * 1'000'000;
  return out;
}

inline std::int64_t floor_days(std::int64_t us) {
  std::int64_t days = us / 86'400'000'000;
  return us < days * 86'400'000'000 ? days - 1 : days;
}

inline bool on(const json::Value& record, const std::string& date) {
  if (text_of(record, "status") != "active") return false;
  if (given(record, "from") && date < text_of(record, "from")) return false;
  return !given(record, "to") || date <= text_of(record, "to");
}

// ---- packs and places

inline const json::Value* pack_of(const json::Value& policy, const std::string& id) {
  for (const json::Value& pack : list_of(policy, "packs"))
    if (text_of(pack, "id") == id) return &pack;
  return nullptr;
}

inline void with_ancestors(const json::Value& policy, const std::string& pack, const std::string& place,
                           std::set<Pair>& out) {
  const json::Value* found = pack_of(policy, pack);
  if (found == nullptr) return;
  out.insert({pack, place});
  with_ancestors(policy, text_of(*found, "parent"), place, out);
}

/// Every pair that a place brings; none when no pack lists it.
inline std::set<Pair> brings(const json::Value& policy, const std::string& place) {
  std::set<Pair> out;
  for (const json::Value& pack : list_of(policy, "packs"))
    for (const json::Value& item : list_of(pack, "places"))
      if (text_of(item, "code") == place) with_ancestors(policy, text_of(pack, "id"), place, out);
  return out;
}

inline bool needs_subdivision(const json::Value& policy, const std::string& place) {
  for (const json::Value& pack : list_of(policy, "packs"))
    for (const json::Value& item : list_of(pack, "places"))
      if (text_of(item, "code") == place && item.bool_or("needs_subdivision", false)) return true;
  return false;
}

inline std::optional<std::string> date_in(const json::Value& policy, const Pair& where, std::int64_t at_us) {
  const json::Value* pack = pack_of(policy, where.first);
  if (pack == nullptr || brings(policy, where.second).count(where) == 0) return std::nullopt;
  std::string zone = text_of(*pack, "zone");
  for (const json::Value& item : list_of(*pack, "place_zones"))
    if (text_of(item, "place") == where.second) zone = text_of(item, "zone");
  const auto local = local_us(policy, zone, at_us);
  if (!local) return std::nullopt;
  return day_text(floor_days(*local));
}

// ---- facts

inline bool is_product(const json::Value& policy, const std::string& code) {
  for (const json::Value& product : list_of(policy, "products"))
    if (text_of(product, "id") == code) return true;
  return false;
}

/// Empty: the policy cannot say.
inline std::string activity_of(const json::Value& policy, const std::string& product) {
  if (product.empty()) return text_of(policy, "default_activity");
  for (const json::Value& item : list_of(policy, "products"))
    if (text_of(item, "id") == product) return text_of(item, "activity");
  return "";
}

/// The types that must all pass.
inline Texts types_of(const json::Value& policy, const Lead& lead) {
  const std::string strictest = list_of(policy, "client_types").front().as_string();
  if (lead.basis == "unknown" || !has(list_of(policy, "client_types"), lead.client_type)) return {strictest};
  if (lead.basis == "classified") return {lead.client_type};
  return lead.client_type == strictest ? Texts{strictest} : Texts{strictest, lead.client_type};
}

/// 't', 'f' or '?'.
inline char holds(const json::Value& predicate, const std::map<std::string, std::string>& facts) {
  const auto flip = [](char c) { return c == 't' ? 'f' : c == 'f' ? 't' : '?'; };
  if (const json::Value* operand = predicate.find("not")) return flip(holds(*operand, facts));
  for (const char* name : {"all", "any"}) {
    if (predicate.find(name) == nullptr) continue;
    const bool all = name[1] == 'l';
    bool unknown = false;
    for (const json::Value& operand : list_of(predicate, name)) {
      const char one = holds(operand, facts);
      if (one == (all ? 'f' : 't')) return one;
      unknown = unknown || one == '?';
    }
    return unknown ? '?' : all ? 't' : 'f';
  }
  bool unknown = false;
  for (const auto& [attribute, values] : predicate.as_object()) {
    const std::string& fact = facts.at(attribute);
    if (fact.empty()) {
      unknown = true;
    } else if (!has(values.as_array(), fact)) {
      return 'f';
    }
  }
  return unknown ? '?' : 't';
}

// ---- authorise

inline const json::Value* record_of(const json::Value& reg, const char* kind, const char* member,
                                    const std::string& value) {
  for (const json::Value& record : list_of(reg, "records"))
    if (text_of(record, "kind") == kind && text_of(record, member) == value) return &record;
  return nullptr;
}

/// The market and those above it; empty when the policy has no such market.
inline std::set<std::string> market_and_above(const json::Value& policy, const std::string& market) {
  for (const json::Value& item : list_of(policy, "markets")) {
    if (text_of(item, "id") != market) continue;
    std::set<std::string> out = market_and_above(policy, text_of(item, "parent"));
    out.insert(market);
    return out;
  }
  return {};
}

inline bool listed_or_all(const json::Value& record, const char* name, const std::string& code) {
  return !given(record, name) || has(list_of(record, name), code);
}

/// "yes", "product" (it hangs on the product, which is missing) or "no".
inline std::string covered(const json::Value& policy, const json::Value& reg, const Lead& lead,
                           const std::string& holder_member, const std::string& holder, const json::Value& effect,
                           const Pair& where, const std::string& type, const std::string& date) {
  std::string out = "no";
  const json::Array& kinds = list_of(effect, "kinds");
  for (const json::Value& record : list_of(reg, "records")) {
    // A permission of one calendar year: its first day and the day asked about have the same four digits.
    if (given(effect, "ends") && text_of(record, "from").substr(0, 4) != date.substr(0, 4)) continue;
    if (!has(kinds, text_of(record, "kind")) || text_of(record, holder_member.c_str()) != holder || !on(record, date))
      continue;
    if (text_of(record, "pack") != where.first || !listed_or_all(record, "places", where.second)) continue;
    if (!listed_or_all(record, "activities", activity_of(policy, lead.product))) continue;
    if (!listed_or_all(record, "client_types", type)) continue;
    if (!given(record, "products") ||
        (is_product(policy, lead.product) && has(list_of(record, "products"), lead.product)))
      return "yes";
    if (lead.product.empty()) out = "product";
  }
  return out;
}

inline bool rule_in_force(const json::Value& rule, const std::string& date) {
  const std::string status = text_of(rule, "status");
  if (status == "dormant" || (status == "waived" && date <= text_of(rule, "waived_until"))) return false;
  return !(given(rule, "valid_from") && date < text_of(rule, "valid_from")) &&
         !(given(rule, "valid_to") && date > text_of(rule, "valid_to"));
}

inline bool is_confirmed(const json::Value& rule, const std::vector<Confirmed>& confirmed, std::int64_t at_us) {
  const std::string digest = crypto::digest_text(crypto::sha256(json::canonical(rule)));
  return std::any_of(confirmed.begin(), confirmed.end(), [&](const Confirmed& one) {
    return one.rule == text_of(rule, "id") && one.digest == digest && at_us < one.until_us;
  });
}

inline void check_lead(const Lead& lead, Answer& out) {
  if (lead.jurisdictions.empty()) out.add("REVIEW", "NO_JURISDICTION");
  if (lead.screened == "not" || lead.screened == "stale") out.add("NEEDS", "NOT_SCREENED");
  if (lead.screened == "hit") out.add("REVIEW", "SCREENING_HIT");
  if (!lead.lawful_basis) out.add("NEEDS", "LAWFUL_BASIS_MISSING");
  if (lead.open_duplicate) out.add("REVIEW", "POSSIBLE_DUPLICATE");
  if (lead.contradicted) out.add("REVIEW", "CONTRADICTORY");
  if (lead.refused) out.add("BLOCK", "REFUSED_BY_REVIEW");
  if (lead.erased) out.add("BLOCK", "ERASED");
}

/// The law of one pair for one client type.
inline void check_pair(const json::Value& policy, const json::Value& reg, const std::vector<Confirmed>& confirmed,
                       const Lead& lead, const std::string& person, const std::string& entity, const Pair& where,
                       const std::string& type, const std::string& date, std::int64_t at_us, Answer& out) {
  const json::Value& pack = *pack_of(policy, where.first);
  std::vector<const json::Value*> rules;
  for (const json::Value& rule : list_of(policy, "house_rules"))
    if (has(list_of(rule, "packs"), "*") || has(list_of(rule, "packs"), where.first)) rules.push_back(&rule);
  for (const json::Value& rule : list_of(pack, "rules")) rules.push_back(&rule);

  const json::Value* home = entity.empty() ? nullptr : record_of(reg, "entity", "key", entity);
  const std::map<std::string, std::string> facts = {{"client_type", type},
                                                    {"product", is_product(policy, lead.product) ? lead.product : ""},
                                                    {"activity", activity_of(policy, lead.product)},
                                                    {"place", where.second},
                                                    {"source", lead.source},
                                                    {"entity", entity},
                                                    {"entity_home", home == nullptr ? "" : text_of(*home, "home")}};
  bool permitting = false;
  const json::Value* maybe_permitting = nullptr;
  for (const json::Value* rule : rules) {
    const std::string shape = text_of(*rule, "shape"), id = text_of(*rule, "id"), reason = text_of(*rule, "reason");
    if (shape != "R03" && shape != "R23" && shape != "R24" && shape != "R28") continue;
    if (!rule_in_force(*rule, date)) continue;
    const char applies = holds(*rule->find("applies_to"), facts);
    if (applies == 'f') continue;
    const json::Value& effect = *rule->find("effect");
    if (shape == "R23" || shape == "R28") {
      const std::string verdict = shape == "R23" && applies == '?' ? "NEEDS" : text_of(effect, "verdict");
      const std::string digest = crypto::digest_text(crypto::sha256(json::canonical(*rule)));
      const bool judged = std::find(lead.settled.begin(), lead.settled.end(), digest) != lead.settled.end();
      if (verdict != "REVIEW" || applies == '?' || !judged) out.add(verdict, reason, where, id);
    }
    if (shape != "R03" && shape != "R24") continue;
    const bool of_person = shape == "R24";
    const std::string& holder = of_person ? person : entity;
    const std::string cover =
        holder.empty() ? "no"
                       : covered(policy, reg, lead, of_person ? "person" : "entity", holder, effect, where, type, date);
    if (cover == "no") out.add("BLOCK", reason, where, id);
    if (cover == "product") out.add("NEEDS", "PRODUCT_MISSING", where, id);
    if (of_person) continue;
    const std::string status = text_of(*rule, "status");
    if (cover != "no" && status != "verified" && status != "house" && !is_confirmed(*rule, confirmed, at_us))
      out.add("REVIEW", "RULE_UNCONFIRMED", where, id);
    if (status == "house") continue;
    if (applies == 't') permitting = true;
    if (applies == '?' && maybe_permitting == nullptr) maybe_permitting = rule;
  }
  if (permitting) return;
  if (maybe_permitting == nullptr) return out.add("REVIEW", "NO_PERMITTING_RULE", where);
  out.add("NEEDS", text_of(*maybe_permitting, "reason"), where, text_of(*maybe_permitting, "id"));
}

inline Answer authorise(const json::Value& policy, const json::Value& reg, const std::vector<Confirmed>& confirmed,
                        const Lead& lead, const std::string& person_id, const std::string& team_key,
                        std::int64_t at_us) {
  Answer out;
  check_lead(lead, out);
  const json::Value* person = record_of(reg, "person", "person", person_id);
  const json::Value* team = record_of(reg, "team", "key", team_key);
  const std::string entity = team == nullptr ? "" : text_of(*team, "entity");

  if (person == nullptr) {
    out.add("BLOCK", "PERSON_UNKNOWN");
  } else if (team == nullptr) {
    out.add("BLOCK", "NOT_IN_TEAM");
  } else {
    std::set<std::string> said;  // each with the first jurisdiction where it fails
    for (const Pair& where : lead.jurisdictions) {
      const auto date = date_in(policy, where, at_us);
      if (!date) continue;
      const auto demand = [&](const char* code, bool good) {
        if (!good && said.insert(code).second) out.add("BLOCK", code, where);
      };
      const auto entity_on = [&](const std::string& key) {
        const json::Value* record = record_of(reg, "entity", "key", key);
        return record != nullptr && on(*record, *date);
      };
      bool member = false;
      for (const json::Value& record : list_of(reg, "records"))
        if (text_of(record, "kind") == "member" && text_of(record, "team") == team_key &&
            text_of(record, "person") == person_id)
          member = member || on(record, *date);
      demand("PERSON_ENDED", on(*person, *date));
      demand("NOT_IN_TEAM", member);
      demand("TEAM_ENDED", on(*team, *date));
      demand("ENTITY_ENDED", entity_on(entity) && entity_on(text_of(*person, "entity")));
    }
  }

  const std::set<std::string> markets = market_and_above(policy, lead.market);
  if (markets.empty()) {
    out.add("REVIEW", "NO_MARKET");
  } else if (team != nullptr) {
    bool serves = false;
    for (const std::string& market : markets) serves = serves || has(list_of(*team, "markets"), market);
    if (!serves) out.add("BLOCK", "TEAM_NOT_IN_MARKET");
  }

  for (const Pair& where : lead.jurisdictions) {
    for (const Pair& brought : brings(policy, where.second))
      if (std::find(lead.jurisdictions.begin(), lead.jurisdictions.end(), brought) == lead.jurisdictions.end())
        out.add("REVIEW", "NO_JURISDICTION", brought);
    if (brings(policy, where.second).count(where) == 0) {
      out.add("REVIEW", "NO_PACK", where);
      continue;
    }
    const auto date = date_in(policy, where, at_us);
    if (!date) {
      out.add("NEEDS", "DATE_UNCOVERED", where);
      continue;
    }
    for (const std::string& type : types_of(policy, lead))
      check_pair(policy, reg, confirmed, lead, person == nullptr ? "" : person_id, entity, where, type, *date, at_us,
                 out);
  }
  return out;
}

// ---- market_of

inline bool jurisdiction_in(const Lead& lead, const std::string& wanted) {
  return std::any_of(lead.jurisdictions.begin(), lead.jurisdictions.end(), [&](const Pair& where) {
    return wanted == where.first || wanted == where.first + ":" + where.second;
  });
}

inline std::set<std::string> accepting(const json::Value& policy, const Lead& lead, const std::string& type,
                                       bool proven) {
  std::set<std::string> out;
  for (const json::Value& market : list_of(policy, "markets"))
    for (const json::Value& accept : list_of(market, "accepts")) {
      bool good = proven || !accept.bool_or("proven", false);
      if (given(accept, "client_types")) good = good && has(list_of(accept, "client_types"), type);
      for (const json::Value& one : list_of(accept, "all_of")) good = good && jurisdiction_in(lead, one.as_string());
      for (const json::Value& one : list_of(accept, "none_of")) good = good && !jurisdiction_in(lead, one.as_string());
      bool any = !given(accept, "any_of");
      for (const json::Value& one : list_of(accept, "any_of")) any = any || jurisdiction_in(lead, one.as_string());
      if (good && any) out.insert(text_of(market, "id"));
    }
  return out;
}

/// The market and no problem, or the problem.
inline std::pair<std::string, std::string> market_of(const json::Value& policy, const Lead& lead) {
  Texts types = types_of(policy, lead);
  const bool proven = lead.basis == "classified" && types.front() == lead.client_type;
  std::reverse(types.begin(), types.end());
  for (const std::string& type : types) {
    const auto markets = accepting(policy, lead, type, proven);
    if (markets.size() == 1) return {*markets.begin(), ""};
    if (markets.size() > 1) return {"", "MARKET_AMBIGUOUS"};
  }
  return {"", "NO_MARKET"};
}

// ---- route

inline bool when_matches(const json::Value& when, const char* name, const std::set<std::string>& values) {
  if (!given(when, name)) return true;
  for (const std::string& value : values)
    if (!value.empty() && has(list_of(when, name), value)) return true;
  return false;
}

inline std::int64_t load_of(const Rotation& rotation, const std::string& person) {
  const auto found = rotation.load.find(person);
  return found == rotation.load.end() ? 0 : found->second;
}

inline std::set<std::string> unavailable(const json::Value& policy, const json::Value& reg, const Lead& lead,
                                         const Rotation& rotation, const json::Value& person, const json::Value& team,
                                         std::int64_t at_us) {
  std::set<std::string> out;
  const std::string id = text_of(person, "person");
  const auto local = local_us(policy, text_of(person, "zone"), at_us);
  const std::string date = local ? day_text(floor_days(*local)) : "";
  for (const json::Value& record : list_of(reg, "records"))
    if (text_of(record, "kind") == "leave" && text_of(record, "person") == id && (!local || on(record, date)))
      out.insert("ON_LEAVE");
  const json::Value* hours = person.find("hours");
  if (hours != nullptr && hours->is_object() && !hours->as_object().empty()) {
    bool inside = false;
    if (local) {
      const char* days[7] = {"thu", "fri", "sat", "sun", "mon", "tue", "wed"};
      const std::int64_t day = floor_days(*local);
      const std::int64_t minute_us = *local - day * 86'400'000'000;
      for (const json::Value& text : list_of(*hours, days[((day % 7) + 7) % 7])) {
        const std::string& t = text.as_string();
        const auto us = [&](std::size_t from) {
          return (std::stoll(t.substr(from, 2)) * 60 + std::stoll(t.substr(from + 3, 2))) * 60'000'000;
        };
        inside = inside || (us(0) <= minute_us && minute_us < us(6));
      }
    }
    if (!inside) out.insert("OUTSIDE_HOURS");
  }
  if (given(person, "ceiling") && load_of(rotation, id) >= person.int_or("ceiling", 0)) out.insert("CEILING_REACHED");
  if (team.bool_or("languages_required", false) && !lead.language.empty() &&
      !has(list_of(person, "languages"), lead.language))
    out.insert("LANGUAGE");
  if (text_of(person, "availability") == "paused") out.insert("PAUSED");
  return out;
}

/// True when the team's rule prefers a over b.
inline bool preferred(const json::Value& reg, const Rotation& rotation, const json::Value& team, const std::string& a,
                      const std::string& b) {
  const std::string rule = text_of(team, "rule");
  if (rule == "round_robin") {
    const auto last = rotation.last.find(text_of(team, "key"));
    const auto waits = [&](const std::string& id) { return last == rotation.last.end() || id > last->second; };
    return waits(a) != waits(b) ? waits(a) : a < b;
  }
  const auto weight = [&](const std::string& id) {
    return rule == "weighted" ? record_of(reg, "person", "person", id)->int_or("weight", 1) : 1;
  };
  const std::int64_t left = load_of(rotation, a) * weight(b), right = load_of(rotation, b) * weight(a);
  return left != right ? left < right : a < b;
}

inline Routed route(const json::Value& policy, const json::Value& reg, const std::vector<Confirmed>& confirmed,
                    Lead lead, const Rotation& rotation, std::int64_t at_us) {
  Routed out;
  std::tie(out.market, out.problem) = market_of(policy, lead);
  out.outcome = "no_market";
  if (!out.problem.empty()) return out;
  lead.market = out.market;

  const json::Value* rule = nullptr;
  for (const json::Value& one : list_of(policy, "routing")) {
    const json::Value& when = *one.find("when");
    if (rule == nullptr && when_matches(when, "market", market_and_above(policy, lead.market)) &&
        when_matches(when, "source", {lead.source}) && when_matches(when, "product", {lead.product}) &&
        when_matches(when, "client_type", {lead.client_type}))
      rule = &one;
  }
  out.outcome = "no_route";
  if (rule == nullptr) return out;
  out.route = text_of(*rule, "id");

  Answer of_lead;
  check_lead(lead, of_lead);
  bool licensed = false, held = false, unconfirmed = false;
  for (const json::Value& key : list_of(*rule, "teams")) {
    const json::Value* team = record_of(reg, "team", "key", key.as_string());
    if (team == nullptr) continue;
    std::optional<std::string> best;
    for (const json::Value& record : list_of(reg, "records")) {
      if (text_of(record, "kind") != "member" || text_of(record, "team") != key.as_string()) continue;
      const std::string person = text_of(record, "person");
      const Answer licence = authorise(policy, reg, confirmed, lead, person, key.as_string(), at_us);
      const auto away =
          unavailable(policy, reg, lead, rotation, *record_of(reg, "person", "person", person), *team, at_us);
      out.candidates[{person, key.as_string()}] = {licence, away};
      Answer law = licence;
      for (const std::string& reason : of_lead.reasons) law.reasons.erase(reason);
      licensed = licensed || licence.verdict() == "ALLOW";
      held = held || law.verdict() == "ALLOW";
      unconfirmed = unconfirmed || law.verdict() != "BLOCK";
      if (licence.verdict() != "ALLOW" || !away.empty()) continue;
      if (!best || preferred(reg, rotation, *team, person, *best)) best = person;
      if (person == rotation.sticky && !(out.chosen && out.chosen->person == rotation.sticky))
        out.chosen = Choice{person, key.as_string()};
    }
    if (best && !out.chosen) {
      out.chosen = Choice{*best, key.as_string()};
      out.turn = text_of(*team, "rule") == "round_robin" && *best != rotation.sticky;
    } else if (out.chosen && out.chosen->person == rotation.sticky) {
      out.turn = false;
    }
  }
  out.outcome = out.chosen    ? "assigned"
                : licensed    ? "nobody_available"
                : held        ? "held"
                : unconfirmed ? "unconfirmed"
                              : "nobody_licensed";
  return out;
}

// ---- tag

inline bool inside(const std::string& inner, const std::string& outer) {
  return !outer.empty() && (inner == outer || inner.rfind(outer + "-", 0) == 0);
}
/// Inside, and under every regulator of the outer place: a free zone of its own is not in its country in this sense.
inline bool under(const json::Value& policy, const std::string& inner, const std::string& outer) {
  if (inner == outer) return true;
  if (!inside(inner, outer)) return false;
  std::set<std::string> above, below;
  for (const auto& [pack, place] : brings(policy, outer)) above.insert(pack);
  for (const auto& [pack, place] : brings(policy, inner)) below.insert(pack);
  return below.empty() || std::includes(below.begin(), below.end(), above.begin(), above.end());
}
inline bool agree(const json::Value& policy, const std::string& a, const std::string& b) {
  return under(policy, a, b) || under(policy, b, a);
}

inline Tagged tag(const json::Value& policy, const std::vector<EvidenceItem>& evidence, std::int64_t at_us) {
  struct Weighed {
    std::string place;
    int weight;
  };
  std::map<std::string, std::vector<Weighed>> by_mode;
  const json::Value& rules = *policy.find("evidence");
  for (const EvidenceItem& item : evidence)
    for (const json::Value& kind : list_of(rules, "kinds")) {
      if (text_of(kind, "kind") != item.kind) continue;
      const std::int64_t age = floor_days(at_us) - day_number(item.observed);
      if (given(kind, "max_age_days") && age > kind.int_or("max_age_days", 0)) continue;
      by_mode[text_of(kind, "mode")].push_back({item.place, static_cast<int>(kind.int_or("weight", 0))});
    }
  Tagged out;
  const bool primary = !by_mode["primary"].empty();
  const auto& deciding = by_mode[primary ? "primary" : "fallback"];
  std::string place;
  bool contradiction = false;
  if (!deciding.empty()) {
    int heaviest = -1;
    for (const Weighed& one : deciding)
      if (one.weight > heaviest) heaviest = one.weight, place = one.place;
    // Places nest one level deep: the more exact place is one that lies in the heaviest one's.
    std::vector<Weighed> sorted = deciding;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Weighed& a, const Weighed& b) { return a.weight > b.weight; });
    for (const Weighed& one : sorted)
      if (one.place != place && under(policy, one.place, place)) {
        place = one.place;
        break;
      }
    for (const Weighed& one : deciding)
      if (one.place == place) out.confidence = std::max(out.confidence, one.weight);
    for (const Weighed& one : deciding) {
      if (agree(policy, one.place, place)) continue;
      if (!primary && one.weight < heaviest)
        out.confidence -= one.weight;
      else
        contradiction = true;
    }
    for (const Weighed& one : by_mode["checks"])
      if (one.place != place && !inside(one.place, place) && !inside(place, one.place)) out.confidence -= one.weight;
    out.confidence = std::max(out.confidence, 0);
  }
  std::set<std::string> places;
  if (deciding.empty())
    out.answer.add("REVIEW", "UNTAGGED");
  else
    places.insert(place);
  if (contradiction) out.answer.add("REVIEW", "CONTRADICTORY");
  if (!deciding.empty() && out.confidence < rules.int_or("threshold", 0)) out.answer.add("REVIEW", "LOW_CONFIDENCE");
  for (const Weighed& one : by_mode["adds"])
    if (deciding.empty() || !under(policy, place, one.place)) places.insert(one.place);
  for (const std::string& one : places) {
    const auto pairs = brings(policy, one);
    if (pairs.empty()) out.answer.add("REVIEW", "NO_PACK");
    if (needs_subdivision(policy, one)) out.answer.add("NEEDS", "SUBDIVISION_MISSING", {"", one});
    out.jurisdictions.insert(pairs.begin(), pairs.end());
  }
  if (out.answer.verdict() != "ALLOW") out.jurisdictions.clear();
  return out;
}

}  // namespace licet::reference
