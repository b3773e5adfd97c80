// Numbers, rows of numbers and texts as bytes and back: what a kept index (kept_index.h) is made of.
//
// All little-endian. A count is a varint of seven bits a byte, the lowest first; a text is its length and its bytes;
// rows are their count and the numbers of each. Reading trusts nothing: what does not fit is an error, no count
// makes more memory than the bytes that are left.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/encode.h"
#include "base/result.h"

namespace licet::screening {

/// What rows may be of: nothing but 32-bit numbers, no gaps; or 16-bit numbers, one a row.
template <typename T>
concept RowOfNumbers = std::is_same_v<T, std::uint16_t> ||
                       (std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T> &&
                        sizeof(T) % sizeof(std::uint32_t) == 0 && alignof(T) == alignof(std::uint32_t));

class FlatWriter {
 public:
  void byte(std::uint8_t value) { out_.push_back(value); }
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) byte(static_cast<std::uint8_t>(value | 0x80U));
    byte(static_cast<std::uint8_t>(value));
  }
  void bytes(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  void text(std::string_view text) {
    number(text.size());
    bytes(as_bytes(text));
  }
  template <RowOfNumbers T>
  void rows(const std::vector<T>& items) {
    number(items.size());
    const std::size_t at = out_.size(), size = items.size() * sizeof(T);
    out_.resize(at + size);
    if (size > 0) std::memcpy(out_.data() + at, items.data(), size);
    turn<alignof(T)>(out_.data() + at, size);
  }
  /// One member of each item, as wide as it is.
  template <typename T, typename Member>
  void column(const std::vector<T>& items, Member T::*member) {
    for (const T& item : items) {
      const auto value = static_cast<std::uint16_t>(item.*member);
      byte(static_cast<std::uint8_t>(value));
      if (sizeof(Member) > 1) byte(static_cast<std::uint8_t>(value >> 8U));
    }
  }
  Bytes finish() && { return std::move(out_); }

  /// Between the machine's order and the format's.
  template <std::size_t Width>
  static void turn(std::uint8_t* bytes, std::size_t size) {
    if constexpr (std::endian::native == std::endian::big)
      for (std::size_t at = 0; at < size; at += Width) std::reverse(bytes + at, bytes + at + Width);
  }

 private:
  Bytes out_;
};

class FlatReader {
 public:
  explicit FlatReader(ByteView bytes) : left_(bytes) {}

  /// Everything that is read has an error of its own: the first stays.
  bool ok() const { return ok_; }
  bool at_end() const { return left_.empty(); }
  std::size_t left() const { return left_.size(); }
  Status status(const char* what) const {
    if (ok_) return {};
    return fail(ErrorCode::kTampered, std::string("kept index: ") + what + " cannot be read");
  }

  std::uint8_t byte() {
    if (left_.empty()) return refuse();
    const std::uint8_t value = left_.front();
    left_ = left_.subspan(1);
    return value;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= std::uint64_t{next & 0x7FU} << shift;
      if (next < 0x80) return value;
    }
    return refuse();
  }
  /// A count of what takes at least `least` bytes each.
  std::size_t count(std::size_t least) {
    const std::uint64_t value = number();
    return value > left_.size() / least ? refuse() : static_cast<std::size_t>(value);
  }
  ByteView bytes(std::size_t size) {
    if (size > left_.size()) {
      refuse();
      return {};
    }
    const ByteView out = left_.first(size);
    left_ = left_.subspan(size);
    return out;
  }
  std::string_view text() { return as_text(bytes(count(1))); }
  template <RowOfNumbers T>
  void rows(std::vector<T>& items) {
    const std::size_t many = count(sizeof(T));
    const ByteView from = bytes(many * sizeof(T));
    items.resize(many);
    if (from.empty()) return;
    std::memcpy(items.data(), from.data(), from.size());
    FlatWriter::turn<alignof(T)>(reinterpret_cast<std::uint8_t*>(items.data()), from.size());
  }
  /// Into as many items as there are.
  template <typename T, typename Member>
  void column(std::vector<T>& items, Member T::*member) {
    constexpr std::size_t kWidth = sizeof(Member) > 1 ? 2 : 1;
    const ByteView from = bytes(items.size() * kWidth);
    if (from.empty()) return;
    for (std::size_t i = 0; i < items.size(); ++i) {
      std::uint16_t value = from[i * kWidth];
      if (kWidth > 1) value = static_cast<std::uint16_t>(value | from[i * kWidth + 1] << 8U);
      items[i].*member = static_cast<Member>(value);
    }
  }

 private:
  std::uint8_t refuse() {
    ok_ = false;
    left_ = {};
    return 0;
  }

  ByteView left_;
  bool ok_ = true;
};

}  // namespace licet::screening
