#include "app/csv_encoding.h"

#include <algorithm>
#include <cstring>

#include "base/encode.h"

namespace licet::app::csv {
namespace {

/// Code points of Windows-1252 for bytes 80..9F; 0 where it has none.
constexpr std::array<std::uint16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                        0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_code_point(std::string& out, unsigned code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | code >> 6U);
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | code >> 12U);
    out += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | code >> 18U);
    out += static_cast<char>(0x80U | (code >> 12U & 0x3FU));
    out += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

/// Number of characters past ASCII in well-formed text.
std::size_t count_beyond_ascii(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0xC0U; }));
}

}  // namespace

std::string_view encoding_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kLatin1:
      return "Latin-1";
    case Encoding::kUtf16Le:
      return "UTF-16LE";
    case Encoding::kUtf16Be:
      return "UTF-16BE";
  }
  return "UTF-8";
}

Detected detect_encoding(std::string_view head, bool more) {
  if (head.starts_with("\xEF\xBB\xBF")) return {Encoding::kUtf8, 3};
  if (head.starts_with("\xFF\xFE")) return {Encoding::kUtf16Le, 2};
  if (head.starts_with("\xFE\xFF")) return {Encoding::kUtf16Be, 2};
  std::size_t formed = 0;
  std::size_t stray = 0;
  while (!head.empty()) {
    std::size_t bad_at = 0;
    if (is_utf8(head, &bad_at)) {
      formed += count_beyond_ascii(head);
      break;
    }
    formed += count_beyond_ascii(head.substr(0, bad_at));
    // A sequence that the end of what was read cuts in two is no evidence.
    if (!(more && head.size() - bad_at < 4)) ++stray;
    head.remove_prefix(bad_at + 1);
  }
  return {stray > formed ? Encoding::kLatin1 : Encoding::kUtf8, 0};
}

bool append_latin1(std::string& out, std::string_view text) {
  bool known = true;
  for (const char c : text) {
    unsigned code = static_cast<unsigned char>(c);
    if (code >= 0x80 && code < 0xA0) {
      code = kWindows1252[code - 0x80];
      if (code == 0) {
        known = false;
        code = 0xFFFD;
      }
    }
    append_code_point(out, code);
  }
  return known;
}

void Utf16Source::take(unsigned unit) {
  const bool high = unit >= 0xD800 && unit < 0xDC00;
  const bool low = unit >= 0xDC00 && unit < 0xE000;
  if (surrogate_ != 0) {
    if (low) {
      append_code_point(ready_, 0x10000U + ((surrogate_ - 0xD800U) << 10U) + (unit - 0xDC00U));
      surrogate_ = 0;
      return;
    }
    ready_ += '\xFF';
    surrogate_ = 0;
  }
  if (high) {
    surrogate_ = unit;
  } else if (low) {
    ready_ += '\xFF';
  } else {
    append_code_point(ready_, unit);
  }
}

Result<std::size_t> Utf16Source::read(char* out, std::size_t size) {
  while (ready_at_ == ready_.size() && !at_end_) {
    ready_.clear();
    ready_at_ = 0;
    LICET_TRY(const std::size_t count, from_->read(in_.data(), in_.size()));
    if (count == 0) {
      at_end_ = true;
      if (has_odd_ || surrogate_ != 0) ready_ += '\xFF';
      break;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const unsigned byte = static_cast<unsigned char>(in_[i]);
      if (!has_odd_) {
        odd_ = byte;
        has_odd_ = true;
        continue;
      }
      has_odd_ = false;
      take(big_endian_ ? odd_ << 8U | byte : byte << 8U | odd_);
    }
  }
  const std::size_t count = std::min(size, ready_.size() - ready_at_);
  std::memcpy(out, ready_.data() + ready_at_, count);
  ready_at_ += count;
  return count;
}

}  // namespace licet::app::csv
