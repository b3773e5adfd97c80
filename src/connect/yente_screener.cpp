#include "connect/yente_screener.h"

#include <algorithm>

#include "base/crypto.h"
#include "connect/http_target.h"
#include "screening/birth_text.h"

namespace licet::connect {
namespace {

using screening::Hit;
using screening::Query;
using screening::Screening;
using screening::Subject;

void add(json::Object& properties, const char* name, const std::string& value) {
  if (!value.empty()) properties.emplace(name, json::Array{value});
}

json::Object person_of(const Query& query) {
  json::Object properties;
  add(properties, "name", asked_person(query));
  add(properties, "firstName", query.first_name);
  add(properties, "lastName", query.last_name);
  if (query.birth) add(properties, "birthDate", screening::known_birth(*query.birth));
  add(properties, "gender", std::string(screening::gender_name(query.gender)));
  json::Array countries;
  for (const std::string& country : query.countries) countries.emplace_back(country);
  if (!countries.empty()) properties.emplace("country", std::move(countries));
  json::Array numbers;
  for (const screening::ListId& id : query.ids) numbers.emplace_back(id.value);
  if (!numbers.empty()) properties.emplace("idNumber", std::move(numbers));
  add(properties, "address", query.address);
  return {{"properties", std::move(properties)}, {"schema", "Person"}};
}

json::Object company_of(const Query& query) {
  json::Object properties;
  add(properties, "name", query.company);
  return {{"properties", std::move(properties)}, {"schema", "Organization"}};
}

}  // namespace

Result<Screening> YenteScreener::screen(const Query& query) {
  return caller_.guarded([&] { return ask(query); });
}

Result<Screening> YenteScreener::ask(const Query& query) {
  const ServiceSettings& settings = caller_.settings();
  const bool person = !asked_person(query).empty();
  if (!person && query.company.empty()) return fail(ErrorCode::kBadInput, "there is no name to screen");
  Screening out;
  out.status = screening::ScreenStatus::kComplete;
  out.thresholds = settings.thresholds;
  out.algorithm = "yente-" + (settings.algorithm.empty() ? "best" : settings.algorithm);
  LICET_TRY(out.dataset_version, caller_.version([this] { return read_version(); }));
  if (person) LICET_CHECK(match(person_of(query), Subject::kPerson, settings.thresholds.person, out));
  if (!query.company.empty())
    LICET_CHECK(match(company_of(query), Subject::kCompany, settings.thresholds.company, out));
  keep_best(out.hits);
  return out;
}

Result<std::string> YenteScreener::read_version() {
  const std::string& dataset = caller_.settings().dataset;
  LICET_TRY(const json::Value catalog, caller_.call("/catalog"));
  const json::Value* datasets = catalog.find("datasets");
  if (datasets == nullptr || !datasets->is_array()) return caller_.broken("has a catalog without datasets");
  for (const json::Value& one : datasets->as_array()) {
    if (one.string_or("name", "") != dataset) continue;
    // `index_version` is what is searched; `version` is what would be when it is indexed.
    const std::string_view indexed = one.string_or("index_version", "");
    const std::string_view version = indexed.empty() ? one.string_or("version", "") : indexed;
    if (!is_plain_word(version)) return caller_.broken("does not say of which version '" + dataset + "' is");
    return dataset + " " + std::string(version);
  }
  return caller_.broken("has no dataset '" + dataset + "'");
}

Status YenteScreener::match(const json::Object& example, Subject subject, std::uint32_t threshold, Screening& into) {
  const ServiceSettings& settings = caller_.settings();
  std::string path = "/match/" + percent_encoded(settings.dataset) + "?limit=" + std::to_string(screening::kHitsMax) +
                     "&threshold=" + score_text(threshold);
  if (!settings.algorithm.empty()) path += "&algorithm=" + percent_encoded(settings.algorithm);
  const std::string body = json::canonical(json::Object{{"queries", json::Object{{"asked", json::Value(example)}}}});
  LICET_TRY(const json::Value answer, caller_.call(path, body));
  const json::Value* responses = answer.find("responses");
  const json::Value* response = responses == nullptr ? nullptr : responses->find("asked");
  const json::Value* results = response == nullptr ? nullptr : response->find("results");
  if (results == nullptr || !results->is_array() || response->int_or("status", 0) != 200)
    return caller_.broken("did not answer the question");
  std::uint32_t hits = 0;
  for (const json::Value& result : results->as_array()) {
    LICET_TRY(Hit hit, read_hit(result, subject));
    if (hit.score < threshold) continue;
    ++hits;
    into.hits.push_back(std::move(hit));
  }
  // More may match than are listed.
  const json::Value* total = response->find("total");
  const std::int64_t matches = total == nullptr ? 0 : total->int_or("value", 0);
  into.hits_total += std::max(hits, static_cast<std::uint32_t>(std::clamp<std::int64_t>(matches, 0, 1'000'000)));
  return {};
}

Result<Hit> YenteScreener::read_hit(const json::Value& result, Subject subject) const {
  Hit hit;
  hit.subject = subject;
  hit.entry_id = result.string_or("id", "");
  const auto score = score_of(result.find("score"));
  const json::Value* properties = result.find("properties");
  if (!is_plain_word(hit.entry_id) || !score || properties == nullptr || !properties->is_object())
    return caller_.broken("named a match without id, score or properties");
  hit.score = *score;
  hit.listed_name = result.string_or("caption", "");
  hit.list = "yente-" + caller_.settings().dataset;
  // What is known of the entry, and not how it scored: a finding holds while that is the same.
  hit.entry_hash = crypto::sha256(json::canonical(
      json::Object{{"id", hit.entry_id}, {"properties", *properties}, {"schema", result.string_or("schema", "")}}));
  return hit;
}

}  // namespace licet::connect
