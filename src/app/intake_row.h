// One row of a file as the canonical lead it describes.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/intake_mapping.h"
#include "base/json.h"
#include "base/result.h"
#include "base/time.h"

namespace licet::app::intake {

/// A lead as it arrived, in one form whatever the source. Empty means absent. Texts are cleaned (intake_text.h).
struct IntakeRow {
  std::string email;  ///< as written, the domain in lower case
  std::string first_name;
  std::string last_name;  ///< also a name that cannot be split
  std::string company;
  std::string phone;  ///< E.164, or absent (see warnings)
  std::string street;
  std::string city;
  std::string state;        ///< as written, only when it has no code
  std::string subdivision;  ///< ISO 3166-2 code of the state: "US-NY"
  std::string postal_code;
  std::string country;  ///< ISO 3166-1 alpha-2
  std::optional<Date> birth_date;
  std::string gender;               ///< "male" or "female"
  std::string nationality;          ///< ISO 3166-1 alpha-2, several between semicolons
  std::string passport;             ///< numbers as written, several between semicolons
  std::string national_id;          ///< the same
  std::string prospect_type;        ///< code; a claim of the source
  std::string product;              ///< code
  std::string lawful_basis;         ///< code
  bool basis_by_default = false;    ///< that is the policy's default for the source, and nobody's word
  std::string stated_intent;        ///< a place code ("GB", "US-NY") when it names one, else a code
  std::string kyc_residence;        ///< place code
  std::string workplace_country;    ///< place code
  std::string communication_place;  ///< place code
  std::string language;             ///< two or three letters, lower case ("en")
  std::string source_id;            ///< as written
  std::string campaign;             ///< as written
  std::optional<Instant> created_at;

  /// What was left out without refusing the row ("phone: is a national number …"), without personal values.
  std::vector<std::string> warnings;
};

/// Says what is wrong with the value of a field.
using Fault = std::function<void(Field field, std::string_view value, std::string_view reason)>;
/// What more a row must satisfy. Runs also on a row that has faults already (the faulty fields are absent), so that all
/// of them are said at once; may fill in what is absent.
using RowCheck = std::function<void(IntakeRow& row, const Fault& fault)>;

/// Reads a row by its mapping. `line` is its first line in the file, `today` the date a birth must not be after.
/// kBadInput with every reason in one text, `where.line` set, and `where.field` the first column concerned. Values are
/// quoted in it only up to 40 bytes; it may hold personal data all the same.
Result<IntakeRow> parse_row(const Mapping& mapping, std::span<const std::string_view> fields, std::uint64_t line,
                            Date today, const RowCheck& check = {});

/// The canonical JSON (RFC 8785) of what is present, by canonical field name: the same for rows that mean the same.
/// Personal data: for sealing and for the keyed digest that finds repeats. Warnings are not in it.
std::string canonical_json(const IntakeRow& row);
/// The same as a value.
json::Value to_json(const IntakeRow& row);
/// The row of a `canonical_json`. kBadInput for a text that is none.
Result<IntakeRow> row_from_json(std::string_view text);

/// {"their column":"their cell",...} in the file's order, every column, nothing changed. Personal data.
std::string raw_json(const Mapping& mapping, std::span<const std::string_view> fields);

/// An address for comparing: all ASCII letters in lower case.
std::string email_key(std::string_view email);

}  // namespace licet::app::intake
