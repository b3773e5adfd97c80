#include "http/watchman_handler.h"

#include <algorithm>
#include <map>

#include "base/encode.h"
#include "http/watchman_request.h"

namespace licet::http {
namespace {

using screening::Entry;
using screening::EntryType;

json::Value share(std::int64_t ten_thousandths) { return static_cast<double>(ten_thousandths) / 10'000.0; }

/// A list as Go writes one: null when there is nothing in it.
json::Value or_null(json::Array items) { return items.empty() ? json::Value() : json::Value(std::move(items)); }
json::Value texts_or_null(const std::vector<std::string>& texts) {
  return or_null(json::Array(texts.begin(), texts.end()));
}

json::Value day(const std::optional<Date>& date) {
  return date ? json::Value(format_date(*date) + "T00:00:00Z") : json::Value();
}

std::string government_id_type(std::string_view type) {
  if (type == "national_id") return "national-id";
  if (type == "tax_id") return "tax-id";
  if (type == "registration") return "business-registration";
  return std::string(type);
}

/// Numbers of papers; what is an address of some kind stands elsewhere.
json::Value government_ids(const std::vector<screening::ListId>& ids) {
  json::Array out;
  for (const screening::ListId& id : ids) {
    if (id.type == "email" || id.type == "phone" || id.type == "website" || id.type == "crypto") continue;
    out.emplace_back(
        json::Object{{"country", id.country}, {"identifier", id.value}, {"type", government_id_type(id.type)}});
  }
  return or_null(std::move(out));
}

std::vector<std::string> ids_of(const std::vector<screening::ListId>& ids, std::string_view type) {
  std::vector<std::string> out;
  for (const screening::ListId& id : ids)
    if (id.type == type) out.push_back(id.value);
  return out;
}

json::Object contact(const std::vector<std::string>& emails, const std::vector<std::string>& phones,
                     const std::vector<std::string>& websites) {
  return {{"emailAddresses", texts_or_null(emails)},
          {"faxNumbers", nullptr},
          {"phoneNumbers", texts_or_null(phones)},
          {"websites", texts_or_null(websites)}};
}

json::Object address(std::string_view line, std::string_view city, std::string_view country) {
  return {{"city", city}, {"country", country}, {"latitude", 0},    {"line1", line},
          {"line2", ""},  {"longitude", 0},     {"postalCode", ""}, {"state", ""}};
}

/// What the peer calls an entry: we do not tell businesses from other organisations.
std::string_view entity_type(EntryType type) { return type == EntryType::kPerson ? "person" : "organization"; }

struct About {
  std::string name;
  std::vector<std::string> alt_names, titles;
  std::string_view gender;
  json::Value birth_date;
  std::vector<screening::ListId> ids;
};

json::Object person_json(const About& about) {
  return {{"altNames", texts_or_null(about.alt_names)},
          {"birthDate", about.birth_date},
          {"deathDate", nullptr},
          {"gender", about.gender},
          {"governmentIDs", government_ids(about.ids)},
          {"name", about.name},
          {"titles", texts_or_null(about.titles)}};
}

json::Object organization_json(const About& about) {
  return {{"altNames", texts_or_null(about.alt_names)},
          {"created", nullptr},
          {"dissolved", nullptr},
          {"governmentIDs", government_ids(about.ids)},
          {"name", about.name}};
}

/// An entity with every member that the peer's has. `type` decides which of the five parts is there.
json::Object entity_json(std::string_view type, const About& about, std::string_view source,
                         std::string_view source_id) {
  json::Object out = {{"addresses", nullptr},      {"affiliations", nullptr},    {"aircraft", nullptr},
                      {"business", nullptr},       {"cryptoAddresses", nullptr}, {"entityType", type},
                      {"historicalInfo", nullptr}, {"name", about.name},         {"organization", nullptr},
                      {"person", nullptr},         {"sanctionsInfo", nullptr},   {"sourceData", nullptr},
                      {"sourceID", source_id},     {"sourceList", source},       {"vessel", nullptr}};
  if (type == "person") out.insert_or_assign("person", person_json(about));
  if (type == "business") out.insert_or_assign("business", organization_json(about));
  if (type == "organization") out.insert_or_assign("organization", organization_json(about));
  return out;
}

json::Object listed_json(std::string_view list, const Entry& entry) {
  About about;
  for (const screening::ListName& name : entry.names)
    if (&name == &entry.names.front())
      about.name = name.full;
    else
      about.alt_names.push_back(name.full);
  if (!entry.title.empty()) about.titles.push_back(entry.title);
  about.gender = entry.gender == screening::Gender::kUnknown ? "unknown" : gender_name(entry.gender);
  if (!entry.births.empty()) about.birth_date = day(entry.births.front().from);
  about.ids = entry.ids;
  json::Object out = entity_json(entity_type(entry.type), about, watchman_source(list), entry.entry_id);
  out.insert_or_assign("contact",
                       contact(ids_of(entry.ids, "email"), ids_of(entry.ids, "phone"), ids_of(entry.ids, "website")));
  json::Array addresses;
  for (const screening::ListAddress& one : entry.addresses)
    addresses.emplace_back(address(one.street, one.city, one.country));
  out.insert_or_assign("addresses", or_null(std::move(addresses)));
  json::Array wallets;
  for (const std::string& wallet : ids_of(entry.ids, "crypto"))
    wallets.emplace_back(json::Object{{"address", wallet}, {"currency", ""}});
  out.insert_or_assign("cryptoAddresses", or_null(std::move(wallets)));
  out.insert_or_assign("sanctionsInfo", json::Object{{"description", entry.remarks},
                                                     {"programs", texts_or_null(entry.programmes)},
                                                     {"secondary", false}});
  return out;
}

json::Object asked_json(const SearchRequest& asked) {
  About about;
  about.name = asked.name;
  about.alt_names = asked.alt_names;
  about.gender =
      asked.party.facts.gender == screening::Gender::kUnknown ? "unknown" : gender_name(asked.party.facts.gender);
  if (asked.party.facts.birth) about.birth_date = day(asked.party.facts.birth->from);
  about.ids = asked.party.facts.ids;
  json::Object out = entity_json(asked.type, about, "api-request", asked.source_id);
  out.insert_or_assign("contact", contact(asked.emails, asked.phones, ids_of(about.ids, "website")));
  json::Array addresses;
  for (const std::string& line : asked.addresses) addresses.emplace_back(address(line, "", ""));
  out.insert_or_assign("addresses", or_null(std::move(addresses)));
  return out;
}

json::Object piece(std::string_view type, std::int64_t score, bool matched, bool required) {
  return {{"exact", score == 10'000}, {"fieldsCompared", 1},   {"matched", matched},        {"pieceType", type},
          {"required", required},     {"score", share(score)}, {"weight", required ? 1 : 0}};
}

json::Object found_json(const FoundEntry& found, bool debug) {
  json::Object out = listed_json(found.hit.list, *found.entry);
  json::Array pieces{piece("name", found.hit.score, true, true)};
  for (const screening::Fact& fact : found.hit.corroboration.facts)
    pieces.emplace_back(piece(fact.name, fact.verdict == screening::Verdict::kConfirmed ? 10'000 : 0,
                              fact.verdict == screening::Verdict::kConfirmed, false));
  out.insert_or_assign("details", json::Object{{"finalScore", share(found.hit.score)}, {"pieces", std::move(pieces)}});
  out.insert_or_assign("match", share(found.hit.score));
  if (!debug) return out;
  screening::Screening one;
  one.status = screening::ScreenStatus::kComplete;
  one.hits = {found.hit};
  one.hits_total = 1;
  std::string lines;
  for (const std::string& line : screening::explain(one)) lines += line + "\n";
  out.insert_or_assign("debug", base64(as_bytes(lines)));
  return out;
}

}  // namespace

Response search_entities(const ScreeningService& service, const Request& request) {
  auto read = read_search_request(request);
  if (auto* refused = std::get_if<Response>(&read)) return std::move(*refused);
  const auto& asked = std::get<SearchRequest>(read);
  if (const std::string why = service.unable(); !why.empty()) return search_error(why);
  const auto lists = service.lists();
  if (!asked.source.empty() && std::none_of(lists.begin(), lists.end(), [&](const auto& list) {
        return watchman_source(list.kind) == asked.source;
      }))
    return search_error("no list of the source '" + asked.source + "' is loaded");
  Wanted wanted;
  wanted.cutoff = asked.min_match;
  wanted.entry = [&](const screening::Hit& hit, const Entry&) {
    return asked.source.empty() || watchman_source(hit.list) == asked.source;
  };
  auto found = find_entries(service, screening::Algorithm::kLicetV1, asked.party, wanted);
  if (!found) return search_error("problem with v2 search: " + found.error().text);
  json::Array entities;
  for (const FoundEntry& one : *found) {
    if (entities.size() == static_cast<std::size_t>(asked.limit)) break;
    entities.emplace_back(found_json(one, asked.debug));
  }
  return json_response(200, json::Object{{"entities", or_null(std::move(entities))}, {"query", asked_json(asked)}});
}

Response list_info(const ScreeningService& service) {
  std::map<std::string, std::int64_t> counts;
  std::map<std::string, std::string> digests;
  for (const screening::ListState& list : service.lists()) {
    const std::string source = watchman_source(list.kind);
    counts[source] += static_cast<std::int64_t>(list.entries);
    digests[source] += hex(list.digest);
  }
  json::Object lists, hashes;
  for (const auto& [source, count] : counts) lists.emplace(source, count);
  // Two lists of one source: the digest of both digests.
  for (const auto& [source, text] : digests)
    hashes.emplace(source, text.size() == 64 ? text : hex(crypto::sha256(text)));
  return json_response(200, json::Object{{"endedAt", format_instant(service.about().loaded_until)},
                                         {"listHashes", std::move(hashes)},
                                         {"lists", std::move(lists)},
                                         {"startedAt", format_instant(service.about().loaded_from)},
                                         {"version", service.about().version}});
}

}  // namespace licet::http
