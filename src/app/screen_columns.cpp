#include "app/screen_columns.h"

#include <algorithm>

#include "app/intake_date.h"
#include "app/intake_text.h"
#include "app/intake_value.h"
#include "screening/country_names.h"
#include "screening/list_text.h"

namespace licet::app {
namespace {

using intake::Field;
using Fields = std::span<const std::string_view>;

constexpr int kEarliestBirthYear = 1900;

constexpr std::array<std::string_view, kScreenFieldCount> kNames{
    "middle_name", "nationality", "gender", "passport_number", "national_id", "tax_id", "registration_number", "lei"};

struct Synonym {
  std::string_view heading;  ///< folded
  ScreenField field;
};
constexpr std::array kSynonyms{Synonym{"middlename", ScreenField::kMiddleName},
                               Synonym{"middlenames", ScreenField::kMiddleName},
                               Synonym{"patronymic", ScreenField::kMiddleName},
                               Synonym{"nationality", ScreenField::kNationality},
                               Synonym{"nationalities", ScreenField::kNationality},
                               Synonym{"citizenship", ScreenField::kNationality},
                               Synonym{"countryofcitizenship", ScreenField::kNationality},
                               Synonym{"staatsangehorigkeit", ScreenField::kNationality},
                               Synonym{"nationalite", ScreenField::kNationality},
                               Synonym{"nacionalidad", ScreenField::kNationality},
                               Synonym{"gender", ScreenField::kGender},
                               Synonym{"sex", ScreenField::kGender},
                               Synonym{"geschlecht", ScreenField::kGender},
                               Synonym{"passportnumber", ScreenField::kPassportNumber},
                               Synonym{"passport", ScreenField::kPassportNumber},
                               Synonym{"passportno", ScreenField::kPassportNumber},
                               Synonym{"nationalid", ScreenField::kNationalId},
                               Synonym{"nationalidnumber", ScreenField::kNationalId},
                               Synonym{"idnumber", ScreenField::kNationalId},
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
constexpr std::array kIds{IdField{ScreenField::kPassportNumber, "passport"},
                          IdField{ScreenField::kNationalId, "national_id"}, IdField{ScreenField::kTaxId, "tax_id"},
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

/// Lists speak of male and female alone; other words say nothing that could be compared.
std::optional<screening::Gender> gender_in(std::string_view text) {
  const std::string word = intake::fold(text);
  for (const std::string_view male : {"m", "male", "man", "mr", "herr", "mannlich", "homme", "hombre"})
    if (word == male) return screening::Gender::kMale;
  for (const std::string_view female : {"f", "w", "female", "woman", "mrs", "ms", "frau", "weiblich", "femme", "mujer"})
    if (word == female) return screening::Gender::kFemale;
  for (const std::string_view neither :
       {"x", "d", "other", "diverse", "divers", "nonbinary", "notstated", "undisclosed"})
    if (word == neither) return screening::Gender::kUnknown;
  return std::nullopt;
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
    const auto exact = std::find(columns.begin(), columns.end(), intake::clean(heading));
    const auto found =
        exact != columns.end() ? exact : std::find_if(columns.begin(), columns.end(), [&](const auto& c) {
          return intake::fold(c) == intake::fold(heading);
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

std::string_view ScreenColumns::label(ScreenField field) const {
  const auto& column = column_of_[static_cast<std::size_t>(field)];
  return column ? std::string_view(mapping_.columns()[*column]) : kNames[static_cast<std::size_t>(field)];
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

void ScreenColumns::read_gender(Fields fields, AskedRow& row) const {
  const std::string text = cell(ScreenField::kGender, fields);
  if (text.empty()) return;
  if (const auto gender = gender_in(text))
    row.query.gender = *gender;
  else
    row.faults.push_back(in_column(label(ScreenField::kGender), text,
                                   "is no gender; write male or female, or leave it empty where neither is known"));
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
  const auto read_country = [&row](std::string_view column, const std::string& text) {
    if (intake::fold(text) == "stateless") return;
    if (std::string code = screening::country_code(text); !code.empty())
      add_country(std::move(code), row.query.countries);
    else
      row.faults.push_back(
          in_column(column, text, "is no country of today; write its name or its code of two letters"));
  };
  for (const std::string& piece : screening::split_values(cell(ScreenField::kNationality, fields), ";|/"))
    read_country(label(ScreenField::kNationality), piece);
  const std::string country = said(Field::kCountry, fields);
  if (!country.empty()) read_country(mapping_.label(Field::kCountry), country);
  if (said(Field::kStreet, fields).empty() && said(Field::kCity, fields).empty()) return;
  for (const Field field : {Field::kStreet, Field::kCity, Field::kState, Field::kPostalCode, Field::kCountry}) {
    const std::string part = said(field, fields);
    if (!part.empty()) row.query.address += (row.query.address.empty() ? "" : ", ") + part;
  }
}

void ScreenColumns::read_ids(Fields fields, AskedRow& row) const {
  for (const IdField& id : kIds) {
    std::string text = cell(id.field, fields);
    if (!text.empty()) row.query.ids.push_back({std::string(id.type), std::move(text), {}});
  }
}

std::vector<std::string> ScreenColumns::unused() const {
  constexpr std::array kUsed{Field::kFirstName, Field::kLastName, Field::kFullName, Field::kCompany,
                             Field::kStreet,    Field::kCity,     Field::kState,    Field::kPostalCode,
                             Field::kCountry,   Field::kSourceId, Field::kBirthDate};
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
