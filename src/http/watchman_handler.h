// GET /v2/search and GET /v2/listinfo, as watchman serves them (docs/formats/http.md).
#pragma once

#include "http/message.h"
#include "http/screening_service.h"

namespace licet::http {

/// Entries alike, best first. Reads personal data: whoever calls it records that before the answer leaves.
Response search_entities(const ScreeningService& service, const Request& request);
/// Which lists there are, how large, and under which digests.
Response list_info(const ScreeningService& service);

}  // namespace licet::http
