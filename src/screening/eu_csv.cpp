#include "screening/eu_csv.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "screening/country_names.h"
#include "screening/csv_list.h"
#include "screening/eu_quality.h"
#include "screening/list_text.h"

namespace licet::screening {
namespace {

enum Column : std::size_t {
  kGenerated,
  kLogicalId,
  kReference,
  kUnId,
  kDesignated,
  kDesignation,
  kRemark,
  kSubject,
  kSubjectCode,
  kProgramme,
  kUrl,
  kLastName,
  kFirstName,
  kMiddleName,
  kWholeName,
  kLanguage,
  kGender,
  kTitle,
  kFunction,
  kAliasRemark,
  kStrong,
  kCity,
  kStreet,
  kPoBox,
  kZip,
  kRegion,
  kPlace,
  kAddressCode,
  kAddressCountry,
  kContact,
  kAddressRemark,
  kBirthDate,
  kBirthDay,
  kBirthMonth,
  kBirthYear,
  kYearFrom,
  kYearTo,
  kCirca,
  kBirthCity,
  kBirthPlace,
  kBirthCode,
  kBirthCountry,
  kNumber,
  kIdType,
  kIdTypeText,
  kIdCode,
  kIdCountry,
  kIdRemark,
  kCitizenCode,
  kCitizenCountry,
};

constexpr bool kOptional = false;
constexpr std::array kColumns = {CsvColumn{"fileGenerationDate"},
                                 CsvColumn{"Entity_LogicalId"},
                                 CsvColumn{"Entity_EU_ReferenceNumber"},
                                 CsvColumn{"Entity_UnitedNationId", kOptional},
                                 CsvColumn{"Entity_DesignationDate", kOptional},
                                 CsvColumn{"Entity_DesignationDetails", kOptional},
                                 CsvColumn{"Entity_Remark", kOptional},
                                 CsvColumn{"Entity_SubjectType"},
                                 CsvColumn{"Entity_SubjectType_ClassificationCode", kOptional},
                                 CsvColumn{"Entity_Regulation_Programme", kOptional},
                                 CsvColumn{"Entity_Regulation_PublicationUrl", kOptional},
                                 CsvColumn{"NameAlias_LastName"},
                                 CsvColumn{"NameAlias_FirstName"},
                                 CsvColumn{"NameAlias_MiddleName"},
                                 CsvColumn{"NameAlias_WholeName"},
                                 CsvColumn{"NameAlias_NameLanguage", kOptional},
                                 CsvColumn{"NameAlias_Gender", kOptional},
                                 CsvColumn{"NameAlias_Title", kOptional},
                                 CsvColumn{"NameAlias_Function", kOptional},
                                 CsvColumn{"NameAlias_Remark", kOptional},
                                 CsvColumn{"NameAlias_Strong", kOptional},
                                 CsvColumn{"Address_City", kOptional},
                                 CsvColumn{"Address_Street", kOptional},
                                 CsvColumn{"Address_PoBox", kOptional},
                                 CsvColumn{"Address_ZipCode", kOptional},
                                 CsvColumn{"Address_Region", kOptional},
                                 CsvColumn{"Address_Place", kOptional},
                                 CsvColumn{"Address_CountryIso2Code", kOptional},
                                 CsvColumn{"Address_CountryDescription", kOptional},
                                 CsvColumn{"Address_ContactInfo", kOptional},
                                 CsvColumn{"Address_Remark", kOptional},
                                 CsvColumn{"BirthDate_BirthDate"},
                                 CsvColumn{"BirthDate_Day", kOptional},
                                 CsvColumn{"BirthDate_Month", kOptional},
                                 CsvColumn{"BirthDate_Year", kOptional},
                                 CsvColumn{"BirthDate_YearRangeFrom", kOptional},
                                 CsvColumn{"BirthDate_YearRangeTo", kOptional},
                                 CsvColumn{"BirthDate_Circa", kOptional},
                                 CsvColumn{"BirthDate_City", kOptional},
                                 CsvColumn{"BirthDate_Place", kOptional},
                                 CsvColumn{"BirthDate_CountryIso2Code", kOptional},
                                 CsvColumn{"BirthDate_CountryDescription", kOptional},
                                 CsvColumn{"Identification_Number"},
                                 CsvColumn{"Identification_TypeCode", kOptional},
                                 CsvColumn{"Identification_TypeDescription", kOptional},
                                 CsvColumn{"Identification_CountryIso2Code", kOptional},
                                 CsvColumn{"Identification_CountryDescription", kOptional},
                                 CsvColumn{"Identification_Remark", kOptional},
                                 CsvColumn{"Citizenship_CountryIso2Code", kOptional},
                                 CsvColumn{"Citizenship_CountryDescription"}};
static_assert(kColumns.size() == kCitizenCountry + 1);

/// Some years have the letter in one column and the word in the other.
std::optional<EntryType> type_of(const std::string& text) {
  const std::string lower = lower_ascii(text);
  if (lower == "p" || lower == "person") return EntryType::kPerson;
  if (lower == "e" || lower == "enterprise" || lower == "entity") return EntryType::kEntity;
  return std::nullopt;
}

/// The type of a number, by the publisher's code.
std::string_view id_type_of(const std::string& code) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kTypes{{{"passport", "passport"},
                                                                                  {"diplpassport", "passport"},
                                                                                  {"id", "national_id"},
                                                                                  {"ssn", "national_id"},
                                                                                  {"fiscalcode", "tax_id"},
                                                                                  {"taxid", "tax_id"},
                                                                                  {"regnumber", "registration"},
                                                                                  {"tradelic", "registration"},
                                                                                  {"swiftbic", "bic"},
                                                                                  {"imo", "imo"}}};
  for (const auto& [published, type] : kTypes) {
    if (code == published) return type;
  }
  return "other";
}

int number_or_zero(const std::string& text) {
  const bool number = !text.empty() && text.size() <= 4 && text.find_first_not_of("0123456789") == std::string::npos;
  return number ? std::stoi(text) : 0;
}

std::string joined(std::initializer_list<std::string> parts, const char* between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!part.empty()) out += (out.empty() ? "" : between) + part;
  }
  return out;
}

class EuCsvReader final : public CsvListReader {
 public:
  explicit EuCsvReader(const CsvFormat& format) : CsvListReader("eu", format) {}
  Result<ReadList> finish() override;

 protected:
  Status on_entry_row(const CsvRow& row) override;

 private:
  Result<EntryType> subject_of(const CsvRow& row) const;
  Status read_reference(const CsvRow& row, const std::string& logical_id);
  /// The code under one column, or the name under the other as a code or as it is.
  std::string country(const CsvRow& row, Column code, Column name) const;
  void read_name(Entry& entry, const CsvRow& row);
  void read_birth(Entry& entry, const CsvRow& row);
  std::optional<BirthDate> birth_in(const CsvRow& row) const;
  void read_address(Entry& entry, const CsvRow& row);
  void read_rest(Entry& entry, const CsvRow& row);

  std::map<std::string, std::string, std::less<>> references_;  ///< logical id to EU reference number
  std::map<std::string, std::string, std::less<>> logical_ids_;
};

Status EuCsvReader::on_entry_row(const CsvRow& row) {
  const std::string id = value(row, kLogicalId);
  if (id.empty()) return error_at(row, kLogicalId, "a row without Entity_LogicalId, so nobody knows whose it is");
  LICET_TRY(const EntryType type, subject_of(row));
  const bool fresh = list_.find(id) == nullptr;
  Entry& entry = list_.entry(id, where(row, kLogicalId));
  if (!fresh && entry.type != type) return error_at(row, kSubject, "another row of " + id + " says another type");
  entry.type = type;
  LICET_CHECK(read_reference(row, id));
  if (const auto day = day_of(value(row, kGenerated))) as_of_ = std::max(as_of_, start_of_day(*day).value_or(as_of_));
  read_name(entry, row);
  read_birth(entry, row);
  read_address(entry, row);
  read_rest(entry, row);
  return {};
}

Result<EntryType> EuCsvReader::subject_of(const CsvRow& row) const {
  for (const Column column : {kSubject, kSubjectCode}) {
    if (const auto type = type_of(value(row, column))) return *type;
  }
  return error_at(row, kSubject, "unknown type of subject; expected P, E, person or enterprise");
}

Status EuCsvReader::read_reference(const CsvRow& row, const std::string& logical_id) {
  const std::string reference = value(row, kReference);
  if (reference.empty()) return {};
  const std::string& known = references_.emplace(logical_id, reference).first->second;
  const std::string& owner = logical_ids_.emplace(reference, logical_id).first->second;
  if (known == reference && owner == logical_id) return {};
  return error_at(
      row, kReference,
      "the reference number and the logical id do not go together as in an earlier row (" + known + ", " + owner + ")");
}

std::string EuCsvReader::country(const CsvRow& row, Column code, Column name) const {
  if (std::string found = country_code(value(row, code)); !found.empty()) return found;
  const std::string text = value(row, name);
  if (lower_ascii(text) == "unknown") return {};
  std::string found = country_code(text);
  return found.empty() ? text : found;
}

void EuCsvReader::read_name(Entry& entry, const CsvRow& row) {
  ListName name;
  name.kind = NameKind::kAka;
  name.remarks = value(row, kAliasRemark);
  name.language = value(row, kLanguage);
  const std::string strong = lower_ascii(value(row, kStrong));
  if (strong == "false" || strong == "n" || says_low_quality(name.remarks)) name.strength = Strength::kWeak;
  const std::string first = value(row, kFirstName), middle = value(row, kMiddleName), last = value(row, kLastName);
  name.full = value(row, kWholeName);
  if (name.full.empty()) name.full = joined({first, middle, last}, " ");
  if (!is_latin(name.full)) name.kind = NameKind::kOriginal;
  if (entry.type == EntryType::kPerson) name.parts = {last, first, middle, {}};
  // The publisher marks no primary name; the first strong one in Latin letters stands for it.
  const bool first_strong = entry.names.empty() || entry.names.front().kind != NameKind::kPrimary;
  if (first_strong && name.kind == NameKind::kAka && name.strength == Strength::kStrong && !name.full.empty()) {
    name.kind = NameKind::kPrimary;
    entry.names.insert(entry.names.begin(), std::move(name));
  } else {
    add_name(entry, std::move(name));
  }
  const std::string gender = lower_ascii(value(row, kGender));
  if (gender == "m") entry.gender = Gender::kMale;
  if (gender == "f") entry.gender = Gender::kFemale;
  add_detail(entry, "honorific", raw(row, kTitle));
  add_detail(entry, "title", raw(row, kFunction));
}

std::optional<BirthDate> EuCsvReader::birth_in(const CsvRow& row) const {
  if (const std::string text = value(row, kBirthDate); !text.empty())
    return text.find('/') == std::string::npos ? birth_of_iso(text) : birth_of_dmy(text);
  const int year = number_or_zero(value(row, kBirthYear));
  if (year != 0) return birth_of(year, number_or_zero(value(row, kBirthMonth)), number_or_zero(value(row, kBirthDay)));
  const auto from = birth_of(number_or_zero(value(row, kYearFrom)), 0, 0);
  const auto to = birth_of(number_or_zero(value(row, kYearTo)), 0, 0);
  if (from && to && from->from <= to->to) return BirthDate{from->from, to->to};
  return from ? from : to;
}

void EuCsvReader::read_birth(Entry& entry, const CsvRow& row) {
  if (auto birth = birth_in(row)) {
    birth->circa = lower_ascii(value(row, kCirca)) == "true";
    entry.births.push_back(*birth);
  } else if (const std::string text = value(row, kBirthDate) + value(row, kBirthYear); !text.empty()) {
    add_detail(entry, "birth_text", text);
    list_.count("dates of birth could not be read and are kept as text", entry.entry_id);
  }
  if (std::string code = country(row, kBirthCode, kBirthCountry); !code.empty()) {
    entry.countries.push_back({std::move(code), CountryRole::kBirth});
  }
  add_detail(entry, "birth_town", joined({value(row, kBirthCity), value(row, kBirthPlace)}, ", "));
}

void EuCsvReader::read_address(Entry& entry, const CsvRow& row) {
  ListAddress address;
  address.street = joined({value(row, kStreet), value(row, kPoBox)}, ", ");
  address.city = joined({value(row, kZip), value(row, kCity), value(row, kPlace), value(row, kRegion)}, ", ");
  address.country = country(row, kAddressCode, kAddressCountry);
  address.remarks = joined({value(row, kAddressRemark), value(row, kContact)}, "; ");
  add_address(entry, std::move(address));
}

void EuCsvReader::read_rest(Entry& entry, const CsvRow& row) {
  if (std::string programme = value(row, kProgramme); !programme.empty())
    entry.programmes.push_back(std::move(programme));
  if (const auto day = day_of(value(row, kDesignated)); day && (!entry.listed_on || *day < *entry.listed_on))
    entry.listed_on = *day;
  if (entry.source_url.empty()) entry.source_url = value(row, kUrl);
  add_detail(entry, "un_reference", raw(row, kUnId));
  add_detail(entry, "designation", raw(row, kDesignation));
  add_detail(entry, "remarks", raw(row, kRemark));
  add_detail(entry, "logical_id", raw(row, kLogicalId));
  add_detail(entry, "id_remarks", raw(row, kIdRemark));
  std::string code = lower_ascii(value(row, kIdType));
  add_id(entry, id_type_of(code), raw(row, kNumber), country(row, kIdCode, kIdCountry));
  if (std::string citizen = country(row, kCitizenCode, kCitizenCountry); !citizen.empty()) {
    entry.countries.push_back({std::move(citizen), CountryRole::kNationality});
  }
}

Result<ReadList> EuCsvReader::finish() {
  for (const auto& [logical_id, reference] : references_) LICET_CHECK(list_.rename(logical_id, reference));
  return CsvListReader::finish();
}

constexpr CsvDialect kDialect{';', true, true, 200, limits::kCsvFieldBytesMax};

}  // namespace

std::unique_ptr<ListReader> make_eu_csv_reader() {
  return std::make_unique<EuCsvReader>(CsvFormat{"the EU's consolidated list as CSV, version 1.1", kDialect, kColumns,
                                                 false, false,
                                                 "; download the CSV of version 1.1 again, or give the XML"});
}

}  // namespace licet::screening
