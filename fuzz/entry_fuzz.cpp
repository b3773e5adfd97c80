// Any bytes as an entry: the fast scanner and the general JSON parser must agree on what is canonical, and sealed
// sections must read alike by scanner and reader.
#include "base/json.h"
#include "ledger/canonical_scan.h"
#include "ledger/entry.h"
#include "ledger/seal.h"

namespace ledger = licet::ledger;
namespace json = licet::json;

namespace {

struct Ignore final : ledger::SectionVisitor {
  void section(std::string_view, const licet::crypto::Digest&) override {}
};

bool canonical_by_parser(std::string_view text) {
  const auto value = json::parse(text, json::kEntryOptions);
  return value && json::canonical(*value) == text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = licet::as_text({data, size});
  const bool canonical = canonical_by_parser(text);
  if (size <= json::kEntryOptions.max_bytes && licet::is_utf8(text)) {
    ledger::CanonicalScan scan(text);
    LICET_INVARIANT((scan.value(8) && scan.at_end()) == canonical);
  }
  ledger::Entry entry;
  if (ledger::parse_entry(text, entry)) {
    LICET_INVARIANT(canonical);
    Ignore ignore;
    for (const std::string_view sealed : entry.sealed) {
      const auto value = json::parse(sealed, json::kEntryOptions);
      LICET_INVARIANT(value.has_value());
      if (!value->is_array())
        LICET_INVARIANT(ledger::scan_sections(sealed, ignore) == ledger::SealedSection::from_json(*value).has_value());
    }
  }
  return 0;
}
