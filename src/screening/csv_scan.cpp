#include "screening/csv_scan.h"

#include "base/encode.h"

namespace licet::screening {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr char kEndOfFileMark = '\x1A';

}  // namespace

tl::unexpected<Error> CsvScanner::error_at(ErrorCode code, std::string text, std::uint32_t line,
                                           std::uint32_t column) const {
  return fail(Error{code, std::move(text), {}, Where{file_, line, column, {}}});
}

Status CsvScanner::feed(std::string_view bytes) {
  for (const char c : bytes) {
    LICET_CHECK(step(c));
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else {
      ++column_;
    }
  }
  return {};
}

Status CsvScanner::step(char c) {
  if (c == '\0') return error_here(ErrorCode::kBadInput, "a NUL byte: this is not a text file, or it is damaged");
  switch (state_) {
    case State::kFieldStart:
      return in_field_start(c);
    case State::kUnquoted:
      return in_unquoted(c);
    case State::kQuoted:
      return in_quoted(c);
    case State::kQuoteSeen:
      if (c == '"') {
        state_ = State::kQuoted;
        return append(c);
      }
      if (c == dialect_.separator || c == '\r' || c == '\n') return in_unquoted(c);
      return error_here(ErrorCode::kBadInput, "text after a closing quote; a quote inside a field is written twice");
    case State::kReturn:
      if (c == '\n') return end_row();
      return error_here(ErrorCode::kBadInput, "a carriage return without a line feed");
    case State::kEndMark:
      return in_end_mark(c);
  }
  return {};
}

Status CsvScanner::in_quoted(char c) {
  if (c == '"') {
    state_ = State::kQuoteSeen;
    return {};
  }
  if (c == '\n' && !dialect_.lines_in_quotes)
    return error_here(ErrorCode::kBadInput, "a quoted field is not closed on its line");
  return append(c);
}

Status CsvScanner::in_field_start(char c) {
  field_column_ = column_;
  field_line_ = line_;
  if (c == kEndOfFileMark && row_.fields.empty()) {
    state_ = State::kEndMark;
    return {};
  }
  if (c == '"') {
    state_ = State::kQuoted;
    return {};
  }
  return in_unquoted(c);
}

Status CsvScanner::in_unquoted(char c) {
  if (c == dialect_.separator) return end_field();
  switch (c) {
    case '\r':
      state_ = State::kReturn;
      return {};
    case '\n':
      return end_row();
    case '"':
      if (at_start_of_file() && field_ == kByteOrderMark) {
        field_.clear();
        state_ = State::kQuoted;
        return {};
      }
      return error_here(ErrorCode::kBadInput, "a quote inside a field that does not begin with one");
    default:
      state_ = State::kUnquoted;
      return append(c);
  }
}

Status CsvScanner::in_end_mark(char c) {
  // Some tools pad the mark's line to the file's width with separators.
  if (c == dialect_.separator || c == '\r' || c == '\n' || c == kEndOfFileMark) return {};
  return error_here(ErrorCode::kBadInput, "bytes after the end-of-file mark (0x1A)");
}

Status CsvScanner::append(char c) {
  if (field_.size() >= dialect_.field_bytes_max) {
    return error_here(ErrorCode::kLimit, "a field of more than " + std::to_string(dialect_.field_bytes_max) + " bytes");
  }
  field_ += c;
  return {};
}

Status CsvScanner::end_field() {
  if (row_.fields.size() >= dialect_.columns_max) {
    return error_here(ErrorCode::kLimit, "more than " + std::to_string(dialect_.columns_max) + " columns");
  }
  if (at_start_of_file() && field_.starts_with(kByteOrderMark)) field_.erase(0, kByteOrderMark.size());
  const bool utf8 = is_utf8(field_);
  if (!utf8 && dialect_.utf8_only) {
    return error_at(
        ErrorCode::kBadInput,
        "this field is not UTF-8, as the publisher's file is: it is damaged or was saved in another encoding; "
        "download it again",
        field_line_, field_column_);
  }
  if (row_.fields.empty()) row_.line = field_line_;
  row_.fields.push_back(utf8 ? field_ : latin1_to_utf8(field_));
  row_.columns.push_back(field_column_);
  row_.lines.push_back(field_line_);
  field_.clear();
  state_ = State::kFieldStart;
  field_column_ = column_ + 1;
  field_line_ = line_;
  return {};
}

Status CsvScanner::end_row() {
  LICET_CHECK(end_field());
  const bool blank = row_.fields.size() == 1 && row_.fields.front().empty();
  if (!blank) LICET_CHECK(sink_(row_));
  row_.fields.clear();
  row_.columns.clear();
  row_.lines.clear();
  return {};
}

Status CsvScanner::finish() {
  const bool between_rows = state_ == State::kFieldStart && row_.fields.empty() && field_.empty();
  if (between_rows || state_ == State::kEndMark) return {};
  return error_here(ErrorCode::kBadInput,
                    "the file ends inside a line: it is truncated (if it is whole, end it with a line break)");
}

}  // namespace licet::screening
