#include "ledger/canonical_scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/result.h"

namespace licet::ledger {

namespace {

constexpr std::int64_t kSafeIntegerMax = (std::int64_t{1} << 53U) - 1;

bool is_key_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

/// The high bit of every byte that ends a plain run: a quote, a backslash or a control character.
std::uint64_t special_bytes(std::uint64_t word) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHigh = 0x8080808080808080U;
  const auto zero_bytes = [](std::uint64_t x) { return (x - kOnes) & ~x & kHigh; };
  const std::uint64_t control = (word - kOnes * 0x20U) & ~word & kHigh;  // bytes below 0x20
  return control | zero_bytes(word ^ (kOnes * '"')) | zero_bytes(word ^ (kOnes * '\\'));
}

/// The length of the canonical escape at `text[at]` (a backslash); 0 when RFC 8785 would have written it otherwise.
std::size_t escape_length(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return 0;
  switch (text[at + 1]) {
    case '"':
    case '\\':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
      return 2;
    case 'u':
      break;
    default:
      return 0;
  }
  if (text.substr(at + 2, 2) != "00" || at + 6 > text.size()) return 0;
  const char high = text[at + 4];
  const char low = text[at + 5];
  const bool low_is_hex = (low >= '0' && low <= '9') || (low >= 'a' && low <= 'f');
  if ((high != '0' && high != '1') || !low_is_hex) return 0;
  // 08 09 0a 0c 0d have short forms.
  if (high == '0' && (low == '8' || low == '9' || low == 'a' || low == 'c' || low == 'd')) return 0;
  return 6;
}

}  // namespace

bool CanonicalScan::stop(const char* problem) {
  problem_ = problem;
  return false;
}

bool CanonicalScan::literal(std::string_view bytes) {
  if (text_.substr(at_, bytes.size()) != bytes) return stop("another member or sign was expected here");
  at_ += bytes.size();
  return true;
}

bool CanonicalScan::string(std::string_view& raw) {
  if (peek() != '"') return stop("a text in double quotes was expected");
  const std::size_t begin = ++at_;
  while (true) {
    std::uint64_t special = 0;
    while (text_.size() - at_ >= sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, text_.data() + at_, sizeof word);
      special = special_bytes(word);
      // A borrow can only mark bytes above a true hit, so the lowest mark is always real (little endian).
      if (special != 0) break;
      at_ += sizeof word;
    }
    if (special != 0) at_ += static_cast<std::size_t>(std::countr_zero(special)) / 8;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
           static_cast<unsigned char>(text_[at_]) >= 0x20)
      ++at_;
    if (at_ >= text_.size()) return stop("the text has no closing double quote");
    if (text_[at_] == '"') {
      raw = text_.substr(begin, at_ - begin);
      ++at_;
      return true;
    }
    if (text_[at_] != '\\') return stop("a control character stands unescaped");
    const std::size_t length = escape_length(text_, at_);
    if (length == 0) return stop("this escape is not the canonical one");
    at_ += length;
  }
}

bool CanonicalScan::integer(std::int64_t& out) {
  const bool negative = peek() == '-';
  if (negative) ++at_;
  const std::size_t begin = at_;
  std::int64_t magnitude = 0;
  while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
    if (at_ - begin >= 16) return stop("the integer is beyond 2^53-1");
    magnitude = magnitude * 10 + (text_[at_] - '0');
    ++at_;
  }
  const std::size_t digits = at_ - begin;
  if (digits == 0) return stop("a digit was expected");
  if (text_[begin] == '0' && (digits > 1 || negative)) return stop("the integer has a needless zero or sign");
  if (magnitude > kSafeIntegerMax) return stop("the integer is beyond 2^53-1");
  out = negative ? -magnitude : magnitude;
  return true;
}

bool CanonicalScan::scalar() {
  switch (peek()) {
    case '"': {
      std::string_view raw;
      return string(raw);
    }
    case 't':
      return literal("true");
    case 'f':
      return literal("false");
    case 'n':
      return literal("null");
    default:
      break;
  }
  std::int64_t ignored = 0;
  return integer(ignored);
}

bool CanonicalScan::key(Frame& frame, std::string_view watched) {
  if (peek() != '"') return stop("a key in double quotes was expected");
  const std::size_t begin = ++at_;
  while (at_ < text_.size() && is_key_char(text_[at_])) ++at_;
  const std::string_view name = text_.substr(begin, at_ - begin);
  if (name.empty() || peek() != '"') return stop("a key may only have the characters a-z, 0-9 and _");
  if (name <= frame.key) return stop("the keys are not in ascending order, or one stands twice");
  ++at_;
  if (peek() != ':') return stop("a colon was expected");
  ++at_;
  frame.key = name;
  frame.watching = !watched.empty() && name == watched;
  frame.value_at = at_;
  return true;
}

bool CanonicalScan::value(std::uint32_t max_depth, std::string_view watched, std::vector<std::string_view>* found) {
  LICET_INVARIANT(max_depth <= kDepthMax);
  std::array<Frame, kDepthMax> stack;
  std::uint32_t depth = 0;
  while (true) {
    // One value begins here.
    const char c = peek();
    bool opened = false;
    if (c == '{' || c == '[') {
      if (depth == max_depth) return stop("lists and objects are nested too deeply");
      ++at_;
      const char close = c == '{' ? '}' : ']';
      if (peek() == close) {
        ++at_;
      } else {
        stack[depth] = Frame{c == '{', false, 0, {}};
        if (c == '{' && !key(stack[depth], watched)) return false;
        ++depth;
        opened = true;
      }
    } else if (!scalar()) {
      return false;
    }
    if (opened) continue;
    // A value has ended: go on in the innermost open list or object, closing those that end here.
    while (true) {
      if (depth == 0) return true;
      Frame& frame = stack[depth - 1];
      if (frame.watching) {
        if (found != nullptr) found->push_back(text_.substr(frame.value_at, at_ - frame.value_at));
        frame.watching = false;
      }
      const char next = peek();
      if (next == ',') {
        ++at_;
        if (frame.object && !key(frame, watched)) return false;
        break;
      }
      if (next != (frame.object ? '}' : ']')) return stop("a comma or the closing bracket was expected");
      ++at_;
      --depth;
    }
  }
}

}  // namespace licet::ledger
