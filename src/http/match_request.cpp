#include "http/match_request.h"

#include <algorithm>

#include "base/limits.h"
#include "http/form.h"

namespace licet::http {
namespace {

constexpr int kLimitMax = 500;
constexpr std::size_t kExcludedIdsMax = 50;
constexpr std::uint32_t kBodyDepthMax = 16;

/// One line of a 422.
struct Invalid {
  json::Array loc;
  std::string_view type;
  std::string msg;
};

Response unprocessable(std::vector<Invalid> found) {
  json::Array detail;
  for (Invalid& one : found)
    detail.emplace_back(json::Object{{"loc", std::move(one.loc)}, {"msg", std::move(one.msg)}, {"type", one.type}});
  return json_response(422, json::Object{{"detail", std::move(detail)}});
}

class Reader {
 public:
  Reader(const Request& request, const std::optional<Response>& dataset_refused)
      : request_(request), dataset_refused_(dataset_refused) {}

  std::variant<MatchRequest, Response> read() {
    if (request_.path.size() + request_.query.size() > limits::kUrlBytesMax)
      return detail_response(414, "Request URI too long");
    if (request_.body.size() > limits::kMatchBodyBytesMax) return detail_response(413, "Request body too large");
    auto parameters = Parameters::parse(request_.query);
    if (!parameters) return detail_response(400, parameters.error().text);
    parameters_ = std::move(*parameters);
    read_parameters();
    read_body();
    if (!invalid_.empty()) return unprocessable(std::move(invalid_));
    if (dataset_refused_) return *dataset_refused_;
    if (auto refused = refusal()) return std::move(*refused);
    return std::move(out_);
  }

 private:
  void invalid(json::Array loc, std::string_view type, std::string msg) {
    invalid_.push_back({std::move(loc), type, std::move(msg)});
  }

  void read_parameters() {
    if (const auto text = parameters_.last("limit")) {
      const auto limit = small_integer(*text);
      if (!limit)
        invalid({"query", "limit"}, "int_parsing",
                "Input should be a valid integer, unable to parse string as an integer");
      else if (*limit > kLimitMax)
        invalid({"query", "limit"}, "less_than_equal", "Input should be less than or equal to 500");
      else
        out_.limit = std::max(*limit, 0);
    }
    read_share("threshold", out_.threshold);
    read_share("cutoff", out_.cutoff);
    out_.cutoff = std::min(out_.cutoff, out_.threshold);
    out_.include_datasets = parameters_.all("include_dataset");
    out_.exclude_datasets = parameters_.all("exclude_dataset");
    out_.exclude_schemata = parameters_.all("exclude_schema");
    out_.topics = parameters_.all("topics");
    out_.exclude_ids = parameters_.all("exclude_entity_ids");
    if (out_.exclude_ids.size() > kExcludedIdsMax)
      invalid({"query", "exclude_entity_ids"}, "too_long",
              "List should have at most 50 items after validation, not " + std::to_string(out_.exclude_ids.size()));
  }

  void read_share(std::string_view name, std::uint32_t& share) {
    const auto text = parameters_.last(name);
    if (!text) return;
    const auto value = ten_thousandths(*text);
    if (!value)
      invalid({"query", name}, "float_parsing", "Input should be a valid number, unable to parse string as a number");
    else
      share = *value;
  }

  void read_body() {
    if (request_.body.empty()) return invalid({"body"}, "missing", "Field required");
    json::ParseOptions options;
    options.max_depth = kBodyDepthMax;
    auto parsed = json::parse(request_.body, options);
    if (!parsed)
      return invalid({"body", static_cast<std::int64_t>(parsed.error().where.column)}, "json_invalid",
                     "JSON decode error: " + parsed.error().text);
    body_ = std::move(*parsed);
    if (!body_.is_object())
      return invalid({"body"}, "model_attributes_type",
                     "Input should be a valid dictionary or object to extract fields from");
    for (const std::string_view name : {"weights", "config"})
      if (const json::Value* value = body_.find(name); value != nullptr && !value->is_object())
        invalid({"body", name}, "dict_type", "Input should be a valid dictionary");
    const json::Value* queries = body_.find("queries");
    if (queries == nullptr) return invalid({"body", "queries"}, "missing", "Field required");
    if (!queries->is_object()) return invalid({"body", "queries"}, "dict_type", "Input should be a valid dictionary");
    for (const auto& [name, example] : queries->as_object()) check_example(name, example);
  }

  void check_example(const std::string& name, const json::Value& example) {
    if (example.is_null()) return;
    const auto at = [&](std::initializer_list<std::string_view> rest) {
      json::Array loc{"body", "queries", name};
      for (const std::string_view part : rest) loc.emplace_back(part);
      return loc;
    };
    if (!example.is_object())
      return invalid(at({}), "model_attributes_type",
                     "Input should be a valid dictionary or object to extract fields from");
    if (const json::Value* id = example.find("id"); id != nullptr && !id->is_null() && !id->is_string())
      invalid(at({"id"}), "string_type", "Input should be a valid string");
    const json::Value* schema = example.find("schema");
    if (schema == nullptr)
      invalid(at({"schema"}), "missing", "Field required");
    else if (!schema->is_string())
      invalid(at({"schema"}), "string_type", "Input should be a valid string");
    const json::Value* properties = example.find("properties");
    if (properties == nullptr) return invalid(at({"properties"}), "missing", "Field required");
    if (!properties->is_object()) return invalid(at({"properties"}), "dict_type", "Input should be a valid dictionary");
    for (const auto& [property, values] : properties->as_object()) {
      if (values.is_string() || values.is_array()) continue;
      invalid(at({"properties", property, "str"}), "string_type", "Input should be a valid string");
      invalid(at({"properties", property, "list[any]"}), "list_type", "Input should be a valid list");
    }
  }

  /// What is well formed and cannot be answered.
  std::optional<Response> refusal() {
    const std::string_view algorithm = parameters_.last("algorithm").value_or("best");
    const auto found = served_algorithm(algorithm);
    if (!found)
      return detail_response(400,
                             "Invalid algorithm: " + std::string(algorithm) + ". Served are: " + served_algorithms());
    out_.algorithm = *found;
    if (const json::Value* config = body_.find("config"); config != nullptr && !config->as_object().empty())
      return detail_response(400, "Invalid configuration parameter: " + config->as_object().begin()->first +
                                      " for algorithm " + std::string(screening::algorithm_name(out_.algorithm)));
    if (const json::Value* weights = body_.find("weights"); weights != nullptr && !weights->as_object().empty())
      return detail_response(400, "Invalid weight: " + weights->as_object().begin()->first + " for algorithm " +
                                      std::string(screening::algorithm_name(out_.algorithm)) +
                                      ", whose weights are fixed");
    const json::Object& queries = body_.find("queries")->as_object();
    if (queries.size() > limits::kMatchQueriesMax)
      return detail_response(400, "Too many queries in one batch (limit: 100)");
    for (const auto& [name, example] : queries) {
      if (example.is_null()) continue;
      auto read = read_ftm_example(example);
      if (!read) return detail_response(400, "Cannot parse example entity: " + read.error().text);
      out_.queries.push_back({name, std::move(*read)});
    }
    if (out_.queries.empty()) return detail_response(400, "No queries provided.");
    return std::nullopt;
  }

  const Request& request_;
  const std::optional<Response>& dataset_refused_;
  Parameters parameters_;
  json::Value body_;
  std::vector<Invalid> invalid_;
  MatchRequest out_;
};

}  // namespace

Response detail_response(int status, const std::string& text) {
  return json_response(status, json::Object{{"detail", text}});
}

std::variant<MatchRequest, Response> read_match_request(const Request& request,
                                                        const std::optional<Response>& dataset_refused) {
  return Reader(request, dataset_refused).read();
}

}  // namespace licet::http
