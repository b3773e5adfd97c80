// What a handler gets and what it gives: values, with no socket behind them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

namespace licet::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request whose head was read and whose body is whole.
struct Request {
  std::string method;  ///< "GET", "POST", ...
  std::string path;    ///< before the question mark, still percent-encoded
  std::string query;   ///< after it
  Headers headers;     ///< names in lower case
  std::string body;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

/// A JSON answer with its content type.
Response json_response(int status, const json::Value& body);

}  // namespace licet::http
