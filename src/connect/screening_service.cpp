#include "connect/screening_service.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include "connect/http_target.h"
#include "connect/secret.h"
#include "connect/watchman_screener.h"
#include "connect/yente_screener.h"

namespace licet::connect {

ServiceCaller::ServiceCaller(ServiceSettings settings, HttpClient& client, CircuitBreaker::Clock now)
    : settings_(std::move(settings)), client_(client), now_(now), breaker_(settings_.breaker, std::move(now)) {
  while (!settings_.url.empty() && settings_.url.back() == '/') settings_.url.pop_back();
}

tl::unexpected<Error> ServiceCaller::broken(const std::string& what) const {
  return fail(ErrorCode::kEnvironment, "the screening service at " + public_url(settings_.url) + " " + what);
}

Result<screening::Screening> ServiceCaller::guarded(const std::function<Result<screening::Screening>()>& ask) {
  if (!breaker_.may_ask()) return broken("failed too often and is not asked for a while");
  auto answer = ask();
  // What is wrong with the question says nothing about the service.
  const bool its_fault = !answer && answer.error().code != ErrorCode::kBadInput;
  if (its_fault)
    breaker_.failed();
  else
    breaker_.succeeded();
  return answer;
}

Result<json::Value> ServiceCaller::call(const std::string& path, std::optional<std::string> post) {
  HttpRequest request{settings_.url + path, {}, std::move(post)};
  if (!settings_.authorization.empty()) request.headers.emplace_back("Authorization", settings_.authorization);
  auto response = client_.send(request, settings_.limits);
  if (!response) return fail(ErrorCode::kEnvironment, response.error().text);
  if (response->status != 200) return broken("answered " + std::to_string(response->status));
  auto value = json::parse(response->body);
  if (!value || !value->is_object()) return broken("answered what is no JSON object");
  return value;
}

Result<std::string> ServiceCaller::version(const std::function<Result<std::string>()>& read) {
  {
    const std::lock_guard lock(mutex_);
    if (!version_.empty() && now_() < read_at_ms_ + settings_.version_age_ms) return version_;
  }
  const std::int64_t at = now_();
  LICET_TRY(std::string fresh, read());
  if (fresh.empty()) return broken("does not say of which version its data is");
  const std::lock_guard lock(mutex_);
  version_ = fresh;
  read_at_ms_ = at;
  return fresh;
}

std::optional<std::uint32_t> score_of(const json::Value* value) {
  if (value == nullptr || !(value->is_double() || value->is_int())) return std::nullopt;
  const double score = value->is_double() ? value->as_double() : static_cast<double>(value->as_int());
  if (!(score >= 0.0 && score <= 1.0)) return std::nullopt;
  return static_cast<std::uint32_t>(std::lround(score * 10'000));
}

bool is_plain_word(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == ':' || c == '-';
  });
}

std::string score_text(std::uint32_t score) {
  std::string digits = std::to_string(score % 10'000);
  digits.insert(0, 4 - digits.size(), '0');
  return std::to_string(score / 10'000) + "." + digits;
}

std::string asked_person(const screening::Query& query) {
  if (!query.full_name.empty()) return query.full_name;
  return query.first_name + (query.first_name.empty() || query.last_name.empty() ? "" : " ") + query.last_name;
}

void keep_best(std::vector<screening::Hit>& hits) {
  std::sort(hits.begin(), hits.end(), [](const screening::Hit& a, const screening::Hit& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.list != b.list ? a.list < b.list : a.entry_id < b.entry_id;
  });
  if (hits.size() > screening::kHitsMax) hits.resize(screening::kHitsMax);
}

Result<ServiceSettings> settings_of(const json::Value& service, const std::string& folder) {
  ServiceSettings out;
  out.kind = service.string_or("kind", "");
  out.url = service.string_or("url", "");
  out.dataset = service.string_or("dataset", "default");
  out.algorithm = service.string_or("algorithm", "");
  const json::Value* thresholds = service.find("thresholds");
  if (thresholds == nullptr) return fail(ErrorCode::kBadInput, "the policy's screening service has no thresholds");
  out.thresholds.person = static_cast<std::uint32_t>(thresholds->int_or("person", 0));
  out.thresholds.company = static_cast<std::uint32_t>(thresholds->int_or("company", 0));
  const SecretPlace file{{}, "screening-token"}, variable{"LICET_SCREENING_TOKEN", {}};
  if (::access((folder + "/" + file.file).c_str(), F_OK) == 0) {
    LICET_TRY(out.authorization, read_secret(file, folder));
  } else if (std::getenv(variable.env.c_str()) != nullptr) {
    LICET_TRY(out.authorization, read_secret(variable, folder));
  }
  return out;
}

Result<std::shared_ptr<screening::Screener>> service_screener(ServiceSettings settings, HttpClient& client) {
  LICET_CHECK(check_url(settings.url));
  const CircuitBreaker::Clock now = [] {
    return std::int64_t{
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
            .count()};
  };
  if (settings.kind == "yente")
    return std::shared_ptr<screening::Screener>(std::make_shared<YenteScreener>(std::move(settings), client, now));
  if (settings.kind == "watchman")
    return std::shared_ptr<screening::Screener>(std::make_shared<WatchmanScreener>(std::move(settings), client, now));
  return fail(ErrorCode::kBadInput, "there is no client for a screening service '" + settings.kind + "'");
}

}  // namespace licet::connect
