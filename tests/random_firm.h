// Random policies, registers, leads and moments for tests of the domain. Small vocabularies and few dates, so that
// rules, records and the edges of days meet often; some codes are known to nobody.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "base/encode.h"
#include "base/id.h"
#include "base/json.h"
#include "reference_evaluator.h"

namespace licet::reference {

class RandomFirm {
 public:
  /// Half of the firms are kind: few rules and records stand in the way, so that much is allowed and what is refused is
  /// refused for one reason.
  explicit RandomFirm(std::uint64_t seed) : random_(seed) { kind_ = one_in(2); }

  // Draws, also for the caller's own choices.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_.next() % n); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <typename List>
  auto any(const List& list) {
    return list[below(list.size())];
  }

  static std::string person(std::size_t n) {
    std::array<std::uint8_t, 16> bytes{};
    bytes[0] = static_cast<std::uint8_t>(n * 37 + 1);
    return "pers_" + base32(bytes);
  }
  static constexpr std::size_t kPeople = 5;

  json::Value policy() {
    json::Array packs;
    const bool nested = !one_in(4);
    for (std::size_t i = 0; i < kPacks.size(); ++i) packs.push_back(pack(i, nested));
    json::Array house;
    for (std::size_t i = below(kind_ ? 2 : 3); i > 0; --i) {
      json::Value rule = random_rule("H" + std::to_string(i), true);
      rule.as_object()["packs"] = one_in(2) ? json::Array{"*"} : json::Array{any(kPacks)};
      house.push_back(std::move(rule));
    }
    json::Array routing;
    for (std::size_t i = 0; i < 3; ++i) routing.push_back(route(i));
    json::Object out;
    out["schema"] = "licet.policy/1";
    out["firm"] = json::Object{{"id", "f"}, {"name", "F"}};
    out["zones"] = zones();
    out["packs"] = std::move(packs);
    out["evidence"] = evidence_rules();
    out["products"] = json::Array{product("p1", "a1"), product("p2", "a2"), product("p3", "a1")};
    out["default_activity"] = any(kActivities);
    out["client_types"] = json::Array{"t1", "t2", "t3"};
    out["lawful_bases"] = json::Array{"consent"};
    out["lawful_basis_defaults"] = json::Array{};
    out["markets"] = markets();
    out["routing"] = std::move(routing);
    out["screening"] = json::Object{{"lists", json::Array{}}, {"max_age_days", 14}};
    out["house_rules"] = std::move(house);
    return out;
  }

  json::Value register_document() {
    std::map<std::string, json::Object> records;
    const auto put = [&](const std::string& key, const char* kind, json::Object record) {
      record["key"] = key;
      record["kind"] = kind;
      validity(record);
      records[key] = std::move(record);
    };
    for (const std::string& key : kEntities) put(key, "entity", {{"name", "E"}, {"home", any(kPlaces)}});
    if (kind_)
      for (const std::string& entity : kEntities)
        for (const std::string& pack : kPacks)
          if (!one_in(5)) put("k" + entity + pack_slug(pack), "licence", {{"entity", entity}, {"pack", pack}});
    for (std::size_t i = 4 + below(8); i > 0; --i)
      put("l" + std::to_string(i), any(kPermissionKinds).c_str(), cover({{"entity", any(kEntities)}}));
    for (std::size_t n = 0; n < kPeople; ++n) put("p" + std::to_string(n), "person", person_record(n));
    for (std::size_t i = 2 + below(8); i > 0; --i)
      put("r" + std::to_string(i), "registration", cover({{"person", person(below(kPeople))}}));
    for (std::size_t i = below(3); i > 0; --i)
      put("v" + std::to_string(i), "leave", {{"person", person(below(kPeople))}});
    for (std::size_t i = 0; i < 2 + below(2); ++i) put(kTeams[i], "team", team());
    for (std::size_t i = 4 + below(5); i > 0; --i) {
      members_.emplace_back(person(below(kPeople)), kTeams[below(2)]);
      put("z" + std::to_string(i), "member", {{"person", members_.back().first}, {"team", members_.back().second}});
    }
    json::Array list;
    for (auto& [key, record] : records) {
      if (record["kind"] == json::Value("leave")) {
        record["from"] = kDates[1 + below(2)];
        record["to"] = kDates[3 + below(2)];
      }
      list.emplace_back(std::move(record));
    }
    return json::Object{{"schema", "licet.register/1"}, {"records", std::move(list)}};
  }

  /// Confirmations of some rules: of another text, ended, ending at the very moment, or good.
  std::vector<Confirmed> confirmations(const json::Value& policy) {
    std::vector<Confirmed> out;
    for (const json::Value& pack : list_of(policy, "packs"))
      for (const json::Value& rule : list_of(pack, "rules")) {
        if (one_in(3)) continue;
        json::Value text = rule;
        if (one_in(6)) text.as_object()["title"] = "another text";
        out.push_back({text_of(rule, "id"), crypto::digest_text(crypto::sha256(json::canonical(text))), moment()});
        if (one_in(2)) out.back().until_us += 1'000'000'000'000;
      }
    return out;
  }

  /// Judgements on some of all the rules, whatever they say; a few of another text.
  Texts settled(const json::Value& policy) {
    Texts out;
    const auto judge = [&](const json::Array& rules) {
      for (json::Value rule : rules) {
        if (one_in(3)) continue;
        if (one_in(6)) rule.as_object()["title"] = "another text";
        out.push_back(crypto::digest_text(crypto::sha256(json::canonical(rule))));
      }
    };
    for (const json::Value& pack : list_of(policy, "packs")) judge(list_of(pack, "rules"));
    judge(list_of(policy, "house_rules"));
    return out;
  }

  /// Moments cluster around local midnights of the zones, to the microsecond; a few lie outside the zone table.
  std::int64_t moment() {
    const std::int64_t day_us = 86'400'000'000;
    if (one_in(40)) return any(std::vector<std::int64_t>{kFrom - 1, kFrom, kUntil - 1, kUntil});
    const std::int64_t day = day_number(kDates[below(kDates.size())]) + (one_in(2) ? 1 : 0);
    std::int64_t at = day * day_us;
    if (one_in(3)) return at + static_cast<std::int64_t>(below(86'400)) * 1'000'000;
    at -= any(std::vector<std::int64_t>{50'400, -39'600, 3'600, 0}) * 1'000'000;
    return at + static_cast<std::int64_t>(below(3)) - 1;
  }

  Lead lead(const json::Value& policy) {
    Lead out;
    const auto add = [&](const std::string& place) {
      const bool complete = !one_in(20);
      for (const Pair& pair : brings(policy, place))
        if ((complete || one_in(2)) &&
            std::find(out.jurisdictions.begin(), out.jurisdictions.end(), pair) == out.jurisdictions.end())
          out.jurisdictions.push_back(pair);
    };
    add(any(kPlaces));
    if (one_in(4)) add(any(kPlaces));
    if (one_in(40)) out.jurisdictions.push_back({one_in(2) ? "?" : any(kPacks), one_in(2) ? "?" : any(kPlaces)});
    if (one_in(50)) out.jurisdictions.clear();
    out.basis = any(Texts{"unknown", "claimed", "classified"});
    out.client_type = any(Texts{"t1", "t2", "t3", "t2", "t3", "mystery", ""});
    out.product = any(Texts{"p1", "p2", "p3", "p1", "p2", "p3", "", "mystery", "t1"});
    out.source = any(Texts{"s1", "s2", "s3", "", "mystery"});
    out.language = any(Texts{"en", "de", "", "mystery"});
    out.market = one_in(8) ? any(Texts{"m1", "m2", "m3", "m4", "", "mystery"}) : market_of(policy, out).first;
    out.screened = one_in(12) ? any(Texts{"not", "hit", "stale"}) : "clear";
    if (one_in(3)) out.settled = settled(policy);
    out.lawful_basis = !one_in(20);
    out.open_duplicate = one_in(20);
    out.contradicted = one_in(40);
    out.refused = one_in(40);
    out.erased = one_in(40);
    return out;
  }

  Rotation rotation() {
    Rotation out;
    for (const std::string& team : kTeams)
      if (one_in(2)) out.last[team] = person(below(kPeople + 1));
    for (std::size_t n = 0; n < kPeople; ++n)
      if (one_in(2)) out.load[person(n)] = static_cast<std::int64_t>(below(6));
    if (one_in(3)) out.sticky = person(below(kPeople + 1));
    return out;
  }

  std::vector<EvidenceItem> evidence() {
    std::vector<EvidenceItem> out;
    const std::string place = any(kPlaces);
    for (std::size_t i = below(5); i > 0; --i) {
      const std::string where = !one_in(3) ? place : one_in(8) ? any(Texts{"ZZ", "AA-9", ""}) : any(kPlaces);
      out.push_back({any(Texts{"k1", "k2", "k3", "k4", "k5", "k6", "k1", "mystery"}), where, any(kDates)});
    }
    return out;
  }

  /// A rule that can only restrict: of shape R23, R24 or R28, or a house rule of R03.
  json::Value restricting_rule(const std::string& id, bool house) {
    for (;;) {
      json::Value rule = random_rule(id, house);
      const std::string shape = text_of(rule, "shape");
      if (shape == "R23" || shape == "R24" || shape == "R28" || (house && shape == "R03")) return rule;
    }
  }

  /// Mostly a member and the team, sometimes anybody and any team.
  std::pair<std::string, std::string> candidate() {
    if (!one_in(5)) return any(members_);
    return {person(below(one_in(3) ? kPeople + 2 : kPeople)), one_in(6) ? "mystery" : any(kTeams)};
  }

 private:
  const Texts kPacks = {"AA", "BB", "BB-1", "CC"};
  const Texts kPlaces = {"AA", "AA-1", "BB", "BB-1", "BB-2", "CC"};
  const Texts kActivities = {"a1", "a2"};
  const Texts kTypes = {"t1", "t2", "t3"};
  const Texts kEntities = {"e1", "e2"};
  const Texts kTeams = {"team1", "team2", "team3"};
  const Texts kPermissionKinds = {"licence", "passport", "exemption", "licence"};
  const Texts kDates = {"2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09", "2026-03-10"};
  const std::int64_t kFrom = 1'735'689'600'000'000;   // 2025-01-01
  const std::int64_t kUntil = 1'798'761'600'000'000;  // 2027-01-01

  json::Value zones() const {
    const auto zone = [&](const char* name, json::Array changes) {
      return json::Object{{"name", name}, {"transitions", std::move(changes)}};
    };
    // One far east, one with a change in the middle of the dates, one far west.
    return json::Object{
        {"from", kFrom},
        {"until", kUntil},
        {"version", "random"},
        {"zones", json::Array{zone("Z/East", {json::Array{kFrom, 50'400}}),
                              zone("Z/Summer", {json::Array{kFrom, 0}, json::Array{1'772'935'200'000'000, 3'600}}),
                              zone("Z/West", {json::Array{kFrom - 1, -39'600}})}}};
  }
  std::string zone() { return any(Texts{"Z/East", "Z/Summer", "Z/West"}); }

  static json::Value product(const char* id, const char* activity) {
    return json::Object{{"id", id}, {"name", id}, {"activity", activity}};
  }

  json::Value pack(std::size_t index, bool nested) {
    json::Array places;
    for (const std::string& code : kPlaces) {
      const bool own = code == kPacks[index] || (code.substr(0, 2) == kPacks[index] && one_in(2));
      if (!own && !one_in(12)) continue;
      json::Object place{{"code", code}, {"name", code}};
      if (one_in(10)) place["needs_subdivision"] = true;
      places.emplace_back(std::move(place));
    }
    json::Array rules;
    const std::string& id = kPacks[index];
    if (!one_in(12)) rules.push_back(permission_rule(id + ".L"));
    for (std::size_t i = below(kind_ ? 2 : 4); i > 0; --i)
      rules.push_back(random_rule(id + "." + std::to_string(i), false));
    json::Object out{
        {"id", id}, {"name", id}, {"zone", zone()}, {"places", std::move(places)}, {"rules", std::move(rules)}};
    if (nested && id == "BB-1") out["parent"] = "BB";
    if (nested && id == "BB" && one_in(3)) out["parent"] = "CC";
    if (one_in(2)) out["place_zones"] = json::Array{json::Object{{"place", any(kPlaces)}, {"zone", zone()}}};
    return out;
  }

  json::Object rule_head(const std::string& id, const char* shape, bool house) {
    json::Object out{
        {"id", id}, {"shape", shape}, {"title", id}, {"citation", "c"}, {"reason", any(Texts{"X1", "X2", "X3"})}};
    out["status"] = house ? "house" : any(Texts{"verified", "verified", "unverified", "dormant", "waived"});
    if (out["status"] == json::Value("waived")) out["waived_until"] = any(kDates);
    if (one_in(4)) out["valid_from"] = kDates[below(3)];
    if (one_in(4)) out["valid_to"] = kDates[3 + below(2)];
    return out;
  }

  json::Value permission_rule(const std::string& id) {
    json::Object out = rule_head(id, "R03", false);
    if (!one_in(3)) {
      out["status"] = "verified";
      out.erase("waived_until");
    }
    if (kind_ && !one_in(4)) {
      out.erase("valid_from");
      out.erase("valid_to");
    }
    out["applies_to"] = one_in(4) ? predicate(2) : json::Value(json::Object{});
    out["effect"] =
        json::Object{{"kinds", one_in(3) ? json::Array{"licence"} : json::Array{"exemption", "licence", "passport"}}};
    if (one_in(12)) out["effect"].as_object()["ends"] = "calendar_year";
    return out;
  }

  json::Value random_rule(const std::string& id, bool house) {
    const std::string shape = any(Texts{"R03", "R23", "R23", "R24", "R28", "R07"});
    json::Object out = rule_head(id, shape.c_str(), house);
    out["applies_to"] = one_in(6) ? json::Value(json::Object{}) : predicate(3);
    if (shape == "R03") out["effect"] = json::Object{{"kinds", json::Array{any(kPermissionKinds)}}};
    if (shape == "R23") out["effect"] = json::Object{{"verdict", any(Texts{"BLOCK", "REVIEW", "NEEDS"})}};
    if (shape == "R24") out["effect"] = json::Object{{"kinds", json::Array{"registration"}}};
    if ((shape == "R03" || shape == "R24") && one_in(6)) out["effect"].as_object()["ends"] = "calendar_year";
    if (shape == "R28") out["effect"] = json::Object{{"verdict", any(Texts{"REVIEW", "NEEDS"})}};
    if (shape == "R07") out["effect"] = json::Object{};
    return out;
  }

  json::Value predicate(std::size_t depth) {
    const std::size_t kind = depth == 0 ? 3 : below(6);
    if (kind == 0) return json::Object{{"not", predicate(depth - 1)}};
    if (kind == 1 || kind == 2) {
      json::Array operands;
      for (std::size_t i = kind == 1 ? 1 + below(3) : below(4); i > 0; --i) operands.push_back(predicate(depth - 1));
      return json::Object{{kind == 1 ? "all" : "any", std::move(operands)}};
    }
    json::Object tests;
    for (std::size_t i = 1 + below(2); i > 0; --i) {
      switch (below(7)) {
        case 0:
          tests["client_type"] = some(kTypes);
          break;
        case 1:
          tests["product"] = some({"p1", "p2"});
          break;
        case 2:
          tests["activity"] = some(kActivities);
          break;
        case 3:
          tests["place"] = some(kPlaces);
          break;
        case 4:
          tests["source"] = some({"s1", "s2"});
          break;
        case 5:
          tests["entity"] = some(kEntities);
          break;
        default:
          tests["entity_home"] = some(kPlaces);
      }
    }
    return tests;
  }

  json::Array some(const Texts& words) {
    json::Array out;
    for (const std::string& word : words)
      if (one_in(2)) out.emplace_back(word);
    if (out.empty()) out.emplace_back(any(words));
    return out;
  }

  json::Value evidence_rules() {
    json::Array kinds;
    const char* modes[] = {"primary", "primary", "adds", "fallback", "fallback", "checks"};
    for (std::size_t i = 0; i < 6; ++i) {
      json::Object kind{{"kind", "k" + std::to_string(i + 1)}, {"mode", modes[i]}};
      kind["weight"] = i == 5 ? 20 : 40 + 10 * below(5);
      if (one_in(3)) kind["max_age_days"] = below(4);
      kinds.emplace_back(std::move(kind));
    }
    return json::Object{{"threshold", 10 * below(8)}, {"kinds", std::move(kinds)}};
  }

  json::Value accept() {
    json::Object out;
    const auto jurisdictions = [&] {
      json::Array list;
      for (std::size_t i = 1 + below(2); i > 0; --i) list.emplace_back(any(kPacks));
      return list;
    };
    out[one_in(4) ? "all_of" : "any_of"] = jurisdictions();
    if (one_in(4)) out["none_of"] = jurisdictions();
    if (one_in(3)) out["client_types"] = some(kTypes);
    if (one_in(6)) out["proven"] = true;
    return out;
  }

  json::Value markets() {
    // Mostly one market a pack, so that few leads are ambiguous.
    json::Array out;
    const bool one_for_all = kind_ && one_in(2);
    for (std::size_t i = 0; i < 4; ++i) {
      json::Object market{{"id", "m" + std::to_string(i + 1)}, {"name", "M"}};
      json::Array accepts;
      if (!one_in(5))
        accepts.push_back(one_in(3) ? accept() : json::Value(json::Object{{"any_of", json::Array{kPacks[i]}}}));
      if (one_for_all)
        accepts = i > 0 ? json::Array{} : json::Array{json::Object{{"any_of", json::Array{"AA", "BB", "BB-1", "CC"}}}};
      market["accepts"] = std::move(accepts);
      if (i > 0 && one_in(2)) market["parent"] = "m" + std::to_string(1 + below(i));
      out.emplace_back(std::move(market));
    }
    return out;
  }

  json::Value route(std::size_t index) {
    json::Object when;
    if (index < 2 || one_in(2)) when["market"] = some({"m1", "m2", "m3", "m4"});
    if (one_in(6)) when["source"] = some({"s1", "s2"});
    if (one_in(6)) when["product"] = some({"p1", "p2"});
    if (one_in(6)) when["client_type"] = some(kTypes);
    json::Array teams = some(kTeams);
    if (one_in(2)) std::reverse(teams.begin(), teams.end());
    return json::Object{
        {"id", "route" + std::to_string(index)}, {"when", std::move(when)}, {"teams", std::move(teams)}};
  }

  static std::string pack_slug(const std::string& pack) {
    std::string out;
    for (const char c : pack) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
  }

  void validity(json::Object& record) {
    record["status"] = "active";
    if (kind_ && !one_in(4)) return;
    record["status"] = one_in(15) ? any(Texts{"suspended", "ended"}) : "active";
    if (one_in(6)) record["from"] = kDates[below(3)];
    if (one_in(6)) record["to"] = kDates[2 + below(3)];
  }

  json::Object cover(json::Object record) {
    record["pack"] = one_in(30) ? "QQ" : any(kPacks);
    if (one_in(4)) record["places"] = some(kPlaces);
    if (one_in(4)) record["activities"] = some({"a1", "a2", "mystery"});
    if (one_in(4)) record["products"] = some({"p1", "p2", "p3", "mystery", "t1"});
    if (one_in(4)) record["client_types"] = some({"t1", "t2", "t3", "mystery"});
    return record;
  }

  json::Object person_record(std::size_t n) {
    json::Object out{{"person", person(n)}, {"zone", zone()}, {"languages", some({"en", "de"})}};
    if (!one_in(20)) out["entity"] = any(kEntities);
    if (one_in(3)) out["ceiling"] = below(6);
    if (one_in(2)) out["weight"] = 1 + below(4);
    if (one_in(8)) out["availability"] = "paused";
    if (one_in(4)) {
      json::Object hours;
      for (const char* day : {"fri", "sat", "sun", "mon", "tue"})
        if (!one_in(3)) hours[day] = json::Array{any(Texts{"00:00-12:00", "09:00-17:30"}), "18:00-24:00"};
      out["hours"] = std::move(hours);
    }
    return out;
  }

  json::Object team() {
    json::Object out{
        {"name", "T"}, {"entity", any(kEntities)}, {"rule", any(Texts{"round_robin", "weighted", "least_loaded"})}};
    out["markets"] = some({"m1", "m2", "m3", "m4", "mystery"});
    if (one_in(2)) out["markets"] = json::Array{"m1", "m2", "m3", "m4"};
    if (one_in(3)) out["languages_required"] = true;
    return out;
  }

  SeededRandom random_;
  bool kind_ = false;
  std::vector<std::pair<std::string, std::string>> members_;
};

}  // namespace licet::reference
