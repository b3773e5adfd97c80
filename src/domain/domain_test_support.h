// A small firm for the tests of the domain, and builders to change it one fact at a time.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/decision_json.h"
#include "domain/gates.h"

namespace licet::domain::test {

inline Instant at(std::string_view text) {
  const auto instant = parse_instant(text);
  LICET_INVARIANT(instant.has_value());
  return *instant;
}

inline json::Value doc(std::string_view text) {
  auto value = json::parse(text, json::kDocumentOptions);
  if (!value) ADD_FAILURE() << value.error().to_string() << " in " << text;
  return value ? std::move(*value) : json::Value();
}

/// Sets the members that `members`, the text of an object, names.
inline void merge(json::Object& into, std::string_view members) {
  const json::Value value = doc(members);
  for (const auto& [name, member] : value.as_object()) into[name] = member;
}

/// The n-th person's id, in ascending order of n.
inline std::string person_id(std::uint8_t n) {
  std::array<std::uint8_t, 16> bytes{};
  bytes[0] = n;
  return "pers_" + base32(bytes);
}
inline PersonId person(std::uint8_t n) { return *PersonId::parse(person_id(n)); }

/// Two zones with the changes of 2025 and 2026, known from 2024 to 2028.
inline json::Value zones() {
  const auto us = [](const char* text) { return at(text).us; };
  const auto zone = [&](const char* name, int winter, std::vector<std::pair<const char*, int>> changes) {
    json::Array transitions{json::Array{us("2023-12-01T00:00:00Z"), winter}};
    for (const auto& [when, offset] : changes) transitions.emplace_back(json::Array{us(when), offset});
    return json::Object{{"name", name}, {"transitions", std::move(transitions)}};
  };
  json::Array list{zone("America/New_York", -18000,
                        {{"2025-03-09T07:00:00Z", -14400},
                         {"2025-11-02T06:00:00Z", -18000},
                         {"2026-03-08T07:00:00Z", -14400},
                         {"2026-11-01T06:00:00Z", -18000}}),
                   zone("Asia/Dubai", 14400, {}),
                   zone("Europe/London", 0,
                        {{"2025-03-30T01:00:00Z", 3600},
                         {"2025-10-26T01:00:00Z", 0},
                         {"2026-03-29T01:00:00Z", 3600},
                         {"2026-10-25T01:00:00Z", 0}})};
  return json::Object{{"from", us("2024-01-01T00:00:00Z")},
                      {"until", us("2028-01-01T00:00:00Z")},
                      {"version", "test"},
                      {"zones", std::move(list)}};
}

/// A rule; `more` is merged over the defaults ("valid_from", "applies_to", "status", ...).
inline json::Value rule(std::string_view id, std::string_view shape, std::string_view reason, std::string_view effect,
                        std::string_view more = "{}") {
  json::Object out = {{"id", id},
                      {"shape", shape},
                      {"title", "A rule"},
                      {"citation", "Act s.1"},
                      {"reason", reason},
                      {"effect", doc(effect)},
                      {"applies_to", json::Object{}},
                      {"status", "verified"}};
  merge(out, more);
  return out;
}

/// UK; US with the nested US-NY; AE with the zone DIFC, which is a pack of its own.
inline json::Value small_policy() {
  json::Value out = doc(R"({
    "schema":"licet.policy/1","firm":{"id":"small","name":"Small"},
    "packs":[
      {"id":"AE","name":"Emirates","zone":"Asia/Dubai","places":[{"code":"AE","name":"Emirates"},{"code":"AE-DU","name":"Dubai"}],"rules":[]},
      {"id":"DIFC","name":"Centre","zone":"Asia/Dubai","places":[{"code":"AE-DIFC","name":"Centre",
        "match":[{"within":"AE","words":["difc","dubai international financial centre"]}]}],"rules":[]},
      {"id":"UK","name":"United Kingdom","zone":"Europe/London","places":[{"code":"GB","name":"United Kingdom"}],"rules":[]},
      {"id":"US","name":"United States","zone":"America/New_York","places":[{"code":"US","name":"United States","needs_subdivision":true}],"rules":[]},
      {"id":"US-NY","name":"New York","parent":"US","zone":"America/New_York","places":[{"code":"US-NY","name":"New York"}],"rules":[]}],
    "evidence":{"threshold":50,"kinds":[
      {"kind":"kyc","weight":90,"mode":"primary"},
      {"kind":"address","weight":80,"mode":"primary","max_age_days":365},
      {"kind":"meeting","weight":60,"mode":"adds"},
      {"kind":"intent","weight":60,"mode":"fallback"},
      {"kind":"default","weight":55,"mode":"fallback"},
      {"kind":"phone","weight":20,"mode":"checks"}]},
    "products":[{"id":"bonds","name":"Bonds","activity":"brokerage"},{"id":"funds","name":"Funds","activity":"distribution"}],
    "default_activity":"brokerage","client_types":["retail","professional","institutional"],
    "lawful_bases":["consent"],"lawful_basis_defaults":[{"source":"website","basis":"consent"}],
    "markets":[
      {"id":"gulf","name":"Gulf","accepts":[{"any_of":["AE","DIFC"]}]},
      {"id":"uk","name":"UK","accepts":[{"all_of":["UK"],"none_of":["US"]}]},
      {"id":"us","name":"US","accepts":[]},
      {"id":"ny","name":"NY","parent":"us","accepts":[{"any_of":["US-NY:US-NY"],"client_types":["retail","professional"]}]},
      {"id":"federal","name":"Federal","parent":"us","accepts":[{"any_of":["US"],"client_types":["institutional"],"proven":true}]}],
    "routing":[
      {"id":"uk","when":{"market":["uk"]},"teams":["uk-desk","uk-reserve"]},
      {"id":"us","when":{"market":["us"]},"teams":["us-desk"]}],
    "screening":{"lists":["sample"],"max_age_days":14},"house_rules":[]})");
  out.as_object()["zones"] = zones();
  const auto rules = [&](std::size_t pack, json::Array list) {
    out.as_object()["packs"].as_array()[pack].as_object()["rules"] = std::move(list);
  };
  const char* licence = R"({"holder":"entity","kinds":["licence","exemption"]})";
  rules(2, {rule("UK-LICENCE", "R03", "NO_UK_PERMISSION", licence)});
  rules(3, {rule("US-LICENCE", "R03", "BROKER_NOT_REGISTERED", licence)});
  rules(4, {rule("NY-LICENCE", "R03", "FIRM_NOT_IN_STATE", licence),
            rule("NY-AGENT", "R24", "AGENT_NOT_IN_STATE", R"({"kinds":["registration"]})")});
  return out;
}

/// A record of the register with status active; `more` has the other members.
inline json::Value record(std::string_view key, std::string_view kind, std::string_view more) {
  json::Object out = {{"key", key}, {"kind", kind}, {"status", "active"}};
  merge(out, more);
  return out;
}

inline json::Value register_of(json::Array records) {
  std::sort(records.begin(), records.end(),
            [](const auto& a, const auto& b) { return a.string_or("key", "") < b.string_or("key", ""); });
  return json::Object{{"schema", "licet.register/1"}, {"records", std::move(records)}};
}

inline json::Value person_record(std::string_view key, std::uint8_t n, std::string_view entity, std::string_view zone,
                                 std::string_view more = "{}") {
  json::Value out = record(key, "person", more);
  out.as_object().insert({{"person", person_id(n)}, {"entity", entity}, {"zone", zone}});
  return out;
}

inline json::Value member_record(std::string_view team, std::uint8_t n, std::string_view more = "{}") {
  json::Value out = record("m." + std::string(team) + "." + std::to_string(n), "member", more);
  out.as_object().insert({{"team", team}, {"person", person_id(n)}});
  return out;
}

/// Two entities, persons 1 to 3 in the UK (desk 1, 2; reserve 3), 4 and 5 in New York, of whom only 4 is registered
/// there.
inline json::Array small_records() {
  return {record("e.uk", "entity", R"({"name":"UK Ltd","home":"GB"})"),
          record("e.us", "entity", R"({"name":"US LLC","home":"US-NY"})"),
          record("l.uk", "licence", R"({"entity":"e.uk","pack":"UK","activities":["brokerage","distribution"]})"),
          record("l.us", "licence", R"({"entity":"e.us","pack":"US"})"),
          record("l.us-ny", "licence", R"({"entity":"e.us","pack":"US-NY","places":["US-NY"]})"),
          member_record("uk-desk", 1),
          member_record("uk-desk", 2),
          member_record("uk-reserve", 3),
          member_record("us-desk", 4),
          member_record("us-desk", 5),
          person_record("p.1", 1, "e.uk", "Europe/London"),
          person_record("p.2", 2, "e.uk", "Europe/London"),
          person_record("p.3", 3, "e.uk", "Europe/London"),
          person_record("p.4", 4, "e.us", "America/New_York"),
          person_record("p.5", 5, "e.us", "America/New_York"),
          record("r.4", "registration", R"({"person":")" + person_id(4) + R"(","pack":"US-NY"})"),
          record("uk-desk", "team", R"({"name":"UK desk","entity":"e.uk","markets":["uk"],"rule":"round_robin"})"),
          record("uk-reserve", "team", R"({"name":"Reserve","entity":"e.uk","markets":["uk"],"rule":"least_loaded"})"),
          record("us-desk", "team", R"({"name":"US desk","entity":"e.us","markets":["us"],"rule":"round_robin"})")};
}

/// A firm to decide with: both documents as JSON to be changed, compiled by `ready`.
struct Firm {
  json::Value policy_document = small_policy();
  json::Array records = small_records();
  std::vector<Confirmation> confirmations;
  Policy policy;
  RegisterView view;

  /// Compiles what the documents are now. Fails the test when they do not compile.
  Firm& ready() {
    auto compiled = Policy::compile(policy_document);
    if (!compiled) ADD_FAILURE() << compiled.error().to_string();
    if (compiled) policy = std::move(*compiled);
    auto built = RegisterView::compile(policy, register_of(records), confirmations);
    if (!built) ADD_FAILURE() << built.error().to_string();
    if (built) view = std::move(*built);
    return *this;
  }
  json::Value& top(const char* name) { return policy_document.as_object()[name]; }
  json::Array& rules_of(std::string_view pack) {
    for (json::Value& one : top("packs").as_array())
      if (one.string_or("id", "") == pack) return one.as_object()["rules"].as_array();
    LICET_INVARIANT(false);
  }
  void add_rule(std::string_view pack, json::Value added) { rules_of(pack).push_back(std::move(added)); }
  json::Value& rule_of(std::string_view pack, std::string_view id) {
    for (json::Value& one : rules_of(pack))
      if (one.string_or("id", "") == id) return one;
    LICET_INVARIANT(false);
  }
  /// The record of a key, to be changed.
  json::Object& at_key(std::string_view key) {
    for (json::Value& one : records)
      if (one.string_or("key", "") == key) return one.as_object();
    LICET_INVARIANT(false);
  }
  void drop(std::string_view key) {
    records.erase(
        std::remove_if(records.begin(), records.end(), [&](const auto& r) { return r.string_or("key", "") == key; }),
        records.end());
  }
  Symbol symbol(std::string_view code) const { return policy.symbols().find(code); }
  Candidate candidate(std::uint8_t n, std::string_view team) const {
    return {view.person_index(person(n)).value_or(kNoRule), view.team_index(team).value_or(kNoRule)};
  }
  /// A lead with nothing against it at `place`, its market computed.
  LeadFacts lead(std::string_view place) const {
    LeadFacts out;
    if (const auto* found = policy.place(symbol(place)))
      for (const Jurisdiction& pair : found->jurisdictions) out.jurisdictions.push_back(pair);
    out.source = symbol("website");
    out.screened = Screened::kClear;
    out.lawful_basis = true;
    out.market = market_of(policy, out).market;
    return out;
  }
  /// Reasons as text: "BLOCK NO_UK_PERMISSION UK GB UK-LICENCE", joined by "; ". Empty: allowed with nothing against
  /// it.
  std::string reasons(const Decision& decision) const {
    std::string out;
    for (const Reason& reason : decision.reasons) {
      out += out.empty() ? "" : "; ";
      out += verdict_name(reason.verdict);
      out += ' ';
      out += reason.engine_code == ReasonCode::kRule ? policy.symbols().text(reason.code)
                                                     : reason_name(reason.engine_code);
      for (const Symbol symbol : {reason.pack, reason.place})
        if (symbol != Symbol::kNone) out += " " + std::string(policy.symbols().text(symbol));
      if (reason.rule != kNoRule) out += " " + policy.rules()[reason.rule].id;
    }
    return out;
  }
  std::string ask(const LeadFacts& lead, std::uint8_t n, std::string_view team,
                  Instant when = at("2026-06-01T12:00:00Z")) const {
    return reasons(authorise(policy, view, lead, candidate(n, team), when).decision());
  }
};

}  // namespace licet::domain::test
