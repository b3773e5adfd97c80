#include "http/match_handler.h"

#include <algorithm>

#include "http/match_request.h"

namespace licet::http {
namespace {

using screening::Hit;

json::Value share(std::int64_t ten_thousandths) { return static_cast<double>(ten_thousandths) / 10'000.0; }

bool contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

bool is_all(std::string_view dataset) { return dataset == "default" || dataset == "sanctions"; }

/// The lists that a request asks for.
struct Lists {
  std::string dataset;
  const MatchRequest& request;
  bool has(std::string_view kind) const {
    if (!is_all(dataset) && dataset != kind) return false;
    if (contains(request.exclude_datasets, kind)) return false;
    if (request.include_datasets.empty()) return true;
    return std::any_of(request.include_datasets.begin(), request.include_datasets.end(),
                       [&](const std::string& name) { return is_all(name) || name == kind; });
  }
};

/// The words of the two names side by side, as JSON in a text.
std::string parts_text(const Hit& hit) {
  json::Array parts;
  for (const screening::Part& part : hit.parts)
    parts.emplace_back(json::Object{{"candidate", part.list_token},
                                    {"contribution", share(part.contribution)},
                                    {"query", part.query_token},
                                    {"relation", relation_name(part.relation)}});
  return json::canonical(json::Value(std::move(parts)));
}

std::string words(const Hit& hit, std::string screening::Part::*side) {
  std::string out;
  for (const screening::Part& part : hit.parts)
    if (!(part.*side).empty()) out += (out.empty() ? "" : " ") + part.*side;
  return out;
}

json::Object explanations(const Hit& hit) {
  json::Object out;
  out.emplace("name_match", json::Object{{"candidate", hit.listed_name},
                                         {"detail", parts_text(hit)},
                                         {"query", words(hit, &screening::Part::query_token)},
                                         {"score", share(hit.score)}});
  for (const screening::Fact& fact : hit.corroboration.facts)
    out.emplace(fact.name, json::Object{{"candidate", fact.listed},
                                        {"detail", verdict_name(fact.verdict)},
                                        {"query", fact.asked},
                                        {"score", share(fact.points)}});
  return out;
}

json::Value result_json(const ScreeningService& service, const FoundEntry& found, std::uint32_t threshold) {
  Instant as_of = screening::kAsOfUnknown;
  for (const screening::ListState& list : service.lists())
    if (list.kind == found.hit.list) as_of = list.as_of;
  json::Object out = ftm_entity(found.hit.list, as_of, *found.entry);
  json::Object features;
  json::Object why = explanations(found.hit);
  for (const auto& [name, value] : why) features.emplace(name, *value.find("score"));
  out.emplace("explanations", std::move(why));
  out.emplace("features", std::move(features));
  out.emplace("match", found.hit.score >= threshold);
  out.emplace("score", share(found.hit.score));
  return out;
}

Result<json::Value> answer_query(const ScreeningService& service, const MatchRequest& request, const Lists& lists,
                                 const MatchQuery& query) {
  Wanted wanted;
  wanted.cutoff = request.cutoff;
  wanted.entry = [&](const Hit& hit, const screening::Entry& entry) {
    const std::string_view schema = ftm_schema(entry.type);
    if (!lists.has(hit.list) || contains(request.exclude_ids, public_id(hit.list, hit.entry_id))) return false;
    if (std::any_of(request.exclude_schemata.begin(), request.exclude_schemata.end(),
                    [&](const std::string& name) { return ftm_is_a(schema, name); }))
      return false;
    if (request.topics.empty()) return true;
    const std::vector<std::string> topics = ftm_topics(hit.list, entry);
    return std::any_of(topics.begin(), topics.end(),
                       [&](const auto& topic) { return contains(request.topics, topic); });
  };
  LICET_TRY(const auto found, find_entries(service, request.algorithm, query.example.party, wanted));
  json::Array results;
  std::int64_t matches = 0;
  for (const FoundEntry& one : found) {
    matches += one.hit.score >= request.threshold ? 1 : 0;
    if (results.size() < static_cast<std::size_t>(request.limit))
      results.push_back(result_json(service, one, request.threshold));
  }
  return json::Value(json::Object{{"query", query.example.echo},
                                  {"results", std::move(results)},
                                  {"status", 200},
                                  {"total", json::Object{{"relation", "eq"}, {"value", matches}}}});
}

/// A name of a list that is not there would leave out what it was meant to bring in.
std::string unknown_dataset(const ScreeningService& service, const std::vector<std::string>& names) {
  const auto lists = service.lists();
  for (const std::string& name : names)
    if (!is_all(name) && std::none_of(lists.begin(), lists.end(), [&](const auto& list) { return list.kind == name; }))
      return name;
  return {};
}

std::optional<Response> dataset_refused(const ScreeningService& service, const std::string& dataset) {
  if (const std::string why = service.unable(); !why.empty()) return detail_response(503, why);
  if (!unknown_dataset(service, {dataset}).empty()) return detail_response(404, "No such dataset.");
  return std::nullopt;
}

}  // namespace

Response match_entities(const ScreeningService& service, const std::string& dataset, const Request& request) {
  auto read = read_match_request(request, dataset_refused(service, dataset));
  if (auto* refused = std::get_if<Response>(&read)) return std::move(*refused);
  const auto& asked = std::get<MatchRequest>(read);
  if (const std::string name = unknown_dataset(service, asked.include_datasets); !name.empty())
    return detail_response(400, "No such dataset: " + name);
  const Lists lists{dataset, asked};
  json::Object responses;
  for (const MatchQuery& query : asked.queries) {
    auto answer = answer_query(service, asked, lists, query);
    if (!answer)
      return detail_response(answer.error().code == ErrorCode::kEnvironment ? 500 : 400,
                             answer.error().code == ErrorCode::kEnvironment
                                 ? answer.error().text
                                 : "Cannot parse example entity: " + answer.error().text);
    responses.emplace(query.name, std::move(*answer));
  }
  Response out = json_response(200, json::Object{{"limit", asked.limit}, {"responses", std::move(responses)}});
  out.headers.emplace_back("x-batch-size", std::to_string(asked.queries.size()));
  return out;
}

}  // namespace licet::http
