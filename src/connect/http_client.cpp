#include "connect/http_client.h"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

#include "connect/http_target.h"

namespace licet::connect {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// What one attempt is about; libcurl's callbacks get it.
struct Attempt {
  HttpResponse response;
  std::size_t bytes_max = 0;
  bool too_large = false, stopped = false, forbidden_address = false;
  bool only_here = false, never_here = false;
  const Cancelled* cancelled = nullptr;
};

std::size_t on_body(const char* data, std::size_t size, std::size_t count, void* user) {
  Attempt& attempt = *static_cast<Attempt*>(user);
  const std::size_t bytes = size * count;
  if (bytes > attempt.bytes_max - attempt.response.body.size()) {
    attempt.too_large = true;
    return 0;
  }
  attempt.response.body.append(data, bytes);
  return bytes;
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return std::string(text);
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::size_t on_header(const char* data, std::size_t size, std::size_t count, void* user) {
  HttpResponse& response = static_cast<Attempt*>(user)->response;
  const std::string_view line(data, size * count);
  const std::size_t colon = line.find(':');
  if (line.substr(0, 5) == "HTTP/") {
    response.content_type.clear();
    response.etag.clear();
    response.last_modified.clear();
  } else if (colon != std::string_view::npos) {
    const std::string_view name = line.substr(0, colon);
    std::string value = trimmed(line.substr(colon + 1));
    if (same_word(name, "content-type"))
      response.content_type = std::move(value);
    else if (same_word(name, "etag"))
      response.etag = std::move(value);
    else if (same_word(name, "last-modified"))
      response.last_modified = std::move(value);
  }
  return size * count;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  Attempt& attempt = *static_cast<Attempt*>(user);
  if (attempt.cancelled != nullptr && *attempt.cancelled && (*attempt.cancelled)()) attempt.stopped = true;
  return attempt.stopped ? 1 : 0;
}

/// A name may resolve to any address: what counts is where the connection would really go.
curl_socket_t on_socket(void* user, curlsocktype, curl_sockaddr* address) {
  Attempt& attempt = *static_cast<Attempt*>(user);
  const bool here = is_this_machine(address->addr);
  if ((attempt.only_here && !here) || (attempt.never_here && here)) {
    attempt.forbidden_address = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool worth_another(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2_STREAM:
      return true;
    default:
      return false;
  }
}

/// Why there was no answer, as far as the person who asked can use it.
std::string reason_of(CURLcode code, const HttpLimits& limits) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return "no whole answer within " + std::to_string(limits.attempt_timeout_ms) + " ms";
    case CURLE_COULDNT_CONNECT:
      return "nobody answers there";
    case CURLE_COULDNT_RESOLVE_HOST:
      return "the name of the server is not known here";
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2_STREAM:
      return "the answer was cut off";
    case CURLE_GOT_NOTHING:
      return "the server closed the connection without an answer";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
      return "its certificate is not one that is trusted here, or is of another name";
    case CURLE_SSL_CONNECT_ERROR:
      return "no secure connection could be made";
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WRITE_ERROR:
      return "the answer does not unpack";
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return "what answers there does not speak HTTP";
    default:
      return curl_easy_strerror(code);
  }
}

struct FreeHeaders {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeHeaders>;

HeaderList headers_of(const HttpRequest& request, bool with_own) {
  curl_slist* list = nullptr;
  const auto add = [&list](const std::string& line) { list = curl_slist_append(list, line.c_str()); };
  if (with_own)
    for (const auto& [name, value] : request.headers) add(name + ": " + value);
  if (request.post) {
    add("Content-Type: application/json");
    add("Expect:");  // an answer before the body helps nobody here, and costs a round
  }
  return HeaderList(list);
}

}  // namespace

struct HttpClient::Impl {
  Settings settings;
  Random& random;
  std::mutex mutex;  // guards what follows, and `random`
  std::condition_variable free;
  std::vector<CURL*> idle;
  std::size_t busy = 0;

  Impl(Settings s, Random& r) : settings(std::move(s)), random(r) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    for (CURL* handle : idle) curl_easy_cleanup(handle);
  }

  /// A handle of one's own until it is given back; nullptr when none came free in time.
  CURL* take(SteadyClock::time_point until) {
    std::unique_lock lock(mutex);
    if (!free.wait_until(lock, until, [this] { return busy < settings.concurrent_max; })) return nullptr;
    ++busy;
    set_up_curl();
    if (idle.empty()) return curl_easy_init();
    CURL* handle = idle.back();
    idle.pop_back();
    return handle;
  }
  void give_back(CURL* handle) {
    {
      const std::lock_guard lock(mutex);
      --busy;
      if (handle != nullptr) idle.push_back(handle);
    }
    free.notify_one();
  }

  /// Half of the pause, and up to the other half more.
  milliseconds pause_before(std::int32_t attempt, const HttpLimits& limits) {
    const std::int64_t whole = limits.pause_ms << std::min(attempt - 1, 10);
    std::uint8_t bytes[4];
    {
      const std::lock_guard lock(mutex);
      random.fill(bytes, sizeof bytes);
    }
    std::uint32_t chance = 0;
    std::memcpy(&chance, bytes, sizeof chance);
    return milliseconds(whole / 2 + (whole > 1 ? static_cast<std::int64_t>(chance) % (whole / 2 + 1) : 0));
  }

  static void aim(CURL* handle, const std::string& url, const HttpRequest& request, const HttpLimits& limits,
                  Attempt& attempt, milliseconds time, const curl_slist* headers, const std::string& ca_file) {
    curl_easy_reset(handle);  // options alone: connections stay open
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file.c_str());
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "licet");
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect_timeout_ms));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(1, time.count())));
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &attempt);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &attempt);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &attempt);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &attempt);
    if (request.post) {
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.post->size()));
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.post->c_str());
    }
  }

  struct Outcome {
    HttpResponse response;
    std::optional<Error> error;
    bool again = false;
  };

  /// One attempt with its redirects.
  Outcome attempt(CURL* handle, const HttpRequest& request, const Target& first, const HttpLimits& limits,
                  milliseconds time, const Cancelled& cancelled) {
    std::string url = request.url;
    const SteadyClock::time_point until = SteadyClock::now() + time;
    for (std::int32_t redirects = 0;; ++redirects) {
      auto target = target_of(url);
      if (!target) return {{}, std::move(target).error(), false};
      const bool same = target->origin == first.origin;
      const HeaderList headers = headers_of(request, same);
      Attempt now;
      now.bytes_max = limits.response_bytes_max;
      now.cancelled = &cancelled;
      now.only_here = target->origin.rfind("http://", 0) == 0;
      now.never_here = !first.here;  // nobody elsewhere sends us to this machine
      aim(handle, url, request, limits, now, std::chrono::duration_cast<milliseconds>(until - SteadyClock::now()),
          headers.get(), settings.ca_file);
      const CURLcode code = curl_easy_perform(handle);
      if (code != CURLE_OK)
        return {{}, error_of(code, now, url, limits), !now.stopped && !now.forbidden_address && worth_another(code)};
      long status = 0;
      curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      now.response.status = static_cast<std::int32_t>(status);
      char* next = nullptr;
      curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &next);
      if (next == nullptr || request.post)
        return {std::move(now.response), std::nullopt, status == 502 || status == 503 || status == 504};
      if (redirects == limits.redirects_max)
        return {{}, wrong(url, "it redirects more than " + std::to_string(limits.redirects_max) + " times"), false};
      std::string to = next;
      auto allowed = target_of(to);
      if (!allowed || (allowed->here && !first.here))
        return {{},
                wrong(url, "it redirects to " + public_url(to) +
                               ", where no redirect may go: only to https, and "
                               "from elsewhere never to this machine"),
                false};
      url = std::move(to);
    }
  }

  static Error wrong(const std::string& url, const std::string& why, ErrorCode code = ErrorCode::kEnvironment) {
    return {code, public_url(url) + ": " + why, {}, {}, {}};
  }

  static Error error_of(CURLcode code, const Attempt& attempt, const std::string& url, const HttpLimits& limits) {
    if (attempt.stopped) return wrong(url, "stopped", ErrorCode::kConflict);
    if (attempt.too_large)
      return wrong(url, "the answer has more than " + std::to_string(limits.response_bytes_max) + " bytes",
                   ErrorCode::kLimit);
    if (attempt.forbidden_address)
      return wrong(url, attempt.only_here ? "its name is not of this machine, and http goes nowhere else"
                                          : "its name leads to this machine, where it has no business");
    return wrong(url, reason_of(code, limits));
  }
};

HttpClient::HttpClient(Settings settings, Random& random)
    : impl_(std::make_unique<Impl>(std::move(settings), random)) {}
HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::send(const HttpRequest& request, const HttpLimits& limits,
                                      const Cancelled& cancelled) {
  LICET_TRY(const Target first, target_of(request.url));
  for (const auto& [name, value] : request.headers)
    if ((name + value).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
      return fail(ErrorCode::kBadInput,
                  public_url(request.url) + ": the header '" + public_url(name) + "' has a line break or a zero in it");
  const SteadyClock::time_point until = SteadyClock::now() + milliseconds(limits.total_timeout_ms);
  const auto left = [&until] { return std::chrono::duration_cast<milliseconds>(until - SteadyClock::now()); };
  for (std::int32_t number = 1;; ++number) {
    CURL* handle = impl_->take(until);
    if (handle == nullptr)
      return fail(Impl::wrong(request.url, "too many requests are under way; none ended within " +
                                               std::to_string(limits.total_timeout_ms) + " ms"));
    Impl::Outcome outcome = impl_->attempt(handle, request, first, limits,
                                           std::min(milliseconds(limits.attempt_timeout_ms), left()), cancelled);
    impl_->give_back(handle);
    outcome.response.attempts = number;
    const milliseconds pause = impl_->pause_before(number, limits);
    if (!outcome.again || number >= limits.attempts_max || pause >= left()) {
      if (!outcome.error) return std::move(outcome.response);
      if (number > 1) outcome.error->text += " (tried " + std::to_string(number) + " times)";
      return fail(std::move(*outcome.error));
    }
    const SteadyClock::time_point wake = SteadyClock::now() + pause;
    while (SteadyClock::now() < wake) {
      if (cancelled && cancelled()) return fail(Impl::wrong(request.url, "stopped", ErrorCode::kConflict));
      std::this_thread::sleep_for(std::min<SteadyClock::duration>(wake - SteadyClock::now(), milliseconds(50)));
    }
  }
}

}  // namespace licet::connect
