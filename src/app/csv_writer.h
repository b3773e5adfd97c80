// Writing CSV: RFC 4180, comma-separated, LF line ends, UTF-8 without byte order mark.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace licet::app::csv {

/// Whether fields that a spreadsheet would run as a formula are disarmed.
enum class Guard : std::uint8_t {
  kNone,      ///< as they are: for files that a program reads back
  kFormulas,  ///< fields beginning with = + - @ TAB CR LF get a ' in front, but phone numbers in E.164 form do not
};

/// Appends one field, quoted where it must be.
void append_field(std::string& out, std::string_view field, Guard guard);
/// Appends one record with its line end. A single empty field is written as "" so that it is no blank line.
void append_row(std::string& out, std::span<const std::string_view> fields, Guard guard);
void append_row(std::string& out, std::span<const std::string> fields, Guard guard);

/// '+', a digit from 1 to 9, then digits, 8 to 16 characters in all (ITU-T E.164: at most 15 digits).
bool is_e164(std::string_view text);

}  // namespace licet::app::csv
