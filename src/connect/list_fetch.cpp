#include "connect/list_fetch.h"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/crypto.h"
#include "base/json.h"
#include "connect/http_target.h"
#include "ledger/file_native.h"
#include "screening/list_sniff.h"

namespace licet::connect {
namespace {

constexpr const char* kKeptFile = "/kept.json";
constexpr const char* kLastFile = "/last.json";
constexpr const char* kFresh = ".fetched";

/// Large files over slow lines: minutes are no failure.
HttpLimits download_limits(std::size_t bytes_max) {
  HttpLimits limits;
  limits.attempt_timeout_ms = 300'000;
  limits.total_timeout_ms = 900'000;
  limits.response_bytes_max = bytes_max;
  limits.pause_ms = 1'000;
  return limits;
}

/// "sdn.csv" of ".../sdn.csv?x", with only characters that mean nothing to a file system; numbered, so that two are
/// two.
std::string file_name(const std::string& url, std::size_t number) {
  const std::string shown = public_url(url);
  std::string name;
  for (const char c : shown.substr(shown.rfind('/') + 1))
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.')
      name += c;
  return std::to_string(number + 1) + "-" + name.substr(0, 100);
}

Error wrong(const std::string& url, const std::string& why, ErrorCode code = ErrorCode::kEnvironment) {
  return {code, public_url(url) + ": " + why, {}, {}, {}};
}

std::optional<Error> wrong_status(const std::string& url, std::int32_t status) {
  if (status == 200) return std::nullopt;
  const std::string answered = "the server answered " + std::to_string(status);
  if (status == 401 || status == 403)
    return wrong(url, answered + ": it wants a token, or does not take the one it got (lists.yaml, `secret`)");
  if (status == 404 || status == 410)
    return wrong(url, answered + ": the list is not there (any more); look for its address and put it into lists.yaml");
  return wrong(url, answered + " and no list");
}

/// What is surely no list, whatever the server calls it. The rest is for the reader to say.
std::optional<Error> no_list(const std::string& url, const std::string& body) {
  if (body.find_first_not_of(" \t\r\n") == std::string::npos)
    return wrong(url, "the file is empty", ErrorCode::kBadInput);
  if (screening::look_of(std::string_view(body).substr(0, screening::kLookBytes)) == screening::Look::kHtml)
    return wrong(url,
                 "the server sent a web page and not a list: a login, a portal of this network, or a list that moved; "
                 "open the address in a browser",
                 ErrorCode::kBadInput);
  return std::nullopt;
}

Result<json::Value> read_json(const std::string& path) {
  LICET_TRY(const Bytes bytes, ledger::read_file(path));
  return json::parse(as_text(bytes));
}

Status write_json(const std::string& path, json::Object value) {
  const std::string text = json::canonical(json::Value(std::move(value))) + "\n";
  return ledger::write_durably(path, ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), 0600);
}

ByteView bytes_of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

}  // namespace

FetchedList::FetchedList(FetchedList&& other) noexcept
    : folder_(std::move(other.folder_)), files_(std::move(other.files_)) {
  other.files_.clear();
}

FetchedList::~FetchedList() {
  for (const File& file : files_)
    if (file.fresh) ::unlink(path_of(file).c_str());
}

std::string FetchedList::path_of(const File& file) const {
  return folder_ + "/" + file.name + (file.fresh ? kFresh : "");
}

std::vector<std::string> FetchedList::paths() const {
  std::vector<std::string> out;
  for (const File& file : files_) out.push_back(path_of(file));
  return out;
}

bool FetchedList::unchanged() const {
  return std::none_of(files_.begin(), files_.end(), [](const File& file) { return file.fresh; });
}

std::size_t FetchedList::bytes() const {
  std::size_t sum = 0;
  for (const File& file : files_) sum += file.bytes;
  return sum;
}

Instant FetchedList::last_modified() const {
  Instant oldest = screening::kAsOfUnknown;
  for (const File& file : files_) {
    const std::time_t at = file.last_modified.empty() ? -1 : curl_getdate(file.last_modified.c_str(), nullptr);
    if (at <= 0) return screening::kAsOfUnknown;
    const Instant when{static_cast<std::int64_t>(at) * 1'000'000};
    if (oldest == screening::kAsOfUnknown || when < oldest) oldest = when;
  }
  return oldest;
}

Status FetchedList::keep() {
  json::Array kept;
  for (File& file : files_) {
    if (file.fresh) {
      const std::string from = path_of(file);
      file.fresh = false;
      if (std::rename(from.c_str(), path_of(file).c_str()) != 0)
        return fail(ErrorCode::kEnvironment, "cannot put " + path_of(file) + " in its place");
    }
    kept.emplace_back(json::Object{{"digest", file.digest},
                                   {"etag", file.etag},
                                   {"last_modified", file.last_modified},
                                   {"name", file.name},
                                   {"url", public_url(file.url)}});
  }
  return write_json(folder_ + kKeptFile, {{"files", std::move(kept)}});
}

Result<FetchedList::File> ListFetcher::fetch_file(const ListSource& source, const std::string& url,
                                                  const std::string& secret, const std::string& folder,
                                                  const std::vector<FetchedList::File>& known, std::size_t number,
                                                  const Cancelled& cancelled) {
  FetchedList::File file;
  file.url = url;
  file.name = file_name(url, number);
  HttpRequest request;
  request.url = url;
  if (const std::size_t at = request.url.find("{secret}"); at != std::string::npos)
    request.url.replace(at, 8, percent_encoded(secret));
  if (!source.header.empty()) request.headers.emplace_back(source.header, secret);
  // What is kept counts only as it was kept, and for the address it came from.
  const auto kept = std::find_if(known.begin(), known.end(), [&](const FetchedList::File& old) {
    return old.name == file.name && old.url == public_url(url);
  });
  bool conditional = false;
  if (kept != known.end()) {
    const auto bytes = ledger::read_file(folder + "/" + file.name);
    if (bytes && crypto::digest_text(crypto::sha256(ByteView(*bytes))) == kept->digest) {
      if (!kept->etag.empty()) request.headers.emplace_back("If-None-Match", kept->etag);
      if (!kept->last_modified.empty()) request.headers.emplace_back("If-Modified-Since", kept->last_modified);
      conditional = !kept->etag.empty() || !kept->last_modified.empty();
      file.bytes = bytes->size();
    }
  }
  LICET_TRY(HttpResponse response, client_.send(request, download_limits(source.bytes_max), cancelled));
  if (response.status == 304 && conditional) {
    file.digest = kept->digest;
    file.etag = kept->etag;
    file.last_modified = kept->last_modified;
    return file;
  }
  if (auto error = wrong_status(url, response.status)) return fail(std::move(*error));
  if (auto error = no_list(url, response.body)) return fail(std::move(*error));
  file.bytes = response.body.size();
  file.digest = crypto::digest_text(crypto::sha256(response.body));
  file.etag = response.etag;
  file.last_modified = response.last_modified;
  LICET_CHECK(ledger::write_durably(folder + "/" + file.name + kFresh, bytes_of(response.body), 0600));
  file.fresh = true;
  return file;
}

Result<FetchedList> ListFetcher::fetch(const ListSource& source, const Cancelled& cancelled) {
  if (source.urls.empty())
    return fail(ErrorCode::kNotFound, "lists.yaml has no address for '" + source.kind + "'; the operator fills it in");
  std::string secret;
  if (source.secret.named()) {
    LICET_TRY(secret, read_secret(source.secret, config_folder_));
  }
  FetchedList out(cache_folder_ + "/" + source.kind);
  LICET_CHECK(ledger::make_folders_durably(out.folder_));
  std::vector<FetchedList::File> known;
  if (const auto kept = read_json(out.folder_ + kKeptFile); kept && kept->is_object())
    if (const json::Value* files = kept->find("files"); files != nullptr && files->is_array())
      for (const json::Value& file : files->as_array()) {
        FetchedList::File old;
        old.url = file.string_or("url", "");
        old.name = file.string_or("name", "");
        old.digest = file.string_or("digest", "");
        old.etag = file.string_or("etag", "");
        old.last_modified = file.string_or("last_modified", "");
        known.push_back(std::move(old));
      }
  for (std::size_t i = 0; i < source.urls.size(); ++i) {
    LICET_TRY(FetchedList::File file, fetch_file(source, source.urls[i], secret, out.folder_, known, i, cancelled));
    out.files_.push_back(std::move(file));
  }
  return out;
}

Status ListFetcher::note(const std::string& kind, const LastFetch& last) const {
  LICET_CHECK(ledger::make_folders_durably(cache_folder_ + "/" + kind));
  return write_json(
      cache_folder_ + "/" + kind + kLastFile,
      {{"at", format_instant(last.at)}, {"content", last.content}, {"outcome", last.outcome}, {"why", last.why}});
}

std::optional<LastFetch> ListFetcher::last(const std::string& kind) const {
  const auto value = read_json(cache_folder_ + "/" + kind + kLastFile);
  if (!value || !value->is_object()) return std::nullopt;
  const auto at = parse_instant(value->string_or("at", ""));
  if (!at) return std::nullopt;
  return LastFetch{*at, std::string(value->string_or("outcome", "")), std::string(value->string_or("why", "")),
                   std::string(value->string_or("content", ""))};
}

}  // namespace licet::connect
