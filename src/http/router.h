// Which handler answers which path. Knows no sockets: the server hands requests in.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace licet::http {

/// What stood for the part of a path in braces, decoded; empty when there is none.
using PathPart = std::string;
using Handler = std::function<Response(const Request& request, const PathPart& part)>;

/// A table of routes. Constant once filled; safe to share when its handlers are.
class Router {
 public:
  /// `pattern` is a path, of which the last part may be "{name}": any text without a slash.
  void add(std::string method, std::string_view pattern, Handler handler);
  /// 404 `{"detail":"Not Found"}` for a path that is not there, 405 with `allow` for another method, 400 for a path
  /// that is not properly encoded.
  Response handle(const Request& request) const;

 private:
  struct Route {
    std::string method, prefix;
    bool has_part;
    Handler handler;
  };
  std::vector<Route> routes_;
};

}  // namespace licet::http
