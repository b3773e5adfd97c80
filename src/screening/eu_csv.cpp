#include "screening/eu_csv.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "screening/csv_list.h"
#include "screening/eu_entry.h"
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
  kNumberTitle,
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
  kAliasId,
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
  kCalendar,
  kBirthCity,
  kBirthPlace,
  kBirthRegion,
  kBirthCode,
  kBirthCountry,
  kBirthRemark,
  kNumber,
  kLatinNumber,
  kIdType,
  kIdTypeText,
  kIdCode,
  kIdCountry,
  kIdRemark,
  kIssuedBy,
  kIssuedOn,
  kValidFrom,
  kValidTo,
  kNameOnDocument,
  kDiplomatic,
  kKnownExpired,
  kKnownFalse,
  kReportedLost,
  kRevoked,
  kCitizenCode,
  kCitizenRegion,
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
                                 CsvColumn{"Entity_Regulation_NumberTitle", kOptional},
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
                                 CsvColumn{"NameAlias_LogicalId", kOptional},
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
                                 CsvColumn{"BirthDate_CalendarType", kOptional},
                                 CsvColumn{"BirthDate_City", kOptional},
                                 CsvColumn{"BirthDate_Place", kOptional},
                                 CsvColumn{"BirthDate_Region", kOptional},
                                 CsvColumn{"BirthDate_CountryIso2Code", kOptional},
                                 CsvColumn{"BirthDate_CountryDescription", kOptional},
                                 CsvColumn{"BirthDate_Remark", kOptional},
                                 CsvColumn{"Identification_Number"},
                                 CsvColumn{"Identification_LatinNumber", kOptional},
                                 CsvColumn{"Identification_TypeCode", kOptional},
                                 CsvColumn{"Identification_TypeDescription", kOptional},
                                 CsvColumn{"Identification_CountryIso2Code", kOptional},
                                 CsvColumn{"Identification_CountryDescription", kOptional},
                                 CsvColumn{"Identification_Remark", kOptional},
                                 CsvColumn{"Identification_IssuedBy", kOptional},
                                 CsvColumn{"Identification_IssuedDate", kOptional},
                                 CsvColumn{"Identification_ValidFrom", kOptional},
                                 CsvColumn{"Identification_ValidTo", kOptional},
                                 CsvColumn{"Identification_NameOnDocument", kOptional},
                                 CsvColumn{"Identification_Diplomatic", kOptional},
                                 CsvColumn{"Identification_KnownExpired", kOptional},
                                 CsvColumn{"Identification_KnownFalse", kOptional},
                                 CsvColumn{"Identification_ReportedLost", kOptional},
                                 CsvColumn{"Identification_RevokedByIssuer", kOptional},
                                 CsvColumn{"Citizenship_CountryIso2Code", kOptional},
                                 CsvColumn{"Citizenship_Region", kOptional},
                                 CsvColumn{"Citizenship_CountryDescription"}};
static_assert(kColumns.size() == kCitizenCountry + 1);

class EuCsvReader final : public CsvListReader {
 public:
  explicit EuCsvReader(const CsvFormat& format) : CsvListReader("eu", format) {}
  Result<ReadList> finish() override;

 protected:
  Status on_entry_row(const CsvRow& row) override;

 private:
  Result<EntryType> subject_of(const CsvRow& row) const;
  Status read_reference(const CsvRow& row, const std::string& logical_id);
  EuCountry country(const CsvRow& row, Column code, Column name) const { return {value(row, code), value(row, name)}; }
  void read_name(Entry& entry, const CsvRow& row);
  void read_birth(Entry& entry, const CsvRow& row);
  void read_identification(Entry& entry, const CsvRow& row);
  void read_address(Entry& entry, const CsvRow& row);
  void read_rest(Entry& entry, const CsvRow& row);
  /// The file's own date: the earliest of its rows'.
  void read_date(const CsvRow& row);

  EuEntries entries_{list_};
  std::map<std::string, std::string, std::less<>> references_;  ///< logical id to EU reference number
  std::map<std::string, std::string, std::less<>> logical_ids_;
};

Status EuCsvReader::on_entry_row(const CsvRow& row) {
  const std::string id = value(row, kLogicalId);
  if (id.empty()) return error_at(row, kLogicalId, "a row without Entity_LogicalId, so nobody knows whose it is");
  LICET_TRY(const EntryType type, subject_of(row));
  const bool fresh = list_.find(id) == nullptr;
  LICET_TRY(Entry* const kept, list_.entry(id, where(row, kLogicalId)));
  Entry& entry = *kept;
  if (!fresh && entry.type != type) return error_at(row, kSubject, "another row of " + id + " says another type");
  entry.type = type;
  LICET_CHECK(read_reference(row, id));
  read_date(row);
  read_name(entry, row);
  read_birth(entry, row);
  read_identification(entry, row);
  read_address(entry, row);
  read_rest(entry, row);
  return {};
}

Result<EntryType> EuCsvReader::subject_of(const CsvRow& row) const {
  for (const Column column : {kSubject, kSubjectCode}) {
    if (const auto type = eu_type_of(value(row, column))) return *type;
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

void EuCsvReader::read_date(const CsvRow& row) {
  const Instant made = moment_of(value(row, kGenerated));
  if (made != kAsOfUnknown && (as_of_ == kAsOfUnknown || made < as_of_)) as_of_ = made;
}

void EuCsvReader::read_name(Entry& entry, const CsvRow& row) {
  entries_.add(entry,
               EuName{value(row, kFirstName), value(row, kMiddleName), value(row, kLastName), value(row, kWholeName),
                      value(row, kLanguage), value(row, kGender), value(row, kTitle), value(row, kFunction),
                      value(row, kStrong), value(row, kAliasRemark), value(row, kAliasId)});
}

void EuCsvReader::read_birth(Entry& entry, const CsvRow& row) {
  entries_.add(entry,
               EuBirth{value(row, kBirthDate), value(row, kBirthDay), value(row, kBirthMonth), value(row, kBirthYear),
                       value(row, kYearFrom), value(row, kYearTo), value(row, kCirca), value(row, kCalendar),
                       value(row, kBirthCity), value(row, kBirthPlace), value(row, kBirthRegion),
                       value(row, kBirthRemark), country(row, kBirthCode, kBirthCountry)});
}

void EuCsvReader::read_identification(Entry& entry, const CsvRow& row) {
  entries_.add(entry, EuIdentification{value(row, kIdType), value(row, kIdTypeText), value(row, kNumber),
                                       value(row, kLatinNumber), value(row, kIssuedBy), value(row, kIssuedOn),
                                       value(row, kValidFrom), value(row, kValidTo), value(row, kNameOnDocument),
                                       value(row, kDiplomatic), value(row, kKnownExpired), value(row, kKnownFalse),
                                       value(row, kReportedLost), value(row, kRevoked), value(row, kIdRemark),
                                       country(row, kIdCode, kIdCountry)});
}

void EuCsvReader::read_address(Entry& entry, const CsvRow& row) {
  entries_.add(entry, EuAddress{value(row, kStreet), value(row, kPoBox), value(row, kCity), value(row, kPlace),
                                value(row, kRegion), value(row, kZip), value(row, kAddressRemark),
                                country(row, kAddressCode, kAddressCountry)});
  // "PHONE: 1; EMAIL: a@b": what has no key is kept as it is.
  for (const std::string& contact : split_values(raw(row, kContact), ";\n")) {
    const std::size_t colon = contact.find(':');
    if (colon == std::string::npos)
      add_detail(entry, "contact", contact);
    else
      entries_.add_contact(entry, contact.substr(0, colon), contact.substr(colon + 1));
  }
}

void EuCsvReader::read_rest(Entry& entry, const CsvRow& row) {
  entries_.add(entry, EuRegulation{value(row, kProgramme), value(row, kNumberTitle), value(row, kUrl)});
  entries_.add_citizenship(entry, country(row, kCitizenCode, kCitizenCountry), value(row, kCitizenRegion));
  add_listing(entry, day_of(value(row, kDesignated)));
  add_detail(entry, "un_reference", raw(row, kUnId));
  add_detail(entry, "designation", raw(row, kDesignation));
  if (const std::string remark = value(row, kRemark); lower_ascii(remark) != "none")
    add_detail(entry, "remarks", remark);
  add_detail(entry, "logical_id", raw(row, kLogicalId));
}

Result<ReadList> EuCsvReader::finish() {
  list_.for_each([this](Entry& entry) { entries_.choose_primary(entry, entry.entry_id); });
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
