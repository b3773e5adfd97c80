#include "base/encode.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace licet {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
// Crockford's alphabet leaves out i, l, o and u, which people misread.
constexpr std::string_view kBase32Digits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> digit_values(std::string_view digits) {
  std::array<std::uint8_t, 256> values{};
  for (auto& value : values) value = kNoDigit;
  for (std::size_t i = 0; i < digits.size(); ++i)
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}

constexpr auto kBase64Values = digit_values(kBase64Digits);
constexpr auto kBase32Values = digit_values(kBase32Digits);

constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr std::uint8_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }

// How many bytes the well-formed UTF-8 sequence at `i` has; 0 when there is none. Unicode, table 3-7.
std::size_t utf8_sequence_size(std::string_view text, std::size_t i) {
  const std::uint8_t lead = byte_at(text, i);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() - i < size) return 0;
  // Overlong forms, surrogates and code points past U+10FFFF show in the second byte.
  const std::uint8_t second_min = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t second_max = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  const std::uint8_t second = byte_at(text, i + 1);
  if (second < second_min || second > second_max) return 0;
  for (std::size_t k = 2; k < size; ++k) {
    if ((byte_at(text, i + k) & 0xC0U) != 0x80U) return 0;
  }
  return size;
}

}  // namespace

std::string hex(ByteView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out += kHexDigits[byte >> 4U];
    out += kHexDigits[byte & 0x0FU];
  }
  return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return out;
}

void append_base64(std::string& out, ByteView bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + (bytes.size() + 2) / 3 * 4, '=');
  char* to = out.data() + begin;
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t group = std::uint32_t{bytes[i]} << 16U | std::uint32_t{bytes[i + 1]} << 8U | bytes[i + 2];
    *to++ = kBase64Digits[group >> 18U];
    *to++ = kBase64Digits[group >> 12U & 0x3FU];
    *to++ = kBase64Digits[group >> 6U & 0x3FU];
    *to++ = kBase64Digits[group & 0x3FU];
  }
  const std::size_t left = bytes.size() - i;
  if (left == 0) return;
  const std::uint32_t group = std::uint32_t{bytes[i]} << 16U | (left == 2 ? std::uint32_t{bytes[i + 1]} << 8U : 0U);
  *to++ = kBase64Digits[group >> 18U];
  *to++ = kBase64Digits[group >> 12U & 0x3FU];
  if (left == 2) *to = kBase64Digits[group >> 6U & 0x3FU];
}

std::string base64(ByteView bytes) {
  std::string out;
  append_base64(out, bytes);
  return out;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  Bytes out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const std::size_t pads = i + 4 == text.size() ? padding : 0;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const std::uint8_t value = k < 4 - pads ? kBase64Values[byte_at(text, i + k)] : std::uint8_t{0};
      if (value == kNoDigit) return std::nullopt;
      group = group << 6U | value;
    }
    // The bits that no byte uses must be zero: otherwise two texts would name the same bytes.
    if ((pads == 1 && (group & 0xFFU) != 0) || (pads == 2 && (group & 0xFFFFU) != 0)) return std::nullopt;
    for (std::size_t k = 0; k < 3 - pads; ++k) out.push_back(static_cast<std::uint8_t>(group >> (16U - 8U * k)));
  }
  return out;
}

std::string base32(ByteView bytes) {
  std::string out;
  out.reserve((bytes.size() * 8 + 4) / 5);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    pending = (pending << 8U | byte) & 0xFFFU;
    for (bits += 8; bits >= 5; bits -= 5) out += kBase32Digits[pending >> (bits - 5) & 0x1FU];
  }
  if (bits > 0) out += kBase32Digits[pending << (5 - bits) & 0x1FU];
  return out;
}

std::optional<Bytes> from_base32(std::string_view text, std::size_t size) {
  if (text.size() != (size * 8 + 4) / 5) return std::nullopt;
  Bytes out;
  out.reserve(size);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t value = kBase32Values[byte_at(text, i)];
    if (value == kNoDigit) return std::nullopt;
    pending = (pending << 5U | value) & 0xFFFU;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>(pending >> bits));
    }
  }
  if ((pending & ((1U << bits) - 1U)) != 0) return std::nullopt;
  return out;
}

bool is_utf8(std::string_view text, std::size_t* bad_at) {
  std::size_t i = 0;
  while (i < text.size()) {
    // Eight ASCII bytes at a time: most of what we see is ASCII.
    std::uint64_t word = 0;
    if (text.size() - i >= sizeof word) {
      std::memcpy(&word, text.data() + i, sizeof word);
      if ((word & 0x8080808080808080U) == 0) {
        i += sizeof word;
        continue;
      }
    }
    const std::size_t size = utf8_sequence_size(text, i);
    if (size == 0) {
      if (bad_at != nullptr) *bad_at = i;
      return false;
    }
    i += size;
  }
  return true;
}

std::string latin1_to_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0U | byte >> 6U);
      out += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return out;
}

}  // namespace licet
