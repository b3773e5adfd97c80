// Printing: data on stdout only, as text or as JSON with a schema; words for people on stderr (docs/formats/cli.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace licet::cli {

/// Where a command's answer goes. In JSON mode only `object` and `line` print; otherwise only `text` does.
class Output {
 public:
  explicit Output(bool json) : json_(json) {}
  bool json() const { return json_; }
  /// One JSON object on one line, with its schema ("licet.init/1"). Lists call it once an item (NDJSON).
  void object(std::string_view schema, json::Object fields);
  /// A line for people on stdout.
  void text(std::string_view text);
  /// A line for people on stderr, in both modes.
  void note(std::string_view line);
  /// Keeps what goes to stdout until `release`: an answer leaves after the record shows who asked.
  void hold() { held_ = true; }
  void release();
  /// After everything was printed: kEnvironment when some of it did not reach stdout (a full disk, a closed pipe).
  static Status finish();

 private:
  void line(std::string_view text);
  bool json_;
  bool held_ = false;
  std::string kept_;
};

/// Columns padded to their widest cell (in code points); the last is not padded. Terminal control characters in
/// cells are shown as '?', so that a lead's name cannot drive the terminal.
std::vector<std::string> table(const std::vector<std::vector<std::string>>& rows);
/// `text` without control characters.
std::string printable(std::string_view text);
/// The same for several lines: line feeds stay, one at the end goes.
std::string printable_lines(std::string_view text);

/// Prints an error on stderr (with --json also as an object there) and gives the exit status.
int report(const Error& error, bool json);

/// Progress on stderr, on a terminal only, at most ten times a second.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  void show(const std::string& text, bool force = false);
  void clear();

 private:
  bool terminal_;
  std::int64_t last_ms_ = 0;
  bool shown_ = false;
};

}  // namespace licet::cli
