// The rows of a batch as they are printed: CSV, or JSON with one object a row (docs/formats/cli.md).
#pragma once

#include <string>
#include <string_view>

#include "app/screen_batch.h"

namespace licet::cli {

/// The heading of the CSV, with its line end.
std::string batch_heading();
/// A row as CSV: with its best hit, or a line for each hit. Cells that a spreadsheet would run are disarmed.
void append_batch_csv(const app::ScreenedRow& row, bool all_hits, std::string& out);
/// A row as one line of JSON (licet.screening_row/1).
void append_batch_json(const app::ScreenedRow& row, std::string& out);

}  // namespace licet::cli
