// Splitting one CSV record (RFC 4180) out of a buffer, at the speed of memory.
//
// The grammar, once for the whole product: a record ends at LF, CR or CR LF outside quotes, or at the end of the file.
// A field that begins with a quote is quoted up to the next quote that is not doubled; anything between that quote and
// the next delimiter is an error. A quote inside a field that does not begin with one is an ordinary character.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace licet::app::csv {

/// A field by its place in the record; of a quoted field, what is between the quotes.
struct FieldSpan {
  std::size_t begin = 0;
  std::size_t size = 0;
  bool doubled_quotes = false;  ///< holds `""`, each standing for one quote
};

/// One record as found. Reused from record to record, so that nothing is allocated on the way.
struct Record {
  std::vector<FieldSpan> fields;  ///< the first `limits::kCsvColumnsMax` of them
  std::size_t field_count = 0;    ///< all of them
  std::size_t size = 0;           ///< bytes up to the next record
  std::size_t text_size = 0;      ///< the same without the line end
  std::uint64_t line_ends = 0;    ///< passed, the last one included
  bool has_nul = false;
  bool text_after_quote = false;
  bool open_quote = false;  ///< the file ended inside quotes
};

/// Splits the record that `buffer` begins with. False when it goes on past the buffer and `at_end` is false.
bool split_record(std::string_view buffer, bool at_end, char delimiter, Record& record);

/// The first byte of [p, end) that is `c`, CR, LF or NUL; `end` when there is none.
const char* find_special(const char* p, const char* end, char c);

/// Passes over a record too long for any buffer, piece by piece, by the same grammar.
class RecordSkipper {
 public:
  explicit RecordSkipper(char delimiter) : delimiter_(delimiter) {}
  /// Takes the next piece; answers how many of its bytes belong to the record. A CR at the end of a piece leaves
  /// `done()` open until the next byte, or the end of the file, decides.
  std::size_t take(std::string_view piece);
  bool done() const { return state_ == State::kDone; }
  /// The record ended with a line end, not with the file.
  bool ended_by_line_end() const { return state_ == State::kDone || state_ == State::kEndedByCr; }
  bool in_quotes() const { return state_ == State::kQuoted || state_ == State::kQuoteInQuoted; }
  /// A quote was closed in the middle of a field.
  bool text_after_quote() const { return text_after_quote_; }
  std::uint64_t line_ends() const { return line_ends_ + (after_cr_ ? 1 : 0); }

 private:
  enum class State : std::uint8_t { kFieldStart, kPlain, kQuoted, kQuoteInQuoted, kEndedByCr, kDone };
  State step(char c) const;

  char delimiter_;
  State state_ = State::kFieldStart;
  bool text_after_quote_ = false;
  bool after_cr_ = false;  ///< the last byte was a CR, counted when it is known whether an LF follows
  std::uint64_t line_ends_ = 0;
};

}  // namespace licet::app::csv
