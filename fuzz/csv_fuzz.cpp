// Any bytes as a CSV file: reading ends, rows keep their promises, and the size of the chunks makes no difference.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/csv_reader.h"
#include "app/csv_writer.h"
#include "app/intake_row.h"
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

/// The same file as leads: every row is a lead or has a reason, in valid UTF-8.
void read_leads(std::string_view text) {
  TextSource source(text);
  auto reader = Reader::open(source);
  if (!reader) return;
  const auto mapping = licet::app::intake::Mapping::make((*reader)->header().columns);
  if (!mapping) return;
  const licet::Date today = licet::from_ymd(2026, 1, 1);
  for (auto step = (*reader)->next(); step && *step != Reader::Step::kEnd; step = (*reader)->next()) {
    if (*step != Reader::Step::kRow) continue;
    const auto& row = (*reader)->row();
    const auto lead = licet::app::intake::parse_row(*mapping, row.fields, row.line, today);
    LICET_INVARIANT(lead ? licet::is_utf8(licet::app::intake::canonical_json(*lead))
                         : licet::is_utf8(lead.error().text));
    LICET_INVARIANT(licet::json::parse(licet::app::intake::raw_json(*mapping, row.fields)).has_value());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  LICET_INVARIANT(transcript(text, 65'536) == transcript(text, 3));
  read_leads(text);
  return 0;
}
