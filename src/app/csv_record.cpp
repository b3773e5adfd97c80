#include "app/csv_record.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/limits.h"

namespace licet::app::csv {

const char* find_special(const char* p, const char* end, char c) {
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8(c);
  const __m128i cr = _mm_set1_epi8('\r');
  const __m128i lf = _mm_set1_epi8('\n');
  const __m128i nul = _mm_setzero_si128();
  for (; end - p >= 16; p += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i hits = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, wanted), _mm_cmpeq_epi8(block, nul)),
                                      _mm_or_si128(_mm_cmpeq_epi8(block, cr), _mm_cmpeq_epi8(block, lf)));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hits));
    if (mask != 0) return p + __builtin_ctz(mask);
  }
#endif
  for (; p != end; ++p) {
    if (*p == c || *p == '\r' || *p == '\n' || *p == '\0') return p;
  }
  return end;
}

namespace {

/// Splits with a cursor; each method leaves it behind what it took. `need_more` stands for "past the buffer".
class Splitter {
 public:
  Splitter(std::string_view buffer, bool at_end, char delimiter, Record& record)
      : begin_(buffer.data()),
        p_(begin_),
        end_(begin_ + buffer.size()),
        at_end_(at_end),
        delimiter_(delimiter),
        out_(record) {}

  bool run() {
    for (;;) {
      const bool found = p_ != end_ && *p_ == '"' ? quoted_field() : plain_field();
      if (!found) return false;
      if (p_ != end_ && *p_ == delimiter_) {
        ++p_;
        if (p_ == end_ && !at_end_) return false;
        continue;
      }
      return line_end();
    }
  }

 private:
  void add(const char* from, const char* to, bool doubled) {
    ++out_.field_count;
    if (out_.fields.size() == limits::kCsvColumnsMax) return;
    out_.fields.push_back({static_cast<std::size_t>(from - begin_), static_cast<std::size_t>(to - from), doubled});
  }

  bool plain_field() {
    const char* const from = p_;
    pass_to_border();
    if (p_ == end_ && !at_end_) return false;
    add(from, p_, false);
    return true;
  }

  /// Up to a delimiter, a line end or the end, noting NUL bytes.
  void pass_to_border() {
    for (;;) {
      p_ = find_special(p_, end_, delimiter_);
      if (p_ == end_ || *p_ != '\0') return;
      out_.has_nul = true;
      ++p_;
    }
  }

  bool quoted_field() {
    const char* const from = ++p_;
    bool doubled = false;
    for (;;) {
      p_ = find_special(p_, end_, '"');
      if (p_ == end_) {
        if (!at_end_) return false;
        out_.open_quote = true;
        add(from, p_, doubled);
        return true;
      }
      if (*p_ == '"') {
        // The last byte known may be half of a pair: what follows asks for more either way.
        if (p_ + 1 == end_ || p_[1] != '"') break;
        doubled = true;
        p_ += 2;
      } else if (!inner_line_end_or_nul()) {
        return false;
      }
    }
    add(from, p_, doubled);
    const char* const after = ++p_;
    pass_to_border();
    if (p_ == end_ && !at_end_) return false;
    if (p_ != after) out_.text_after_quote = true;
    return true;
  }

  /// Inside quotes: counts a line end, notes a NUL. False when a CR is the last byte known.
  bool inner_line_end_or_nul() {
    if (*p_ == '\0') {
      out_.has_nul = true;
      ++p_;
      return true;
    }
    if (*p_ == '\r' && p_ + 1 == end_ && !at_end_) return false;
    ++out_.line_ends;
    p_ += *p_ == '\r' && p_ + 1 != end_ && p_[1] == '\n' ? 2 : 1;
    return true;
  }

  bool line_end() {
    out_.text_size = static_cast<std::size_t>(p_ - begin_);
    if (p_ != end_) {
      if (*p_ == '\r' && p_ + 1 == end_ && !at_end_) return false;
      ++out_.line_ends;
      p_ += *p_ == '\r' && p_ + 1 != end_ && p_[1] == '\n' ? 2 : 1;
    }
    out_.size = static_cast<std::size_t>(p_ - begin_);
    return true;
  }

  const char* begin_;
  const char* p_;
  const char* end_;
  bool at_end_;
  char delimiter_;
  Record& out_;
};

}  // namespace

bool split_record(std::string_view buffer, bool at_end, char delimiter, Record& record) {
  record.fields.clear();
  record.field_count = 0;
  record.line_ends = 0;
  record.has_nul = record.text_after_quote = record.open_quote = false;
  return Splitter(buffer, at_end, delimiter, record).run();
}

RecordSkipper::State RecordSkipper::step(char c) const {
  switch (state_) {
    case State::kQuoted:
      return c == '"' ? State::kQuoteInQuoted : State::kQuoted;
    case State::kQuoteInQuoted:
      if (c == '"') return State::kQuoted;
      break;
    case State::kFieldStart:
      if (c == '"') return State::kQuoted;
      break;
    default:
      break;
  }
  if (c == '\n') return State::kDone;
  if (c == '\r') return State::kEndedByCr;
  return c == delimiter_ ? State::kFieldStart : State::kPlain;
}

std::size_t RecordSkipper::take(std::string_view piece) {
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const char c = piece[i];
    // A CR is counted when the next byte shows that it stands alone; CR LF counts once, at its LF.
    if (c == '\n' || after_cr_) ++line_ends_;
    after_cr_ = c == '\r';
    if (state_ == State::kEndedByCr) {
      state_ = State::kDone;
      after_cr_ = false;
      return c == '\n' ? i + 1 : i;
    }
    const State before = state_;
    state_ = step(c);
    if (before == State::kQuoteInQuoted && state_ == State::kPlain) text_after_quote_ = true;
    if (state_ == State::kDone) return i + 1;
  }
  return piece.size();
}

}  // namespace licet::app::csv
