// The first 64 characters of a word as code points, without allocation.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace licet::screening {

/// Decodes the character at `at` of well-formed UTF-8 and moves past it; a malformed byte stands for itself.
inline char32_t next_char(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  std::size_t length = lead < 0xC0 ? 1 : (lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4));
  if (at + length > text.size()) length = 1;
  char32_t c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) c = (c << 6U) | (static_cast<unsigned char>(text[at + k]) & 0x3FU);
  at += length;
  return c;
}

/// A word's characters; what is beyond the 64th does not count.
class Chars {
 public:
  static constexpr std::size_t kMax = 64;

  explicit Chars(std::string_view text) {
    for (std::size_t at = 0; at < text.size() && size_ < kMax;) chars_[size_++] = next_char(text, at);
  }

  std::size_t size() const { return size_; }
  char32_t operator[](std::size_t i) const { return chars_[i]; }

 private:
  std::array<char32_t, kMax> chars_;
  std::size_t size_ = 0;
};

}  // namespace licet::screening
