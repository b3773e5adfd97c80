#include "app/firm_register.h"

#include <algorithm>
#include <set>

#include "app/intake_value.h"
#include "app/known_place.h"
#include "app/pack_week.h"
#include "domain/document_reader.h"

namespace licet::app {
namespace {

using yaml::MapReader;
using yaml::ValueReader;

/// Longer ones would not leave room for a person's id in the keys of their records, which hold 64 characters.
constexpr std::size_t kNameInKeyMax = 24;
constexpr std::int64_t kCeilingMax = 1'000'000;
constexpr std::int64_t kWeightMax = 1'000;
const std::vector<std::string_view> kStatuses = {"active", "suspended", "ended"};
const std::vector<std::string_view> kRoles = {"rep", "manager", "compliance", "auditor", "admin", "service"};

json::Value date_or_null(const std::optional<Date>& date) {
  return date ? json::Value(format_date(*date)) : json::Value(nullptr);
}

json::Value text_or_null(const std::optional<std::string>& text) {
  return text ? json::Value(*text) : json::Value(nullptr);
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Reads the register half; one of these a file.
class RegisterReading {
 public:
  RegisterReading(const FirmWords& words, std::vector<DeclaredWord>& zones) : words_(words), zones_(zones) {}

  FirmRegister read(MapReader& root) {
    for (MapReader& map : root.required_list_of_maps("entities")) read_entity(map);
    auto people = root.required_list_of_maps("people");
    for (MapReader& map : people) read_person(map);
    for (MapReader& map : root.required_list_of_maps("teams")) read_team(map);
    return std::move(out_);
  }

 private:
  /// kind, status, from and to: what every record has.
  json::Object envelope(MapReader& map, std::string_view kind) {
    json::Object record{{"kind", kind}};
    record.emplace("status", map.optional_choice("status", kStatuses).value_or("active"));
    const auto from = map.optional_date("from");
    const auto to = map.optional_date("to");
    if (from && to && *to < *from) map.problem("to", "ends before it starts: from is " + format_date(*from));
    record.emplace("from", date_or_null(from));
    record.emplace("to", date_or_null(to));
    return record;
  }

  /// An id that becomes a record's key.
  std::string key_id(MapReader& map, std::string_view key) {
    std::string id = map.required_slug(key);
    if (id.size() > kNameInKeyMax) map.problem(key, "must be at most " + std::to_string(kNameInKeyMax) + " characters");
    return id;
  }

  void add(std::string key, json::Object record, const MapReader& map, std::string_view at = {}) {
    const Where where = map.where(at);
    const auto [first, fresh] = keys_.emplace(key, where);
    if (!fresh && !key.empty())
      map.problem(at, "'" + key + "' is declared twice: also in line " + std::to_string(first->second.line));
    out_.seed.records.push_back({std::move(record), std::move(key), {}, {}, where});
  }

  void add_of_person(std::string before, const std::string& handle, std::string after, json::Object record,
                     const MapReader& map) {
    out_.seed.records.push_back({std::move(record), std::move(before), handle, std::move(after), map.where()});
  }

  /// pack, places, activities, products, client_types, reference and evidence of a permission or registration.
  std::string read_cover(MapReader& map, json::Object& record) {
    std::string pack = read_known(map.required("pack"), "pack of this firm", words_.packs);
    const auto places = words_.places.find(pack);
    static const std::vector<std::string> kNone;
    const auto list = [&](std::string_view key, std::string_view what, const std::vector<std::string>& known) {
      const ValueReader value = map.optional(key);
      const auto words = read_known_list(value, what, known);
      if (value.present() && words.empty() && value.kind() == yaml::Kind::kSequence)
        value.problem("covers nothing; leave the line out when it covers all");
      record.emplace(key, list_or_null(words));
    };
    list("places", "place of pack " + pack, places == words_.places.end() ? kNone : places->second);
    list("activities", "activity of a product", words_.activities);
    list("products", "product", words_.products);
    list("client_types", "client type", words_.client_types);
    record.emplace("pack", pack);
    record.emplace("reference", text_or_null(map.optional_text("reference")));
    record.emplace("evidence", text_or_null(map.optional_text("evidence")));
    return pack;
  }

  void read_entity(MapReader& map) {
    const std::string id = key_id(map, "id");
    json::Object record = envelope(map, "entity");
    record.emplace("name", map.required_text("name"));
    const ValueReader home = map.required("home");
    record.emplace("home", home.text());
    if (const std::string code = home.text(); !code.empty())
      if (const auto wrong = place_problem(code, words_.lists_place(code))) home.problem(*wrong);
    add(id, std::move(record), map, "id");
    constexpr std::pair<std::string_view, std::string_view> kLists[] = {
        {"licences", "licence"}, {"passports", "passport"}, {"exemptions", "exemption"}};
    for (const auto& [list, kind] : kLists) {
      for (MapReader& permission : map.optional_list_of_maps(list)) {
        const std::string key = key_id(permission, "id");
        json::Object one = envelope(permission, kind);
        one.emplace("entity", id);
        read_cover(permission, one);
        add(key, std::move(one), permission, "id");
      }
    }
  }

  /// "role" or "role:market".
  std::string read_grant(const ValueReader& item) {
    std::string text = item.text();
    const std::size_t colon = text.find(':');
    const std::string role = text.substr(0, colon);
    if (!text.empty() && std::find(kRoles.begin(), kRoles.end(), role) == kRoles.end())
      item.problem("'" + role.substr(0, 40) +
                   "' is no role; they are rep, manager, compliance, auditor, admin, service");
    if (colon != std::string::npos) {
      const std::string market = text.substr(colon + 1);
      if (std::find(words_.markets.begin(), words_.markets.end(), market) == words_.markets.end())
        item.problem("'" + market.substr(0, 40) + "' is no market of this firm");
    }
    return text;
  }

  void read_person(MapReader& map) {
    FirmPerson person;
    person.where = map.where("handle");
    person.handle = map.required_slug("handle");
    if (!person.handle.empty() && !handles_.emplace(person.handle, person.where).second)
      map.problem("handle", "'" + person.handle + "' is declared twice: also in line " +
                                std::to_string(handles_[person.handle].line));
    person.name = map.required_text("name");
    person.os_user = map.optional_text("os_user").value_or("");
    for (const ValueReader& item : map.required_list("roles")) person.roles.push_back(read_grant(item));
    const ValueReader entity = map.optional("entity");
    person.in_register = entity.present();
    if (person.in_register) read_register_person(map, person.handle, read_known(entity, "entity", words_.entities));
    out_.people.push_back(std::move(person));
  }

  static json::Array read_languages(MapReader& map) {
    json::Array out;
    for (const ValueReader& item : map.required_list("languages")) {
      const std::string text = item.text();
      const intake::Value code = intake::read_language(text);
      if (!text.empty() && (!code || *code != text))
        item.problem("'" + text.substr(0, 40) + "' " + (code ? "is written '" + *code + "' here" : code.error()));
      out.emplace_back(text);
    }
    if (out.empty() && map.has("languages")) map.problem("languages", "must hold at least one language, like en");
    return out;
  }

  /// What the register says of a person who works for an entity.
  void read_register_person(MapReader& map, const std::string& handle, const std::string& entity) {
    json::Object record = envelope(map, "person");
    employer_[handle] = entity;
    record.emplace("entity", entity);
    record.emplace("languages", read_languages(map));
    const ValueReader zone = map.required("zone");
    zones_.push_back({zone.text(), zone.where()});
    record.emplace("zone", zone.text());
    const ValueReader hours = map.optional("hours");
    record.emplace("hours", hours.present() ? read_week(hours) : json::Value(nullptr));
    const auto ceiling = map.optional_integer("ceiling", 0, kCeilingMax);
    record.emplace("ceiling", ceiling ? json::Value(*ceiling) : json::Value(nullptr));
    record.emplace("weight", map.optional_integer("weight", 1, kWeightMax).value_or(1));
    record.emplace("availability", map.optional_choice("availability", {"active", "paused"}).value_or("active"));
    add_of_person("person-", handle, "", std::move(record), map);
    read_registrations(map, handle);
    read_leave(map, handle);
  }

  void read_registrations(MapReader& map, const std::string& handle) {
    std::map<std::string, int> count;
    for (MapReader& one : map.optional_list_of_maps("registrations")) {
      json::Object record = envelope(one, "registration");
      const std::string pack = lower(read_cover(one, record));
      add_of_person("reg-", handle, "-" + pack + "-" + std::to_string(++count[pack]), std::move(record), one);
    }
  }

  void read_leave(MapReader& map, const std::string& handle) {
    std::set<std::string> seen;
    for (MapReader& one : map.optional_list_of_maps("leave")) {
      const std::string from = format_date(one.required_date("from"));
      one.required_date("to");
      if (!seen.insert(from).second) one.problem("from", "leave from this day stands here twice");
      add_of_person("leave-", handle, "-" + from, envelope(one, "leave"), one);
    }
  }

  void read_team(MapReader& map) {
    const std::string id = key_id(map, "id");
    json::Object record = envelope(map, "team");
    record.emplace("name", map.required_text("name"));
    const std::string entity = read_known(map.required("entity"), "entity", words_.entities);
    record.emplace("entity", entity);
    const auto markets = read_known_list(map.required("markets"), "market", words_.markets);
    if (markets.empty() && map.has("markets")) map.problem("markets", "must hold at least one market");
    record.emplace("markets", text_array(markets));
    record.emplace("rule", map.required_choice("rule", {"round_robin", "weighted", "least_loaded"}));
    record.emplace("languages_required", map.boolean("languages_required", false));
    add(id, std::move(record), map, "id");
    std::set<std::string> seen;
    for (const ValueReader& item : map.required_list("members")) read_member(map, id, entity, item, seen);
  }

  /// A handle, or {person: handle, from: ..., to: ...}.
  void read_member(const MapReader& team_map, const std::string& team, const std::string& entity,
                   const ValueReader& item, std::set<std::string>& seen) {
    const bool plain = item.kind() == yaml::Kind::kScalar;
    MapReader map = plain ? MapReader() : item.map();
    if (!plain && !map.present()) return;
    const ValueReader who = plain ? item : map.required("person");
    const std::string handle = read_known(who, "person of this file", words_.people);
    json::Object record =
        plain ? json::Object{{"kind", "member"}, {"status", "active"}, {"from", nullptr}, {"to", nullptr}}
              : envelope(map, "member");
    const auto employer = employer_.find(handle);
    if (employer == employer_.end()) {
      if (handles_.contains(handle)) who.problem("'" + handle + "' works for no entity: give the person an 'entity'");
      return;
    }
    if (employer->second != entity)
      who.problem("'" + handle + "' works for " + employer->second + ", the team belongs to " + entity +
                  ": a lead may only go to people of the licensed entity");
    if (!seen.insert(handle).second) who.problem("'" + handle + "' is in this team twice");
    record.emplace("team", team);
    Where where = who.where();
    if (where.line == 0) where = team_map.where();
    out_.seed.records.push_back({std::move(record), "member-" + team + "-", handle, "", where});
  }

  const FirmWords& words_;
  std::vector<DeclaredWord>& zones_;
  FirmRegister out_;
  Positions keys_;
  Positions handles_;
  std::map<std::string, std::string, std::less<>> employer_;
};

}  // namespace

FirmRegister read_firm_register(MapReader& root, const FirmWords& words, std::vector<DeclaredWord>& zones) {
  return RegisterReading(words, zones).read(root);
}

RegisterDocument build_register(const RegisterSeed& seed, const PersonIds& ids) {
  RegisterDocument out;
  std::map<std::string, json::Object> by_key;
  for (const RecordSeed& one : seed.records) {
    json::Object record = one.record;
    std::string key = one.key_before;
    if (!one.handle.empty()) {
      const auto id = ids.find(one.handle);
      LICET_INVARIANT(id != ids.end());
      key += id->second.str() + one.key_after;
      record.emplace("person", id->second.str());
    }
    record.emplace("key", key);
    out.positions.emplace(key, one.where);
    by_key.insert_or_assign(key, std::move(record));
  }
  json::Array records;
  for (auto& [key, record] : by_key) records.emplace_back(std::move(record));
  out.document = json::Object{{"schema", "licet.register/1"}, {"records", std::move(records)}};
  return out;
}

}  // namespace licet::app
