#include "http/router.h"

#include "http/form.h"

namespace licet::http {
namespace {

Response detail(int status, const char* text) { return json_response(status, json::Object{{"detail", text}}); }

}  // namespace

Response json_response(int status, const json::Value& body) {
  return {status, {{"content-type", "application/json"}}, json::canonical(body)};
}

void Router::add(std::string method, std::string_view pattern, Handler handler) {
  const std::size_t brace = pattern.find('{');
  routes_.push_back(
      {std::move(method), std::string(pattern.substr(0, brace)), brace != std::string::npos, std::move(handler)});
}

Response Router::handle(const Request& request) const {
  std::string allowed;
  for (const Route& route : routes_) {
    if (!request.path.starts_with(route.prefix)) continue;
    const std::string_view rest = std::string_view(request.path).substr(route.prefix.size());
    if (route.has_part ? rest.empty() || rest.find('/') != std::string_view::npos : !rest.empty()) continue;
    if (route.method != request.method) {
      allowed += (allowed.empty() ? "" : ", ") + route.method;
      continue;
    }
    const auto part = percent_decoded(rest, false);
    if (!part) return detail(400, "the path is not properly encoded");
    return route.handler(request, *part);
  }
  if (allowed.empty()) return detail(404, "Not Found");
  Response out = detail(405, "Method Not Allowed");
  out.headers.emplace_back("allow", allowed);
  return out;
}

}  // namespace licet::http
