#include "app/service_screening.h"

#include <algorithm>

namespace licet::app {
namespace {

/// A service explains in its own way, if at all: what is recorded is the name it found, as one part with its score.
screening::Part whole_part(const screening::Hit& hit, const screening::Query& query) {
  screening::Part part;
  if (hit.subject == screening::Subject::kCompany)
    part.query_token = query.company;
  else
    part.query_token = query.full_name.empty() ? query.first_name + ' ' + query.last_name : query.full_name;
  part.list_token = hit.listed_name;
  part.relation = hit.score == 10'000 ? screening::Relation::kExact : screening::Relation::kFuzzy;
  part.similarity = hit.score;
  part.weight = 100;
  part.contribution = hit.score;
  return part;
}

}  // namespace

void ServiceSide::ask(const screening::Query& query, screening::Screening& answer) {
  if (!state_.service_demanded) return;
  asked_ = true;
  if (!state_.service) {
    answer.degraded = true;
    if (!problem_) problem_ = Error{ErrorCode::kEnvironment, "the screening service is not asked here", {}, {}, {}};
    return;
  }
  auto said = state_.service->screen(query);
  if (!said || said->status != screening::ScreenStatus::kComplete || said->degraded) {
    answer.degraded = true;
    problem_ = said
                   ? Error{ErrorCode::kEnvironment, "the screening service did not compare with all it has", {}, {}, {}}
                   : std::move(said).error();
    return;
  }
  if (said->dataset_version.empty()) {
    answer.degraded = true;
    problem_ = Error{ErrorCode::kEnvironment, "the screening service does not say which data it has", {}, {}, {}};
    return;
  }
  algorithm_ = said->algorithm;
  // Between two names its data may have become other data: both are named.
  if (version_.empty())
    version_ = said->dataset_version;
  else if (version_ != said->dataset_version)
    version_ += ", " + said->dataset_version;
  hits_ += said->hits_total;
  answer.hits_total += said->hits_total;
  for (screening::Hit& hit : said->hits) {
    hit.parts = {whole_part(hit, query)};
    answer.hits.push_back(std::move(hit));
  }
  std::stable_sort(answer.hits.begin(), answer.hits.end(), screening::hit_before);
  if (answer.hits.size() > screening::kHitsMax) answer.hits.resize(screening::kHitsMax);
}

json::Value ServiceSide::clear() const {
  if (!asked_) return {};
  const json::Value& wanted = *state_.policy->document().find("screening")->find("service");
  return json::Object{{"algorithm", algorithm_},
                      {"degraded", problem_.has_value()},
                      {"hits", hits_},
                      {"provider", wanted.string_or("kind", "")},
                      {"version", version_}};
}

}  // namespace licet::app
