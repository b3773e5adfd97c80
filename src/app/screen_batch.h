// A file of names against the lists: the order of the rows is kept, and no row is dropped. What cannot be screened is
// for a person to look at, and never clear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/csv_source.h"
#include "app/deps.h"
#include "app/screen_columns.h"
#include "base/crypto.h"
#include "screening/matcher.h"

namespace licet::app {

/// What the rows are compared with.
struct BatchLists {
  std::shared_ptr<const screening::ListIndex> index;  ///< null: there is no list
  screening::ThresholdSet thresholds;
  /// The firm whose screening service is asked besides, where its policy names one; null: there is none. Must outlive
  /// the batch.
  const FirmState* firm = nullptr;
  /// Why these lists clear nobody ("a list that the policy asks for is missing or too old"); empty: they may.
  std::string clears_nobody;
};
/// The lists of a data folder as they are at `at`. Keeps a reference to `state`.
BatchLists batch_lists(const FirmState& state, Instant at);

/// One row and what was found. Personal data.
struct ScreenedRow {
  std::uint64_t row = 0;  ///< of the rows below the heading, from 1
  AskedRow asked;         ///< empty of a row that could not be read
  bool clear = false;
  screening::Screening answer;      ///< without hits when nothing could be compared
  std::vector<std::string> errors;  ///< why nobody is cleared although there may be no hit
};

struct BatchReport {
  std::string file;                  ///< "UTF-8, comma-separated, 4 columns"
  std::string renamed;               ///< ScreenColumns::describe_renamed
  std::vector<std::string> unused;   ///< columns that nothing is taken from
  std::string input_digest;          ///< of the file's bytes; set at the end
  std::int64_t rows = 0, clear = 0;  ///< all others are to be reviewed
  std::int64_t hit_rows = 0;         ///< rows with a hit
  std::int64_t hits = 0;
  std::int64_t faulty = 0;  ///< rows with something wrong in themselves
};

struct BatchOptions {
  std::string file;  ///< named in errors
  intake::MapFile map;
  std::size_t threads = 0;  ///< 0: as many as there are processors, at most 8
  Date today;               ///< a birth after it is wrong
};

struct BatchCallbacks {
  /// Writes a row at the end of a text. Called on several threads at once.
  std::function<void(const ScreenedRow& row, std::string& out)> format;
  /// Takes what was written, in the order of the rows; on the caller's thread.
  std::function<Status(std::string_view text)> write;
  /// After the heading was read, and then now and then. False ends the batch with an error.
  std::function<bool(const BatchReport& report)> progress;
};

/// Screens every row. Memory does not grow with the file. Errors: kBadInput for a file that is no CSV, has no usable
/// heading or no row; those of the source and of `write`; kEnvironment when `progress` ends it.
Result<BatchReport> screen_batch(csv::Source& input, const BatchLists& lists, const BatchOptions& options,
                                 const BatchCallbacks& callbacks);

/// Records that the rows were read: digests of the file and of the answer, rows and hits, nothing personal in the
/// clear. The answer may leave when it returns.
Status record_batch(Deps& deps, const Principal& principal, const BatchReport& report,
                    const std::string& answer_digest);

}  // namespace licet::app
