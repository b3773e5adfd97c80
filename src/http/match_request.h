// A request to POST /match/{dataset}: its parameters and its body, checked as yente's server checks them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "http/ftm.h"
#include "http/message.h"

namespace licet::http {

struct MatchQuery {
  std::string name;  ///< the key under which it is answered
  FtmExample example;
};

struct MatchRequest {
  int limit = 5;
  std::uint32_t threshold = 7'000;  ///< ten-thousandths: a match from here
  std::uint32_t cutoff = 7'000;     ///< a result from here
  screening::Algorithm algorithm = screening::Algorithm::kLicetV1;
  std::vector<std::string> include_datasets, exclude_datasets, exclude_schemata, topics, exclude_ids;
  std::vector<MatchQuery> queries;  ///< in the order of their names
};

/// The request, or the answer that refuses it: 400, 413, 414 or 422 in the form of FastAPI. `dataset_refused` is what
/// to answer a well-formed request because of its dataset, before anything else of it is looked at.
std::variant<MatchRequest, Response> read_match_request(const Request& request,
                                                        const std::optional<Response>& dataset_refused);

/// `{"detail": text}`.
Response detail_response(int status, const std::string& text);

}  // namespace licet::http
