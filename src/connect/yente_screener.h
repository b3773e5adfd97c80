// A yente server (OpenSanctions' matching API) as the firm's screening service: POST /match/{dataset}.
#pragma once

#include "connect/screening_service.h"

namespace licet::connect {

/// One query a request, as yente's operators are told to; person and company are two. Scores are yente's, 0 to 1.
/// The version is what /catalog says of the dataset's index. Thread-safe.
class YenteScreener final : public screening::Screener {
 public:
  YenteScreener(ServiceSettings settings, HttpClient& client, CircuitBreaker::Clock now)
      : caller_(std::move(settings), client, std::move(now)) {}
  Result<screening::Screening> screen(const screening::Query& query) override;
  /// None: the service has the lists.
  std::vector<screening::ListState> lists() const override { return {}; }

 private:
  Result<screening::Screening> ask(const screening::Query& query);
  Result<std::string> read_version();
  Status match(const json::Object& example, screening::Subject subject, std::uint32_t threshold,
               screening::Screening& into);
  Result<screening::Hit> read_hit(const json::Value& result, screening::Subject subject) const;
  ServiceCaller caller_;
};

}  // namespace licet::connect
