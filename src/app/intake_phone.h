// Telephone numbers to the international form of ITU-T E.164, and back to where they belong.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace licet::app::intake {

/// Why a number has no E.164 form.
struct PhoneFault {
  /// A spreadsheet turned the number into 4.47E+11: digits are lost, the row must not be taken as it is.
  bool mangled = false;
  std::string reason;  ///< what is wrong and what to do, without the number
};

/// `text` as "+" and 7 to 15 digits. Accepts "+", "00" and the country's own international prefix, spaces, dots,
/// dashes, brackets, "(0)", "tel:", and an extension, which is dropped. A national number is completed with the calling
/// code of `alpha2` (may be empty: then it cannot be). Does not ask whether the number is in service.
tl::expected<std::string, PhoneFault> normalise_phone(std::string_view text, std::string_view alpha2);

/// The alpha-2 code of the country or territory whose numbering range holds an E.164 number; nullopt for international
/// services, free-phone numbers of shared plans, and ranges that several territories share.
std::optional<std::string_view> phone_country(std::string_view e164);
/// The calling code of an E.164 number, digits without '+', "1" for the whole North American plan; nullopt when no
/// such code is assigned.
std::optional<std::string_view> phone_calling_code(std::string_view e164);

}  // namespace licet::app::intake
