// A strict, pushed CSV scanner for published lists: rows come out as bytes go in, nothing else is kept.
//
// Stricter than the import of leads on purpose. A list with one doubtful byte is refused whole, because a row read
// wrongly is a person not screened.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace licet::screening {

/// One row. Fields are UTF-8: a field that is not well-formed UTF-8 is taken as ISO 8859-1, unless the format is UTF-8.
struct CsvRow {
  std::vector<std::string> fields;
  std::vector<std::uint32_t> columns;  ///< where each field begins, in bytes from 1
  std::vector<std::uint32_t> lines;    ///< and on which line: another one than the row's when quotes hold line breaks
  std::uint32_t line = 0;              ///< where the row begins, from 1
};

/// What is kept of a row is about that much.
inline std::size_t bytes_of(const CsvRow& row) {
  std::size_t bytes = sizeof(CsvRow);
  for (const std::string& field : row.fields) bytes += field.size();
  return bytes;
}

/// What a format allows beyond the strictest form, which is the default and OFAC's.
struct CsvDialect {
  char separator = ',';
  bool lines_in_quotes = false;  ///< a quoted field may hold line breaks
  bool utf8_only = false;        ///< a field that is not UTF-8 is an error instead of ISO 8859-1
  std::size_t columns_max = 64;
  std::size_t field_bytes_max = limits::kCsvFieldBytesMax;
};

/// RFC 4180 quoting, CRLF or LF, an optional byte order mark, an optional 0x1A (the end-of-file mark of DOS) on a line
/// of its own after the last row. Errors (kBadInput, with file, line and column): a quote left open at the end of its
/// line, bytes after a closing quote, a quote inside an unquoted field, a lone CR, a NUL byte, bytes after the 0x1A, a
/// last line without a line break (how a truncated file looks). kLimit: a field over the dialect's bytes, more than its
/// columns. Single use, not for concurrent use.
class CsvScanner {
 public:
  using Sink = std::function<Status(CsvRow&)>;

  CsvScanner(std::string file, Sink sink, CsvDialect dialect = {})
      : file_(std::move(file)), sink_(std::move(sink)), dialect_(dialect) {}
  Status feed(std::string_view bytes);
  Status finish();
  /// An error at a place of this file.
  tl::unexpected<Error> error_at(ErrorCode code, std::string text, std::uint32_t line, std::uint32_t column) const;

 private:
  enum class State : std::uint8_t { kFieldStart, kUnquoted, kQuoted, kQuoteSeen, kReturn, kEndMark };

  Status step(char c);
  Status in_quoted(char c);
  Status in_field_start(char c);
  Status in_unquoted(char c);
  Status in_end_mark(char c);
  bool at_start_of_file() const { return line_ == 1 && row_.fields.empty(); }
  Status append(char c);
  Status end_field();
  Status end_row();
  tl::unexpected<Error> error_here(ErrorCode code, std::string text) const {
    return error_at(code, std::move(text), line_, column_);
  }

  std::string file_;
  Sink sink_;
  CsvDialect dialect_;
  State state_ = State::kFieldStart;
  CsvRow row_;
  std::string field_;
  std::uint32_t field_column_ = 1;
  std::uint32_t field_line_ = 1;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
};

}  // namespace licet::screening
