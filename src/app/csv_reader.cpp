#include "app/csv_reader.h"

#include <algorithm>
#include <cstring>

#include "base/encode.h"
#include "base/limits.h"

namespace licet::app::csv {
namespace {

constexpr std::size_t kReadBytes = 256U << 10U;
constexpr std::size_t kBufferBytes = limits::kCsvRowBytesMax + kReadBytes;
static_assert(kBufferBytes >= limits::kCsvSniffBytes, "the encoding is decided on the first buffer");
constexpr std::size_t kCutBytes = 1'024;
constexpr std::string_view kDelimiters = ",;\t|";

bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

std::string_view delimiter_name(char delimiter) {
  switch (delimiter) {
    case ',':
      return "comma";
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    default:
      return "'|'";
  }
}

/// The record without the escapes of quoting.
void append_unquoted(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '"') ++i;  // the second of a pair
  }
}

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

}  // namespace

std::string Header::describe() const {
  return std::string(encoding_name(encoding)) + (byte_order_mark ? " with byte order mark" : "") + ", " +
         std::string(delimiter_name(delimiter)) + "-separated, " + counted(columns.size(), "column");
}

Reader::Reader(Source& source, ReaderOptions options)
    : source_(&source), options_(std::move(options)), buffer_(std::make_unique_for_overwrite<char[]>(kBufferBytes)) {}

Result<std::unique_ptr<Reader>> Reader::open(Source& source, ReaderOptions options) {
  std::unique_ptr<Reader> reader(new Reader(source, std::move(options)));
  LICET_CHECK(reader->read_header());
  return reader;
}

Error Reader::error(ErrorCode code, std::string text) const {
  const auto line = static_cast<std::uint32_t>(std::min<std::uint64_t>(line_, UINT32_MAX));
  return {code, std::move(text), {}, {options_.file, line, 0, {}}};
}

// --- the beginning of the file -------------------------------------------------------------------------------------

Status Reader::refuse_foreign_formats() const {
  static constexpr std::pair<std::string_view, std::string_view> kKnown[] = {
      {"PK\x03\x04", "a spreadsheet (XLSX) or ZIP archive"},
      {"\xD0\xCF\x11\xE0", "an old spreadsheet (XLS)"},
      {"\x1F\x8B", "compressed (gzip)"},
      {"%PDF-", "a PDF"},
      {"SQLite format 3", "a database"}};
  for (const auto& [mark, what] : kKnown) {
    if (rest().starts_with(mark)) {
      return fail(
          error(ErrorCode::kBadInput, "this file is " + std::string(what) + ", not CSV; export it as CSV (UTF-8)"));
    }
  }
  return {};
}

Status Reader::start_encoding() {
  const Detected found =
      detect_encoding(rest().substr(0, limits::kCsvSniffBytes), !at_end_ || end_ > limits::kCsvSniffBytes);
  header_.byte_order_mark = found.mark_bytes != 0;
  header_.encoding = options_.encoding && !header_.byte_order_mark ? *options_.encoding : found.encoding;
  // While everything is ASCII, the file may be either; the first row that is not decides.
  undecided_ = !options_.encoding && !header_.byte_order_mark && is_ascii(rest().substr(0, limits::kCsvSniffBytes));
  begin_ += found.mark_bytes;
  const bool big_endian = header_.encoding == Encoding::kUtf16Be;
  if (!big_endian && header_.encoding != Encoding::kUtf16Le) return {};
  // What was read so far goes through the transcoder first, then the rest of the source.
  std::string head(rest());
  Source* const file = source_;
  auto chained = std::make_shared<FunctionSource>(
      [head = std::move(head), at = std::size_t{0}, file](char* out, std::size_t size) mutable -> Result<std::size_t> {
        if (at == head.size()) return file->read(out, size);
        const std::size_t count = std::min(size, head.size() - at);
        std::memcpy(out, head.data() + at, count);
        at += count;
        return count;
      });
  utf16_ = std::make_unique<Utf16Source>(std::move(chained), big_endian);
  source_ = utf16_.get();
  begin_ = end_ = 0;
  at_end_ = false;
  return fill();
}

char Reader::sniff_delimiter() {
  if (options_.delimiter) return *options_.delimiter;
  // Spreadsheets write "sep=;" as a first line to say it themselves.
  if (const std::string_view text = rest();
      text.size() > 4 && text.starts_with("sep=") && kDelimiters.find(text[4]) != std::string_view::npos) {
    Record record;
    if (split_record(text, at_end_, '\0', record) && record.text_size == 5) {
      begin_ += record.size;
      line_ += record.line_ends;
      header_.line = line_;
      return text[4];
    }
  }
  char best = ',';
  std::size_t most = 0;
  for (const char candidate : kDelimiters) {
    if (!split_record(rest(), at_end_, candidate, record_)) continue;
    if (record_.field_count > most) {
      most = record_.field_count;
      best = candidate;
    }
  }
  return best;
}

Status Reader::check_header_record(std::string_view text) {
  if (record_.has_nul) {
    return fail(error(ErrorCode::kBadInput,
                      "the header row holds NUL bytes: this is no text file, or UTF-16 without a byte order mark; "
                      "save it as CSV (UTF-8)"));
  }
  if (record_.open_quote) return fail(error(ErrorCode::kBadInput, "a quote in the header row is never closed"));
  if (record_.text_after_quote) {
    return fail(error(ErrorCode::kBadInput, "a quoted column name in the header row is followed by other text"));
  }
  if (record_.field_count > limits::kCsvColumnsMax) {
    return fail(error(ErrorCode::kLimit, "the header has " + std::to_string(record_.field_count) + " columns (" +
                                             std::string(delimiter_name(header_.delimiter)) +
                                             "-separated), more than the " + std::to_string(limits::kCsvColumnsMax) +
                                             " allowed; leave out what is not needed"));
  }
  for (const FieldSpan& field : record_.fields) {
    if (field.size > limits::kCsvFieldBytesMax) {
      return fail(error(ErrorCode::kLimit,
                        "a column name is longer than " + std::to_string(limits::kCsvFieldBytesMax) + " bytes"));
    }
  }
  if (!decode(text)) {
    return fail(error(ErrorCode::kBadInput, "the header row is not valid " +
                                                std::string(encoding_name(header_.encoding)) +
                                                "; save the file as CSV (UTF-8)"));
  }
  return {};
}

Status Reader::read_header() {
  LICET_CHECK(fill());
  LICET_CHECK(refuse_foreign_formats());
  LICET_CHECK(start_encoding());
  LICET_TRY(const bool any, skip_blank_lines());
  if (!any) return fail(error(ErrorCode::kBadInput, "the file is empty; a header row with column names is needed"));
  header_.line = line_;
  header_.delimiter = sniff_delimiter();
  LICET_TRY(const bool whole, split());
  if (!whole) {
    return fail(error(ErrorCode::kLimit, "the first row is longer than " + std::to_string(limits::kCsvRowBytesMax) +
                                             " bytes; a header row with column names is needed"));
  }
  const std::string_view text = rest().substr(0, record_.text_size);
  LICET_CHECK(check_header_record(text));
  header_.columns.assign(fields_.begin(), fields_.end());
  begin_ += record_.size;
  line_ += record_.line_ends;
  return {};
}

// --- rows ----------------------------------------------------------------------------------------------------------

Status Reader::fill() {
  if (begin_ != 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  while (!at_end_ && end_ < kBufferBytes) {
    LICET_TRY(const std::size_t count, source_->read(buffer_.get() + end_, kBufferBytes - end_));
    LICET_INVARIANT(count <= kBufferBytes - end_);
    at_end_ = count == 0;
    end_ += count;
    given_ += count;
  }
  return {};
}

Result<bool> Reader::skip_blank_lines() {
  for (;;) {
    // A CR is judged together with the byte after it.
    if (end_ - begin_ < 2 && !at_end_) LICET_CHECK(fill());
    const std::string_view text = rest();
    if (text.empty()) return false;
    if (text == "\x1A" && at_end_) return false;  // the end-of-file mark of old systems
    if (text[0] != '\n' && text[0] != '\r') return true;
    begin_ += text.starts_with("\r\n") ? 2 : 1;
    ++line_;
  }
}

Result<bool> Reader::split() {
  if (split_record(rest(), at_end_, header_.delimiter, record_)) return true;
  LICET_CHECK(fill());
  return split_record(rest(), at_end_, header_.delimiter, record_);
}

Result<Reader::Step> Reader::next() {
  LICET_TRY(const bool any, skip_blank_lines());
  if (!any) return Step::kEnd;
  LICET_TRY(const bool whole, split());
  if (!whole) return skip_long_record();
  if (record_.open_quote || (record_.text_after_quote && record_.line_ends > 1)) return refuse_line();
  LICET_CHECK(decide_encoding());
  const std::string_view text = rest().substr(0, record_.text_size);
  const std::uint64_t first_line = line_;
  begin_ += record_.size;
  line_ += record_.line_ends;
  bad_.line = row_.line = first_line;
  if (std::string reason = fault(text); !reason.empty()) return refuse(std::move(reason), text);
  if (!decode(text)) {
    return refuse("the row holds bytes that are not " + std::string(encoding_name(header_.encoding)) +
                      ", as the file is otherwise; save the whole file as CSV (UTF-8)",
                  text);
  }
  row_.raw = text;
  row_.fields = fields_;
  return Step::kRow;
}

/// A quote that took in further lines and then was never closed, or closed in the middle of a field, was none: to
/// believe it would cost every row between. (What a closed quote took in is one row, however long, and never read as
/// rows: its text is whatever somebody typed.)
Reader::Step Reader::refuse_line() {
  const std::string_view all = rest();
  const std::size_t size = std::min(all.find_first_of("\r\n"), all.size());
  const std::string_view text = all.substr(0, size);
  record_.text_size = size;
  record_.line_ends = size == all.size() ? 0 : 1;
  record_.size = size + (all.substr(size, 2) == "\r\n" ? 2 : record_.line_ends);
  bad_.line = line_;
  begin_ += record_.size;
  line_ += record_.line_ends;
  return refuse(
      "a quote opened in this line is not closed where its field ends; close it, or double it when it is meant. This "
      "line alone was set aside, and reading went on at the next",
      text);
}

Status Reader::decide_encoding() {
  if (!undecided_ || is_ascii(rest().substr(0, record_.text_size))) return {};
  LICET_CHECK(fill());
  LICET_TRY(const bool whole, split());
  LICET_INVARIANT(whole);
  undecided_ = false;
  header_.encoding = detect_encoding(rest(), !at_end_).encoding;
  return {};
}

std::string Reader::fault(std::string_view text) const {
  if (text.size() > limits::kCsvRowBytesMax) {
    return "the row is longer than " + std::to_string(limits::kCsvRowBytesMax) + " bytes";
  }
  if (record_.has_nul) return "the row holds NUL bytes; remove them";
  if (record_.text_after_quote) {
    return "text follows a closing quote; put quotes around the whole field and double those inside it";
  }
  if (record_.field_count != header_.columns.size()) {
    return "the row has " + counted(record_.field_count, "field") + ", the header has " +
           std::to_string(header_.columns.size()) + "; quote fields that hold the delimiter";
  }
  for (std::size_t i = 0; i < record_.fields.size(); ++i) {
    if (record_.fields[i].size > limits::kCsvFieldBytesMax) {
      return "the field in column " + std::to_string(i + 1) + " is longer than " +
             std::to_string(limits::kCsvFieldBytesMax) + " bytes";
    }
  }
  return {};
}

Reader::Step Reader::refuse(std::string reason, std::string_view text) {
  bad_.reason = std::move(reason);
  bad_.raw_cut = text.size() > limits::kCsvRowBytesMax;
  bad_.raw = bad_.raw_cut ? text.substr(0, kCutBytes) : text;
  // The last line holding a byte of the row: a line end that closes it belongs to that line.
  const bool ended = record_.size != record_.text_size;
  bad_.last_line = line_ - (ended ? 1 : 0);
  say_what_was_taken();
  return Step::kBad;
}

Result<Reader::Step> Reader::skip_long_record() {
  const std::uint64_t offset = given_ - rest().size();
  const std::size_t first_line = rest().find_first_of("\r\n");
  const std::uint64_t first_number = line_;
  cut_.assign(rest().substr(0, kCutBytes));
  bad_.line = line_;
  RecordSkipper skipper(header_.delimiter);
  for (;;) {
    begin_ += skipper.take(rest());
    if (skipper.done()) break;
    if (at_end_) break;
    LICET_CHECK(fill());
  }
  const bool stray = (skipper.in_quotes() || skipper.text_after_quote()) && first_line != std::string_view::npos;
  if (stray && source_->go_back(offset)) {
    given_ = offset;
    begin_ = end_ = 0;
    at_end_ = false;
    line_ = first_number;
    LICET_CHECK(fill());
    return refuse_line();
  }
  line_ += skipper.line_ends();
  bad_.last_line = skipper.ended_by_line_end() ? line_ - 1 : line_;
  bad_.reason = "the row is longer than " + std::to_string(limits::kCsvRowBytesMax) + " bytes";
  if (skipper.in_quotes()) bad_.reason += "; a quote opened in it is never closed";
  bad_.raw = cut_;
  bad_.raw_cut = true;
  say_what_was_taken();
  return Step::kBad;
}

void Reader::say_what_was_taken() {
  if (bad_.last_line > bad_.line)
    bad_.reason += " (the row takes " + std::to_string(bad_.last_line - bad_.line + 1) + " lines, to line " +
                   std::to_string(bad_.last_line) + ")";
  if (bad_.raw_cut) bad_.reason += " (only its first " + std::to_string(bad_.raw.size()) + " bytes are kept here)";
}

bool Reader::decode(std::string_view text) {
  fields_.clear();
  decoded_.clear();
  const bool latin1 = header_.encoding == Encoding::kLatin1 && !is_ascii(text);
  if (!latin1 && !is_utf8(text)) return false;
  // Reserved once, so that the views into it stay good: a Latin-1 byte becomes at most three.
  decoded_.reserve(latin1 ? text.size() * 3 : text.size());
  bool known = true;
  for (const FieldSpan& span : record_.fields) {
    const std::string_view field = text.substr(span.begin, span.size);
    if (!span.doubled_quotes && (!latin1 || is_ascii(field))) {
      fields_.push_back(field);
      continue;
    }
    const std::size_t from = decoded_.size();
    if (!latin1) {
      append_unquoted(decoded_, field);
    } else if (!span.doubled_quotes) {
      known = append_latin1(decoded_, field) && known;
    } else {
      std::string plain;
      append_unquoted(plain, field);
      known = append_latin1(decoded_, plain) && known;
    }
    fields_.push_back(std::string_view(decoded_).substr(from));
  }
  return known;
}

}  // namespace licet::app::csv
