// Which characters the bytes of a CSV file stand for.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "app/csv_source.h"

namespace licet::app::csv {

enum class Encoding : std::uint8_t { kUtf8, kLatin1, kUtf16Le, kUtf16Be };

/// "UTF-8", "Latin-1", "UTF-16LE", "UTF-16BE".
std::string_view encoding_name(Encoding encoding);

struct Detected {
  Encoding encoding = Encoding::kUtf8;
  std::size_t mark_bytes = 0;  ///< size of the byte order mark, 0 without
};

/// Decides on the first bytes of a file. A byte order mark decides; else text without a wrong UTF-8 sequence is UTF-8;
/// else whichever the bytes past ASCII speak for: well-formed sequences for UTF-8, stray bytes for Latin-1. `more`
/// tells that the file goes on, so that a sequence cut off at the end is not held against it.
Detected detect_encoding(std::string_view head, bool more);

/// Latin-1 as spreadsheets write it, that is Windows code page 1252: bytes 80 to 9F are its dashes, quotes and the
/// euro sign. Appends UTF-8 to `out`; false when a byte has no meaning there (81, 8D, 8F, 90, 9D).
bool append_latin1(std::string& out, std::string_view text);

/// UTF-16 read as UTF-8. What is not well-formed (a lone surrogate, an odd byte at the end) becomes the byte FF, which
/// no UTF-8 text holds, so that the row with it is refused and not silently altered. The mark must have been skipped.
class Utf16Source final : public Source {
 public:
  Utf16Source(std::shared_ptr<Source> from, bool big_endian) : from_(std::move(from)), big_endian_(big_endian) {}
  Result<std::size_t> read(char* out, std::size_t size) override;

 private:
  void take(unsigned unit);

  std::shared_ptr<Source> from_;
  bool big_endian_;
  bool at_end_ = false;
  bool has_odd_ = false;
  unsigned odd_ = 0;        ///< the first byte of a unit whose second has not come
  unsigned surrogate_ = 0;  ///< a high surrogate waiting for its low one; 0 when none
  std::string ready_;
  std::size_t ready_at_ = 0;
  std::array<char, 16'384> in_{};
};

}  // namespace licet::app::csv
