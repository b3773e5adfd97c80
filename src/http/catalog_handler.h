// GET /catalog, as yente serves it: which lists there are, and of which version.
#pragma once

#include "http/message.h"
#include "http/screening_service.h"

namespace licet::http {

/// A dataset for each list, named by its kind, and "default" and "sanctions" for all of them. The version of a list is
/// the digest of its entries, that of all the digest of theirs.
Response catalog(const ScreeningService& service);

}  // namespace licet::http
