// `licet import`: a CSV file, row by row, through the whole pipeline: received, matched, screened, tagged, routed,
// assigned.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/csv_reader.h"
#include "app/deps.h"
#include "app/firm_state.h"
#include "app/intake_mapping.h"

namespace licet::app {

/// Where the time of an import went, in nanoseconds of the two threads that work on it.
struct StageTimes {
  std::int64_t parse = 0, keys = 0, screen_and_seal = 0, wait = 0;  ///< the reading thread
  std::int64_t match = 0, decide = 0, record = 0;                   ///< the writing thread
};

struct ImportReport {
  std::int64_t rows = 0, leads = 0, unchanged = 0, changed = 0, rejected = 0;
  std::int64_t warnings = 0;    ///< rows taken up of which something was left out
  std::int64_t suppressed = 0;  ///< rows about persons who were erased: nothing of them is kept
  std::int64_t assigned = 0, review = 0, refused = 0;
  std::map<std::string, std::int64_t> by_market, by_reason, by_owner;  ///< owner by person id
  std::string file;     ///< what was found out about it: encoding, delimiter, columns
  std::string mapping;  ///< which column is which field, those with the field's own name left out
  std::vector<std::string> unmapped;
  bool stopped = false;          ///< by the progress function or by `problem`: what was accepted is committed
  std::optional<Error> problem;  ///< why it could not go on: the file, or where rejects go, failed
  StageTimes times;
};

struct ImportCallbacks {
  /// A row that cannot be used: first line, reason, the row's bytes (cut when very long). An error stops the import
  /// after what is under way; the row counts as not read.
  std::function<Status(std::uint64_t line, const std::string& reason, std::string_view raw)> reject;
  /// Something of a row that is taken up was left out, such as a telephone number that is none.
  std::function<void(std::uint64_t line, const std::string& what)> left_out = nullptr;
  /// Called now and then; false stops after what is under way.
  std::function<bool(const ImportReport& so_far)> progress;
};

struct ImportOptions {
  std::string source;  ///< code
  std::string file;    ///< name for messages
  intake::MapFile map;
  bool dry_run = false;  ///< decide each row as if it came alone, write nothing
};

/// Imports everything the source holds. A bad row goes to `reject` and never stops the file. Memory does not grow with
/// the file. A row that says what its source id said last changes nothing; another content is another source event,
/// also one that was there before. kUsage for a source that is no code: it stands in the clear.
Result<ImportReport> import_leads(Deps& deps, const Principal& principal, const FirmState& state, csv::Source& input,
                                  const ImportOptions& options, const ImportCallbacks& callbacks);

}  // namespace licet::app
