// Lists that are one CSV file with a heading row: columns are found by name, rows go to the format's reader.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/csv_scan.h"
#include "screening/list_build.h"

namespace licet::screening {

/// A column, by its heading: case and white space around it do not matter.
struct CsvColumn {
  std::string_view heading;
  bool required = true;
};

struct CsvFormat {
  std::string_view what;  ///< for people: "the UK Sanctions List"
  CsvDialect dialect;
  std::span<const CsvColumn> columns;
  bool first_line = false;       ///< a line stands before the headings (`on_first_line`)
  bool others_refused = false;   ///< a heading that is not in `columns` is an error, and not a note
  std::string_view reload = "";  ///< how to get a good file, at the end of errors of shape
};

/// The part of a reader that all such formats share. Errors of shape (kBadInput, with file, line and column): a
/// required column missing, a column twice, a row of another width than the headings, a second file, no rows.
class CsvListReader : public ListReader {
 public:
  void set_limits(const ListLimits& limits) override { list_.set_limits(limits); }
  Status begin(std::string file) override;
  Status feed(std::string_view bytes) override;
  Status end() override;
  Result<ReadList> finish() override;

 protected:
  CsvListReader(std::string kind, const CsvFormat& format);

  /// The line before the headings.
  virtual Status on_first_line(const CsvRow& row);
  virtual Status on_entry_row(const CsvRow& row) = 0;

  /// The cell under `format.columns[column]`, cleaned; "" when the file lacks an optional column.
  std::string value(const CsvRow& row, std::size_t column) const;
  /// The same as it stands in the file.
  std::string_view raw(const CsvRow& row, std::size_t column) const;
  /// Whether the file has the column.
  bool has(std::size_t column) const;
  Where where(const CsvRow& row, std::size_t column) const;
  /// An error at that cell.
  tl::unexpected<Error> error_at(const CsvRow& row, std::size_t column, std::string text) const;

  ListBuilder list_;
  Instant as_of_ = kAsOfUnknown;

 private:
  enum class Awaited : std::uint8_t { kFirstLine, kHeadings, kRows };

  Status on_row(const CsvRow& row);
  Status on_headings(const CsvRow& row);
  Status check_headings(const CsvRow& row) const;
  Status check_width(const CsvRow& row) const;
  tl::unexpected<Error> error_in(const CsvRow& row, std::size_t field, std::string text) const;

  std::string kind_;
  CsvFormat format_;
  Awaited awaited_;
  std::string file_;
  std::unique_ptr<CsvScanner> scanner_;
  std::unique_ptr<crypto::Sha256> hash_;
  std::vector<crypto::Digest> digests_;
  std::vector<std::size_t> fields_;  ///< of the row, by column of the format; kNone when the file has none
  std::size_t width_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace licet::screening
