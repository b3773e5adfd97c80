#include "screening/csv_list.h"

#include <algorithm>

#include "screening/list_text.h"

namespace licet::screening {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::size_t kShownMax = 40;

std::string heading_key(std::string_view heading) { return lower_ascii(clean(heading)); }

/// A heading as it may be shown in an error: short, and without line breaks.
std::string shown(std::string_view heading) {
  std::string tidy = clean(heading);
  std::size_t size = std::min(tidy.size(), kShownMax);
  while (size > 0 && size < tidy.size() && (static_cast<unsigned char>(tidy[size]) & 0xC0U) == 0x80U) --size;
  return "'" + tidy.substr(0, size) + (size < tidy.size() ? "...'" : "'");
}

std::string columns_text(std::span<const CsvColumn> columns) {
  std::string out;
  for (const CsvColumn& column : columns) out += (out.empty() ? "" : ", ") + std::string(column.heading);
  return out;
}

}  // namespace

CsvListReader::CsvListReader(std::string kind, const CsvFormat& format)
    : kind_(std::move(kind)),
      format_(format),
      awaited_(format.first_line ? Awaited::kFirstLine : Awaited::kHeadings),
      fields_(format.columns.size(), kNone) {}

Status CsvListReader::begin(std::string file) {
  LICET_INVARIANT(!scanner_);
  if (!digests_.empty()) {
    return fail(Error{ErrorCode::kBadInput,
                      std::string(format_.what) + " is one file, and this is a second; the first is " + file_,
                      {},
                      Where{std::move(file), 0, 0, {}},
                      {}});
  }
  file_ = std::move(file);
  hash_ = std::make_unique<crypto::Sha256>();
  scanner_ = std::make_unique<CsvScanner>(
      file_, [this](CsvRow& row) { return on_row(row); }, format_.dialect);
  return {};
}

Status CsvListReader::feed(std::string_view bytes) {
  LICET_INVARIANT(scanner_);
  hash_->update(bytes);
  return scanner_->feed(bytes);
}

Status CsvListReader::end() {
  LICET_INVARIANT(scanner_);
  LICET_CHECK(scanner_->finish());
  if (rows_ == 0) {
    return scanner_->error_at(
        ErrorCode::kBadInput,
        "the file has no rows below its headings: a list of nobody clears everybody" + std::string(format_.reload), 1,
        1);
  }
  digests_.push_back(hash_->finish());
  scanner_.reset();
  return {};
}

Result<ReadList> CsvListReader::finish() {
  LICET_INVARIANT(!scanner_);
  if (digests_.empty()) return fail(ErrorCode::kBadInput, "no file was given; give " + std::string(format_.what));
  return list_.finish(kind_, as_of_, source_digest_of(digests_));
}

Status CsvListReader::on_first_line(const CsvRow&) { return {}; }

std::string_view CsvListReader::raw(const CsvRow& row, std::size_t column) const {
  const std::size_t field = fields_[column];
  return field == kNone ? std::string_view{} : std::string_view(row.fields[field]);
}

bool CsvListReader::has(std::size_t column) const { return fields_[column] != kNone; }

std::string CsvListReader::value(const CsvRow& row, std::size_t column) const { return clean(raw(row, column)); }

Where CsvListReader::where(const CsvRow& row, std::size_t column) const {
  const std::size_t field = fields_[column];
  if (field == kNone || field >= row.fields.size()) return Where{file_, row.line, 1, {}};
  return Where{file_, row.lines[field], row.columns[field], {}};
}

tl::unexpected<Error> CsvListReader::error_at(const CsvRow& row, std::size_t column, std::string text) const {
  return fail(Error{ErrorCode::kBadInput, std::move(text), {}, where(row, column), {}});
}

tl::unexpected<Error> CsvListReader::error_in(const CsvRow& row, std::size_t field, std::string text) const {
  const std::size_t at = std::min(field, row.fields.size() - 1);
  return scanner_->error_at(ErrorCode::kBadInput, std::move(text), row.lines[at], row.columns[at]);
}

Status CsvListReader::on_row(const CsvRow& row) {
  const bool empty = std::all_of(row.fields.begin(), row.fields.end(), [](const auto& f) { return f.empty(); });
  if (empty) return {};
  switch (awaited_) {
    case Awaited::kFirstLine:
      awaited_ = Awaited::kHeadings;
      return on_first_line(row);
    case Awaited::kHeadings:
      awaited_ = Awaited::kRows;
      return on_headings(row);
    case Awaited::kRows:
      LICET_CHECK(check_width(row));
      if (++rows_ > list_.list_limits().rows) {
        return scanner_->error_at(ErrorCode::kLimit, "more than " + std::to_string(list_.list_limits().rows) + " rows",
                                  row.line, 1);
      }
      LICET_CHECK(list_.hold(bytes_of(row), Where{file_, row.line, 1, {}}));
      return on_entry_row(row);
  }
  return {};
}

Status CsvListReader::on_headings(const CsvRow& row) {
  width_ = row.fields.size();
  for (std::size_t field = 0; field < row.fields.size(); ++field) {
    const std::string key = heading_key(row.fields[field]);
    const auto known = std::find_if(format_.columns.begin(), format_.columns.end(),
                                    [&](const CsvColumn& column) { return heading_key(column.heading) == key; });
    if (known == format_.columns.end()) {
      if (format_.others_refused) {
        return error_in(row, field,
                        "no such column: " + shown(row.fields[field]) + "; the columns of " +
                            std::string(format_.what) + " are " + columns_text(format_.columns));
      }
      list_.count("columns are not known to this release and were not read", shown(row.fields[field]));
      continue;
    }
    std::size_t& place = fields_[static_cast<std::size_t>(known - format_.columns.begin())];
    if (place != kNone) return error_in(row, field, "the column " + shown(row.fields[field]) + " stands here twice");
    place = field;
  }
  return check_headings(row);
}

Status CsvListReader::check_headings(const CsvRow& row) const {
  std::string first;
  std::size_t missing = 0;
  for (std::size_t i = 0; i < format_.columns.size(); ++i) {
    if (!format_.columns[i].required || fields_[i] != kNone) continue;
    if (missing++ == 0) first = format_.columns[i].heading;
  }
  if (missing == 0) return {};
  return error_in(row, 0,
                  "this is not " + std::string(format_.what) + ": the column '" + first + "'" +
                      (missing > 1 ? " and " + std::to_string(missing - 1) + " more" : "") +
                      (missing > 1 ? " are missing" : " is missing") + std::string(format_.reload));
}

Status CsvListReader::check_width(const CsvRow& row) const {
  if (row.fields.size() == width_) return {};
  return error_in(row, row.fields.size() - 1,
                  std::to_string(row.fields.size()) + " columns where the headings are " + std::to_string(width_) +
                      ": the line is cut off or damaged" + std::string(format_.reload));
}

}  // namespace licet::screening
