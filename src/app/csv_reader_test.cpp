#include "app/csv_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>

#include "app/csv_writer.h"
#include "base/encode.h"
#include "base/limits.h"

namespace licet::app::csv {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Everything a reader answered, as text: "row LINE: a|b", "bad LINE-LINE: reason".
struct Read {
  Rows rows;
  std::vector<std::string> bad;
  std::vector<std::string> raws;
  std::string log;
  std::string error;
  Header header;
};

Read read_all(Source& source, ReaderOptions options = {}) {
  Read out;
  options.file = "leads.csv";
  auto reader = Reader::open(source, options);
  if (!reader) {
    out.error = reader.error().to_string();
    return out;
  }
  out.header = (*reader)->header();
  for (;;) {
    const auto step = (*reader)->next();
    if (!step) {
      out.error = step.error().to_string();
      return out;
    }
    if (*step == Reader::Step::kEnd) break;
    if (*step == Reader::Step::kRow) {
      const Row& row = (*reader)->row();
      out.rows.emplace_back(row.fields.begin(), row.fields.end());
      out.raws.emplace_back(row.raw);
      out.log += "row " + std::to_string(row.line) + ":";
      for (const auto field : row.fields) out.log += std::string(field) + "|";
    } else {
      const BadRow& bad = (*reader)->bad();
      out.bad.push_back(std::to_string(bad.line) + "-" + std::to_string(bad.last_line) + ": " + bad.reason);
      out.raws.emplace_back(bad.raw);
      out.log += "bad " + out.bad.back() + (bad.raw_cut ? " cut" : "") + " " + std::string(bad.raw);
    }
    out.log += "\n";
  }
  out.header = (*reader)->header();  // its encoding may have shown on the way
  // The end stays the end.
  EXPECT_EQ((*reader)->next(), Reader::Step::kEnd);
  return out;
}

Read read_text(std::string_view text, ReaderOptions options = {}) {
  TextSource source(text);
  return read_all(source, options);
}

constexpr std::string_view kStrayQuote =
    "a quote opened in this line is not closed where its field ends; close it, or double it when it is meant. This "
    "line "
    "alone was set aside, and reading went on at the next";

std::string with_nul(std::string text) {
  for (char& c : text) c = c == '@' ? '\0' : c;
  return text;
}

TEST(CsvReader, PlainRows) {
  const Read read = read_text("a,b\n1,2\n,\nx y, z \n");
  EXPECT_EQ(read.header.columns, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(read.header.describe(), "UTF-8, comma-separated, 2 columns");
  EXPECT_EQ(read.rows, (Rows{{"1", "2"}, {"", ""}, {"x y", " z "}}));
  EXPECT_EQ(read.log, "row 2:1|2|\nrow 3:||\nrow 4:x y| z |\n");
}

TEST(CsvReader, QuotesMayHoldDelimitersQuotesAndLineEnds) {
  const Read read = read_text("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n\"two\r\nlines\",\"\"\nlast,\"\"\"\"\n");
  EXPECT_EQ(read.rows, (Rows{{"x,y", "say \"hi\""}, {"two\r\nlines", ""}, {"last", "\""}}));
  EXPECT_TRUE(read.log.find("row 3:") != std::string::npos && read.log.find("row 5:last") != std::string::npos);
  EXPECT_EQ(read.raws[0], "\"x,y\",\"say \"\"hi\"\"\"");
  EXPECT_EQ(read.raws[1], "\"two\r\nlines\",\"\"");
}

TEST(CsvReader, AQuoteInsideAPlainFieldIsACharacter) {
  EXPECT_EQ(read_text("a,b\n5\" disk,x \"y\"\n").rows, (Rows{{"5\" disk", "x \"y\""}}));
}

TEST(CsvReader, EveryLineEnd) {
  const Rows rows{{"1", "2"}, {"3", "4"}};
  for (const char* text : {"a,b\n1,2\n3,4", "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r",
                           "a,b\r1,2\n3,4\r\n", "\n\na,b\n\n1,2\n\r\n\r\n3,4\n\n"}) {
    EXPECT_EQ(read_text(text).rows, rows) << text;
  }
  EXPECT_EQ(read_text("\n\na,b\n\n1,2\n\r\n\r\n3,4\n\n").log, "row 5:1|2|\nrow 8:3|4|\n");
  EXPECT_EQ(read_text("a,b\r1,2\r3,4\r").log, "row 2:1|2|\nrow 3:3|4|\n");
  EXPECT_EQ(read_text("a,b\n1,2\n\x1A").rows, (Rows{{"1", "2"}}));
}

TEST(CsvReader, DelimiterIsSniffedOnTheHeader) {
  EXPECT_EQ(read_text("a;b;c\n1,0;2;3\n").rows, (Rows{{"1,0", "2", "3"}}));
  EXPECT_EQ(read_text("a\tb\n1;2\t3\n").rows, (Rows{{"1;2", "3"}}));
  EXPECT_EQ(read_text("a|b\n1|2\n").rows, (Rows{{"1", "2"}}));
  EXPECT_EQ(read_text("\"a,x,y\";b\n1;2\n").rows, (Rows{{"1", "2"}}));
  EXPECT_EQ(read_text("email\na@b.example\n").rows, (Rows{{"a@b.example"}}));
  EXPECT_EQ(read_text("sep=;\na;b\n1;2\n").log, "row 3:1|2|\n");
  EXPECT_EQ(read_text("a;b\n1;2\n").header.describe(), "UTF-8, semicolon-separated, 2 columns");
  EXPECT_EQ(read_text("a,b;c\n1;2\n", {.file = {}, .delimiter = ';', .encoding = {}}).rows, (Rows{{"1", "2"}}));
}

TEST(CsvReader, Encodings) {
  EXPECT_EQ(read_text("\xEF\xBB\xBF"
                      "a,b\né,2\n")
                .rows,
            (Rows{{"é", "2"}}));
  EXPECT_EQ(read_text("\xEF\xBB\xBF"
                      "a,b\né,2\n")
                .header.columns[0],
            "a");
  const Read latin1 = read_text(
      "a,b\nM\xFCller,\"\x80 \"\"5\"\"\"\nO\x92"
      "Brien,x\n");
  EXPECT_EQ(latin1.header.describe(), "Latin-1, comma-separated, 2 columns");
  EXPECT_EQ(latin1.rows, (Rows{{"Müller", "€ \"5\""}, {"O’Brien", "x"}}));
  EXPECT_EQ(latin1.raws[0], "M\xFCller,\"\x80 \"\"5\"\"\"");
  EXPECT_EQ(
      read_text("a,b\nM\xFCller,\x81\n").bad,
      (std::vector<std::string>{"2-2: the row holds bytes that are not Latin-1, as the file is otherwise; save the "
                                "whole file as CSV (UTF-8)"}));
}

TEST(CsvReader, ARowThatIsNotUtf8InAUtf8FileIsABadRow) {
  const Read read = read_text("a,b\né,à\nM\xFCller,x\nü,ö\n");
  EXPECT_EQ(read.header.encoding, Encoding::kUtf8);
  EXPECT_EQ(read.rows, (Rows{{"é", "à"}, {"ü", "ö"}}));
  EXPECT_EQ(read.bad,
            (std::vector<std::string>{"3-3: the row holds bytes that are not UTF-8, as the file is otherwise; "
                                      "save the whole file as CSV (UTF-8)"}));
  EXPECT_EQ(read.raws[1], "M\xFCller,x");
}

TEST(CsvReader, TheEncodingIsDecidedWhereTheFirstRowBeyondAsciiIs) {
  std::string text = "a,b\n";
  while (text.size() < limits::kCsvSniffBytes + 10) text += "plain,row\n";
  const std::size_t plain = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) - 1;
  const Read latin1 = read_text(text + "M\xFCller,x\nend,\xFC\n");
  EXPECT_TRUE(latin1.bad.empty());
  ASSERT_EQ(latin1.rows.size(), plain + 2);
  EXPECT_EQ(latin1.rows[plain][0], "Müller");
  EXPECT_EQ(latin1.header.encoding, Encoding::kLatin1);
  const Read utf8 = read_text(text + "Müller,x\nM\xFCller,x\nend,ü\n");
  EXPECT_EQ(utf8.rows.size(), plain + 2);
  EXPECT_EQ(utf8.bad.size(), 1U) << "decided once";
  EXPECT_EQ(utf8.header.encoding, Encoding::kUtf8);
}

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string out;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  }
  return out;
}

TEST(CsvReader, Utf16WithAMark) {
  const std::u16string_view text = u"\uFEFFname\tphone\nMüller €\t1\nA\U0001F600\t2\n";
  for (const bool big_endian : {false, true}) {
    const Read read = read_text(utf16(text, big_endian));
    EXPECT_EQ(read.header.describe(),
              std::string(big_endian ? "UTF-16BE" : "UTF-16LE") + " with byte order mark, tab-separated, 2 columns");
    EXPECT_EQ(read.rows, (Rows{{"Müller €", "1"}, {"A😀", "2"}}));
  }
}

TEST(CsvReader, BrokenUtf16IsABadRow) {
  std::u16string text = u"\uFEFFa,b\n1,2\nX,3\n4,5\n6,Y";
  text[text.find(u'X')] = 0xD800;
  const Read read = read_text(utf16(text, false) + "z");
  EXPECT_EQ(read.rows, (Rows{{"1", "2"}, {"4", "5"}}));
  ASSERT_EQ(read.bad.size(), 2U);
  EXPECT_EQ(read.bad[0].substr(0, 46), "3-3: the row holds bytes that are not UTF-16LE");
  EXPECT_EQ(read.bad[1].substr(0, 46), "5-5: the row holds bytes that are not UTF-16LE");
}

TEST(CsvReader, FilesThatAreNoCsv) {
  EXPECT_EQ(read_text("").error, "leads.csv:1: the file is empty; a header row with column names is needed");
  EXPECT_EQ(read_text("\n\r\n\n").error, "leads.csv:4: the file is empty; a header row with column names is needed");
  EXPECT_EQ(read_text("\xEF\xBB\xBF").error,
            "leads.csv:1: the file is empty; a header row with column names is needed");
  EXPECT_EQ(read_text("PK\x03\x04rest").error,
            "leads.csv:1: this file is a spreadsheet (XLSX) or ZIP archive, not CSV; export it as CSV (UTF-8)");
  EXPECT_EQ(
      read_text(utf16(u"a,b\n1,2\n", false)).error,
      "leads.csv:1: the header row holds NUL bytes: this is no text file, or UTF-16 without a byte order mark; save "
      "it as CSV (UTF-8)");
  EXPECT_EQ(read_text("a,\"b\n1,2\n").error, "leads.csv:1: a quote in the header row is never closed");
  EXPECT_EQ(read_text("a,\"b\"c\n1,2\n").error,
            "leads.csv:1: a quoted column name in the header row is followed by other text");
  EXPECT_EQ(read_text(std::string(2U << 20U, 'x')).error,
            "leads.csv:1: the first row is longer than 1048576 bytes; a header row with column names is needed");
}

std::string columns(std::size_t count) {
  std::string out = "c";
  for (std::size_t i = 1; i < count; ++i) out += ",c";
  return out + "\n";
}

TEST(CsvReader, ColumnsAtTheLimitAndPast) {
  const Read read = read_text(columns(limits::kCsvColumnsMax) + columns(limits::kCsvColumnsMax));
  EXPECT_EQ(read.header.columns.size(), limits::kCsvColumnsMax);
  EXPECT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(
      read_text(columns(limits::kCsvColumnsMax + 1)).error,
      "leads.csv:1: the header has 1001 columns (comma-separated), more than the 1000 allowed; leave out what is not "
      "needed");
  EXPECT_EQ(read_text(columns(5'000)).error.substr(0, 42), "leads.csv:1: the header has 5000 columns (");
  EXPECT_TRUE(read_text("a,b\n" + columns(5'000) + "1,2\n").log.starts_with("bad 2-2: the row has 5000 fields, "));
}

TEST(CsvReader, BadRowsDoNotEndTheFile) {
  const Read read = read_text("a,b\n1\n1,2\n1,2,3\n\"x\"y,2\n\"p\nq\"r\n3,4\n");
  EXPECT_EQ(read.rows, (Rows{{"1", "2"}, {"3", "4"}}));
  EXPECT_EQ(read.bad,
            (std::vector<std::string>{
                "2-2: the row has 1 field, the header has 2; quote fields that hold the delimiter",
                "4-4: the row has 3 fields, the header has 2; quote fields that hold the delimiter",
                "5-5: text follows a closing quote; put quotes around the whole field and double those inside it",
                "6-6: " + std::string(kStrayQuote),
                "7-7: the row has 1 field, the header has 2; quote fields that hold the delimiter"}));
  EXPECT_EQ(read.raws[3], "\"x\"y,2");
}

TEST(CsvReader, NulBytesAreABadRow) {
  const Read read = read_text(with_nul("a,b\n1@,2\n3,\"x@\"\n@,@\n5,6\n"));
  EXPECT_EQ(read.rows, (Rows{{"5", "6"}}));
  EXPECT_EQ(read.bad, (std::vector<std::string>{"2-2: the row holds NUL bytes; remove them",
                                                "3-3: the row holds NUL bytes; remove them",
                                                "4-4: the row holds NUL bytes; remove them"}));
}

TEST(CsvReader, AStrayQuoteCostsItsOwnLine) {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    std::string text = "a,b@1,2@3,\"x@4,5@6,7@";
    for (std::size_t at = 0; (at = text.find('@', at)) != std::string::npos;) text.replace(at, 1, end);
    const Read never = read_text(text);
    EXPECT_EQ(never.rows, (Rows{{"1", "2"}, {"4", "5"}, {"6", "7"}}));
    EXPECT_EQ(never.bad, (std::vector<std::string>{"3-3: " + std::string(kStrayQuote)}));
    EXPECT_EQ(never.raws[1], "3,\"x");
  }
  // The next quote closes it in the middle of a field.
  const Read closed = read_text("a,b\n1,\"x\n2,3\n4,\"y\"\n5,6\n");
  EXPECT_EQ(closed.rows, (Rows{{"2", "3"}, {"4", "y"}, {"5", "6"}}));
  EXPECT_EQ(closed.bad, (std::vector<std::string>{"2-2: " + std::string(kStrayQuote)}));
  const Read last = read_text("a,b\n1,2\n3,\"x");
  EXPECT_EQ(last.rows, (Rows{{"1", "2"}}));
  EXPECT_EQ(last.bad, (std::vector<std::string>{"3-3: " + std::string(kStrayQuote)}));
}

TEST(CsvReader, AStrayQuoteInALargeFileCostsItsOwnLine) {
  std::string text = "a,b\n1,2\n3,\"x\n";
  std::size_t rows = 1;
  for (; text.size() < 3 * limits::kCsvRowBytesMax; ++rows) text += "7,8\n";
  for (const char* tail : {"", "9,\"y\"\n"}) {
    const Read read = read_text(text + tail);
    EXPECT_EQ(read.rows.size(), rows + (*tail == '\0' ? 0 : 1));
    EXPECT_EQ(read.bad, (std::vector<std::string>{"3-3: " + std::string(kStrayQuote)}));
  }
}

TEST(CsvReader, ARefusedRowSaysHowManyLinesItTakes) {
  const Read read = read_text("a,b\n1,\"x\ny\nz\",3\n5,6\n");
  EXPECT_EQ(read.rows, (Rows{{"5", "6"}}));
  ASSERT_EQ(read.bad.size(), 1U);
  EXPECT_TRUE(read.bad[0].starts_with("2-4: the row has 3 fields")) << read.bad[0];
  EXPECT_TRUE(read.bad[0].ends_with(" (the row takes 3 lines, to line 4)")) << read.bad[0];
}

TEST(CsvReader, FieldsAtTheLimitAndPast) {
  const std::string at(limits::kCsvFieldBytesMax, 'x');
  const Read read = read_text("a,b\n" + at + ",1\n" + at + "x,2\n\"" + at + "\",3\n4,\"" + at + "\n\"\n5,6\n");
  ASSERT_EQ(read.rows.size(), 3U);
  EXPECT_EQ(read.rows[2], (std::vector<std::string>{"5", "6"}));
  EXPECT_EQ(read.bad,
            (std::vector<std::string>{"3-3: the field in column 1 is longer than 65536 bytes",
                                      "5-6: the field in column 2 is longer than 65536 bytes (the row takes 2 "
                                      "lines, to line 6)"}));
}

std::string long_row(std::size_t size) {
  // Many fields of 50,000 bytes in a file of 100 columns.
  std::string out;
  for (int i = 0; i < 100; ++i) {
    if (i != 0) out += ',';
    const std::size_t rest = size - out.size() - static_cast<std::size_t>(99 - i);
    out += std::string(std::min<std::size_t>(50'000, rest), 'y');
  }
  EXPECT_EQ(out.size(), size);
  return out;
}

constexpr const char* kTooLong = "the row is longer than 1048576 bytes (only its first 1024 bytes are kept here)";

TEST(CsvReader, RowsAtTheLimitAndPast) {
  const std::string text = columns(100) + long_row(limits::kCsvRowBytesMax) + "\n" +
                           long_row(limits::kCsvRowBytesMax + 1) + "\r\n" + columns(100);
  const Read read = read_text(text);
  EXPECT_EQ(read.rows.size(), 2U);
  EXPECT_EQ(read.bad, (std::vector<std::string>{std::string("3-3: ") + kTooLong}));
}

/// Endless text from a few bytes of memory.
class RepeatSource final : public Source {
 public:
  RepeatSource(std::string head, std::string piece, std::uint64_t repeats, std::string tail)
      : head_(std::move(head)), piece_(std::move(piece)), repeats_(repeats), tail_(std::move(tail)) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    while (at_ == head_.size() && !done_) {
      at_ = 0;
      if (repeats_ > 0) {
        --repeats_;
        head_ = piece_;
      } else {
        done_ = true;
        head_ = tail_;
      }
    }
    const std::size_t count = std::min(size, head_.size() - at_);
    std::memcpy(out, head_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string head_;
  std::string piece_;
  std::uint64_t repeats_;
  std::string tail_;
  std::size_t at_ = 0;
  bool done_ = false;
};

TEST(CsvReader, HugeFieldsAreSkippedAndReadingGoesOn) {
  for (const char* quote : {"", "\""}) {
    RepeatSource source(std::string("a,b\n1,2\n3,") + quote, std::string(1'000'000, 'x'), 10,
                        std::string(quote) + "\n5,6\n");
    const Read read = read_all(source);
    EXPECT_EQ(read.rows, (Rows{{"1", "2"}, {"5", "6"}}));
    EXPECT_EQ(read.bad, (std::vector<std::string>{std::string("3-3: ") + kTooLong}));
    EXPECT_EQ(read.raws[1].size(), 1'024U);
    EXPECT_NE(read.log.find(" cut 3,"), std::string::npos);
  }
}

TEST(CsvReader, HugeQuotedFieldsCountTheirLines) {
  // The text in the field looks like rows; none of it may come out as one.
  RepeatSource source("a,b\n1,\"", "7,8\r\n9,\"\"10\"\"\n", 200'000, "\"\r\n5,6\n");
  const Read read = read_all(source);
  EXPECT_EQ(read.log.substr(0, 9), "bad 2-400");
  EXPECT_EQ(read.bad, (std::vector<std::string>{"2-400002: the row is longer than 1048576 bytes (the row takes 400001 "
                                                "lines, to line 400002) (only its first 1024 bytes are kept here)"}));
  EXPECT_EQ(read.rows, (Rows{{"5", "6"}}));
  EXPECT_TRUE(read.log.ends_with("row 400003:5|6|\n"));
}

TEST(CsvReader, HugeUnclosedQuote) {
  RepeatSource source("a,b\n1,\"", "7,8\n", 1'000'000, "");
  // It cannot go back, and says what it took.
  EXPECT_EQ(read_all(source).bad,
            (std::vector<std::string>{"2-1000002: the row is longer than 1048576 bytes; a quote opened in it is never "
                                      "closed (the row takes 1000001 lines, to line 1000002) (only its first 1024 "
                                      "bytes are kept here)"}));
}

TEST(CsvReader, ErrorsOfTheSourceComeThrough) {
  int reads = 0;
  FunctionSource source([&](char* out, std::size_t) -> Result<std::size_t> {
    if (reads++ == 2) return fail(ErrorCode::kEnvironment, "the disk went away");
    std::memcpy(out, "a,b\n", 4);
    return std::size_t{4};
  });
  EXPECT_EQ(read_all(source).error, "the disk went away");
  EXPECT_FALSE(FileSource::open("/nonexistent.csv"));
  EXPECT_FALSE(FileSource::open("/"));
}

// --- properties ----------------------------------------------------------------------------------------------------

/// Texts made of what is special in CSV.
std::string special_text() {
  return *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,;\"\r\n\t|=x'")));
}

RC_GTEST_PROP(CsvProperty, WhatIsWrittenIsRead, ()) {
  const auto columns_count = *rc::gen::inRange<std::size_t>(1, 6);
  std::vector<std::string> header;
  for (std::size_t i = 0; i < columns_count; ++i) header.push_back("column " + std::to_string(i));
  Rows rows = *rc::gen::container<Rows>(rc::gen::exec([&] {
    std::vector<std::string> row;
    for (std::size_t i = 0; i < columns_count; ++i) row.push_back(special_text());
    return row;
  }));
  std::string text;
  append_row(text, std::span<const std::string>(header), Guard::kNone);
  for (const auto& row : rows) append_row(text, std::span<const std::string>(row), Guard::kNone);
  const Read read = read_text(text);
  RC_ASSERT(read.bad.empty());
  RC_ASSERT(read.header.columns == header);
  RC_ASSERT(read.rows == rows);
}

RC_GTEST_PROP(CsvProperty, AnyChunkingGivesTheSame, ()) {
  std::string text = "a,b\n";
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
      "a", ",", "\n", "\r", "\r\n", "\"", "\"\"", "é", "\xFC", std::string(1, '\0'), "1,2\n", "\"x\",\"y\"\r\n"}));
  for (const auto& piece : pieces) text += piece;
  if (*rc::gen::inRange(0, 10) == 0) {  // a row that does not fit the buffer somewhere
    text += "1,\"" + std::string(limits::kCsvRowBytesMax + (300U << 10U), '\n') + "\"\n3,4\n";
  }
  const std::string whole = read_text(text).log;
  for (const std::size_t chunk : {1U, 2U, 3U, 7U, 4'096U}) {
    TextSource source(text, chunk);
    RC_ASSERT(read_all(source).log == whole);
  }
}

/// The grammar one byte at a time, slow and plain.
std::vector<std::vector<std::string>> reference(std::string_view text, std::vector<bool>& wrong) {
  std::vector<std::vector<std::string>> records;
  std::size_t i = 0;
  while (i < text.size()) {
    std::vector<std::string> record(1);
    bool bad = false;
    bool start = true;
    bool quoted = false;
    bool closed = false;
    for (; i < text.size(); ++i) {
      const char c = text[i];
      if (quoted) {
        if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
          record.back() += '"', ++i;
        } else if (c == '"') {
          quoted = false, closed = true;
        } else {
          record.back() += c;
        }
        continue;
      }
      if (c == '\n' || c == '\r') break;
      if (c == ',') {
        record.emplace_back();
        start = true, closed = false;
        continue;
      }
      if (closed) bad = true;
      if (start && c == '"') {
        quoted = true;
      } else if (!closed) {
        record.back() += c;
      }
      start = false;
    }
    if (quoted) bad = true;
    if (i < text.size()) i += text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n' ? 2 : 1;
    records.push_back(record);
    wrong.push_back(bad);
  }
  return records;
}

RC_GTEST_PROP(CsvProperty, SplittingAgreesWithTheReference, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,,\"\"\"\r\n")));
  std::vector<bool> wrong;
  const auto expected = reference(text, wrong);
  std::size_t at = 0;
  for (std::size_t n = 0; n < expected.size(); ++n) {
    Record record;
    const std::string_view rest = std::string_view(text).substr(at);
    RC_ASSERT(split_record(rest, true, ',', record));
    RC_ASSERT((record.open_quote || record.text_after_quote) == wrong[n]);
    if (!wrong[n]) {
      RC_ASSERT(record.fields.size() == expected[n].size());
      for (std::size_t f = 0; f < record.fields.size(); ++f) {
        std::string field(rest.substr(record.fields[f].begin, record.fields[f].size));
        if (record.fields[f].doubled_quotes) {
          for (std::size_t q = field.find('"'); q != std::string::npos; q = field.find('"', q + 1)) field.erase(q, 1);
        }
        RC_ASSERT(field == expected[n][f]);
      }
    }
    // A buffer that ends early never gives another record than the whole does.
    for (std::size_t size = 0; size < rest.size(); ++size) {
      Record partial;
      if (!split_record(rest.substr(0, size), false, ',', partial)) continue;
      RC_ASSERT(partial.size == record.size);
      RC_ASSERT(partial.text_size == record.text_size);
      RC_ASSERT(partial.field_count == record.field_count);
      RC_ASSERT(partial.text_after_quote == record.text_after_quote);
    }
    // The skipper passes the same bytes, whatever the pieces.
    RecordSkipper skipper(',');
    std::size_t passed = 0;
    while (!skipper.done() && passed < rest.size()) passed += skipper.take(rest.substr(passed, 1));
    RC_ASSERT(passed == record.size);
    RC_ASSERT(skipper.line_ends() == record.line_ends);
    at += record.size;
  }
  RC_ASSERT(at == text.size());
}

RC_GTEST_PROP(CsvProperty, FindSpecialAgreesWithALoop, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::weightedOneOf<char>({{30, rc::gen::just('x')}, {1, rc::gen::elementOf(std::string(",\r\n\0\"", 5))}}));
  const char* const end = text.data() + text.size();
  const char* slow = text.data();
  while (slow != end && *slow != ',' && *slow != '\r' && *slow != '\n' && *slow != '\0') ++slow;
  RC_ASSERT(find_special(text.data(), end, ',') == slow);
}

}  // namespace
}  // namespace licet::app::csv
