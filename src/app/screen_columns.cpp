#include "app/screen_columns.h"

#include <algorithm>

#include "app/intake_date.h"
#include "app/intake_text.h"
#include "app/intake_value.h"
#include "screening/list_text.h"

namespace licet::app {
namespace {

using intake::Field;
using Fields = std::span<const std::string_view>;

constexpr int kEarliestBirthYear = 1900;

constexpr std::array<std::string_view, kScreenFieldCount> kNames{"middle_name", "tax_id", "registration_number", "lei"};

struct Synonym {
  std::string_view heading;  ///< folded
  ScreenField field;
};
constexpr std::array kSynonyms{Synonym{"middlename", ScreenField::kMiddleName},
                               Synonym{"middlenames", ScreenField::kMiddleName},
                               Synonym{"patronymic", ScreenField::kMiddleName},
                               Synonym{"taxid", ScreenField::kTaxId},
                               Synonym{"taxnumber", ScreenField::kTaxId},
                               Synonym{"tin", ScreenField::kTaxId},
                               Synonym{"registrationnumber", ScreenField::kRegistrationNumber},
                               Synonym{"companynumber", ScreenField::kRegistrationNumber},
                               Synonym{"lei", ScreenField::kLei},
                               Synonym{"leicode", ScreenField::kLei}};

struct IdField {
  ScreenField field;
  std::string_view type;  ///< as ListId::type
};
constexpr std::array kIds{IdField{ScreenField::kTaxId, "tax_id"},
                          IdField{ScreenField::kRegistrationNumber, "registration"}, IdField{ScreenField::kLei, "lei"}};

std::optional<ScreenField> field_of_heading(std::string_view folded) {
  const auto* const found =
      std::find_if(kSynonyms.begin(), kSynonyms.end(), [&](const Synonym& one) { return one.heading == folded; });
  if (found == kSynonyms.end()) return std::nullopt;
  return found->field;
}

/// "1966", "1966-09", or a date as an import takes it.
tl::expected<screening::BirthDate, std::string> birth_in(const std::string& text) {
  const bool digits_and_dash = text.find_first_not_of("0123456789-") == std::string::npos;
  if (digits_and_dash && (text.size() == 4 || text.size() == 7))
    if (const auto birth = screening::birth_of_iso(text)) return *birth;
  const auto date = intake::read_date(text);
  if (!date) return tl::unexpected(date.error());
  return screening::BirthDate{*date, *date};
}

void add_country(std::string code, std::vector<std::string>& countries) {
  if (std::find(countries.begin(), countries.end(), code) == countries.end()) countries.push_back(std::move(code));
}

std::string in_column(std::string_view label, std::string_view value, std::string_view reason) {
  return "column " + intake::shown(label) + ": " + intake::shown(value) + " " + std::string(reason);
}

}  // namespace

std::span<const std::string_view> screen_field_names() { return kNames; }

Result<ScreenColumns> ScreenColumns::make(const std::vector<std::string>& columns, const intake::MapFile& map) {
  LICET_TRY(intake::Mapping mapping, intake::Mapping::make(columns, map));
  ScreenColumns out(std::move(mapping));
  LICET_CHECK(out.claim_by_map(map));
  LICET_CHECK(out.claim_by_name());
  for (const Field field : {Field::kFullName, Field::kFirstName, Field::kLastName, Field::kCompany})
    if (out.mapping_.column_of(field)) return out;
  return fail(ErrorCode::kBadInput,
              "no column has a name to screen (full_name, or first_name and last_name, or company); known are only: " +
                  out.mapping_.describe() + ". Say in a map file (--map) which column is which");
}

Status ScreenColumns::claim(ScreenField field, std::size_t column) {
  auto& claimed = column_of_[static_cast<std::size_t>(field)];
  if (claimed)
    return fail(ErrorCode::kBadInput, "the columns " + intake::shown(mapping_.columns()[*claimed]) + " and " +
                                          intake::shown(mapping_.columns()[column]) + " both mean " +
                                          std::string(kNames[static_cast<std::size_t>(field)]) +
                                          "; say which one in a map file (--map): columns: {\"" +
                                          mapping_.columns()[column] + "\": ignore}");
  claimed = column;
  return {};
}

/// The mapping has made sure that each heading is there, and once.
Status ScreenColumns::claim_by_map(const intake::MapFile& map) {
  for (const auto& [heading, name] : map.others) {
    const auto& columns = mapping_.columns();
    const std::string folded = intake::fold(heading);
    const auto exact = std::find(columns.begin(), columns.end(), intake::clean(heading));
    const auto found =
        exact != columns.end() ? exact : std::find_if(columns.begin(), columns.end(), [&folded](const auto& column) {
          return intake::fold(column) == folded;
        });
    LICET_INVARIANT(found != columns.end());
    const auto* const field = std::find(kNames.begin(), kNames.end(), name);
    LICET_INVARIANT(field != kNames.end());
    LICET_CHECK(
        claim(static_cast<ScreenField>(field - kNames.begin()), static_cast<std::size_t>(found - columns.begin())));
  }
  return {};
}

Status ScreenColumns::claim_by_name() {
  const auto mapped = column_of_;
  for (const std::size_t column : mapping_.free_columns()) {
    const auto field = field_of_heading(intake::fold(mapping_.columns()[column]));
    if (field && !mapped[static_cast<std::size_t>(*field)]) LICET_CHECK(claim(*field, column));
  }
  return {};
}

std::string ScreenColumns::cell(ScreenField field, Fields fields) const {
  const auto& column = column_of_[static_cast<std::size_t>(field)];
  if (!column || *column >= fields.size()) return {};
  std::string text = intake::clean(fields[*column]);
  return intake::is_nothing(text) ? std::string() : text;
}

std::string ScreenColumns::said(Field field, Fields fields) const {
  std::string text = mapping_.cell(field, fields);
  return intake::is_nothing(text) ? std::string() : text;
}

AskedRow ScreenColumns::read(Fields fields, Date today) const {
  AskedRow row;
  row.id = said(Field::kSourceId, fields);
  read_names(fields, row.query);
  read_birth(fields, today, row);
  read_places(fields, row);
  read_gender(fields, row);
  read_ids(fields, row);
  return row;
}

std::string ScreenColumns::read_cell(Field field, Fields fields, intake::Value (*cell_reader)(std::string_view),
                                     AskedRow& row) const {
  const std::string text = said(field, fields);
  if (text.empty()) return {};
  intake::Value value = cell_reader(text);
  if (value) return *std::move(value);
  row.faults.push_back(in_column(mapping_.label(field), text, value.error()));
  return {};
}

void ScreenColumns::read_gender(Fields fields, AskedRow& row) const {
  const std::string gender = read_cell(Field::kGender, fields, intake::read_gender, row);
  if (gender == "male") row.query.gender = screening::Gender::kMale;
  if (gender == "female") row.query.gender = screening::Gender::kFemale;
}

void ScreenColumns::read_names(Fields fields, screening::Query& query) const {
  query.full_name = said(Field::kFullName, fields);
  query.first_name = said(Field::kFirstName, fields);
  query.last_name = said(Field::kLastName, fields);
  query.company = said(Field::kCompany, fields);
  const std::string middle = cell(ScreenField::kMiddleName, fields);
  if (!middle.empty()) query.first_name += (query.first_name.empty() ? "" : " ") + middle;
}

void ScreenColumns::read_birth(Fields fields, Date today, AskedRow& row) const {
  const std::string text = said(Field::kBirthDate, fields);
  if (text.empty()) return;
  const auto birth = birth_in(text);
  const auto fault = [&](std::string_view reason) {
    row.faults.push_back(in_column(mapping_.label(Field::kBirthDate), text, reason));
  };
  if (!birth) return fault(birth.error());
  if (birth->from > today) return fault("is in the future; a date of birth is needed");
  if (to_ymd(birth->from).year < kEarliestBirthYear)
    return fault("is before " + std::to_string(kEarliestBirthYear) + "; correct the year or leave it empty");
  row.query.birth = *birth;
}

void ScreenColumns::read_places(Fields fields, AskedRow& row) const {
  row.query.countries = intake::several(read_cell(Field::kNationality, fields, intake::read_nationality, row));
  for (std::string& code : intake::several(read_cell(Field::kCountry, fields, intake::read_nationality, row)))
    add_country(std::move(code), row.query.countries);
  if (said(Field::kStreet, fields).empty() && said(Field::kCity, fields).empty()) return;
  for (const Field field : {Field::kStreet, Field::kCity, Field::kState, Field::kPostalCode, Field::kCountry}) {
    const std::string part = said(field, fields);
    if (!part.empty()) row.query.address += (row.query.address.empty() ? "" : ", ") + part;
  }
}

void ScreenColumns::read_ids(Fields fields, AskedRow& row) const {
  constexpr std::pair<Field, std::string_view> kDocuments[] = {{Field::kPassport, "passport"},
                                                               {Field::kNationalId, "national_id"}};
  for (const auto& [field, type] : kDocuments)
    for (std::string& number : intake::several(read_cell(field, fields, intake::read_document_number, row)))
      row.query.ids.push_back({std::string(type), std::move(number), {}});
  for (const IdField& id : kIds) {
    std::string text = cell(id.field, fields);
    if (!text.empty()) row.query.ids.push_back({std::string(id.type), std::move(text), {}});
  }
}

std::vector<std::string> ScreenColumns::unused() const {
  constexpr std::array kUsed{Field::kFirstName,   Field::kLastName, Field::kFullName,  Field::kCompany,
                             Field::kStreet,      Field::kCity,     Field::kState,     Field::kPostalCode,
                             Field::kCountry,     Field::kSourceId, Field::kBirthDate, Field::kGender,
                             Field::kNationality, Field::kPassport, Field::kNationalId};
  std::vector<bool> used(mapping_.columns().size(), false);
  for (const Field field : kUsed)
    if (const auto column = mapping_.column_of(field)) used[*column] = true;
  for (const auto& column : column_of_)
    if (column) used[*column] = true;
  std::vector<std::string> out;
  for (std::size_t i = 0; i < used.size(); ++i)
    if (!used[i]) out.push_back(mapping_.columns()[i]);
  return out;
}

std::string ScreenColumns::describe_renamed() const {
  std::string out = mapping_.describe_renamed();
  for (std::size_t i = 0; i < kScreenFieldCount; ++i) {
    if (!column_of_[i] || mapping_.columns()[*column_of_[i]] == kNames[i]) continue;
    out +=
        (out.empty() ? "" : ", ") + intake::shown(mapping_.columns()[*column_of_[i]]) + " is " + std::string(kNames[i]);
  }
  return out;
}

}  // namespace licet::app
