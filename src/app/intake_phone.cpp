#include "app/intake_phone.h"

#include <algorithm>
#include <map>
#include <vector>

#include "app/intake_tables.h"
#include "app/intake_text.h"

namespace licet::app::intake {
namespace {

struct Range {
  std::string_view prefix;
  std::string_view alpha2;  ///< "" for services and for what several territories share
};

// clang-format off
/// Ranges of plans that several countries share, longest prefix first when looked up (ITU-T E.164 list of assigned codes
/// and the plans' own administrators). A plan's main country is the range of the bare code.
constexpr Range kSharedRanges[] = {
    {"1", "US"}, {"1242", "BS"}, {"1246", "BB"}, {"1264", "AI"}, {"1268", "AG"}, {"1284", "VG"}, {"1340", "VI"},
    {"1345", "KY"}, {"1441", "BM"}, {"1473", "GD"}, {"1649", "TC"}, {"1658", "JM"}, {"1664", "MS"}, {"1670", "MP"},
    {"1671", "GU"}, {"1684", "AS"}, {"1721", "SX"}, {"1758", "LC"}, {"1767", "DM"}, {"1784", "VC"}, {"1787", "PR"},
    {"1809", "DO"}, {"1829", "DO"}, {"1849", "DO"}, {"1868", "TT"}, {"1869", "KN"}, {"1876", "JM"}, {"1939", "PR"},
    {"1204", "CA"}, {"1226", "CA"}, {"1236", "CA"}, {"1249", "CA"}, {"1250", "CA"}, {"1257", "CA"}, {"1263", "CA"},
    {"1289", "CA"}, {"1306", "CA"}, {"1343", "CA"}, {"1354", "CA"}, {"1365", "CA"}, {"1367", "CA"}, {"1368", "CA"},
    {"1382", "CA"}, {"1403", "CA"}, {"1416", "CA"}, {"1418", "CA"}, {"1428", "CA"}, {"1431", "CA"}, {"1437", "CA"},
    {"1438", "CA"}, {"1450", "CA"}, {"1468", "CA"}, {"1474", "CA"}, {"1506", "CA"}, {"1514", "CA"}, {"1519", "CA"},
    {"1548", "CA"}, {"1579", "CA"}, {"1581", "CA"}, {"1584", "CA"}, {"1587", "CA"}, {"1604", "CA"}, {"1613", "CA"},
    {"1639", "CA"}, {"1647", "CA"}, {"1672", "CA"}, {"1683", "CA"}, {"1705", "CA"}, {"1709", "CA"}, {"1742", "CA"},
    {"1753", "CA"}, {"1778", "CA"}, {"1780", "CA"}, {"1782", "CA"}, {"1807", "CA"}, {"1819", "CA"}, {"1825", "CA"},
    {"1867", "CA"}, {"1873", "CA"}, {"1879", "CA"}, {"1902", "CA"}, {"1905", "CA"}, {"1942", "CA"},
    {"1500", ""}, {"1521", ""}, {"1522", ""}, {"1523", ""}, {"1524", ""}, {"1525", ""}, {"1526", ""}, {"1527", ""},
    {"1528", ""}, {"1529", ""}, {"1533", ""}, {"1544", ""}, {"1566", ""}, {"1577", ""}, {"1588", ""}, {"1600", ""},
    {"1622", ""}, {"1633", ""}, {"1644", ""}, {"1655", ""}, {"1677", ""}, {"1688", ""}, {"1700", ""}, {"1800", ""},
    {"1822", ""}, {"1833", ""}, {"1844", ""}, {"1855", ""}, {"1866", ""}, {"1877", ""}, {"1888", ""}, {"1900", ""},
    {"7", "RU"}, {"76", "KZ"}, {"77", "KZ"},
    {"39", "IT"}, {"3906698", "VA"}, {"379", "VA"},
    {"44", "GB"}, {"441481", "GG"}, {"447781", "GG"}, {"447839", "GG"}, {"447911", "GG"}, {"441534", "JE"},
    {"447509", "JE"}, {"447797", "JE"}, {"447829", "JE"}, {"447937", "JE"}, {"441624", "IM"}, {"447524", "IM"},
    {"447624", "IM"}, {"447924", "IM"},
    {"47", "NO"}, {"4779", "SJ"}, {"61", "AU"}, {"6189162", "CC"}, {"6189164", "CX"}, {"64", "NZ"},
    {"212", "MA"}, {"2125288", "EH"}, {"2125289", "EH"}, {"262", ""}, {"262262", "RE"}, {"262692", "RE"},
    {"262693", "RE"}, {"262269", "YT"}, {"262639", "YT"}, {"358", "FI"}, {"35818", "AX"}, {"500", "FK"}, {"590", ""},
    {"599", ""}, {"5993", "BQ"}, {"5994", "BQ"}, {"5997", "BQ"}, {"5996", "CW"}, {"5999", "CW"},
    {"672", ""}, {"6721", "AQ"}, {"6723", "NF"},
    {"800", ""}, {"808", ""}, {"870", ""}, {"878", ""}, {"881", ""}, {"882", ""}, {"883", ""}, {"888", ""}, {"979", ""},
};

/// International prefixes dialled from a country beside "00".
constexpr Range kInternationalPrefixes[] = {
    {"011", "NANP"}, {"0011", "AU"}, {"0011", "CC"}, {"0011", "CX"}, {"810", "BY"}, {"810", "KZ"}, {"810", "RU"},
    {"810", "TJ"}, {"810", "TM"}, {"010", "JP"}, {"009", "NG"}, {"119", "CU"}, {"001", "TH"}, {"001", "HK"},
    {"001", "KR"}, {"002", "KR"}, {"001", "SG"}, {"002", "TW"}, {"000", "KE"}, {"000", "UG"}, {"000", "TZ"},
    {"001", "ID"}, {"001", "KH"}, {"001", "MN"}, {"001", "GY"}, {"012", "IL"}, {"013", "IL"}, {"014", "IL"},
};

/// Where the trunk prefix is also the beginning of ordinary numbers: digits of a national number with its trunk.
constexpr Range kTrunkLengths[] = {{"11", "RU"}, {"11", "KZ"}, {"11", "BY"}, {"9", "TM"}};
// clang-format on

constexpr std::size_t kDigitsMax = 15;
constexpr std::size_t kDigitsMin = 7;
constexpr std::size_t kLongestPrefix = 7;

const std::map<std::string_view, std::string_view>& ranges() {
  static const auto* const index = [] {
    auto* out = new std::map<std::string_view, std::string_view>;
    for (const Range& range : kSharedRanges) out->emplace(range.prefix, range.alpha2);
    for (const Country& country : countries()) {
      if (!country.calling_code.empty()) out->emplace(country.calling_code, country.alpha2);
    }
    return out;
  }();
  return *index;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

PhoneFault fault(std::string reason) { return {false, std::move(reason)}; }

/// "4.47E+11", "4,47E+11": what a spreadsheet leaves of a long number.
bool is_mangled(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == std::string_view::npos || e == 0 || e + 2 >= text.size() || text[e + 1] != '+') return false;
  const auto number = [](char c) { return is_digit(c) || c == '.' || c == ','; };
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(e), number) &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(e) + 2, text.end(), is_digit);
}

/// "x12", "ext. 12", "#12", ";ext=12".
bool begins_extension(std::string_view text) {
  return std::string_view("xX#;").find(text[0]) != std::string_view::npos || lower(text.substr(0, 3)) == "ext";
}

/// What the text is made of, without decoration.
struct Dialled {
  bool plus = false;
  std::string digits;
};

tl::expected<Dialled, PhoneFault> strip(std::string_view text) {
  Dialled out;
  for (const std::string_view prefix : {"tel:", "p:", "'"}) {
    if (lower(text.substr(0, prefix.size())) == prefix) text.remove_prefix(prefix.size());
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (is_digit(rest[0])) {
      out.digits += rest[0];
    } else if (rest[0] == '+' && out.digits.empty() && !out.plus) {
      out.plus = true;
    } else if (rest.starts_with("(0)") && !out.digits.empty()) {
      i += 2;
    } else if (!out.digits.empty() && begins_extension(rest)) {
      break;  // an extension is no part of the number
    } else if (std::string_view(" .-()/").find(rest[0]) == std::string_view::npos) {
      return tl::unexpected(fault("has a character that no telephone number has; write + and digits"));
    }
  }
  return out;
}

/// Drops an international prefix; true when there was one.
bool drop_international(std::string& digits, const Country* country) {
  std::string_view longest;
  if (digits.starts_with("00")) longest = "00";
  for (const Range& range : kInternationalPrefixes) {
    const bool dialled_here = country != nullptr && (range.alpha2 == country->alpha2 ||
                                                     (range.alpha2 == "NANP" && country->calling_code == "1"));
    if (dialled_here && digits.starts_with(range.prefix) && range.prefix.size() > longest.size())
      longest = range.prefix;
  }
  // "810" begins ordinary Russian numbers as well; only what is too long for one is international.
  if (longest == "810" && digits.size() < 13) return false;
  digits.erase(0, longest.size());
  return !longest.empty();
}

bool has_trunk(const std::string& digits, const Country& country) {
  if (country.trunk.empty() || !digits.starts_with(country.trunk)) return false;
  for (const Range& range : kTrunkLengths) {
    if (range.alpha2 == country.alpha2)
      return digits.size() == static_cast<std::size_t>(std::stoi(std::string(range.prefix)));
  }
  return country.trunk != "1" || digits.size() == 11;
}

/// A national number made international.
tl::expected<std::string, PhoneFault> complete(std::string digits, const Country& country) {
  if (has_trunk(digits, country)) return std::string(country.calling_code) + digits.substr(country.trunk.size());
  // "447700900123" with the plus lost. Below twelve digits it could as well be a national number.
  const bool begins_with_code = digits.starts_with(country.calling_code);
  if (begins_with_code && digits.size() >= 12) return digits;
  if (begins_with_code && digits.size() == 11 && country.trunk == "0") {
    return tl::unexpected(fault("could be national or international; write it with + and the country's calling code"));
  }
  return std::string(country.calling_code) + digits;
}

tl::expected<std::string, PhoneFault> check_plan(std::string digits) {
  if (digits.size() < kDigitsMin || digits.size() > kDigitsMax) {
    return tl::unexpected(fault("has " + std::to_string(digits.size()) + " digits with the calling code; " +
                                std::to_string(kDigitsMin) + " to " + std::to_string(kDigitsMax) + " are possible"));
  }
  const auto code = phone_calling_code("+" + digits);
  if (!code) return tl::unexpected(fault("begins with no assigned calling code"));
  if (*code == "1" && (digits.size() != 11 || digits[1] < '2' || digits[4] < '2')) {
    return tl::unexpected(
        fault("is no number of the +1 plan: ten digits, area code and exchange beginning with 2 to 9"));
  }
  return "+" + digits;
}

}  // namespace

std::optional<std::string_view> phone_country(std::string_view e164) {
  if (!e164.starts_with('+')) return std::nullopt;
  const std::string_view digits = e164.substr(1);
  for (std::size_t size = std::min(kLongestPrefix, digits.size()); size > 0; --size) {
    const auto found = ranges().find(digits.substr(0, size));
    if (found == ranges().end()) continue;
    return found->second.empty() ? std::nullopt : std::optional(found->second);
  }
  return std::nullopt;
}

std::optional<std::string_view> phone_calling_code(std::string_view e164) {
  if (!e164.starts_with('+')) return std::nullopt;
  const std::string_view digits = e164.substr(1);
  // Calling codes are prefix-free: the shortest entry that fits is the code, the longer ones are ranges inside it.
  for (std::size_t size = 1; size <= std::min<std::size_t>(3, digits.size()); ++size) {
    if (const auto found = ranges().find(digits.substr(0, size)); found != ranges().end()) return found->first;
  }
  return std::nullopt;
}

tl::expected<std::string, PhoneFault> normalise_phone(std::string_view text, std::string_view alpha2) {
  const std::string cleaned = clean(text);
  if (is_mangled(cleaned)) {
    return tl::unexpected(PhoneFault{
        true, "was turned into a rounded number by a spreadsheet; format the column as text and export again"});
  }
  auto dialled = strip(cleaned);
  if (!dialled) return tl::unexpected(std::move(dialled).error());
  if (dialled->digits.empty()) return tl::unexpected(fault("has no digits"));
  const Country* const country = country_by_code(alpha2);
  std::string digits = std::move(dialled->digits);
  if (dialled->plus || drop_international(digits, country)) {
    // "+44 020 …": the trunk zero of home does not belong here. Italy keeps its zeros and has no trunk prefix.
    const auto code = phone_calling_code("+" + digits);
    const auto home = phone_country("+" + digits);
    const Country* const owner = home ? country_by_code(*home) : nullptr;
    if (code && owner != nullptr && owner->trunk == "0" && digits.size() > code->size() &&
        digits[code->size()] == '0') {
      digits.erase(code->size(), 1);
    }
    return check_plan(std::move(digits));
  }
  if (country == nullptr || country->calling_code.empty()) {
    return tl::unexpected(fault("is a national number and the row names no country to complete it; write it with +"));
  }
  auto whole = complete(std::move(digits), *country);
  if (!whole) return whole;
  return check_plan(*std::move(whole));
}

}  // namespace licet::app::intake
