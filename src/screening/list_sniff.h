// What a file looks like from its first bytes: which format of a kind it is, and whether it is another publisher's.
#pragma once

#include <cstdint>
#include <string_view>

namespace licet::screening {

/// How many bytes `look_of` needs to be sure.
inline constexpr std::size_t kLookBytes = 1'024;

enum class Look : std::uint8_t {
  kUnknown,
  kOfacXml,
  kUnXml,
  kEuXml,
  kOtherXml,
  kEuCsv,
  kUk,
  kUkConList,
  kOpenSanctionsSimple,
  kOpenSanctionsFtm,
  kOfacCsv,
  kFirm,
  kHtml,
  kGzip,
  kZip,
  kUtf16,
};

/// The look of a file that begins with `head` (at least kLookBytes, or the whole file).
Look look_of(std::string_view head);
/// "the UK Sanctions List as CSV (kind uk)".
std::string_view look_text(Look look);

}  // namespace licet::screening
