#include "screening/list_sniff.h"

#include <algorithm>
#include <array>
#include <string>

#include "screening/list_text.h"

namespace licet::screening {
namespace {

using std::string_view_literals::operator""sv;

struct Sign {
  std::string_view text;  ///< in lower case
  Look look;
};

// At the very beginning, after a byte order mark and white space.
constexpr std::array kBegins = {Sign{"report date:", Look::kUk},
                                Sign{"\"report date:", Look::kUk},
                                Sign{"last updated,unique id", Look::kUk},
                                Sign{"last updated,", Look::kUkConList},
                                Sign{"filegenerationdate;", Look::kEuCsv},
                                Sign{"\"filegenerationdate\";", Look::kEuCsv},
                                Sign{"ent_num,", Look::kOfacCsv},
                                Sign{"id,schema,name,", Look::kOpenSanctionsSimple},
                                Sign{"\"id\",\"schema\",\"name\",", Look::kOpenSanctionsSimple},
                                Sign{"{", Look::kOpenSanctionsFtm},
                                Sign{"<!doctype html", Look::kHtml},
                                Sign{"<html", Look::kHtml}};
// Anywhere in the head of an XML file.
constexpr std::array kXmlSigns = {Sign{"<html", Look::kHtml},
                                  Sign{"<consolidated_list", Look::kUnXml},
                                  Sign{"eu.europa.ec/fpi/fsd/export", Look::kEuXml},
                                  Sign{"sanctionentity", Look::kEuXml},
                                  Sign{"<sanctions", Look::kOfacXml},
                                  Sign{"ofac", Look::kOfacXml}};

/// The letters of UTF-16 as bytes, others as "?"; empty when the head is of no such text.
std::string narrow(std::string_view head) {
  const bool little = head.starts_with("\xFF\xFE"sv) || head.starts_with("<\0"sv);
  const bool big = head.starts_with("\xFE\xFF"sv) || head.starts_with("\0<"sv);
  if (!little && !big) return {};
  std::string out;
  for (std::size_t i = head.front() == '<' || head.front() == '\0' ? 0 : 2; i + 1 < head.size(); i += 2) {
    const char low = head[i + (little ? 0 : 1)], high = head[i + (little ? 1 : 0)];
    out += high == 0 && (low & 0x80) == 0 ? low : '?';
  }
  return out;
}

/// The list of the firm: its first line has a column `id` and a column `name`, in any order.
bool looks_like_firm(std::string_view lower) {
  const std::vector<std::string> columns = split_values(lower.substr(0, lower.find_first_of("\r\n")), ",");
  const auto has = [&](std::string_view name) {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
  };
  return has("id") && has("name") && !has("schema");
}

}  // namespace

Look look_of(std::string_view head) {
  head = head.substr(0, kLookBytes);
  if (head.starts_with("\x1F\x8B"sv)) return Look::kGzip;
  if (head.starts_with("PK\x03\x04"sv)) return Look::kZip;
  // XML says of itself in which of these it is written, and its reader takes them.
  const std::string wide = narrow(head);
  if (!wide.empty()) {
    if (clean(wide).substr(0, 1) != "<") return Look::kUtf16;
    head = wide;
  }
  if (head.starts_with("\xEF\xBB\xBF"sv)) head.remove_prefix(3);
  const std::size_t begin = head.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return Look::kUnknown;
  const std::string lower = lower_ascii(head.substr(begin));
  for (const Sign& sign : kBegins) {
    if (lower.starts_with(sign.text)) return sign.look;
  }
  if (lower.front() == '<') {
    for (const Sign& sign : kXmlSigns) {
      if (lower.find(sign.text) != std::string::npos) return sign.look;
    }
    return Look::kOtherXml;
  }
  return looks_like_firm(lower) ? Look::kFirm : Look::kUnknown;
}

std::string_view look_text(Look look) {
  constexpr std::array<std::string_view, 16> kTexts{
      "a file of a format that is not known",
      "OFAC's list as XML (kind ofac-sdn-advanced)",
      "the UN's consolidated list as XML (kind un)",
      "the EU's consolidated list as XML (kind eu)",
      "XML of a format that is not known",
      "the EU's consolidated list as CSV (kind eu)",
      "the UK Sanctions List as CSV (kind uk)",
      "OFSI's old ConList.csv (kind uk-conlist)",
      "OpenSanctions' targets.simple.csv (kind opensanctions-simple)",
      "OpenSanctions' entities.ftm.json (kind opensanctions-ftm)",
      "one of OFAC's CSV files (kind ofac-sdn or ofac-cons)",
      "a list of the firm's own (kind firm)",
      "a web page, as a server sends when it has no list to give",
      "packed data (gzip) where a list is expected: the file was packed twice",
      "a ZIP file; unpack it first",
      "text in UTF-16; save it as UTF-8, or download it again"};
  return kTexts[static_cast<std::size_t>(look)];
}

}  // namespace licet::screening
