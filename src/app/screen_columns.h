// Which column of a file to be screened is which: the columns of an import, and what a screening asks beside them.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/intake_mapping.h"
#include "app/intake_value.h"
#include "base/result.h"
#include "base/time.h"
#include "screening/screening.h"

namespace licet::app {

/// The fields that an import does not have.
enum class ScreenField : std::uint8_t {
  kMiddleName,
  kTaxId,
  kRegistrationNumber,
  kLei,
};
inline constexpr std::size_t kScreenFieldCount = static_cast<std::size_t>(ScreenField::kLei) + 1;
/// "middle_name", "tax_id", ...: names that a map file may use beside the fields of an import.
std::span<const std::string_view> screen_field_names();

/// A row as it is asked about. Personal data.
struct AskedRow {
  screening::Query query;
  std::string id;  ///< the row's own, where it has one
  /// What is wrong with the row, so that nobody is cleared by it, although its name is compared all the same: a fact
  /// that nobody can read might have confirmed a hit. Shows values only up to 40 bytes.
  std::vector<std::string> faults;
};

/// The columns of one file. Constant once made; safe to share.
class ScreenColumns {
 public:
  /// kBadInput as intake::Mapping::make, and when no column has a name or a company.
  static Result<ScreenColumns> make(const std::vector<std::string>& columns, const intake::MapFile& map);

  /// Reads a row; `today` is the date that a birth must not be after.
  AskedRow read(std::span<const std::string_view> fields, Date today) const;
  /// Columns that nothing is taken from.
  std::vector<std::string> unused() const;
  /// "'Geboren' is birth_date": the columns taken under another name than their own; empty when there are none.
  std::string describe_renamed() const;

 private:
  explicit ScreenColumns(intake::Mapping mapping) : mapping_(std::move(mapping)) {}
  Status claim_by_map(const intake::MapFile& map);
  Status claim_by_name();
  Status claim(ScreenField field, std::size_t column);
  std::string cell(ScreenField field, std::span<const std::string_view> fields) const;
  /// The cell of a field of an import, empty when it says nothing ("n/a").
  std::string said(intake::Field field, std::span<const std::string_view> fields) const;
  void read_names(std::span<const std::string_view> fields, screening::Query& query) const;
  void read_birth(std::span<const std::string_view> fields, Date today, AskedRow& row) const;
  void read_places(std::span<const std::string_view> fields, AskedRow& row) const;
  void read_gender(std::span<const std::string_view> fields, AskedRow& row) const;
  void read_ids(std::span<const std::string_view> fields, AskedRow& row) const;
  /// A cell by one of the readers of an import; empty, and a fault of the row, when it cannot be read.
  std::string read_cell(intake::Field field, std::span<const std::string_view> fields,
                        intake::Value (*cell_reader)(std::string_view), AskedRow& row) const;

  intake::Mapping mapping_;
  std::array<std::optional<std::size_t>, kScreenFieldCount> column_of_{};
};

}  // namespace licet::app
