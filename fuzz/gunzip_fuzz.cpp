// Any bytes as a gzip file: unpacking ends with bytes or an error, the same whatever the pieces, and within its limit.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/gunzip_native.h"

namespace {

using namespace licet;

constexpr std::size_t kMax = 1U << 20U;

Result<std::string> unpack(std::string_view bytes, std::size_t piece) {
  std::string out;
  Gunzip gunzip("fuzz.gz", kMax, [&](std::string_view unpacked) -> Status {
    out += unpacked;
    return {};
  });
  for (std::size_t at = 0; at < bytes.size(); at += piece) LICET_CHECK(gunzip.feed(bytes.substr(at, piece)));
  LICET_CHECK(gunzip.finish());
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = unpack(bytes, size + 1);
  const auto pieces = unpack(bytes, 3);
  LICET_INVARIANT(whole.has_value() == pieces.has_value());
  if (whole) {
    LICET_INVARIANT(*whole == *pieces && whole->size() <= kMax);
  } else {
    LICET_INVARIANT(whole.error().code == pieces.error().code);
    LICET_INVARIANT(whole.error().code == ErrorCode::kBadInput || whole.error().code == ErrorCode::kLimit);
  }
  return 0;
}
