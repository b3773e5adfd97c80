// The endpoints of screening in one table.
#pragma once

#include <memory>

#include "http/router.h"
#include "http/screening_service.h"

namespace licet::http {

/// Gives the service of the moment: a list that is replaced acts on the next request. Thread-safe.
using CurrentService = std::function<std::shared_ptr<const ScreeningService>()>;
/// Adds POST /match/{dataset}, GET /catalog, GET /v2/search and GET /v2/listinfo.
void add_screening_routes(Router& router, const CurrentService& current);

}  // namespace licet::http
