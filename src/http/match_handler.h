// POST /match/{dataset}, as yente serves it (docs/formats/http.md).
#pragma once

#include <memory>
#include <string>

#include "http/message.h"
#include "http/screening_service.h"

namespace licet::http {

/// Compares the entities of a request with the lists of `dataset`: a kind of list, or "default" or "sanctions" for all.
/// Reads personal data: whoever calls it records that before the answer leaves.
Response match_entities(const ScreeningService& service, const std::string& dataset, const Request& request);

}  // namespace licet::http
