// Requests to other people's servers, over libcurl, which stands in http_client.cpp and http_target.cpp alone.
//
// What a request may do is narrow: https with the certificate verified, http to this machine only; no proxy of the
// environment, no cookies, no .netrc; redirects counted, to https only, and never from elsewhere to this machine; an
// answer has a size and a time after which it is none.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace licet::connect {

struct HttpRequest {
  std::string url;
  /// Sent to the host of `url` alone: a redirect to another one goes without them. Values may be secret and are in no
  /// error.
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::optional<std::string> post = {};  ///< a body of JSON: then POST, which follows no redirect; else GET
};

struct HttpLimits {
  std::int64_t connect_timeout_ms = 10'000;
  std::int64_t attempt_timeout_ms = 30'000;                ///< one attempt, from its beginning to the last byte
  std::int64_t total_timeout_ms = 90'000;                  ///< all attempts and the pauses between them
  std::size_t response_bytes_max = std::size_t{8} << 20U;  ///< of one answer, unpacked
  std::int32_t redirects_max = 5;
  std::int32_t attempts_max = 3;
  std::int64_t pause_ms = 200;  ///< before the second attempt; doubled for each later one, and half of it by chance
};

struct HttpResponse {
  std::int32_t status = 0;
  std::string body;
  std::string content_type, etag, last_modified;  ///< of the header; empty where there is none
  std::int32_t attempts = 1;
};

/// Asked now and then while a request runs; true ends it.
using Cancelled = std::function<bool()>;

/// Thread-safe; connections are kept and used again. `random` outlives it and is used under a lock.
class HttpClient {
 public:
  struct Settings {
    std::string ca_file = {};        ///< certificates to trust instead of the system's; for a firm's own authority
    std::size_t concurrent_max = 4;  ///< requests under way; the next ones wait for their turn, within their time
  };
  HttpClient(Settings settings, Random& random);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// The server's answer, whatever its status. 502, 503, 504, times that ran out and connections that broke are tried
  /// again within the limits: requests must be such that asking twice does no harm. Errors bear the public url and the
  /// reason: kBadInput for a url that may not be asked, kLimit for an answer that is too large, kConflict when
  /// cancelled, else kEnvironment.
  Result<HttpResponse> send(const HttpRequest& request, const HttpLimits& limits, const Cancelled& cancelled = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace licet::connect
