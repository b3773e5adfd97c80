// Any bytes as OFAC's files: reading ends with a list or an error that says where, whatever the chunks; a list that was
// read comes back from its document unchanged.
//
// The input is up to four files, separated by a line "=====".
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "screening/list_document.h"
#include "screening/ofac_csv.h"

namespace {

using namespace licet;
using namespace licet::screening;

constexpr std::string_view kSeparator = "=====\n";

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> out;
  while (out.size() < 3) {
    const std::size_t at = text.find(kSeparator);
    if (at == std::string_view::npos) break;
    out.push_back(text.substr(0, at));
    text.remove_prefix(at + kSeparator.size());
  }
  out.push_back(text);
  return out;
}

/// The same files in chunks of 7 bytes.
Result<ReadList> read_in_chunks(const std::vector<std::string_view>& files) {
  OfacCsvReader reader("ofac-sdn");
  for (const std::string_view file : files) {
    LICET_CHECK(reader.begin("fuzz.csv"));
    for (std::size_t at = 0; at < file.size(); at += 7) LICET_CHECK(reader.feed(file.substr(at, 7)));
    LICET_CHECK(reader.end());
  }
  return reader.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::string_view> files = split({reinterpret_cast<const char*>(data), size});
  std::vector<SourceFile> sources;
  for (const std::string_view file : files) sources.push_back({"fuzz.csv", file});
  const auto whole = read_ofac_csv("ofac-sdn", sources, Instant{});
  const auto chunked = read_in_chunks(files);
  LICET_INVARIANT(whole.has_value() == chunked.has_value());
  if (!whole) {
    LICET_INVARIANT(whole.error().to_string() == chunked.error().to_string());
    LICET_INVARIANT(whole.error().code == ErrorCode::kBadInput || whole.error().code == ErrorCode::kLimit);
    return 0;
  }
  LICET_INVARIANT(whole->list.digest == chunked->list.digest);
  const auto again = list_from_document(list_to_document(whole->list));
  LICET_INVARIANT(again.has_value());
  LICET_INVARIANT(again->entries == whole->list.entries);
  return 0;
}
