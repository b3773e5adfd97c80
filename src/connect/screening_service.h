// A firm's own screening service: what its clients share, and which one a policy names.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "connect/circuit_breaker.h"
#include "connect/http_client.h"
#include "screening/screening.h"

namespace licet::connect {

struct ServiceSettings {
  std::string kind;       ///< "yente", "watchman"
  std::string url;        ///< of the service, without a path of ours
  std::string dataset;    ///< yente: which dataset; watchman has but one
  std::string algorithm;  ///< yente: empty for its best
  screening::Thresholds thresholds;
  std::string authorization;             ///< the value of the header; secret; empty: none
  std::int64_t version_age_ms = 60'000;  ///< the version of the data is read again after this
  HttpLimits limits = {2'000, 4'000, 10'000, std::size_t{8} << 20U, 0, 2, 100};
  CircuitBreaker::Settings breaker = {};
};

/// Asks one service: breaker, version of its data, JSON. Thread-safe.
class ServiceCaller {
 public:
  ServiceCaller(ServiceSettings settings, HttpClient& client, CircuitBreaker::Clock now);

  const ServiceSettings& settings() const { return settings_; }
  /// Runs `ask` unless the breaker is open, and tells the breaker how it went. Any error means that nothing is known.
  Result<screening::Screening> guarded(const std::function<Result<screening::Screening>()>& ask);
  /// GET, or POST with a body; an answer of status 200 that is a JSON object.
  Result<json::Value> call(const std::string& path, std::optional<std::string> post = {});
  /// The version of the service's data, by `read` when it was not read lately.
  Result<std::string> version(const std::function<Result<std::string>()>& read);
  /// An answer that cannot be what the service means.
  tl::unexpected<Error> broken(const std::string& what) const;

 private:
  ServiceSettings settings_;
  HttpClient& client_;
  CircuitBreaker::Clock now_;
  CircuitBreaker breaker_;
  std::mutex mutex_;  // guards what follows
  std::string version_;
  std::int64_t read_at_ms_ = 0;
};

/// A score between 0 and 1 as ten-thousandths, rounded to the nearest; nullopt when it is none.
std::optional<std::uint32_t> score_of(const json::Value* value);
/// 1 to 128 letters, digits and _ . : -, as identifiers and versions are: what a service sends stands in the clear on
/// the record, and so must not be able to be a name.
bool is_plain_word(std::string_view text);
/// Ten-thousandths as a decimal fraction.
std::string score_text(std::uint32_t score);
/// The person's name of a question in one line; empty when it asks about none.
std::string asked_person(const screening::Query& query);
/// The hits of an answer: those of the highest scores first, at most screening::kHitsMax.
void keep_best(std::vector<screening::Hit>& hits);

/// A policy's `screening.service`. The secret, if there is one, is the whole value of the Authorization header: a line
/// in the private file `screening-token` of `folder`, or in the variable LICET_SCREENING_TOKEN.
Result<ServiceSettings> settings_of(const json::Value& service, const std::string& folder);
/// The screener of the service that the settings name. kBadInput for one that is not known. `client` outlives it.
Result<std::shared_ptr<screening::Screener>> service_screener(ServiceSettings settings, HttpClient& client);

}  // namespace licet::connect
