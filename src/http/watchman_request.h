// A request to GET /v2/search: the query parameters that watchman knows.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "http/message.h"
#include "http/screening_service.h"

namespace licet::http {

struct SearchRequest {
  std::string type;  ///< "person", "business", "organization", or empty for any
  std::string name;
  std::vector<std::string> alt_names;
  std::string source;  ///< "us_ofac", ...; empty for all
  std::string source_id, birth_date;
  std::vector<std::string> emails, phones, addresses;
  int limit = 10;
  std::uint32_t min_match = 0;  ///< ten-thousandths
  bool debug = false;
  Party party;
};

/// The request, or the 400 that refuses it. A parameter that is not known is refused.
std::variant<SearchRequest, Response> read_search_request(const Request& request);

/// 400 `{"error": text}`: the only error there is.
Response search_error(const std::string& text);

/// How watchman calls a list of ours: "us_ofac", "us_non_sdn", "eu_csl", "uk_csl", "un_csl"; else its kind.
std::string watchman_source(std::string_view kind);

}  // namespace licet::http
