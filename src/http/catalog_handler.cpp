#include "http/catalog_handler.h"

namespace licet::http {
namespace {

json::Value dataset(const std::string& name, const std::string& version, const json::Array& children) {
  return json::Object{{"children", children},     {"index_current", true}, {"index_version", version},
                      {"load", children.empty()}, {"name", name},          {"title", name},
                      {"version", version}};
}

}  // namespace

Response catalog(const ScreeningService& service) {
  json::Array datasets, kinds;
  std::string digests;
  for (const screening::ListState& list : service.lists()) {
    const std::string version = crypto::digest_text(list.digest);
    datasets.push_back(dataset(list.kind, version, {}));
    kinds.emplace_back(list.kind);
    digests += list.kind + " " + version + "\n";
  }
  json::Array current = kinds;
  if (!kinds.empty())
    for (const char* all : {"default", "sanctions"}) {
      datasets.push_back(dataset(all, crypto::digest_text(crypto::sha256(digests)), kinds));
      current.emplace_back(all);
    }
  return json_response(200, json::Object{{"current", std::move(current)},
                                         {"datasets", std::move(datasets)},
                                         {"index_stale", false},
                                         {"outdated", json::Array{}}});
}

}  // namespace licet::http
