#include "screening/uk_csv.h"

#include <array>
#include <optional>

#include "screening/csv_list.h"
#include "screening/list_text.h"

namespace licet::screening {
namespace {

// What a column is to both lists. The order is that of kUkColumns and kConListColumns.
enum Field : std::size_t {
  kId,
  kName6,
  kName1,
  kName2,
  kName3,
  kName4,
  kName5,
  kNameType,
  kQuality,
  kTitle,
  kOriginal,
  kOriginalScript,
  kOriginalLanguage,
  kRegime,
  kType,
  kRemarks,
  kAddress1,
  kAddress2,
  kAddress3,
  kAddress4,
  kAddress5,
  kAddress6,
  kPostCode,
  kCountry,
  kDesignated,
  kBirth,
  kNationality,
  kNationalId,
  kNationalIdInfo,
  kPassport,
  kPassportInfo,
  kPosition,
  kBirthTown,
  kBirthCountry,
  kUpdated,
  kShared,  // columns from here on are of one list only
};

constexpr std::array kUkColumns = {
    CsvColumn{"Unique ID"}, CsvColumn{"Name 6"}, CsvColumn{"Name 1"}, CsvColumn{"Name 2"}, CsvColumn{"Name 3"},
    CsvColumn{"Name 4"}, CsvColumn{"Name 5"}, CsvColumn{"Name type"}, CsvColumn{"Alias strength"}, CsvColumn{"Title"},
    CsvColumn{"Name non-latin script"}, CsvColumn{"Non-latin script type"}, CsvColumn{"Non-latin script language"},
    CsvColumn{"Regime Name"}, CsvColumn{"Designation Type"}, CsvColumn{"Other Information"},
    CsvColumn{"Address Line 1"}, CsvColumn{"Address Line 2"}, CsvColumn{"Address Line 3"}, CsvColumn{"Address Line 4"},
    CsvColumn{"Address Line 5"}, CsvColumn{"Address Line 6"}, CsvColumn{"Address Postal Code"},
    CsvColumn{"Address Country"}, CsvColumn{"Date Designated"}, CsvColumn{"D.O.B"}, CsvColumn{"Nationality(/ies)"},
    CsvColumn{"National Identifier number"}, CsvColumn{"National Identifier additional information"},
    CsvColumn{"Passport number"}, CsvColumn{"Passport additional information"}, CsvColumn{"Position"},
    CsvColumn{"Town of birth"}, CsvColumn{"Country of birth"}, CsvColumn{"Last Updated"},
    // Its own.
    CsvColumn{"OFSI Group ID"}, CsvColumn{"UN Reference Number"}, CsvColumn{"Designation source"},
    CsvColumn{"Sanctions Imposed"}, CsvColumn{"UK Statement of Reasons"}, CsvColumn{"Phone number"},
    CsvColumn{"Website"}, CsvColumn{"Email address"}, CsvColumn{"Gender"}, CsvColumn{"Type of entity"},
    CsvColumn{"Subsidiaries"}, CsvColumn{"Parent company"}, CsvColumn{"Business registration number (s)"},
    CsvColumn{"IMO number"}, CsvColumn{"Current owner/operator (s)"}, CsvColumn{"Previous owner/operator (s)"},
    CsvColumn{"Current believed flag of ship"}, CsvColumn{"Previous flags"}, CsvColumn{"Type of ship"},
    CsvColumn{"Tonnage of ship"}, CsvColumn{"Length of ship"}, CsvColumn{"Year Built"},
    CsvColumn{"Hull identification number (HIN)"}};
static_assert(kUkColumns.size() == 58);

constexpr std::array kConListColumns = {
    CsvColumn{"Group ID"}, CsvColumn{"Name 6"}, CsvColumn{"Name 1"}, CsvColumn{"Name 2"}, CsvColumn{"Name 3"},
    CsvColumn{"Name 4"}, CsvColumn{"Name 5"}, CsvColumn{"Alias Type"}, CsvColumn{"Alias Quality"}, CsvColumn{"Title"},
    CsvColumn{"Name Non-Latin Script"}, CsvColumn{"Non-Latin Script Type"}, CsvColumn{"Non-Latin Script Language"},
    CsvColumn{"Regime"}, CsvColumn{"Group Type"}, CsvColumn{"Other Information"}, CsvColumn{"Address 1"},
    CsvColumn{"Address 2"}, CsvColumn{"Address 3"}, CsvColumn{"Address 4"}, CsvColumn{"Address 5"},
    CsvColumn{"Address 6"}, CsvColumn{"Post/Zip Code"}, CsvColumn{"Country"}, CsvColumn{"Listed On"}, CsvColumn{"DOB"},
    CsvColumn{"Nationality"}, CsvColumn{"National Identification Number"}, CsvColumn{"National Identification Details"},
    CsvColumn{"Passport Number"}, CsvColumn{"Passport Details"}, CsvColumn{"Position"}, CsvColumn{"Town of Birth"},
    CsvColumn{"Country of Birth"}, CsvColumn{"Last Updated"},
    // Its own.
    CsvColumn{"UK Sanctions List Date Designated"}};
static_assert(kConListColumns.size() == 36);

// Columns of the UK list that are kept as they are, from kShared on; "" ones are read in `read_own`.
struct Detail {
  std::string_view heading, key;
};
constexpr std::array kUkDetails = {Detail{"OFSI Group ID", "ofsi_group_id"},
                                   Detail{"UN Reference Number", "un_reference"},
                                   Detail{"Designation source", "designation_source"},
                                   Detail{"Sanctions Imposed", "sanctions_imposed"},
                                   Detail{"UK Statement of Reasons", "statement_of_reasons"},
                                   Detail{"Type of entity", "entity_type"},
                                   Detail{"Subsidiaries", "subsidiaries"},
                                   Detail{"Parent company", "parent_company"},
                                   Detail{"Current owner/operator (s)", "vessel_owner"},
                                   Detail{"Previous owner/operator (s)", "previous_owner"},
                                   Detail{"Current believed flag of ship", "vessel_flag"},
                                   Detail{"Previous flags", "previous_flags"},
                                   Detail{"Type of ship", "vessel_type"},
                                   Detail{"Tonnage of ship", "tonnage"},
                                   Detail{"Length of ship", "length"},
                                   Detail{"Year Built", "year_built"},
                                   Detail{"UK Sanctions List Date Designated", "uk_list_designated"}};

constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

std::optional<EntryType> type_of(const std::string& text) {
  const std::string lower = lower_ascii(text);
  if (lower == "individual") return EntryType::kPerson;
  if (lower == "entity") return EntryType::kEntity;
  if (lower == "ship") return EntryType::kVessel;
  return std::nullopt;
}

/// "Primary name", "Primary name variation", "Alias"; ConList: "AKA", "FKA". An empty one is an alias.
std::optional<NameKind> kind_of(const std::string& text) {
  const std::string lower = lower_ascii(text);
  if (lower == "primary name") return NameKind::kPrimary;
  if (lower == "primary name variation" || lower == "alias" || lower == "aka" || lower == "a.k.a" || lower.empty())
    return NameKind::kAka;
  if (lower == "fka" || lower == "f.k.a") return NameKind::kFka;
  return std::nullopt;
}

/// "Good quality a.k.a", "Low quality a.k.a"; ConList: "Good", "Low". An empty one is strong.
std::optional<Strength> strength_of(const std::string& text) {
  const std::string lower = lower_ascii(text);
  if (lower.empty() || lower.starts_with("good")) return Strength::kStrong;
  if (lower.starts_with("low")) return Strength::kWeak;
  return std::nullopt;
}

/// "22-Aug-2026".
std::optional<Date> report_date(const std::string& text) {
  constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  const std::vector<std::string> parts = split_values(text, "-");
  if (parts.size() != 3 || parts[1].size() != 3) return std::nullopt;
  const std::size_t month = kMonths.find(lower_ascii(parts[1]));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  const std::string number = std::to_string(month / 3 + 1);
  return day_of(parts[0] + "/" + number + "/" + parts[2]);
}

std::string joined(std::string out, const std::string& text, const char* between) {
  if (!text.empty()) out += (out.empty() ? "" : between) + text;
  return out;
}

class UkReader final : public CsvListReader {
 public:
  UkReader(std::string kind, const CsvFormat& format)
      : CsvListReader(std::move(kind), format), columns_(format.columns) {}

 protected:
  Status on_first_line(const CsvRow& row) override;
  Status on_entry_row(const CsvRow& row) override;

 private:
  /// Its column in this list, or kNoColumn.
  std::size_t column_of(std::string_view heading) const;
  std::string own(const CsvRow& row, std::string_view heading) const;
  Status read_names(Entry& entry, const CsvRow& row);
  void read_person(Entry& entry, const CsvRow& row);
  void read_births(Entry& entry, const CsvRow& row);
  void read_address(Entry& entry, const CsvRow& row);
  void read_rest(Entry& entry, const CsvRow& row);
  void read_own(Entry& entry, const CsvRow& row);

  std::span<const CsvColumn> columns_;
};

Status UkReader::on_first_line(const CsvRow& row) {
  constexpr std::string_view kReport = "report date:";
  const std::string first = clean(row.fields[0]);
  std::optional<Date> date;
  if (lower_ascii(first).starts_with(kReport)) {
    date = report_date(clean(first.substr(kReport.size())));
  } else if (lower_ascii(first) == "last updated" && row.fields.size() > 1) {
    date = day_of(clean(row.fields[1]));
  }
  const auto at = date ? start_of_day(*date) : std::nullopt;
  if (!at) {
    return fail(
        Error{ErrorCode::kBadInput,
              "the first line gives no date: it is 'Report Date: DD-Mon-YYYY' in the UK Sanctions List and 'Last "
              "Updated,DD/MM/YYYY' in ConList.csv; download the file again and leave it as it is",
              {},
              where(row, kId),
              {}});
  }
  as_of_ = *at;
  return {};
}

Status UkReader::on_entry_row(const CsvRow& row) {
  const std::string id = value(row, kId);
  if (id.empty()) return error_at(row, kId, "a row without an id, so nobody knows whose it is");
  const auto type = type_of(value(row, kType));
  if (!type) return error_at(row, kType, "unknown type of entry; expected Individual, Entity or Ship");
  const bool fresh = list_.find(id) == nullptr;
  LICET_TRY(Entry* const kept, list_.entry(id, where(row, kId)));
  Entry& entry = *kept;
  if (!fresh && entry.type != *type) return error_at(row, kType, "another row of " + id + " says another type");
  entry.type = *type;
  LICET_CHECK(read_names(entry, row));
  read_births(entry, row);
  read_person(entry, row);
  read_address(entry, row);
  read_rest(entry, row);
  read_own(entry, row);
  return {};
}

Status UkReader::read_names(Entry& entry, const CsvRow& row) {
  const auto kind = kind_of(value(row, kNameType));
  if (!kind)
    return error_at(row, kNameType, "unknown type of name; expected a primary name, its variation, or an alias");
  const auto strength = strength_of(value(row, kQuality));
  if (!strength) return error_at(row, kQuality, "unknown strength of an alias; expected good, low or nothing");
  ListName name{{}, *kind, *strength};
  std::string given = value(row, kName1), middle;
  for (const Field field : {kName2, kName3, kName4, kName5}) middle = joined(std::move(middle), value(row, field), " ");
  const std::string family = value(row, kName6);
  name.full = joined(joined(given, middle, " "), family, " ");
  if (entry.type == EntryType::kPerson) name.parts = {family, std::move(given), std::move(middle), {}};
  add_name(entry, std::move(name));
  for (std::string& original : split_values(raw(row, kOriginal), "\n")) {
    add_name(entry, {std::move(original),
                     NameKind::kOriginal,
                     *strength,
                     value(row, kOriginalScript),
                     {},
                     value(row, kOriginalLanguage)});
  }
  return {};
}

void UkReader::read_births(Entry& entry, const CsvRow& row) {
  for (const std::string& text : split_numbered(raw(row, kBirth))) add_birth(entry, birth_of_dmy(text), text, list_);
}

void UkReader::read_person(Entry& entry, const CsvRow& row) {
  add_countries(entry, raw(row, kNationality), CountryRole::kNationality);
  add_countries(entry, raw(row, kBirthCountry), CountryRole::kBirth);
  for (const std::string& number : split_numbered(raw(row, kPassport))) add_id(entry, "passport", number);
  for (const std::string& number : split_numbered(raw(row, kNationalId))) add_id(entry, "national_id", number);
  add_detail(entry, "passport_info", raw(row, kPassportInfo));
  add_detail(entry, "national_id_info", raw(row, kNationalIdInfo));
  add_detail(entry, "birth_town", raw(row, kBirthTown));
  add_detail(entry, "honorific", raw(row, kTitle));
  add_detail(entry, "title", raw(row, kPosition));
}

void UkReader::read_address(Entry& entry, const CsvRow& row) {
  ListAddress address;
  for (const Field field : {kAddress1, kAddress2, kAddress3, kAddress4, kAddress5}) {
    address.street = joined(std::move(address.street), value(row, field), ", ");
  }
  address.city = joined(value(row, kAddress6), value(row, kPostCode), " ");
  address.country = value(row, kCountry);
  add_address(entry, std::move(address));
}

void UkReader::read_rest(Entry& entry, const CsvRow& row) {
  if (std::string regime = value(row, kRegime); !regime.empty()) entry.programmes.push_back(std::move(regime));
  add_detail(entry, "remarks", raw(row, kRemarks));
  add_detail(entry, "last_updated", raw(row, kUpdated));
  add_listing(entry, day_of(value(row, kDesignated)));
}

std::size_t UkReader::column_of(std::string_view heading) const {
  for (std::size_t i = kShared; i < columns_.size(); ++i) {
    if (columns_[i].heading == heading) return i;
  }
  return kNoColumn;
}

std::string UkReader::own(const CsvRow& row, std::string_view heading) const {
  const std::size_t column = column_of(heading);
  return column == kNoColumn ? std::string() : std::string(raw(row, column));
}

void UkReader::read_own(Entry& entry, const CsvRow& row) {
  for (const Detail& detail : kUkDetails) add_detail(entry, detail.key, own(row, detail.heading));
  add_detail(entry, "gender", own(row, "Gender"));
  add_countries(entry, own(row, "Current believed flag of ship"), CountryRole::kFlag);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kIds{
      {{"Phone number", "phone"},
       {"Website", "website"},
       {"Email address", "email"},
       {"Business registration number (s)", "registration"},
       {"Hull identification number (HIN)", "other"}}};
  for (const auto& [heading, type] : kIds) {
    for (const std::string& text : split_numbered(own(row, heading))) add_id(entry, type, text);
  }
  for (std::string& text : split_numbered(own(row, "IMO number"))) {
    if (lower_ascii(text).starts_with("imo")) text.erase(0, 3);
    add_id(entry, "imo", text);
  }
}

constexpr CsvDialect kDialect{',', true, true, 64, limits::kCsvFieldBytesMax};

}  // namespace

std::unique_ptr<ListReader> make_uk_reader() {
  return std::make_unique<UkReader>("uk", CsvFormat{"the UK Sanctions List as CSV (58 columns)", kDialect, kUkColumns,
                                                    true, false, "; download UK-Sanctions-List.csv again"});
}

std::unique_ptr<ListReader> make_uk_conlist_reader() {
  return std::make_unique<UkReader>("uk-conlist",
                                    CsvFormat{"OFSI's ConList.csv (36 columns)", kDialect, kConListColumns, true, false,
                                              "; give the file as it was published"});
}

}  // namespace licet::screening
