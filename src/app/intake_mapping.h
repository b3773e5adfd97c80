// Which column of somebody's file is which field of ours.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/yaml_node.h"
#include "base/result.h"

namespace licet::app::intake {

/// The canonical fields. `full_name` is split into first and last name and `mobile_phone` stands in for an absent
/// `phone` when a row is read; the others are as in IntakeRow.
enum class Field : std::uint8_t {
  kEmail,
  kFirstName,
  kLastName,
  kFullName,
  kCompany,
  kPhone,
  kMobilePhone,
  kStreet,
  kCity,
  kState,
  kPostalCode,
  kCountry,
  kBirthDate,
  kGender,
  kNationality,
  kPassport,
  kNationalId,
  kProspectType,
  kProduct,
  kLawfulBasis,
  kStatedIntent,
  kKycResidence,
  kWorkplaceCountry,
  kCommunicationPlace,
  kLanguage,
  kSourceId,
  kCampaign,
  kCreatedAt,
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::kCreatedAt) + 1;

/// "email", "first_name", ...
std::string_view field_name(Field field);
/// All canonical names, in the order of the enumeration.
std::span<const std::string_view> field_names();
std::optional<Field> field_by_name(std::string_view name);

/// What a person says about a file: `--map FILE`.
///
///   columns:    {"Their Header": email, "Internal score": ignore}
///   defaults:   {lawful_basis: consent}            for fields without a column, and for empty cells
///   values:     {prospect_type: {"HNW": retail}}   cells by their text, case and spaces aside
///   utc_offset: "+01:00"                           for created_at without a zone; else UTC
struct MapFile {
  std::vector<std::pair<std::string, std::optional<Field>>> columns;  ///< nullopt: ignore
  /// Columns under names that are no fields of a lead, where `read_map` was told of such; ignored in `columns`.
  std::vector<std::pair<std::string, std::string>> others;
  std::map<Field, std::string> defaults;
  std::map<Field, std::map<std::string, std::string>> values;  ///< by folded cell text
  int utc_offset_minutes = 0;
};

/// Names that columns may bear besides the fields of a lead.
using OtherNames = std::span<const std::string_view>;
/// Reads a map from a parsed document, reporting to `problems`.
MapFile read_map(const yaml::Document& document, yaml::Problems& problems, OtherNames others = {});
/// Reads a map file; kBadInput with every problem in it.
Result<MapFile> read_map_file(const std::string& path, OtherNames others = {});

/// The mapping of one file, from its header and, when given, a map file. Constant once made; safe to share.
class Mapping {
 public:
  /// kBadInput when no column is known, none says who the lead is, two columns claim one field, or the map names a
  /// column that is not there.
  static Result<Mapping> make(const std::vector<std::string>& columns, const MapFile& map = {});

  /// The index of the column of a field, or nullopt.
  std::optional<std::size_t> column_of(Field field) const { return column_of_[static_cast<std::size_t>(field)]; }
  /// Names of all columns: trimmed, never empty, each once ("Notes", "Notes (2)", "column 7").
  const std::vector<std::string>& columns() const { return columns_; }
  /// The name to use in messages about a field: its column, or the field when only a default fills it.
  std::string_view label(Field field) const;
  /// Columns that map to nothing; their cells stay in the raw payload.
  std::vector<std::string> unmapped() const;
  /// The places of columns that map to nothing and that the map file did not speak about.
  std::vector<std::size_t> free_columns() const;
  /// "'E-mail' is email, 'Zip' is postal_code": to show a person once.
  std::string describe() const;
  /// The same without the columns that bear their field's own name; empty when all do.
  std::string describe_renamed() const;

  /// The cell for a field with the map's defaults and values applied, cleaned (see intake_text.h); "" when absent.
  std::string cell(Field field, std::span<const std::string_view> fields) const;
  int utc_offset_minutes() const { return map_.utc_offset_minutes; }

 private:
  enum class Named : std::uint8_t { kAll, kRenamed };
  std::string describe(Named which) const;
  Status claim_by_map();
  Status claim_by_name();
  Status check_usable(std::size_t claimed) const;

  MapFile map_;
  std::vector<std::string> columns_;
  std::array<std::optional<std::size_t>, kFieldCount> column_of_{};
  std::set<std::size_t> taken_;  ///< columns that the map file spoke about
};

}  // namespace licet::app::intake
