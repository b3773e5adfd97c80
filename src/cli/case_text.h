// How the hits of a case look, side by side, on the terminal and in JSON.
#pragma once

#include <string>
#include <vector>

#include "app/case_screening.h"
#include "cli/show.h"

namespace licet::cli {

/// One hit: who was asked about beside who is listed, why they matched, the entry's extract, and what was found before.
std::vector<std::string> hit_lines(const app::CaseHit& hit, const std::optional<record::Row>& subject,
                                   const Handles& handles);
json::Value hit_json(const app::CaseHit& hit);

}  // namespace licet::cli
