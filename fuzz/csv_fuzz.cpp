// Any bytes as a CSV file: reading ends, rows keep their promises, and the size of the chunks makes no difference.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/csv_reader.h"
#include "app/csv_writer.h"
#include "base/encode.h"

namespace {

using licet::app::csv::Guard;
using licet::app::csv::Reader;
using licet::app::csv::TextSource;

std::string transcript(std::string_view text, std::size_t chunk) {
  TextSource source(text, chunk);
  auto reader = Reader::open(source);
  if (!reader) return reader.error().to_string();
  std::string out = (*reader)->header().describe();
  std::uint64_t line = 0;
  for (;;) {
    const auto step = (*reader)->next();
    LICET_INVARIANT(step.has_value());
    if (*step == Reader::Step::kEnd) return out;
    if (*step == Reader::Step::kBad) {
      const auto& bad = (*reader)->bad();
      LICET_INVARIANT(bad.line > line && bad.last_line >= bad.line && !bad.reason.empty());
      line = bad.line;
      out += std::to_string(bad.line) + bad.reason + std::string(bad.raw);
      continue;
    }
    const auto& row = (*reader)->row();
    LICET_INVARIANT(row.line > line);
    line = row.line;
    LICET_INVARIANT(row.fields.size() == (*reader)->header().columns.size());
    for (const std::string_view field : row.fields) {
      LICET_INVARIANT(licet::is_utf8(field) && field.find('\0') == std::string_view::npos);
      out += "|" + std::string(field);
    }
    out += "\n";
    std::string written;
    licet::app::csv::append_row(written, row.fields, Guard::kFormulas);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  LICET_INVARIANT(transcript(text, 65'536) == transcript(text, 3));
  return 0;
}
