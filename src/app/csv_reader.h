// Reading CSV as people and systems write it, of any size, in constant memory.
//
// A bad row never ends the file: it is answered as such, with its reason and its lines, and reading goes on with the
// next record. Only a file that cannot be read at all (empty, no text, no usable header) is an error.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/csv_encoding.h"
#include "app/csv_record.h"
#include "app/csv_source.h"
#include "base/result.h"

namespace licet::app::csv {

struct ReaderOptions {
  std::string file;                  ///< the name shown in errors
  std::optional<char> delimiter;     ///< instead of sniffing; one of , ; TAB |
  std::optional<Encoding> encoding;  ///< instead of detecting; a byte order mark still decides
};

/// The first record, and what was found out about the file.
struct Header {
  std::vector<std::string> columns;  ///< UTF-8, as written
  std::uint64_t line = 1;
  char delimiter = ',';
  Encoding encoding = Encoding::kUtf8;
  bool byte_order_mark = false;

  /// "UTF-8, comma-separated, 12 columns": what to tell the person who imports.
  std::string describe() const;
};

/// A good row: as many fields as the header has columns, each valid UTF-8 without NUL. The views live until the next
/// `next()`.
struct Row {
  std::uint64_t line = 0;  ///< its first line, from 1
  std::string_view raw;    ///< the bytes of the file without the line end (of UTF-16: transcoded to UTF-8)
  std::span<const std::string_view> fields;
};

/// A row that cannot be used.
struct BadRow {
  std::uint64_t line = 0;
  std::uint64_t last_line = 0;
  std::string reason;    ///< what is wrong and what to do; quotes nothing of the row's content
  std::string_view raw;  ///< as in Row
  bool raw_cut = false;  ///< too long to keep: `raw` is its beginning
};

/// A pull reader. Owns one buffer of about 1.3 MB whatever the file holds; not thread-safe; the source must outlive it.
class Reader {
 public:
  /// Reads the beginning and the header. kBadInput or kLimit when the file is no usable CSV; the source's own errors.
  static Result<std::unique_ptr<Reader>> open(Source& source, ReaderOptions options = {});

  enum class Step : std::uint8_t { kRow, kBad, kEnd };
  /// Goes on to the next record; kRow fills `row()`, kBad fills `bad()`. Errors are the source's.
  Result<Step> next();
  const Row& row() const { return row_; }
  const BadRow& bad() const { return bad_; }
  const Header& header() const { return header_; }

 private:
  Reader(Source& source, ReaderOptions options);
  Status read_header();
  Status refuse_foreign_formats() const;
  Status start_encoding();
  char sniff_delimiter();
  Status check_header_record(std::string_view text);
  /// Moves what is left to the front and reads until the buffer is full or the file ends.
  Status fill();
  /// Passes over blank lines; false at the end of the file.
  Result<bool> skip_blank_lines();
  /// Splits the record at the cursor into `record_`; false when it does not fit the buffer.
  Result<bool> split();
  Result<Step> skip_long_record();
  /// Refuses the line at the cursor alone: the quote that holds it together with others was none.
  Step refuse_line();
  /// Settles the encoding on the first record that is not ASCII.
  Status decide_encoding();
  /// Adds to the reason how many lines the row takes, and that it was cut.
  void say_what_was_taken();
  /// What is wrong with the split record, or nothing.
  std::string fault(std::string_view text) const;
  Step refuse(std::string reason, std::string_view text);
  /// Turns spans into texts; false when a byte means nothing in the file's encoding.
  bool decode(std::string_view text);
  std::string_view rest() const { return {buffer_.get() + begin_, end_ - begin_}; }
  Error error(ErrorCode code, std::string text) const;

  Source* source_;
  std::unique_ptr<Utf16Source> utf16_;
  ReaderOptions options_;
  Header header_;
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t given_ = 0;  ///< bytes that the source gave so far
  bool at_end_ = false;
  bool undecided_ = false;  ///< nothing but ASCII so far
  std::uint64_t line_ = 1;
  Record record_;
  std::vector<std::string_view> fields_;
  std::string decoded_;  ///< fields that are not a slice of the buffer
  std::string cut_;      ///< the beginning of a record too long to keep
  Row row_;
  BadRow bad_;
};

}  // namespace licet::app::csv
