// A watchman server (Moov) as the firm's screening service: GET /v2/search.
#pragma once

#include "connect/screening_service.h"

namespace licet::connect {

/// What a perfect match of the name alone scores there: fields that were not asked about lower it. Scores of such
/// questions are given as shares of this, so that they mean what other scores mean; those above it are full.
inline constexpr std::uint32_t kWatchmanNameOnlyMax = 8'100;

/// A person is one search, a company two (businesses and organisations are apart there). The version is the digest of
/// the hashes of its lists. Thread-safe.
class WatchmanScreener final : public screening::Screener {
 public:
  WatchmanScreener(ServiceSettings settings, HttpClient& client, CircuitBreaker::Clock now)
      : caller_(std::move(settings), client, std::move(now)) {}
  Result<screening::Screening> screen(const screening::Query& query) override;
  /// None: the service has the lists.
  std::vector<screening::ListState> lists() const override { return {}; }

 private:
  Result<screening::Screening> ask(const screening::Query& query);
  Result<std::string> read_version();
  Status search(const std::string& parameters, bool name_only, screening::Subject subject, std::uint32_t threshold,
                screening::Screening& into);
  Result<screening::Hit> read_hit(const json::Value& entity, bool name_only, screening::Subject subject) const;
  ServiceCaller caller_;
};

}  // namespace licet::connect
