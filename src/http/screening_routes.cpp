#include "http/screening_routes.h"

#include "http/catalog_handler.h"
#include "http/match_handler.h"
#include "http/watchman_handler.h"

namespace licet::http {

void add_screening_routes(Router& router, const CurrentService& current) {
  router.add("POST", "/match/{dataset}", [current](const Request& request, const PathPart& dataset) {
    return match_entities(*current(), dataset, request);
  });
  router.add("GET", "/catalog", [current](const Request&, const PathPart&) { return catalog(*current()); });
  router.add("GET", "/v2/search",
             [current](const Request& request, const PathPart&) { return search_entities(*current(), request); });
  router.add("GET", "/v2/listinfo", [current](const Request&, const PathPart&) { return list_info(*current()); });
}

}  // namespace licet::http
