#include "screening/csv_scan.h"

#include "base/encode.h"
#include "base/limits.h"

namespace licet::screening {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr char kEndOfFileMark = '\x1A';
constexpr std::size_t kColumnsMax = 64;

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
      if (c == '"') {
        state_ = State::kQuoteSeen;
        return {};
      }
      if (c == '\n') return error_here(ErrorCode::kBadInput, "a quoted field is not closed on its line");
      return append(c);
    case State::kQuoteSeen:
      if (c == '"') {
        state_ = State::kQuoted;
        return append(c);
      }
      if (c == ',' || c == '\r' || c == '\n') return in_unquoted(c);
      return error_here(ErrorCode::kBadInput, "text after a closing quote; a quote inside a field is written twice");
    case State::kReturn:
      if (c == '\n') return end_row();
      return error_here(ErrorCode::kBadInput, "a carriage return without a line feed");
    case State::kEndMark:
      return in_end_mark(c);
  }
  return {};
}

Status CsvScanner::in_field_start(char c) {
  field_column_ = column_;
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
  switch (c) {
    case ',':
      return end_field();
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
  // Some tools pad the mark's line to the file's width with commas.
  if (c == ',' || c == '\r' || c == '\n' || c == kEndOfFileMark) return {};
  return error_here(ErrorCode::kBadInput, "bytes after the end-of-file mark (0x1A)");
}

Status CsvScanner::append(char c) {
  if (field_.size() >= limits::kCsvFieldBytesMax) {
    return error_here(ErrorCode::kLimit,
                      "a field of more than " + std::to_string(limits::kCsvFieldBytesMax) + " bytes");
  }
  field_ += c;
  return {};
}

Status CsvScanner::end_field() {
  if (row_.fields.size() >= kColumnsMax) {
    return error_here(ErrorCode::kLimit, "more than " + std::to_string(kColumnsMax) + " columns");
  }
  if (at_start_of_file() && field_.starts_with(kByteOrderMark)) field_.erase(0, kByteOrderMark.size());
  row_.fields.push_back(is_utf8(field_) ? field_ : latin1_to_utf8(field_));
  row_.columns.push_back(field_column_);
  field_.clear();
  state_ = State::kFieldStart;
  field_column_ = column_ + 1;
  return {};
}

Status CsvScanner::end_row() {
  LICET_CHECK(end_field());
  const bool blank = row_.fields.size() == 1 && row_.fields.front().empty();
  row_.line = line_;
  if (!blank) LICET_CHECK(sink_(row_));
  row_.fields.clear();
  row_.columns.clear();
  return {};
}

Status CsvScanner::finish() {
  const bool between_rows = state_ == State::kFieldStart && row_.fields.empty() && field_.empty();
  if (between_rows || state_ == State::kEndMark) return {};
  return error_here(ErrorCode::kBadInput,
                    "the file ends inside a line: it is truncated (if it is whole, end it with a line break)");
}

}  // namespace licet::screening
