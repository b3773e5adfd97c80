// Text forms of bytes: hexadecimal, base64 (RFC 4648 section 4, padded), Crockford base32; UTF-8 validation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The bytes of a text, without copying.
inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// The text of some bytes, without copying or checking.
inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

std::string hex(ByteView bytes);                          ///< lower case
std::optional<Bytes> from_hex(std::string_view text);     ///< even length, either case; else nullopt
std::string base64(ByteView bytes);                       ///< standard alphabet, padded
void append_base64(std::string& out, ByteView bytes);     ///< the same at the end of `out`
std::optional<Bytes> from_base64(std::string_view text);  ///< canonical only: padding and zero tail bits checked
std::string base32(ByteView bytes);                       ///< Crockford alphabet, lower case, no padding
std::optional<Bytes> from_base32(std::string_view text, std::size_t size);  ///< exactly `size` bytes, canonical only

/// True when `text` is well-formed UTF-8 (no surrogates, no overlong forms). `bad_at` gets the first bad offset.
bool is_utf8(std::string_view text, std::size_t* bad_at = nullptr);
/// ISO 8859-1 to UTF-8; never fails.
std::string latin1_to_utf8(std::string_view text);

}  // namespace licet
