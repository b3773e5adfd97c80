#include "app/csv_writer.h"

#include <algorithm>

namespace licet::app::csv {
namespace {

template <typename Text>
void append_fields(std::string& out, std::span<const Text> fields, Guard guard) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i != 0) out += ',';
    if (fields.size() == 1 && fields[i].empty()) {
      out += "\"\"";
    } else {
      append_field(out, fields[i], guard);
    }
  }
  out += '\n';
}

}  // namespace

bool is_e164(std::string_view text) {
  if (text.size() < 8 || text.size() > 16 || text[0] != '+' || text[1] == '0') return false;
  return std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void append_field(std::string& out, std::string_view field, Guard guard) {
  const bool formula = guard == Guard::kFormulas && !field.empty() &&
                       std::string_view("=+-@\t\r\n").find(field[0]) != std::string_view::npos && !is_e164(field);
  // A delimiter of any kind is quoted: some programs sniff it.
  const bool quote = field.find_first_of("\",;\t|\r\n") != std::string_view::npos;
  if (quote) out += '"';
  if (formula) out += '\'';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quote) out += '"';
}

void append_row(std::string& out, std::span<const std::string_view> fields, Guard guard) {
  append_fields(out, fields, guard);
}
void append_row(std::string& out, std::span<const std::string> fields, Guard guard) {
  append_fields(out, fields, guard);
}

}  // namespace licet::app::csv
